// By what a file system is told: its type in mountinfo, the form of its source, its magic number in statfs.
import type { FileSystemKind } from './kinds.js';

/** Types of mountinfo that name one kind. `beegfs` and `nfs` are looked at more closely, `fuse` by the source. */
export const kindOfType: Readonly<Record<string, FileSystemKind>> = {
  lustre: 'lustre',
  lustre_lite: 'lustre',
  lustre_tgt: 'lustre',
  wekafs: 'wekafs',
  gpfs: 'gpfs',
  beegfs: 'beegfs',
  beegfs_ondemand: 'beeond',
  'fuse.daos': 'daos',
  'fuse.dfuse': 'daos',
  ceph: 'cephfs',
  'fuse.ceph-fuse': 'ceph-fuse',
  'fuse.ceph': 'ceph-fuse',
  nfs: 'nfs',
  nfs4: 'nfs',
  'fuse.glusterfs': 'glusterfs',
  'fuse.mfs': 'moosefs',
  'fuse.mfsmount': 'moosefs',
  'fuse.juicefs': 'juicefs',
  'fuse.hf3fs': '3fs',
  'fuse.sshfs': 'sshfs',
  'fuse.s3fs': 's3fs',
  'fuse.rclone': 'rclone',
  xfs: 'xfs',
  ext4: 'ext4',
  btrfs: 'btrfs',
  zfs: 'zfs',
  bcachefs: 'bcachefs',
  tmpfs: 'tmpfs',
  overlay: 'overlay',
  overlayfs: 'overlay',
  panfs: 'panfs',
  cvfs: 'stornext',
  ocfs2: 'ocfs2',
  gfs2: 'gfs2',
  cifs: 'smb',
  smb3: 'smb',
  afs: 'afs',
  '9p': '9p',
  hostfs: 'hostfs',
};

/** Sources that name one kind where the type is `fuse` alone. */
export const kindOfFuseSource: readonly (readonly [RegExp, FileSystemKind])[] = [
  [/^mfs#/, 'moosefs'],
  [/^ceph-fuse$/, 'ceph-fuse'],
  [/^dfuse$/, 'daos'],
  [/^JuiceFS:/, 'juicefs'],
  [/^hf3fs\./, '3fs'],
  [/^s3fs$/, 's3fs'],
];

/**
 * Magic numbers of statfs(2), from linux/magic.h, the kernel's sources of each file system and coreutils' list; that of
 * WekaFS is from its own client. Numbers that several kinds share (NFS and VAST, ext2 to ext4) stand for the commoner.
 */
export const kindOfMagic: ReadonlyMap<number, FileSystemKind> = new Map([
  [0x0bd00bd0, 'lustre'],
  [0x0bd00bd1, 'lustre'],
  [0x18031977, 'wekafs'],
  [0x47504653, 'gpfs'],
  [0x19830326, 'beegfs'],
  [0x00c36400, 'cephfs'],
  [0x6969, 'nfs'],
  [0x58465342, 'xfs'],
  [0xef53, 'ext4'],
  [0x9123683e, 'btrfs'],
  [0x2fc12fc1, 'zfs'],
  [0xca451a4e, 'bcachefs'],
  [0x01021994, 'tmpfs'],
  [0x794c7630, 'overlay'],
  [0xaad7aaea, 'panfs'],
  [0xbeefdead, 'stornext'],
  [0x7461636f, 'ocfs2'],
  [0x01161970, 'gfs2'],
  [0xfe534d42, 'smb'],
  [0xff534d42, 'smb'],
  [0x517b, 'smb'],
  [0x5346414f, 'afs'],
  [0x6b414653, 'afs'],
  [0x01021997, '9p'],
  [0x00c0ffee, 'hostfs'],
  [0x65735546, 'fuse'],
]);

/** Kinds whose magic number is that of another kind: FUSE has one for all. */
export const magicFamily: Readonly<Partial<Record<FileSystemKind, FileSystemKind>>> = {
  vast: 'nfs',
  beeond: 'beegfs',
  daos: 'fuse',
  'ceph-fuse': 'fuse',
  glusterfs: 'fuse',
  moosefs: 'fuse',
  juicefs: 'fuse',
  '3fs': 'fuse',
  sshfs: 'fuse',
  s3fs: 'fuse',
  rclone: 'fuse',
};
