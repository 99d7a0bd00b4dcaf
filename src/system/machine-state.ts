// State of the machine that changes figures: what doctor reads of /proc and /sys besides the facts of the host.
import { onlineCpus } from './cpu.js';
import { hierarchyOf } from './cgroup.js';
import { listNames, parseFields, parseInteger, parseKibibytes, readInteger, readNode, readText } from './proc-file.js';

/** Field by field the `MachineState` of doctor's record. */
export interface MachineStateFacts {
  aio: { used: number; limit: number } | null;
  /** CAP_IPC_LOCK: the limit of locked memory does not hold. */
  locksMemoryFreely: boolean;
  /** Governor → processors that have it. */
  governors: Record<string, number>;
  boost: boolean | null;
  /** Microseconds to leave the deepest idle state that is on. */
  idleExitUs: number | null;
  /** `meltdown: PTI`: those that make each system call dearer. */
  mitigations: string[];
  numaBalancing: boolean | null;
  hugePagesTotal: number | null;
  hugePageBytes: number | null;
  swapTotalBytes: number;
  swapUsedBytes: number;
  dirtyBytes: number | null;
  loadOne: number | null;
  /** Percent of the last ten seconds. */
  pressure: { cpuSome: number | null; ioSome: number | null; memorySome: number | null };
  /** Of the control group that has the fewest left; null without a limit. */
  tasks: { limit: number; used: number; group: string } | null;
  nvme: { name: string; numaNode: number | null }[];
  raids: { name: string; level: string; degraded: number | null; activity: string }[];
}

const cpuDirectory = 'sys/devices/system/cpu';
// Bit of CAP_IPC_LOCK in include/uapi/linux/capability.h.
const ipcLockBit = 14n;

/** State of the machine whose /proc and /sys are below `root`. What cannot be read is null or empty; never throws. */
export function machineState(root = '/'): MachineStateFacts {
  const memory = parseFields(readText(root, 'proc/meminfo'));
  return {
    aio: asynchronousIo(root),
    locksMemoryFreely: locksFreely(readText(root, 'proc/self/status')),
    governors: governors(root),
    boost: boost(root),
    idleExitUs: idleExit(root),
    mitigations: dearMitigations(root),
    numaBalancing: flag(readText(root, 'proc/sys/kernel/numa_balancing')),
    hugePagesTotal: parseInteger(memory.get('HugePages_Total') ?? null),
    hugePageBytes: parseKibibytes(memory.get('Hugepagesize')),
    swapTotalBytes: parseKibibytes(memory.get('SwapTotal')) ?? 0,
    swapUsedBytes: Math.max(
      0,
      (parseKibibytes(memory.get('SwapTotal')) ?? 0) - (parseKibibytes(memory.get('SwapFree')) ?? 0),
    ),
    dirtyBytes: parseKibibytes(memory.get('Dirty')),
    loadOne: decimal(readText(root, 'proc/loadavg')?.split(' ')[0]),
    pressure: {
      cpuSome: somePressure(readText(root, 'proc/pressure/cpu')),
      ioSome: somePressure(readText(root, 'proc/pressure/io')),
      memorySome: somePressure(readText(root, 'proc/pressure/memory')),
    },
    tasks: tasks(root),
    nvme: nvmeControllers(root),
    raids: raids(root),
  };
}

function asynchronousIo(root: string): MachineStateFacts['aio'] {
  const used = readInteger(root, 'proc/sys/fs/aio-nr');
  const limit = readInteger(root, 'proc/sys/fs/aio-max-nr');
  return used === null || limit === null ? null : { used, limit };
}

function locksFreely(status: string | null): boolean {
  const effective = parseFields(status).get('CapEff') ?? '';
  return /^[0-9a-f]+$/.test(effective) && ((BigInt(`0x${effective}`) >> ipcLockBit) & 1n) === 1n;
}

function governors(root: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const cpu of onlineCpus(root, readText(root, 'proc/cpuinfo') ?? '')) {
    const governor = readText(root, `${cpuDirectory}/cpu${cpu}/cpufreq/scaling_governor`);
    if (governor !== null && governor !== '') counts[governor] = (counts[governor] ?? 0) + 1;
  }
  return counts;
}

/** intel_pstate says what is off, every other driver what is on. */
function boost(root: string): boolean | null {
  const off = flag(readText(root, `${cpuDirectory}/intel_pstate/no_turbo`));
  return off === null ? flag(readText(root, `${cpuDirectory}/cpufreq/boost`)) : !off;
}

/** Of processor 0; all of a machine have the same states. */
function idleExit(root: string): number | null {
  const directory = `${cpuDirectory}/cpu0/cpuidle`;
  const latencies = listNames(root, directory)
    .filter((name) => readInteger(root, `${directory}/${name}/disable`) === 0)
    .map((name) => readInteger(root, `${directory}/${name}/latency`))
    .filter((latency) => latency !== null);
  return latencies.length === 0 ? null : Math.max(...latencies);
}

/** Page-table isolation and IBRS are paid at every entry into the kernel; the others hardly show in I/O. */
function dearMitigations(root: string): string[] {
  const directory = `${cpuDirectory}/vulnerabilities`;
  return listNames(root, directory).flatMap((name) => {
    const measure = /^Mitigation: (PTI|IBRS)\b/.exec(readText(root, `${directory}/${name}`) ?? '')?.[1];
    return measure === undefined ? [] : [`${name}: ${measure}`];
  });
}

/** Threads count as tasks. A limit of a group above holds its other members, too. */
function tasks(root: string): MachineStateFacts['tasks'] {
  const groups = hierarchyOf(root, 'pids')?.directories ?? [];
  const limited = groups.flatMap((group) => {
    const limit = readInteger(root, `${group}/pids.max`);
    return limit === null ? [] : [{ limit, used: readInteger(root, `${group}/pids.current`) ?? 0, group }];
  });
  limited.sort((a, b) => a.limit - a.used - (b.limit - b.used));
  return limited[0] ?? null;
}

function nvmeControllers(root: string): MachineStateFacts['nvme'] {
  const directory = 'sys/class/nvme';
  return listNames(root, directory)
    .filter((name) => /^nvme\d+$/.test(name))
    .map((name) => {
      const [own, device] = [`${directory}/${name}/numa_node`, `${directory}/${name}/device/numa_node`];
      return { name, numaNode: readNode(root, own) ?? readNode(root, device) };
    });
}

function raids(root: string): MachineStateFacts['raids'] {
  return listNames(root, 'sys/block')
    .filter((name) => /^md/.test(name))
    .flatMap((name) => {
      const directory = `sys/block/${name}/md`;
      const level = readText(root, `${directory}/level`);
      if (level === null || level === '') return [];
      const degraded = readInteger(root, `${directory}/degraded`);
      return [{ name, level, degraded, activity: readText(root, `${directory}/sync_action`) ?? 'idle' }];
    });
}

/** The first line is of `some`: `some avg10=0.12 avg60=…`. */
function somePressure(text: string | null): number | null {
  return decimal(/^some avg10=(\d+\.\d+)/m.exec(text ?? '')?.[1]);
}

function decimal(text: string | undefined): number | null {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

function flag(text: string | null): boolean | null {
  return text === null || !/^[0-9]+$/.test(text) ? null : text !== '0';
}
