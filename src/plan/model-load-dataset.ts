// Where the files of a model lie on a mount. However they are loaded, the same files are the same data set.
import { createHash } from 'node:crypto';
import { formatBytes } from '../spec/units.js';
import type { ModelLoadWorkload } from '../spec/workload.js';
import { fileSizes, modelFiles, modelFileSet } from './model-load-files.js';
import type { Dataset } from './planned-step.js';

// Raised when files of the same description get another content or another place.
const contentVersion = 1;
const hashDigits = 12;
const mebibyte = 2 ** 20;
const bytesAChecksum = 4;
const page = 4096;
// That of the layout: the content says nothing of how it is loaded.
const contentSeed = 1;

/** The weights are those of a save, whose number this is: they lie in `weights-1`. */
export const weightsNumber = 1;
export const weightsPrefix = 'weights-';

/** Null for the null engine, which touches no storage. */
export function modelLoadDataset(workload: ModelLoadWorkload): Dataset | null {
  if (workload.engine === 'null') return null;
  const files = modelFiles(workload);
  const bytes = fileSizes(files).reduce((sum, size) => sum + size, 0);
  const spread = workload.layout === null ? {} : { spread: workload.layout };
  const described = JSON.stringify({ contentVersion, ...files, ...spread });
  const hash = createHash('sha256').update(described).digest('hex').slice(0, hashDigits);
  const set = modelFileSet(workload);
  return {
    directory: `model-${workload.model}-${set.fileCount}x${sizeName(set.fileSize)}-${hash}`,
    ...set,
    seed: contentSeed,
    bytes: bytes + sealBytes(bytes, files.parts.length),
    // The folder with its manifest, the one of the weights, and the seal.
    inodes: set.fileCount + 4,
  };
}

/** A checksum of each MiB, and a page for what describes them. */
function sealBytes(bytes: number, files: number): number {
  return bytesAChecksum * (Math.ceil(bytes / mebibyte) + files) + page;
}

function sizeName(bytes: number): string {
  return formatBytes(bytes < mebibyte ? bytes : Math.round(bytes / mebibyte) * mebibyte);
}
