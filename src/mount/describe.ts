// What a directory under test stands on: mount, size and device. Opens the directory, so it blocks where the mount is dead.
import { readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IoproofError } from '../errors.js';
import type { RecognisedSystem } from '../filesystem/recognise.js';
import { describeDevice, withMembers, type DeviceFacts } from './block-device.js';
import { HeldDirectory, holding } from './held-directory.js';
import { membersOf } from './member-devices.js';
import { blaming } from './mount-error.js';
import { findMount, parseMountinfo, type MountEntry } from './mountinfo.js';
import { withoutSecrets } from './secrets.js';
import { readStatfs, type StatfsFacts, untoldStatfs } from './statfs.js';
import { readAttribute } from './sys-file.js';
import { describeSystem, upperOf } from './system.js';

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
  system: RecognisedSystem;
}

/** Which mount it is, as far as that outlives unmounting and mounting again. */
export type MountPlace = Pick<FileSystemFacts, 'type' | 'source' | 'mountPoint'>;

/** The mount that holds the directory `path`. Throws as `describeMount` does. */
export function describePlace(path: string, root = '/'): MountPlace {
  const { entry } = blaming(path, () => holding(HeldDirectory.open(path), (directory) => entryOf(directory, root)));
  const { type, source, mountPoint } = withoutSecrets(entry);
  return { type, source, mountPoint };
}

/**
 * Facts of the file system that holds the directory `path`. `root` stands for `/` where /proc and /sys are read. The
 * device of an overlay is that of its upper directory. Throws an IoproofError when the directory cannot be opened or the
 * kernel does not list its mount.
 */
export function describeMount(path: string, root = '/'): FileSystemFacts {
  const { entry, entries, statfs } = inspect(path, root);
  const { type, source, mountPoint, options, superOptions, majorMinor } = withoutSecrets(entry);
  const upper = upperOf(entry, entries, root);
  const below = upper ?? entry;
  const device = describeDevice(below.majorMinor, below.source, root);
  const members = membersOf(below.type, below.source, device?.name ?? null, root);
  return {
    type,
    source,
    mountPoint,
    options,
    superOptions,
    majorMinor,
    statfs,
    device: device === null ? null : withMembers(device, members, root),
    system: describeSystem({ entry, entries, upper, magic: statfs.type }, root),
  };
}

/**
 * What the kernel's list of mounts tells of the file system that holds `path`, without touching it: of a mount that does
 * not answer. Symbolic links in the path are not followed. Null where the list cannot be read or holds no such mount.
 */
export function describeUntouched(path: string, root = '/'): FileSystemFacts | null {
  const entries = parseMountinfo(readAttribute(root, 'proc/self/mountinfo') ?? '');
  const entry = findMount(entries, resolve(path), null);
  if (entry === null) return null;
  const { type, source, mountPoint, options, superOptions, majorMinor } = withoutSecrets(entry);
  const place = { type, source, mountPoint, options, superOptions, majorMinor };
  const device = describeDevice(majorMinor, source, root);
  const system = describeSystem({ entry, entries, upper: null, magic: '' }, root);
  return { ...place, statfs: untoldStatfs, device, system };
}

interface Inspected {
  entry: MountEntry;
  entries: MountEntry[];
  statfs: StatfsFacts;
}

function inspect(path: string, root: string): Inspected {
  return blaming(path, () =>
    holding(HeldDirectory.open(path), (directory) => {
      return { ...entryOf(directory, root), statfs: readStatfs(directory.here).facts };
    }),
  );
}

function entryOf(directory: HeldDirectory, root: string): Omit<Inspected, 'statfs'> {
  const entries = parseMountinfo(readFileSync(join(root, 'proc/self/mountinfo'), 'utf8'));
  return { entries, entry: mountOf(directory, entries, root) };
}

function mountOf(directory: HeldDirectory, entries: MountEntry[], root: string): MountEntry {
  const entry = findMount(entries, realpathSync(directory.path), directory.mountId(root));
  if (entry !== null) return entry;
  throw new IoproofError('MOUNT_UNKNOWN', `/proc/self/mountinfo lists no mount that holds "${directory.path}"`, {
    advice: 'Run ioproof in the mount namespace in which the file system is mounted.',
    details: { path: directory.path },
  });
}
