// What a mount is recognised as, with what /sys and the other mounts tell of it. Blocks only where the mount does.
import { posix } from 'node:path';
import { OptionList } from '../filesystem/mount-line/options.js';
import { recognise, type RecognisedSystem } from '../filesystem/recognise.js';
import type { FileSystemKind } from '../filesystem/kinds.js';
import type { Details } from '../filesystem/told.js';
import { findMount, type MountEntry } from './mountinfo.js';
import { withoutSecrets } from './secrets.js';
import { readAttribute, readNumber, resolved } from './sys-file.js';

export interface SystemPlace {
  entry: MountEntry;
  /** All mounts of the namespace. */
  entries: readonly MountEntry[];
  /** Mount of the upper directory of an overlay. */
  upper: MountEntry | null;
  /** As the record has it: `0xef53`. */
  magic: string;
}

/** Where kernel modules that are no part of the kernel tell their version. */
const versionFiles: Partial<Record<FileSystemKind, readonly string[]>> = {
  lustre: ['sys/fs/lustre/version', 'sys/module/lustre/version'],
  beegfs: ['sys/module/beegfs/version'],
  beeond: ['sys/module/beegfs/version'],
  wekafs: ['sys/module/wekafsio/version'],
  zfs: ['sys/module/zfs/version'],
};

/** The system below a mount, without asking any tool. */
export function describeSystem({ entry, entries, upper, magic }: SystemPlace, root: string): RecognisedSystem {
  const system = recognise(withoutSecrets(entry), magic);
  return {
    ...system,
    version: versionOf(system.kind, root),
    details: {
      ...readAhead(entry.majorMinor, root),
      ...system.details,
      ...repeated(entry, entries),
      ...(upper === null ? {} : upperDetails(upper)),
    },
  };
}

/**
 * The mount that an overlay writes to; null where the entry is no overlay, has no upper directory, or has one that another
 * namespace names: a container sees the path of its host, which is missing here or leads back to the overlay itself.
 */
export function upperOf(entry: MountEntry, entries: readonly MountEntry[], root: string): MountEntry | null {
  const directory = entry.type === 'overlay' ? new OptionList(entry.superOptions).text('upperdir') : null;
  if (directory === null || !directory.startsWith('/') || resolved(root, directory) === null) return null;
  const upper = findMount([...entries], posix.normalize(directory), null);
  return upper === null || upper.id === entry.id || upper.type === 'overlay' ? null : upper;
}

function upperDetails(upper: MountEntry): Details {
  const { source, mountPoint, type } = withoutSecrets(upper);
  const { title } = recognise(withoutSecrets(upper), null);
  return { upperType: type, upperTitle: title, upperSource: source, upperMountPoint: mountPoint };
}

/** Of the file system as a whole: network and FUSE file systems have one too, and no queue. */
function readAhead(majorMinor: string, root: string): Details {
  const readAheadKb = readNumber(root, 'sys/class/bdi', majorMinor, 'read_ahead_kb');
  return readAheadKb === null ? {} : { readAheadKb };
}

/** WEKA is known to be listed twice; elsewhere it shows that something was mounted over itself. */
function repeated({ mountPoint, source, type }: MountEntry, entries: readonly MountEntry[]): Details {
  const times = entries.filter(
    (other) => other.mountPoint === mountPoint && other.source === source && other.type === type,
  ).length;
  return times > 1 ? { listedTimes: times } : {};
}

/** Lustre writes `lustre: 2.10.8` in older versions. */
function versionOf(kind: FileSystemKind, root: string): string {
  const texts = versionFiles[kind]?.map((path) => readAttribute(root, path)) ?? [];
  return (
    texts
      .find((text) => text !== null)
      ?.split(/\s+/)
      .at(-1) ?? ''
  );
}
