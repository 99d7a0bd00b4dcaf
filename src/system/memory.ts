// Facts of memory, huge pages and NUMA nodes.
import { listNames, parseFields, parseInteger, parseKibibytes, readText } from './proc-file.js';

export interface MemoryFacts {
  /** 0 when the kernel does not tell. */
  memoryBytes: number;
  memoryAvailableBytes: number | null;
  /** Pages of the default size. */
  hugePagesFree: number | null;
}

export interface NumaNode {
  node: number;
  /** Logical processors in the kernel's list format; empty for a node of memory only. */
  cpus: string;
  memoryBytes: number;
}

/** Facts of `/proc/meminfo`. */
export function parseMeminfo(text: string | null): MemoryFacts {
  const fields = parseFields(text);
  return {
    memoryBytes: parseKibibytes(fields.get('MemTotal')) ?? 0,
    memoryAvailableBytes: parseKibibytes(fields.get('MemAvailable')),
    hugePagesFree: parseInteger(fields.get('HugePages_Free') ?? null),
  };
}

/** NUMA nodes in the order of their numbers; empty where the kernel shows none. */
export function numaNodes(root: string): NumaNode[] {
  return listNames(root, 'sys/devices/system/node')
    .filter((name) => /^node\d+$/.test(name))
    .map((name) => numaNode(root, Number(name.slice('node'.length))))
    .sort((a, b) => a.node - b.node);
}

function numaNode(root: string, node: number): NumaNode {
  const directory = `sys/devices/system/node/node${node}`;
  // Each line opens with `Node 0 `, then has the form of /proc/meminfo.
  const meminfo = readText(root, `${directory}/meminfo`)?.replace(/^\s*Node \d+ /gm, '') ?? null;
  return {
    node,
    cpus: readText(root, `${directory}/cpulist`) ?? '',
    memoryBytes: parseMeminfo(meminfo).memoryBytes,
  };
}
