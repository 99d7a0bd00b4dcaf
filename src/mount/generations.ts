// The generations of a stamped data set, in its manifest: what its sectors may carry, and what comes next.
import { generationsOfJob } from '../native/contract.js';
import type { Dataset } from '../plan/planned-step.js';
import { inExistingDataDirectory } from './data-directory.js';
import { type Generations, type Manifest, markGenerations, openDataset, readManifest } from './dataset-directory.js';
import { holding, type HeldDirectory } from './held-directory.js';

export type { Generations };

/** Generations of a complete, stamped data set; null for any other. */
export function readGenerations(mountPath: string, dataset: Dataset): Generations | null {
  return withManifest(mountPath, dataset, (_directory, { generations = null }) => generations);
}

/**
 * Sets generations aside for a job that writes, before its first write, and returns those that sectors have now; null
 * for a data set that is not stamped and complete.
 */
export function reserveGenerations(mountPath: string, dataset: Dataset): Generations | null {
  return withManifest(mountPath, dataset, (directory, manifest) => {
    const { generations = null } = manifest;
    if (generations === null) return null;
    markGenerations(directory, manifest, { ...generations, newest: generations.newest + generationsOfJob });
    return generations;
  });
}

/** Says which generations sectors have now. */
export function writeGenerations(mountPath: string, dataset: Dataset, generations: Generations): void {
  withManifest(mountPath, dataset, (directory, manifest) => {
    markGenerations(directory, manifest, generations);
  });
}

function withManifest<Result>(
  mountPath: string,
  dataset: Dataset,
  use: (directory: HeldDirectory, manifest: Manifest) => Result,
): Result | null {
  return inExistingDataDirectory(mountPath, (data) =>
    data.entry(dataset.directory) === null
      ? null
      : holding(openDataset(data, dataset.directory), (directory) => {
          const manifest = readManifest(directory);
          return manifest === null ? null : use(directory, manifest);
        }),
  );
}
