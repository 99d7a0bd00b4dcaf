// Limits of the process and of its control group that bend figures.
import type { DoctorCheck } from '../../result/doctor-check-schema.js';
import type { DoctorNode } from '../../result/doctor-node-schema.js';
import type { HostRecord } from '../../result/schema.js';
import { formatBytes } from '../../spec/units.js';
import { bad, fine, note, untold } from './findings.js';

/** Registered buffers of a modest job: 4 threads with 64 blocks of 256 KiB. */
const modestLock = 64 * 2 ** 20;
/** What distributions of old have; no ring with registered buffers fits. */
const leastLock = 2 ** 20;
/** A thousand files at once is what many loaders together hold open. */
const fewFiles = 1024;
const enoughFiles = 16384;
/** Each process of ioproof has about a dozen threads, and each worker is one; io_uring may add four a processor. */
const fewTasks = 128;
const enoughTasks = 1024;

/** Locked memory, open files, and what the control group allows. */
export function limitChecks({ limits, cgroup, memoryBytes }: HostRecord, node: DoctorNode): DoctorCheck[] {
  return [
    memlockCheck(limits.memlockBytes, node.locksMemoryFreely),
    filesCheck(limits.openFiles),
    ...quotaCheck(cgroup.cpuQuotaCores),
    ...cpusetCheck(cgroup.cpuset),
    ...memoryCheck(cgroup.memoryLimitBytes, memoryBytes),
    ...tasksCheck(node.tasks),
  ];
}

function memlockCheck(limit: HostRecord['limits']['memlockBytes'], free: boolean): DoctorCheck {
  const advice =
    'ulimit -l unlimited; for good: `* - memlock unlimited` in /etc/security/limits.conf. Under Slurm: PropagateResourceLimitsExcept=MEMLOCK.';
  if (limit === 'unlimited') return fine('limit', 'memlock', 'unlimited');
  const size = formatBytes(limit);
  if (free) return fine('limit', 'memlock', `${size}, which does not bind this process (CAP_IPC_LOCK)`);
  const finding = `${size} may be locked: registered buffers of io_uring and RDMA beyond that are refused`;
  if (limit < leastLock) return bad('limit', 'memlock', finding, advice);
  return limit < modestLock ? note('limit', 'memlock', finding, advice) : fine('limit', 'memlock', size);
}

function filesCheck(limit: HostRecord['limits']['openFiles']): DoctorCheck {
  const advice = 'ulimit -n 1048576; for good: `* - nofile 1048576` in /etc/security/limits.conf';
  if (limit === 'unlimited') return fine('limit', 'open files', 'unlimited');
  if (limit === 0) return untold('limit', 'open files', 'the kernel does not tell', advice);
  if (limit >= enoughFiles) return fine('limit', 'open files', String(limit));
  const finding = `${limit} may be open; a workload that holds more at once fails`;
  return limit < fewFiles ? bad('limit', 'open files', finding, advice) : note('limit', 'open files', finding, advice);
}

function quotaCheck(cores: number | null): DoctorCheck[] {
  if (cores === null) return [];
  const finding = `the control group allows ${cores} cores and stops its threads when they are used up`;
  const advice = 'Ask the batch system or the container for whole processors, without a quota (cpu.max).';
  return [bad('limit', 'CPU quota', finding, advice)];
}

function cpusetCheck(cpuset: string | null): DoctorCheck[] {
  if (cpuset === null) return [];
  return [note('limit', 'cpuset', `only processors ${cpuset} may be used`, 'More threads than that share processors.')];
}

function memoryCheck(limit: number | null, memoryBytes: number): DoctorCheck[] {
  if (limit === null || (memoryBytes > 0 && limit >= memoryBytes)) return [];
  const finding = `${formatBytes(limit)} for the control group, page cache included`;
  return [note('limit', 'memory limit', finding, 'Buffered figures are those of that much cache, not of the machine.')];
}

function tasksCheck(tasks: DoctorNode['tasks']): DoctorCheck[] {
  if (tasks === null) return [];
  const free = Math.max(0, tasks.limit - tasks.used);
  const finding = `${free} of ${tasks.limit} more processes and threads in the control group`;
  if (free >= enoughTasks) return [fine('limit', 'tasks', finding)];
  const advice = `echo max > ${tasks.group}/pids.max; of a container: --pids-limit=-1`;
  return [free < fewTasks ? bad('limit', 'tasks', finding, advice) : note('limit', 'tasks', finding, advice)];
}
