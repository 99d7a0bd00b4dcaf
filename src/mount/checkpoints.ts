// Checkpoints in the directory of a data set: which of them are complete, what is no file of theirs, and making room.
import { exitCodes, IoproofError } from '../errors.js';
import { checkpointSealName, checkpointTemporarySuffix } from '../native/contract.js';
import type { CheckpointSet, Dataset, MountCapacity } from '../plan/planned-step.js';
import { removeDataset } from './clean.js';
import { inExistingDataDirectory } from './data-directory.js';
import { isManifest, openDataset, readManifest, readPartialManifest } from './dataset-directory.js';
import { holding, type HeldDirectory } from './held-directory.js';
import { foreign } from './mount-error.js';
import { type Removal, usageOf } from './remove-tree.js';

/** A data set of checkpoints and the names of all files in each of them. */
export interface CheckpointPlace {
  mountPath: string;
  directory: string;
  directoryPrefix: string;
  /** Below the directory of a checkpoint, without seal and temporary names. */
  files: readonly string[];
}

/** One checkpoint that lies in a data set. */
export interface FoundCheckpoint {
  number: number;
  /** It has a seal, which is written last. */
  complete: boolean;
  /** The seal not counted, temporary ones included. */
  files: number;
}

/** Checkpoints of a data set, oldest first. Writes nothing. Throws as `datasetState` does. */
export function findCheckpoints(mountPath: string, directory: string, directoryPrefix: string): FoundCheckpoint[] {
  const found = inExistingDataDirectory(mountPath, (data) =>
    data.entry(directory) === null
      ? []
      : holding(openDataset(data, directory), (set) => checkpointsIn(set, directoryPrefix)),
  );
  return found ?? [];
}

/** Data sets of checkpoints on a mount with what is in them. Writes nothing. */
export function checkpointSets(
  mountPath: string,
): { of: CheckpointSet; directory: string; found: FoundCheckpoint[] }[] {
  const sets = inExistingDataDirectory(mountPath, (data) =>
    namesOfSets(data).map(({ directory, of }) => ({
      directory,
      of,
      found: holding(data.child(directory), (set) => checkpointsIn(set, of.directoryPrefix)),
    })),
  );
  return sets ?? [];
}

/** How many checkpoints of each data set are complete, and what it takes of a mount. Writes nothing. */
export function checkpointUsage(mountPath: string): NonNullable<MountCapacity['checkpoints']> {
  const usage = inExistingDataDirectory(mountPath, (data) =>
    namesOfSets(data).map(({ directory, of }) =>
      holding(data.child(directory), (set) => {
        const complete = checkpointsIn(set, of.directoryPrefix).filter((found) => found.complete).length;
        return { directory, complete, ...usageOf(set) };
      }),
    ),
  );
  return usage ?? [];
}

/** Refuses with DATA_DIRECTORY_FOREIGN (exit code 4) where something else lies among the checkpoints. Writes nothing. */
export function requireOwnFiles({ mountPath, directory, ...names }: CheckpointPlace): void {
  inExistingDataDirectory(mountPath, (data) => {
    if (data.entry(directory) === null) return;
    const paths = holding(openDataset(data, directory), (set) => foreignIn(set, names));
    const [first] = paths;
    if (first === undefined) return;
    const more = paths.length === 1 ? '' : `, nor are ${paths.length - 1} more beside it`;
    throw foreign(first, `is not of the checkpoints that it lies among${more}; nothing was removed`);
  });
}

/**
 * Removes all checkpoints of a data set, complete or not. Throws as `requireOwnFiles` does, before anything is removed,
 * and CHECKPOINTS_STAY where something cannot be removed.
 */
export function removeCheckpoints(place: CheckpointPlace, onProgress: Removal['onProgress']): void {
  requireOwnFiles(place);
  removeSeals(place);
  const [kept] = removeDataset(place.mountPath, place.directory, onProgress).kept;
  if (kept === undefined) return;
  throw new IoproofError('CHECKPOINTS_STAY', `"${kept.path}" of an earlier run cannot be removed: ${kept.reason}`, {
    advice: 'Remove it, or name another mount.',
    exitCode: exitCodes.usage,
    details: { path: kept.path, reason: kept.reason },
  });
}

/** First of all, so that what an interruption leaves of a removal does not pass for complete. */
function removeSeals({ mountPath, directory, directoryPrefix }: CheckpointPlace): void {
  inExistingDataDirectory(mountPath, (data) => {
    if (data.entry(directory) === null) return;
    holding(openDataset(data, directory), (set) => {
      for (const name of set.names().filter((entry) => numberOf(entry, directoryPrefix) !== null)) {
        holding(set.child(name), (checkpoint) => {
          checkpoint.unlink(checkpointSealName);
        });
      }
    });
  });
}

function namesOfSets(data: HeldDirectory): { directory: string; of: CheckpointSet }[] {
  return data.names().flatMap((directory) => {
    if (data.entry(directory)?.isDirectory() !== true) return [];
    const dataset = holding(data.child(directory), manifestOf);
    const of = dataset?.directory === directory ? dataset.checkpoints : undefined;
    return of === undefined || typeof of.directoryPrefix !== 'string' ? [] : [{ directory, of }];
  });
}

function manifestOf(set: HeldDirectory): Dataset | undefined {
  return (readManifest(set) ?? readPartialManifest(set))?.dataset;
}

function checkpointsIn(set: HeldDirectory, prefix: string): FoundCheckpoint[] {
  const numbered = set.names().flatMap((name) => {
    const number = numberOf(name, prefix);
    if (number === null || set.entry(name)?.isDirectory() !== true) return [];
    return holding(set.child(name), (directory) => {
      const complete = directory.entry(checkpointSealName)?.isFile() === true;
      return [{ number, complete, files: countFiles(directory) - (complete ? 1 : 0) }];
    });
  });
  return numbered.sort((one, other) => one.number - other.number);
}

/** Null for the name of anything but a checkpoint. */
function numberOf(name: string, prefix: string): number | null {
  const digits = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : null;
}

function countFiles(directory: HeldDirectory): number {
  return directory.names().reduce((count, name) => {
    const isDirectory = directory.entry(name)?.isDirectory() === true;
    return count + (isDirectory ? holding(directory.child(name), countFiles) : 1);
  }, 0);
}

type Names = Pick<CheckpointPlace, 'directoryPrefix' | 'files'>;

function foreignIn(set: HeldDirectory, { directoryPrefix, files }: Names): string[] {
  const own = new Set([...files, checkpointSealName].flatMap((name) => [name, `${name}${checkpointTemporarySuffix}`]));
  const directories = new Set(files.flatMap(directoriesAbove));
  return set.names().flatMap((name) => {
    if (isManifest(name)) return [];
    const isOwn = numberOf(name, directoryPrefix) !== null && set.entry(name)?.isDirectory() === true;
    return isOwn
      ? holding(set.child(name), (inside) => foreignBelow(inside, '', { own, directories }))
      : [`${set.path}/${name}`];
  });
}

function foreignBelow(
  inside: HeldDirectory,
  above: string,
  known: { own: Set<string>; directories: Set<string> },
): string[] {
  return inside.names().flatMap((name) => {
    const place = above + name;
    const entry = inside.entry(name);
    if (entry === null || (entry.isFile() && known.own.has(place))) return [];
    if (!entry.isDirectory() || !known.directories.has(place)) return [`${inside.path}/${name}`];
    return holding(inside.child(name), (below) => foreignBelow(below, `${place}/`, known));
  });
}

/** `a` and `a/b` of `a/b/c`. */
function directoriesAbove(name: string): string[] {
  const names = name.split('/');
  return names.slice(1).map((_, depth) => names.slice(0, depth + 1).join('/'));
}
