// All adapters, and the one of a kind of file system.
import type { FileSystemAdapter } from './adapter.js';
import { beegfsAdapter } from './beegfs/adapter.js';
import { cephFuseAdapter, cephKernelAdapter } from './ceph/adapter.js';
import { daosAdapter } from './daos/adapter.js';
import { fuseAdapter } from './fuse/adapter.js';
import { rcloneAdapter } from './fuse/rclone.js';
import { glusterfsAdapter } from './glusterfs/adapter.js';
import { juicefsAdapter } from './juicefs/adapter.js';
import { gpfsAdapter } from './gpfs/adapter.js';
import type { FileSystemKind } from './kinds.js';
import { btrfsAdapter } from './local/btrfs.js';
import { ext4Adapter } from './local/ext4.js';
import { xfsAdapter } from './local/xfs.js';
import { lustreAdapter } from './lustre/adapter.js';
import { moosefsAdapter } from './moosefs/adapter.js';
import { nfsAdapter } from './nfs/adapter.js';
import { vastAdapter } from './vast/adapter.js';
import { wekaAdapter } from './weka/adapter.js';
import { zfsAdapter } from './zfs/adapter.js';

const adapters: readonly FileSystemAdapter[] = [
  lustreAdapter,
  gpfsAdapter,
  nfsAdapter,
  vastAdapter,
  cephFuseAdapter,
  cephKernelAdapter,
  beegfsAdapter,
  wekaAdapter,
  daosAdapter,
  glusterfsAdapter,
  moosefsAdapter,
  juicefsAdapter,
  rcloneAdapter,
  fuseAdapter,
  ext4Adapter,
  xfsAdapter,
  btrfsAdapter,
  zfsAdapter,
];

/** Null for a kind of which no more is known than mountinfo tells. */
export function adapterOf(kind: FileSystemKind): FileSystemAdapter | null {
  return adapters.find(({ kinds }) => kinds.includes(kind)) ?? null;
}
