// What a directory under test stands on: mount, size and device. Opens the directory, so it blocks where the mount is dead.
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { IoproofError } from '../errors.js';
import { describeDevice, type DeviceFacts } from './block-device.js';
import { HeldDirectory, holding } from './held-directory.js';
import { blaming } from './mount-error.js';
import { findMount, parseMountinfo, type MountEntry } from './mountinfo.js';
import { readStatfs, type StatfsFacts } from './statfs.js';

/** What the record says of the file system of a mount; field by field its `fileSystem`. */
export interface FileSystemFacts {
  type: string;
  source: string;
  mountPoint: string;
  options: string[];
  superOptions: string[];
  majorMinor: string;
  statfs: StatfsFacts;
  device: DeviceFacts | null;
}

/**
 * Facts of the file system that holds the directory `path`. `root` stands for `/` where /proc and /sys are read.
 * Throws an IoproofError when the directory cannot be opened or the kernel does not list its mount.
 */
export function describeMount(path: string, root = '/'): FileSystemFacts {
  const { entry, statfs } = inspect(path, root);
  return {
    type: entry.type,
    source: withoutPassword(entry.source),
    mountPoint: entry.mountPoint,
    options: entry.options.map(withoutSecret),
    superOptions: entry.superOptions.map(withoutSecret),
    majorMinor: entry.majorMinor,
    statfs,
    device: describeDevice(entry.majorMinor, entry.source, root),
  };
}

function inspect(path: string, root: string): { entry: MountEntry; statfs: StatfsFacts } {
  return blaming(path, () =>
    holding(HeldDirectory.open(path), (directory) => ({
      entry: mountOf(directory, root),
      statfs: readStatfs(directory.here).facts,
    })),
  );
}

function mountOf(directory: HeldDirectory, root: string): MountEntry {
  const entries = parseMountinfo(readFileSync(join(root, 'proc/self/mountinfo'), 'utf8'));
  const entry = findMount(entries, realpathSync(directory.path), directory.mountId(root));
  if (entry !== null) return entry;
  throw new IoproofError('MOUNT_UNKNOWN', `/proc/self/mountinfo lists no mount that holds "${directory.path}"`, {
    advice: 'Run ioproof in the mount namespace in which the file system is mounted.',
    details: { path: directory.path },
  });
}

/** FUSE file systems write their whole address into the source: `https://user:password@host/`. */
function withoutPassword(source: string): string {
  return source.replace(/(:\/\/[^/:@\s]*):[^/@\s]+@/g, '$1:<hidden>@');
}

function withoutSecret(option: string): string {
  return option.replace(/^([^=]*(?:pass|secret|token|credential|access_?key)[^=]*)=.+$/i, '$1=<hidden>');
}
