// The files of a workload: how many, how large, in which directories, and how a native job is told.
import type { NativeJobSpec } from '../native/contract.js';
import type { FileSet } from './planned-step.js';
import type { SizedBlock, SizedFiles, SizedWorkload } from './size.js';

const filesPerBlockDirectory = 1000;
const plainPrefix = 'f';

/** The files that a workload works on, whether they are on storage or, with the null engine, only counted. */
export function fileSetOf(workload: SizedWorkload): FileSet {
  return workload.kind === 'block' ? blockFileSet(workload) : filesFileSet(workload);
}

function blockFileSet({ files, size }: SizedBlock): FileSet {
  return { fileCount: files, filesPerDirectory: filesPerBlockDirectory, fileSize: size / files };
}

function filesFileSet({ files, filesPerDirectory, fileSize, directories, prefix }: SizedFiles): FileSet {
  const shape = { fileCount: files, fileSize, ...(prefix === plainPrefix ? {} : { prefix }) };
  // The rules see to it that one of the two is given.
  if (directories === null) return { ...shape, filesPerDirectory: filesPerDirectory ?? files };
  const leaves = directories.width ** directories.depth;
  return { ...shape, filesPerDirectory: Math.ceil(files / leaves), directories };
}

/** Directories below the root, of every level. */
export function directoryCount({ fileCount, filesPerDirectory, directories }: FileSet): number {
  if (directories === undefined) return Math.ceil(fileCount / filesPerDirectory);
  let count = 0;
  for (let level = 1; level <= directories.depth; level++) count += directories.width ** level;
  return count;
}

type FileFields = Pick<
  NativeJobSpec,
  'fileCount' | 'filesPerDirectory' | 'directoryWidth' | 'directoryDepth' | 'filePrefix' | 'fileSize'
>;

/** The files in the words of a native job. */
export function nativeFiles({ fileCount, filesPerDirectory, fileSize, directories, prefix }: FileSet): FileFields {
  return {
    fileCount,
    filesPerDirectory,
    directoryWidth: directories?.width ?? 0,
    directoryDepth: directories?.depth ?? 0,
    filePrefix: prefix ?? plainPrefix,
    fileSize,
  };
}
