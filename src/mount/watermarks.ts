// How far the writing of a data set has come: kept in the manifest of one that is begun, so that a later run goes on there.
import { isDeepStrictEqual } from 'node:util';
import type { Dataset, MountCapacity } from '../plan/planned-step.js';
import { inExistingDataDirectory } from './data-directory.js';
import { markWritten, openDataset, readPartialManifest } from './dataset-directory.js';
import { holding, type HeldDirectory } from './held-directory.js';

/** Files of each part that are written and on the storage, from the first on. */
export type Watermarks = readonly number[];

/**
 * The watermarks of a data set that an interrupted run has left; null where it must be written from the start: there are
 * none, another description or another number of parts has left them, or they are no numbers of files of such parts.
 * `parts`: files of each. Writes nothing. Throws as `datasetState` does.
 */
export function watermarksOf(mountPath: string, dataset: Dataset, parts: readonly number[]): Watermarks | null {
  const manifest = inExistingDataDirectory(mountPath, (data) => {
    if (data.entry(dataset.directory) === null) return null;
    return holding(openDataset(data, dataset.directory), readPartialManifest);
  });
  if (!isDeepStrictEqual(manifest?.dataset, { ...dataset })) return null;
  const written: unknown = manifest?.written;
  return isOfParts(written, parts) && written.some((files) => files > 0) ? written : null;
}

/**
 * Data sets of a mount that an interrupted run has left with watermarks. What is there is reckoned from these: to look at
 * millions of files would take too long. Writes nothing. Throws as `datasetState` does.
 */
export function begunDatasets(mountPath: string): NonNullable<MountCapacity['begun']> {
  return inExistingDataDirectory(mountPath, (data) => data.names().flatMap((name) => begunIn(data, name))) ?? [];
}

function begunIn(data: HeldDirectory, name: string): NonNullable<MountCapacity['begun']> {
  if (data.entry(name)?.isDirectory() !== true) return [];
  const manifest = holding(data.child(name), readPartialManifest);
  const dataset = manifest?.dataset;
  const written: unknown = manifest?.written;
  if (dataset?.directory !== name || !Array.isArray(written)) return [];
  const { fileCount, bytes } = dataset;
  const share = written.reduce((sum: number, files) => sum + Number(files), 0) / fileCount;
  return share > 0 && share <= 1 && Number.isSafeInteger(bytes)
    ? [{ directory: name, share, bytes: Math.floor(bytes * share) }]
    : [];
}

function isOfParts(written: unknown, parts: readonly number[]): written is number[] {
  if (!Array.isArray(written) || written.length !== parts.length) return false;
  return written.every((files: unknown, part) => {
    return Number.isSafeInteger(files) && Number(files) >= 0 && Number(files) <= (parts[part] ?? 0);
  });
}

/**
 * Keeps watermarks with a data set that is begun. The files before them must be on the storage: the caller syncs the file
 * system between reading the watermarks and calling this. Does nothing where the data set is gone.
 */
export function keepWatermarks(mountPath: string, dataset: Dataset, written: Watermarks): void {
  inExistingDataDirectory(mountPath, (data) => {
    if (data.entry(dataset.directory) === null) return;
    holding(openDataset(data, dataset.directory), (directory) => {
      markWritten(directory, dataset, written);
    });
  });
}
