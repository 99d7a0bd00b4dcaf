// Where the operations of a mount end: in memory, in a device of this machine, or with a server.
import type { FileSystemRecord } from '../../result/schema.js';

export type Place = 'memory' | 'device' | 'server';

const inMemory = ['tmpfs', 'ramfs'];
/** File systems of this machine whose device number is none of a block device. */
const onDevices = ['overlay', 'btrfs', 'zfs', 'bcachefs', 'ext4', 'xfs'];

/** FUSE counts as a server: whatever it does, its process answers. Null: the file system is not known. */
export function placeOf(fileSystem: Pick<FileSystemRecord, 'type' | 'device'> | undefined): Place | null {
  if (fileSystem === undefined) return null;
  const { type, device } = fileSystem;
  if (inMemory.includes(type)) return 'memory';
  return device !== null || onDevices.includes(type) ? 'device' : 'server';
}
