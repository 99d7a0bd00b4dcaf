// Facts that the line of a mount tells, for each kind of file system.
import type { FileSystemKind } from '../kinds.js';
import { cephDetails } from './ceph.js';
import { beegfsDetails, gpfsDetails, ninepDetails, smbDetails, wekaDetails } from './clusters.js';
import { fuseDetails, glusterDetails, juiceDetails, mooseDetails, rcloneDetails, sshDetails } from './fuse.js';
import { threeDetails } from './fuse.js';
import type { MountLine } from './line.js';
import { bcachefsDetails, btrfsDetails, ext4Details, overlayDetails, tmpfsDetails } from './local.js';
import { xfsDetails, zfsDetails } from './local.js';
import { lustreDetails } from './lustre.js';
import { nfsDetails, vastDetails } from './nfs.js';
import { OptionList } from './options.js';
import { detailsOf, type Details } from '../told.js';

type Reader = (line: MountLine, options: OptionList, magic: number | null) => Details;

/** Kinds that are missing tell nothing that is known here. */
const readers: Partial<Record<FileSystemKind, Reader>> = {
  lustre: lustreDetails,
  wekafs: wekaDetails,
  gpfs: gpfsDetails,
  beegfs: beegfsDetails,
  beeond: beegfsDetails,
  daos: fuseDetails,
  cephfs: cephDetails,
  'ceph-fuse': fuseDetails,
  nfs: nfsDetails,
  vast: vastDetails,
  glusterfs: glusterDetails,
  moosefs: mooseDetails,
  juicefs: juiceDetails,
  '3fs': threeDetails,
  sshfs: sshDetails,
  s3fs: fuseDetails,
  rclone: rcloneDetails,
  xfs: xfsDetails,
  ext4: ext4Details,
  btrfs: btrfsDetails,
  zfs: zfsDetails,
  bcachefs: bcachefsDetails,
  tmpfs: tmpfsDetails,
  overlay: overlayDetails,
  smb: smbDetails,
  '9p': ninepDetails,
  fuse: fuseDetails,
};

/** `magic`: of statfs; null where it was not asked. */
export function lineDetails(kind: FileSystemKind, line: MountLine, magic: number | null): Details {
  const options = new OptionList(line.options, line.superOptions);
  return { ...commonDetails(line, options), ...readers[kind]?.(line, options, magic) };
}

/** Neither `noatime` nor `relatime` is the kernel's way to say that every read writes a time. */
function commonDetails({ options, superOptions }: MountLine, all: OptionList): Details {
  const readOnly = options.includes('ro') || superOptions.includes('ro');
  const atime = new OptionList(options).firstOf('noatime', 'relatime') ?? (options.length === 0 ? null : 'strictatime');
  return {
    ...detailsOf({ readOnly: readOnly || null, atime }),
    ...all.told([
      ['lazyTime', 'lazytime', 'flag'],
      ['synchronous', 'sync', 'flag'],
      ['synchronousDirectories', 'dirsync', 'flag'],
    ]),
  };
}
