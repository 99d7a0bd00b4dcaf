// A directory in the data directory of a mount for a trial that is over at once.
import type { Dataset } from '../plan/planned-step.js';
import { removeDataset, removeIfEmpty } from './clean.js';
import { inExistingDataDirectory } from './data-directory.js';
import { assertSpace, beginDataset } from './datasets.js';

/**
 * Uses a new directory of the tool on a mount for files of so many bytes and removes it with all that is in it; the data
 * directory too, if it was not there. Throws an IoproofError where there is no space for it, or as `claim` does.
 */
export function inTrialDirectory<Result>(mountPath: string, bytes: number, use: (directory: string) => Result): Result {
  const hadData = inExistingDataDirectory(mountPath, () => true) ?? false;
  const place = trialOf(bytes);
  try {
    assertSpace(mountPath, place);
    return use(beginDataset(mountPath, place));
  } finally {
    removeDataset(mountPath, place.directory);
    if (!hadData) removeIfEmpty(mountPath);
  }
}

/** One that dies leaves what `ioproof clean` takes for an unfinished data set. */
function trialOf(bytes: number): Dataset {
  const directory = `trial-${process.pid}`;
  return { directory, seed: 0, fileCount: 1, filesPerDirectory: 1, fileSize: bytes, bytes, inodes: 4 };
}
