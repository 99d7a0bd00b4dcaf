// Removes and measures trees on one mount, never following a symbolic link and never leaving the mount.
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../errors.js';
import { holding, type HeldDirectory } from './held-directory.js';
import { reasonOf } from './mount-error.js';

export interface Removal {
  /** Files removed; this tool's own manifests and marker are not counted. */
  files: number;
  /** Sum of the lengths of these files. */
  bytes: number;
  /** What was left where it is, and why. */
  kept: { path: string; reason: string }[];
  /** Told now and then how many files are gone: of many, removing them takes long. */
  onProgress?: ((files: number) => void) | undefined;
}

export interface Usage {
  /** Bytes that are allocated. */
  bytes: number;
  inodes: number;
}

/** Files between two calls of `onProgress`. */
const filesToTell = 256;

export function noRemoval(onProgress?: Removal['onProgress']): Removal {
  return { files: 0, bytes: 0, kept: [], onProgress };
}

/** Removes a directory and all in it. What cannot be removed is added to `removal.kept`, and so stay its parents. */
function removeTree(parent: HeldDirectory, name: string, removal: Removal): void {
  attempt(parent, name, removal, () => {
    const keptBefore = removal.kept.length;
    holding(parent.child(name), (directory) => {
      if (!directory.sharesMount(parent)) throw new Error('another file system is mounted here');
      removeEntries(directory, removal);
    });
    if (removal.kept.length === keptBefore) parent.removeDirectory(name);
  });
}

/** Removes the entries of a directory but those named in `except`. */
export function removeEntries(directory: HeldDirectory, removal: Removal, except: readonly string[] = []): void {
  for (const name of directory.names()) {
    if (except.includes(name)) continue;
    attempt(directory, name, removal, () => {
      const status = directory.entry(name);
      if (status?.isDirectory()) removeTree(directory, name, removal);
      else if (status !== null) removeFile(directory, name, status, removal);
    });
  }
}

/** What a directory and all in it take. */
export function usageOf(directory: HeldDirectory): Usage {
  const usage = { bytes: allocated(directory.status()), inodes: 1 };
  for (const name of directory.names()) {
    const status = directory.entry(name);
    if (status === null) continue;
    const below = status.isDirectory()
      ? holding(directory.child(name), usageOf)
      : { bytes: allocated(status), inodes: 1 };
    usage.bytes += below.bytes;
    usage.inodes += below.inodes;
  }
  return usage;
}

function removeFile(directory: HeldDirectory, name: string, status: Stats, removal: Removal): void {
  directory.unlink(name);
  removal.files += 1;
  removal.bytes += status.size;
  if (removal.files % filesToTell === 0) removal.onProgress?.(removal.files);
}

/** An entry that is gone already is what was wanted; any other error keeps this entry, and the rest goes on. */
function attempt(parent: HeldDirectory, name: string, removal: Removal, remove: () => void): void {
  try {
    remove();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    removal.kept.push({ path: join(parent.path, name), reason: reasonOf(error) });
  }
}

/** st_blocks counts 512 bytes, whatever the file system's block size is. */
function allocated(status: Stats): number {
  return status.blocks * 512;
}
