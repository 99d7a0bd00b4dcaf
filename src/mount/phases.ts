// Files that several phases share: begun by the first of them, and which phase has completed last.
import { isDeepStrictEqual } from 'node:util';
import { IoproofError } from '../errors.js';
import type { Dataset } from '../plan/planned-step.js';
import { removeDataset } from './clean.js';
import { inExistingDataDirectory } from './data-directory.js';
import { type CompletedPhase, forgetPhases, markPhase, openDataset, readPartialManifest } from './dataset-directory.js';
import { type HeldDirectory, holding } from './held-directory.js';
import type { Removal } from './remove-tree.js';

export type { CompletedPhase } from './dataset-directory.js';

/**
 * Removes what an earlier run has left. Interrupted in it, no phase counts as completed, so that none goes on with the
 * rest. Throws DATA_DIRECTORY_FOREIGN (exit code 4) on what is not this tool's.
 */
export function removePhases(mountPath: string, directory: string, onProgress: Removal['onProgress']): void {
  inExistingDataDirectory(mountPath, (data) => {
    if (data.entry(directory) !== null) holding(openDataset(data, directory), forgetPhases);
  });
  removeDataset(mountPath, directory, onProgress);
}

/** The phase that has completed last on these files; null where none has, or where they are other files. */
export function completedPhase(mountPath: string, dataset: Dataset): CompletedPhase | null {
  return inExistingDataDirectory(mountPath, (data) =>
    inDataset(data, dataset, (directory) => readPhase(directory, dataset)),
  );
}

/** Throws DATASET_NOT_BEGUN when the directory is gone. */
export function completePhase(mountPath: string, dataset: Dataset, phase: CompletedPhase): void {
  const found = inExistingDataDirectory(mountPath, (data) =>
    inDataset(data, dataset, (directory) => {
      markPhase(directory, dataset, phase);
      return true;
    }),
  );
  if (found === true) return;
  throw new IoproofError(
    'DATASET_NOT_BEGUN',
    `the files of the phases in "${dataset.directory}" on "${mountPath}" are gone`,
    {
      advice: 'They may have been removed meanwhile, for example by `ioproof clean`. Run all phases again.',
      details: { path: mountPath, dataset: dataset.directory },
    },
  );
}

function inDataset<Result>(data: HeldDirectory, { directory }: Dataset, use: (directory: HeldDirectory) => Result) {
  return data.entry(directory) === null ? null : holding(openDataset(data, directory), use);
}

function readPhase(directory: HeldDirectory, dataset: Dataset): CompletedPhase | null {
  const manifest = readPartialManifest(directory);
  const phase: unknown = manifest?.phase;
  return isDeepStrictEqual(manifest?.dataset, { ...dataset }) && isCompleted(phase) ? phase : null;
}

/** Somebody may have written into the manifest. */
function isCompleted(phase: unknown): phase is CompletedPhase {
  if (typeof phase !== 'object' || phase === null) return false;
  const { index, itemsPerWorker, blockSize } = phase as Record<string, unknown>;
  const positive = (value: unknown) => Number.isSafeInteger(value) && Number(value) > 0;
  const limited = itemsPerWorker === null || positive(itemsPerWorker);
  return (
    Number.isSafeInteger(index) && Number(index) >= 0 && limited && (blockSize === undefined || positive(blockSize))
  );
}
