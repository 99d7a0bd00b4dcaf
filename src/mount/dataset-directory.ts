// One directory of a data set, and the manifest in it that makes it this tool's.
import { systemCode } from '../errors.js';
import { firstGeneration } from '../native/contract.js';
import type { Dataset } from '../plan/planned-step.js';
import { overwriteDurably, readSmallFile, replaceDurably } from './durable-file.js';
import { openOwn, type HeldDirectory } from './held-directory.js';
import { foreign } from './mount-error.js';

const prefix = '.manifest.';
/** Written last: says that the data set is complete. */
const manifestName = `${prefix}json`;
/** Written first: says that the directory is a data set of this tool. */
export const partialManifestName = `${prefix}partial.json`;

/** What a manifest holds. */
export interface Manifest {
  formatVersion: 1;
  dataset: Dataset;
  /** ISO 8601, UTC; null while the data set is not complete. */
  completedAt: string | null;
  /** Of stamped sectors; null while the data set is not complete, and where sectors carry no stamps. */
  generations?: Generations | null;
  /** Bytes of the files as they were written; absent where the description says it. */
  writtenBytes?: number;
  /** Of files that phases share; absent before the first has completed. */
  phase?: CompletedPhase;
  /** Of one that is not complete: files of each part that are on the storage; absent where nobody has kept account. */
  written?: readonly number[];
}

/** The phase that completed last. */
export interface CompletedPhase {
  index: number;
  /** What each worker has done until a stonewall, chains of files or blocks; null: everything. */
  itemsPerWorker: number | null;
  /** Bytes of a block; absent with files. */
  blockSize?: number;
}

/** Every sector of a data set carries a generation from `oldest` to `newest`. */
export interface Generations {
  oldest: number;
  newest: number;
}

/** True for a manifest and for the temporary file that becomes one. */
export function isManifest(name: string): boolean {
  return name.startsWith(prefix);
}

/** Opens a directory that is empty or carries a manifest; anything else is refused with DATA_DIRECTORY_FOREIGN. */
export function openDataset(data: HeldDirectory, name: string): HeldDirectory {
  const directory = openOwn(data, name);
  try {
    const names = directory.names();
    if (names.length === 0 || names.some(isManifest)) return directory;
    throw foreign(directory.path, 'has files but no manifest of ioproof');
  } catch (error) {
    directory.close();
    throw error;
  }
}

/** The manifest of a complete data set; null when there is none or it cannot be read as one. */
export function readManifest(directory: HeldDirectory): Manifest | null {
  return read(directory, manifestName);
}

/** That of a data set that was begun, in the same way. */
export function readPartialManifest(directory: HeldDirectory): Manifest | null {
  return read(directory, partialManifestName);
}

/** The manifest as it lies there: that of a complete data set before that of one that was begun; null: there is none. */
export function manifestText(directory: HeldDirectory): { name: string; text: string } | null {
  for (const name of [manifestName, partialManifestName]) {
    const text = readSmallFile(directory, name);
    if (text !== null) return { name, text };
  }
  return null;
}

function read(directory: HeldDirectory, name: string): Manifest | null {
  try {
    return JSON.parse(readSmallFile(directory, name) ?? 'null') as Manifest | null;
  } catch (error) {
    if (systemCode(error) === '') return null;
    throw error;
  }
}

/** Marks a data set as begun; it is complete no more. `written`: what is there of it already. */
export function markBegun(directory: HeldDirectory, dataset: Dataset, written?: readonly number[]): void {
  write(directory, partialManifestName, begun(dataset, written));
  directory.unlink(manifestName);
  directory.sync();
}

/** Says which phase has completed on a data set that is begun. */
export function markPhase(directory: HeldDirectory, dataset: Dataset, phase: CompletedPhase): void {
  write(directory, partialManifestName, { formatVersion: 1, dataset, completedAt: null, generations: null, phase });
  directory.sync();
}

/** No phase counts as completed any more, but the sign that the directory is this tool's stays. Needs no space. */
export function forgetPhases(directory: HeldDirectory): void {
  if (directory.entry(partialManifestName) === null) return;
  directory.rename(partialManifestName, `${prefix}left.json`);
  directory.sync();
}

/** Says how far the writing of a data set that is begun has come, also where the file system is full. */
export function markWritten(directory: HeldDirectory, dataset: Dataset, written: readonly number[]): void {
  const manifest = begun(dataset, written);
  try {
    write(directory, partialManifestName, manifest);
  } catch (error) {
    if (!isFull(error)) throw error;
    // The file is there with a block of its own. Where a crash tears it, it is no manifest, and all is written anew.
    overwriteDurably(directory, partialManifestName, textOf(manifest));
  }
}

function begun(dataset: Dataset, written?: readonly number[]): Manifest {
  const how = written === undefined ? {} : { written };
  return { formatVersion: 1, dataset, completedAt: null, generations: null, ...how };
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemCode(error));
}

/** Marks a data set as complete with so many bytes; its stamped sectors are of one generation. */
export function markComplete(directory: HeldDirectory, dataset: Dataset, bytes: number): void {
  const generations = dataset.stamp === undefined ? null : { oldest: firstGeneration, newest: firstGeneration };
  const completedAt = new Date().toISOString();
  const written = bytes === dataset.bytes ? {} : { writtenBytes: bytes };
  write(directory, manifestName, { formatVersion: 1, dataset, completedAt, generations, ...written });
  directory.unlink(partialManifestName);
  directory.sync();
}

/** Replaces what a complete data set says of its generations. */
export function markGenerations(directory: HeldDirectory, manifest: Manifest, generations: Generations): void {
  write(directory, manifestName, { ...manifest, generations });
  directory.sync();
}

/** Takes the completeness away but leaves the sign that the directory is this tool's. Needs no space. */
export function demote(directory: HeldDirectory): void {
  if (directory.entry(manifestName) === null) return;
  directory.rename(manifestName, partialManifestName);
  directory.sync();
}

function write(directory: HeldDirectory, name: string, manifest: Manifest): void {
  replaceDurably(directory, name, textOf(manifest));
}

function textOf(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
