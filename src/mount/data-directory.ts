// The only directory on a mount in which this tool writes: `<mount>/ioproof-data/`, which carries a marker file.
import { join } from 'node:path';
import { systemCode } from '../errors.js';
import { HeldDirectory, holding, openOwn } from './held-directory.js';
import { awaitMarker, createMarker, type Marker } from './marker.js';
import { blaming, foreign, mountError } from './mount-error.js';

export const dataDirectoryName = 'ioproof-data';

/** How long to wait for another process that has created the marker but not filled it yet. */
const patienceMs = 2000;

/** `<mount>/ioproof-data`. */
export function dataDirectoryPath(mountPath: string): string {
  return join(mountPath, dataDirectoryName);
}

/**
 * Creates the data directory with its marker, or accepts the one that carries a marker. Of several processes that claim
 * at once, one writes the marker and all return it. Throws DATA_DIRECTORY_FOREIGN (exit code 4) when the directory is
 * not this tool's, and an IoproofError with exit code 2 when it cannot be created.
 */
export function claim(mountPath: string, waitMs = patienceMs): Marker {
  return inDataDirectory(mountPath, (_directory, marker) => marker, waitMs);
}

/** Claims the data directory and uses it. Errors of system calls become IoproofErrors. */
export function inDataDirectory<Result>(
  mountPath: string,
  use: (directory: HeldDirectory, marker: Marker) => Result,
  waitMs = patienceMs,
): Result {
  return onMount(mountPath, (mount) => {
    const { directory, marker } = obtain(mount, waitMs);
    return holding(directory, () => blaming(directory.path, () => use(directory, marker)));
  });
}

/** Uses the data directory if there is one; null when there is none, or an empty one without a marker. */
export function inExistingDataDirectory<Result>(
  mountPath: string,
  use: (directory: HeldDirectory, marker: Marker, mount: HeldDirectory) => Result,
): Result | null {
  return onMount(mountPath, (mount) => {
    const directory = open(mount);
    if (directory === null) return null;
    return holding(directory, () => {
      const marker = awaitMarker(directory, patienceMs);
      return marker === null ? null : blaming(directory.path, () => use(directory, marker, mount));
    });
  });
}

function onMount<Result>(mountPath: string, use: (mount: HeldDirectory) => Result): Result {
  return blaming(mountPath, () => holding(HeldDirectory.open(mountPath), use));
}

/** Tries again where another process removes the directory (`clean`) at the same time. */
function obtain(mount: HeldDirectory, waitMs: number): { directory: HeldDirectory; marker: Marker } {
  for (let attempt = 0; attempt < 100; attempt++) {
    const created = mount.makeDirectory(dataDirectoryName);
    const directory = open(mount);
    if (directory === null) continue;
    try {
      const marker = awaitMarker(directory, waitMs) ?? createMarker(directory, waitMs);
      if (marker !== null) return { directory, marker };
      directory.close();
    } catch (error) {
      directory.close();
      if (created) withdraw(mount);
      throw error;
    }
  }
  throw foreign(dataDirectoryPath(mount.path), 'is removed again and again by another process');
}

/** Null when it does not exist. */
function open(mount: HeldDirectory): HeldDirectory | null {
  try {
    return openOwn(mount, dataDirectoryName);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw mountError(error, dataDirectoryPath(mount.path));
  }
}

/** Leaves nothing behind where the marker could not be written: a directory with anything in it stays. */
function withdraw(mount: HeldDirectory): void {
  try {
    mount.removeDirectory(dataDirectoryName);
  } catch {
    // The error that led here says more.
  }
}
