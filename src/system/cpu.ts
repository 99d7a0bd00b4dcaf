// Facts of the processors, from /proc/cpuinfo and the topology in /sys.
import { parseCpuList } from './cpu-list.js';
import { parseFields, readText } from './proc-file.js';

export interface CpuFacts {
  /** Empty when the kernel does not tell. */
  model: string;
  /** As Node names it: `x64`, `arm64`. */
  architecture: string;
  sockets: number | null;
  /** Physical cores that are online. */
  cores: number | null;
  /** Logical processors that are online; 0 when the kernel does not tell. */
  threads: number;
  /** Frequency governor of processor 0; null without frequency scaling. */
  governor: string | null;
}

const cpuDirectory = 'sys/devices/system/cpu';

// Arm's cpuinfo has numbers only; these are the parts found in servers.
const armParts: Record<string, string> = {
  '0x41:0xd0c': 'Arm Neoverse-N1',
  '0x41:0xd40': 'Arm Neoverse-V1',
  '0x41:0xd49': 'Arm Neoverse-N2',
  '0x41:0xd4f': 'Arm Neoverse-V2',
  '0x41:0xd84': 'Arm Neoverse-V3',
  '0x41:0xd8e': 'Arm Neoverse-N3',
};

/** Facts of the processors below `root`. */
export function cpuFacts(root: string): CpuFacts {
  const cpuinfo = readText(root, 'proc/cpuinfo') ?? '';
  const online = onlineCpus(root, cpuinfo);
  return {
    model: cpuModel(cpuinfo),
    architecture: process.arch,
    sockets: countDistinct(
      online.map((cpu) => readText(root, `${cpuDirectory}/cpu${cpu}/topology/physical_package_id`)),
    ),
    cores: countDistinct(online.map((cpu) => coreOf(root, cpu))),
    threads: online.length,
    governor: readText(root, `${cpuDirectory}/cpu0/cpufreq/scaling_governor`),
  };
}

/** Numbers of the logical processors that are online. */
export function onlineCpus(root: string, cpuinfo: string): number[] {
  const listed = parseCpuList(readText(root, `${cpuDirectory}/online`));
  if (listed.length > 0) return listed;
  return [...cpuinfo.matchAll(/^processor\s*:\s*(\d+)$/gm)].map((match) => Number(match[1]));
}

/** Model name in `/proc/cpuinfo`; on Arm the name of the part, or its numbers; empty when nothing is told. */
export function cpuModel(cpuinfo: string): string {
  const fields = parseFields(cpuinfo);
  const name = fields.get('model name') ?? fields.get('Model Name');
  if (name !== undefined) return name.replace(/\s+/g, ' ');
  const implementer = fields.get('CPU implementer');
  const part = fields.get('CPU part');
  if (implementer === undefined || part === undefined) return '';
  return armParts[`${implementer}:${part}`] ?? `Arm implementer ${implementer} part ${part}`;
}

/** The threads that share a core name it; `core_id` alone repeats between packages and clusters. */
function coreOf(root: string, cpu: number): string | null {
  const topology = `${cpuDirectory}/cpu${cpu}/topology`;
  return readText(root, `${topology}/core_cpus_list`) ?? readText(root, `${topology}/thread_siblings_list`);
}

function countDistinct(names: (string | null)[]): number | null {
  const told = names.filter((name) => name !== null);
  return told.length === 0 ? null : new Set(told).size;
}
