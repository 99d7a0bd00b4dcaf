// Options of a mount that cost I/O of their own, or make figures mean something else.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { FileSystemRecord } from '../../result/schema.js';
import { bad, fine, note } from './findings.js';
import { nfsChecks } from './nfs-checks.js';

interface OptionRule {
  /** Types of file systems that it is about; absent: any. */
  types?: RegExp;
  option: RegExp;
  state: 'missing' | 'note';
  why: string;
  mend: string;
}

/** Options as mountinfo shows them. */
const rules: readonly OptionRule[] = [
  {
    option: /^(sync|dirsync)$/,
    state: 'missing',
    why: 'each write waits for the storage',
    mend: 'remount it with async',
  },
  { option: /^strictatime$/, state: 'missing', why: 'each read writes an inode', mend: 'remount it with noatime' },
  {
    types: /^ext[34]$/,
    option: /^data=journal$/,
    state: 'missing',
    why: 'all data is written twice',
    mend: 'mount it with data=ordered',
  },
  {
    types: /^ext[34]$/,
    option: /^data=writeback$/,
    state: 'note',
    why: 'a crash may leave old data in new files; fsync of other files is cheaper than by default',
    mend: 'say so beside its figures, or mount it with data=ordered',
  },
  {
    option: /^(nobarrier|barrier=0|barrier=off)$/,
    state: 'missing',
    why: 'fsync does not reach the media: its figures are those of a cache',
    mend: 'mount it without',
  },
  {
    option: /^discard(=sync)?$/,
    types: /^(ext4|xfs|f2fs)$/,
    state: 'note',
    why: 'each removal sends a discard to the device, which slows unlink',
    mend: 'run fstrim by a timer in its place',
  },
  {
    types: /^lustre$/,
    option: /^noflock$/,
    state: 'note',
    why: 'flock() fails, which HDF5, MPI-IO and SQLite call',
    mend: 'mount -o flock (or localflock)',
  },
  {
    types: /^wekafs$/,
    option: /^writecache$/,
    state: 'note',
    why: 'writes are acknowledged from the memory of this node',
    mend: 'use readcache, or measure writes with fsync',
  },
  {
    types: /^btrfs$/,
    option: /^nodatacow$/,
    state: 'note',
    why: 'data has no checksums, which makes direct writes cheaper',
    mend: 'compare it with mounts of the same option',
  },
];

export function optionChecks(fileSystem: FileSystemRecord): DoctorCheck[] {
  const { type, options, superOptions, mountPoint } = fileSystem;
  const all = [...new Set([...options, ...superOptions])];
  const found = rules.flatMap((rule) => {
    if (rule.types?.test(type) === false) return [];
    const option = all.find((candidate) => rule.option.test(candidate));
    if (option === undefined) return [];
    const check = rule.state === 'missing' ? bad : note;
    return [check('option', option, rule.why, `Mounted at ${mountPoint}: ${rule.mend}.`)];
  });
  return [...found, ...timeCheck(type, options), ...nfsChecks(fileSystem)];
}

/** What the kernel keeps of access times: of these types only, since servers keep their own. */
const localTypes = /^(ext[234]|xfs|btrfs|f2fs|zfs)$/;

function timeCheck(type: string, options: readonly string[]): DoctorCheck[] {
  if (!localTypes.test(type) || options.includes('strictatime')) return [];
  if (options.includes('noatime')) return [fine('option', 'access times', 'noatime')];
  if (options.includes('relatime')) {
    return [fine('option', 'access times', 'relatime: the first read of a file a day writes its inode')];
  }
  return [bad('option', 'access times', 'each read writes an inode (no noatime)', 'Mount it with -o noatime.')];
}
