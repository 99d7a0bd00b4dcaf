// The devices of a file system that spans several by itself: btrfs and bcachefs.
import { basename } from 'node:path';
import { names, resolved } from './sys-file.js';

/**
 * Kernel names, sorted; empty where the file system is on one device, or that is not told. `device`: name of the first
 * device of the mount; null where it has none.
 */
export function membersOf(type: string, source: string, device: string | null, root: string): string[] {
  const members =
    type === 'bcachefs' ? bcachefsMembers(source, root) : type === 'btrfs' ? btrfsMembers(device, root) : [];
  return members.length > 1 ? members : [];
}

/** /sys/fs/btrfs has a directory for each mounted file system, by its UUID. */
function btrfsMembers(device: string | null, root: string): string[] {
  const place = 'sys/fs/btrfs';
  const lists = names(root, place).map((uuid) => names(root, place, uuid, 'devices'));
  return lists.find((devices) => device !== null && devices.includes(device)) ?? [];
}

/** The source lists them: `/dev/sdb:/dev/sdc`. */
function bcachefsMembers(source: string, root: string): string[] {
  const nodes = source.split(':').flatMap((path) => resolved(root, path) ?? []);
  return nodes.map((node) => basename(node)).sort();
}
