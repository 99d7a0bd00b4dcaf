// Commands that doctor looks for: of MPI, batch systems and file systems.
import { adminFolders } from '../filesystem/admin-folders.js';
import { toolFolders as gpfsFolders } from '../filesystem/gpfs/device.js';

/** Besides those of PATH, as the adapters look for them. */
export const toolFolders: readonly string[] = [...adminFolders, ...gpfsFolders];

export interface ToolToFind {
  name: string;
  /** Arguments that make it tell its version and nothing else; null: it is only looked for. */
  versionArgs: readonly string[] | null;
}

const asked: [name: string, ...args: string[]][] = [
  ['mpirun', '--version'],
  ['srun', '--version'],
  ['qsub', '--version'],
  ['flux', '--version'],
  ['lfs', '--version'],
  ['beegfs', '--version'],
  ['juicefs', '--version'],
  ['fio', '--version'],
];

/** Those of file systems ask their servers for nearly everything: whether they are there is enough here. */
const found =
  'mpiexec sbatch bsub lctl beegfs-ctl weka mmlsfs mmlsattr daos ceph getfattr gluster mfsfileinfo zfs btrfs rclone vastnfs-ctl'.split(
    ' ',
  );

export const doctorTools: readonly ToolToFind[] = [
  ...asked.map(([name, ...versionArgs]) => ({ name, versionArgs })),
  ...found.map((name) => ({ name, versionArgs: null })),
];
