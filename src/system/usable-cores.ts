// How many processors a process of this machine may keep busy at once.
import { parseCpuList } from './cpu-list.js';
import type { CgroupFacts } from './cgroup.js';
import type { CpuFacts } from './cpu.js';

/** Not always whole: a control group may allow one and a half. `pinned`: processors that the work is tied to; empty: none. */
export function usableCores(
  { cpu, cgroup }: { cpu: Pick<CpuFacts, 'threads'>; cgroup: Pick<CgroupFacts, 'cpuQuotaCores' | 'cpuset'> },
  pinned: readonly number[] = [],
): number {
  const allowed = parseCpuList(cgroup.cpuset).length;
  const limits = [cpu.threads, cgroup.cpuQuotaCores ?? Infinity, allowed || Infinity, pinned.length || Infinity];
  return Math.min(...limits);
}
