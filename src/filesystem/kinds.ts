// The file systems that are told apart, with the names that people know them by.

/** Kind → title in reports. What is none of them is `other`, or `fuse` where it is known to be one of FUSE. */
export const fileSystemTitles = {
  lustre: 'Lustre',
  wekafs: 'WekaFS',
  gpfs: 'IBM Storage Scale (GPFS)',
  beegfs: 'BeeGFS',
  beeond: 'BeeOND',
  daos: 'DAOS (dfuse)',
  cephfs: 'CephFS (kernel client)',
  'ceph-fuse': 'CephFS (ceph-fuse)',
  nfs: 'NFS',
  vast: 'VAST (NFS)',
  glusterfs: 'GlusterFS',
  moosefs: 'MooseFS',
  juicefs: 'JuiceFS',
  '3fs': '3FS',
  sshfs: 'sshfs',
  s3fs: 's3fs',
  rclone: 'rclone mount',
  xfs: 'XFS',
  ext4: 'ext4',
  btrfs: 'btrfs',
  zfs: 'ZFS',
  bcachefs: 'bcachefs',
  tmpfs: 'tmpfs',
  overlay: 'overlay',
  panfs: 'PanFS',
  stornext: 'StorNext',
  ocfs2: 'OCFS2',
  gfs2: 'GFS2',
  smb: 'SMB',
  afs: 'AFS',
  '9p': '9p',
  hostfs: 'hostfs',
  fuse: 'FUSE',
  other: 'another file system',
} as const;

export type FileSystemKind = keyof typeof fileSystemTitles;

export const fileSystemKinds = Object.keys(fileSystemTitles) as [FileSystemKind, ...FileSystemKind[]];
