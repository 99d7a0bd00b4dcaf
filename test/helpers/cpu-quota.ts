// A control group with a quota of processor time for tests, in either version of control groups, where root.
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const top = '/sys/fs/cgroup';
const version1 = join(top, 'cpu', 'cpu.cfs_quota_us');
const periodUs = 100_000;

/** Why `cpuQuota` cannot work on this machine; an empty string when it can. For `test.skipIf` and the title. */
export function whyNoCpuQuota(): string {
  if (process.getuid?.() !== 0) return 'needs root';
  if (existsSync(version1)) return '';
  const controllers = join(top, 'cgroup.subtree_control');
  if (!existsSync(controllers)) return 'there is no control group of processors';
  return readFileSync(controllers, 'utf8').includes('cpu') ? '' : 'control groups are not let limit processors here';
}

export interface CpuQuota {
  /** What a shell runs to be in the group from then on. */
  enter: string;
  /** Removes the group; its processes have ended. */
  remove(): void;
}

export function cpuQuota(cores: number): CpuQuota {
  const isFirst = existsSync(version1);
  const directory = join(isFirst ? join(top, 'cpu') : top, `ioproof-test-${process.pid}`);
  mkdirSync(directory);
  const quotaUs = Math.round(cores * periodUs);
  if (isFirst) writeFileSync(join(directory, 'cpu.cfs_quota_us'), String(quotaUs));
  else writeFileSync(join(directory, 'cpu.max'), `${quotaUs} ${periodUs}`);
  return {
    enter: `echo $$ > ${join(directory, 'cgroup.procs')}`,
    remove: () => {
      rmdirSync(directory);
    },
  };
}
