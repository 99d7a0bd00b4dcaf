// Which test data a workload needs. The folder's name tells equal data from different data, so equal data is shared.
import { createHash } from 'node:crypto';
import { formatBytes } from '../spec/units.js';
import { writesData } from '../spec/workload.js';
import type { Dataset } from './planned-step.js';
import type { SizedBlock, SizedFiles, SizedWorkload } from './size.js';

// Raised when files of the same description get another content or another place.
const contentVersion = 1;
const filesPerBlockDirectory = 1000;
const hashDigits = 12;

/** Files that a job finds or makes below its root. Sizes are bytes. */
export interface FileSet {
  fileCount: number;
  filesPerDirectory: number;
  fileSize: number;
}

/** The files that a workload works on, whether they are on storage or, with the null engine, only counted. */
export function fileSetOf(workload: SizedWorkload): FileSet {
  return workload.kind === 'block' ? blockFileSet(workload) : filesFileSet(workload);
}

function blockFileSet({ files, size }: SizedBlock): FileSet {
  return { fileCount: files, filesPerDirectory: filesPerBlockDirectory, fileSize: size / files };
}

function filesFileSet({ files, filesPerDirectory, fileSize }: SizedFiles): FileSet {
  return { fileCount: files, filesPerDirectory, fileSize };
}

/** True when the workload makes its files itself, so that none need exist before. */
export function createsFiles(workload: SizedWorkload): boolean {
  return workload.kind === 'files' && workload.operations.includes('create');
}

/** The data set of a workload; null for the null engine, which touches no storage. */
export function datasetOf(workload: SizedWorkload): Dataset | null {
  if (workload.engine === 'null') return null;
  const files = fileSetOf(workload);
  const directories = Math.ceil(files.fileCount / files.filesPerDirectory);
  const empty = createsFiles(workload) && !writesData(workload);
  return {
    directory: directoryName(workload, files),
    ...files,
    seed: workload.seed,
    bytes: empty ? 0 : files.fileCount * files.fileSize,
    // The folder itself and its manifest are two more.
    inodes: files.fileCount + directories + 2,
  };
}

function directoryName(workload: SizedWorkload, files: FileSet): string {
  const { kind, seed } = workload;
  const { fileCount, filesPerDirectory, fileSize } = files;
  // Keys in alphabetical order: this text is the canonical description that the name is a hash of.
  const canonical = JSON.stringify({ contentVersion, fileCount, fileSize, filesPerDirectory, kind, seed });
  const hash = createHash('sha256').update(canonical).digest('hex').slice(0, hashDigits);
  return `${kind}-${fileCount}x${formatBytes(fileSize)}-${hash}${suffixOf(workload)}`;
}

// A chain that makes or removes files would spoil the data of the others.
function suffixOf(workload: SizedWorkload): string {
  if (createsFiles(workload)) return '-created';
  return workload.kind === 'files' && workload.operations.includes('unlink') ? '-unlinked' : '';
}
