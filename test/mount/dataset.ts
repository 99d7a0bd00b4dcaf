// A small data set for tests, and its files.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginDataset, completeDataset } from '../../src/mount/datasets.js';
import type { Dataset } from '../../src/plan/planned-step.js';

export const dataset: Dataset = {
  directory: 'block-2x4KiB-0123456789ab',
  fileCount: 2,
  filesPerDirectory: 1000,
  fileSize: 4096,
  seed: 1,
  bytes: 8192,
  inodes: 3,
};

/** Writes the data set to the end; returns its directory. */
export function writeDataset(mountPath: string, described = dataset): string {
  const directory = beginDataset(mountPath, described);
  for (let index = 0; index < described.fileCount; index++) {
    writeFileSync(join(directory, `f${index}`), Buffer.alloc(described.fileSize, 1));
  }
  completeDataset(mountPath, described);
  return directory;
}
