// Facts of the machine for the record, from /proc, /sys and Node.
import { hostname, release } from 'node:os';
import { batchFacts, type BatchFacts } from './batch.js';
import { cgroupFacts, type CgroupFacts } from './cgroup.js';
import { cpuFacts, type CpuFacts } from './cpu.js';
import { gdsFacts, type GdsFacts } from './gds.js';
import { gpuFacts, type GpuFacts } from './gpus.js';
import { ioLimits, type IoLimit } from './io-limits.js';
import { linkFacts, type LinkFacts } from './links.js';
import { parseLimits, type LimitFacts } from './limits.js';
import { numaNodes, parseMeminfo, type MemoryFacts, type NumaNode } from './memory.js';
import { parseChoice, readInteger, readText } from './proc-file.js';
import { virtualizationHint } from './virtualization.js';

/** What the record says of a machine; field by field the `HostRecord` of the result. */
export interface HostFacts extends MemoryFacts {
  name: string;
  /** Release of the kernel. */
  kernel: string;
  /** Name of the distribution; empty when it does not tell. */
  os: string;
  cpu: CpuFacts;
  numa: NumaNode[];
  cgroup: CgroupFacts & { ioLimits: IoLimit[] };
  limits: LimitFacts;
  /** Sysctl kernel.io_uring_disabled: 0 allowed, 1 privileged only, 2 off; null on kernels without it. */
  ioUringDisabled: 0 | 1 | 2 | null;
  transparentHugePages: string | null;
  clocksource: string | null;
  virtualization: string | null;
  nodeVersion: string;
  gpus: GpuFacts[];
  gds: GdsFacts;
  links: LinkFacts[];
  /** Null outside of a job. */
  batch: BatchFacts | null;
}

/** Facts of the machine whose /proc and /sys are below `root`. A fact that cannot be read is null, empty or 0; never throws. */
export function hostFacts(root = '/', environment = process.env): HostFacts {
  const gpus = gpuFacts(root);
  return {
    name: readText(root, 'proc/sys/kernel/hostname') ?? hostname(),
    kernel: readText(root, 'proc/sys/kernel/osrelease') ?? release(),
    os: parseOsRelease(readText(root, 'etc/os-release') ?? readText(root, 'usr/lib/os-release')),
    cpu: cpuFacts(root),
    ...parseMeminfo(readText(root, 'proc/meminfo')),
    numa: numaNodes(root),
    cgroup: { ...cgroupFacts(root), ioLimits: ioLimits(root) },
    limits: parseLimits(readText(root, 'proc/self/limits')),
    ioUringDisabled: ioUringDisabled(root),
    transparentHugePages: parseChoice(readText(root, 'sys/kernel/mm/transparent_hugepage/enabled')),
    clocksource: readText(root, 'sys/devices/system/clocksource/clocksource0/current_clocksource'),
    virtualization: virtualizationHint(root),
    nodeVersion: process.version,
    gpus,
    gds: gdsFacts(root, gpus, environment),
    links: linkFacts(root),
    batch: batchFacts(root, environment),
  };
}

/** `PRETTY_NAME` of an os-release file, else its `NAME`; empty when it has neither. */
export function parseOsRelease(text: string | null): string {
  const value = (key: string) => new RegExp(`^${key}=(["']?)(.*)\\1$`, 'm').exec(text ?? '')?.[2];
  return value('PRETTY_NAME') ?? value('NAME') ?? '';
}

function ioUringDisabled(root: string): 0 | 1 | 2 | null {
  const value = readInteger(root, 'proc/sys/kernel/io_uring_disabled');
  return value === 0 || value === 1 || value === 2 ? value : null;
}
