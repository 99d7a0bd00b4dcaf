// Data sets in the data directory of a mount: absent, begun or complete, and whether one fits.
import { isDeepStrictEqual } from 'node:util';
import { exitCodes, IoproofError } from '../errors.js';
import type { Dataset } from '../plan/planned-step.js';
import { inDataDirectory, inExistingDataDirectory } from './data-directory.js';
import { markBegun, markComplete, openDataset, readManifest } from './dataset-directory.js';
import { holding, type HeldDirectory } from './held-directory.js';
import { blaming } from './mount-error.js';
import { usageOf, type Usage } from './remove-tree.js';
import { readStatfs } from './statfs.js';
import type { Watermarks } from './watermarks.js';

const allocationUnit = 4096;

/** `complete`: written to the end, as described. `partial`: begun, or written from another description. */
export type DatasetState = 'complete' | 'partial' | 'absent';

/** State of a data set. Writes nothing. Throws DATA_DIRECTORY_FOREIGN (exit code 4) on what is not this tool's. */
export function datasetState(mountPath: string, dataset: Dataset): DatasetState {
  return inExistingDataDirectory(mountPath, (data) => stateIn(data, dataset)) ?? 'absent';
}

/**
 * Makes the directory of a data set and marks it as begun; one that was complete is so no more. `written`: watermarks of
 * what is there already. Returns the path of the directory, which is the `root` of its jobs. Throws as `claim` does.
 */
export function beginDataset(mountPath: string, dataset: Dataset, written?: Watermarks): string {
  return inDataDirectory(mountPath, (data) => {
    data.makeDirectory(dataset.directory);
    return holding(openDataset(data, dataset.directory), (directory) => {
      markBegun(directory, dataset, written);
      return directory.path;
    });
  });
}

/** Bytes of the files of a complete data set, as they were written; of any other as it is described. */
export function writtenBytes(mountPath: string, dataset: Dataset): number {
  const written = inExistingDataDirectory(mountPath, (data) =>
    stateIn(data, dataset) === 'complete'
      ? holding(openDataset(data, dataset.directory), readManifest)?.writtenBytes
      : null,
  );
  return written ?? dataset.bytes;
}

/**
 * Says that all files of a data set are written and synced, and how many bytes they have in all. Throws DATASET_NOT_BEGUN
 * when its directory is gone.
 */
export function completeDataset(mountPath: string, dataset: Dataset, bytes = dataset.bytes): void {
  const found = inExistingDataDirectory(mountPath, (data) => {
    if (data.entry(dataset.directory) === null) return false;
    holding(openDataset(data, dataset.directory), (directory) => {
      markComplete(directory, dataset, bytes);
    });
    return true;
  });
  if (found === true) return;
  throw new IoproofError('DATASET_NOT_BEGUN', `there is no data set "${dataset.directory}" on "${mountPath}"`, {
    advice: 'It may have been removed meanwhile, for example by `ioproof clean`. Run the step again.',
    details: { path: mountPath, dataset: dataset.directory },
  });
}

/** Data sets of a mount that are complete. Writes nothing. Throws as `datasetState` does. */
export function completeDatasets(mountPath: string): Dataset[] {
  return inExistingDataDirectory(mountPath, (data) => data.names().flatMap((name) => completeIn(data, name))) ?? [];
}

/** Throws NOT_ENOUGH_SPACE (exit code 2) when a data set that is not complete does not fit; unknown free space fits. */
export function assertSpace(mountPath: string, dataset: Dataset): void {
  const present = inExistingDataDirectory(mountPath, (data) => presentUsage(data, dataset)) ?? { bytes: 0, inodes: 0 };
  if (present === 'complete') return;
  const { free } = blaming(mountPath, () => readStatfs(mountPath));
  const { passingBytes = 0, passingInodes = 0 } = dataset.checkpoints ?? {};
  requireFree(mountPath, 'bytes', neededBytes(dataset) + passingBytes - present.bytes, free.bytes);
  requireFree(mountPath, 'inodes', dataset.inodes + passingInodes - present.inodes, free.inodes);
}

function stateIn(data: HeldDirectory, dataset: Dataset): DatasetState {
  if (data.entry(dataset.directory) === null) return 'absent';
  const manifest = holding(openDataset(data, dataset.directory), readManifest);
  return isDeepStrictEqual(manifest?.dataset, { ...dataset }) ? 'complete' : 'partial';
}

/** The data set of this name if it is complete; none for what is not a data set of this tool. */
function completeIn(data: HeldDirectory, name: string): Dataset[] {
  if (data.entry(name)?.isDirectory() !== true) return [];
  const dataset = holding(data.child(name), readManifest)?.dataset;
  const isDataset = dataset?.directory === name && Number.isSafeInteger(dataset.bytes + dataset.inodes);
  return isDataset && stateIn(data, dataset) === 'complete' ? [dataset] : [];
}

/** As the plan reckons: files take whole blocks, and 2 % more for the file system's own records. */
function neededBytes({ bytes, fileCount, fileSize }: Dataset): number {
  const largest = fileCount * Math.ceil(fileSize / allocationUnit) * allocationUnit;
  const allocated = bytes > 0 ? Math.min(largest, bytes + fileCount * allocationUnit) : 0;
  return Math.ceil(allocated * 1.02);
}

/** Files of a partial data set are written over, so what they take is not needed a second time. */
function presentUsage(data: HeldDirectory, dataset: Dataset): Usage | 'complete' {
  const state = stateIn(data, dataset);
  if (state === 'complete') return state;
  return state === 'absent' ? { bytes: 0, inodes: 0 } : holding(openDataset(data, dataset.directory), usageOf);
}

function requireFree(path: string, unit: 'bytes' | 'inodes', needed: number, free: number | null): void {
  if (free === null || needed <= free) return;
  throw new IoproofError('NOT_ENOUGH_SPACE', `"${path}" has ${free} ${unit} free, the data set needs ${needed} more`, {
    advice: 'Free space on it, run `ioproof clean`, or make the workload smaller.',
    exitCode: exitCodes.usage,
    details: { path, unit, needed, free },
  });
}
