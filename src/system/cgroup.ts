// Limits that control groups (versions 1 and 2) put on this process.
import { posix } from 'node:path';
import { parseCpuList } from './cpu-list.js';
import { onlineCpus } from './cpu.js';
import { parseFields, parseInteger, readInteger, readText } from './proc-file.js';

export interface CgroupFacts {
  /** Version that governs processors and memory; null where no control group is visible. */
  version: 1 | 2 | null;
  /** Processor time allowed, in cores; null without a quota. */
  cpuQuotaCores: number | null;
  memoryLimitBytes: number | null;
  /** Logical processors that this process may use, in the kernel's list format; null when it may use all. */
  cpuset: string | null;
}

interface Membership {
  /** Empty for version 2. */
  controllers: string[];
  path: string;
}

/** Directories that limit a controller, from the group of this process up to the top. */
export interface Hierarchy {
  version: 1 | 2;
  directories: string[];
}

/** Limits of this process. A limit of a parent group binds too, so the smallest on the way up counts. */
export function cgroupFacts(root: string): CgroupFacts {
  const cpu = hierarchyOf(root, 'cpu');
  const memory = hierarchyOf(root, 'memory');
  return {
    version: memory?.version ?? cpu?.version ?? null,
    cpuQuotaCores: smallest(cpu, (directory, version) => cpuQuota(root, directory, version)),
    memoryLimitBytes: smallest(memory, (directory, version) => memoryLimit(root, directory, version)),
    cpuset: allowedCpus(root),
  };
}

export interface CpuGroup {
  version: 1 | 2;
  /** Absolute, without the root of /proc and /sys. */
  directory: string;
  /** Cores; null without a quota in it. */
  quotaCores: number | null;
}

/** Control group with the smallest processor quota on the way up; without any quota that of this process. */
export function bindingCpuGroup(root: string): CpuGroup | null {
  const hierarchy = hierarchyOf(root, 'cpu');
  if (hierarchy === null) return null;
  const { version } = hierarchy;
  const groups = hierarchy.directories.map((directory) => ({
    version,
    directory,
    quotaCores: cpuQuota(root, directory, version),
  }));
  const limited = groups.filter(({ quotaCores }) => quotaCores !== null);
  limited.sort((a, b) => (a.quotaCores ?? 0) - (b.quotaCores ?? 0));
  return limited[0] ?? groups[0] ?? null;
}

/** Lines `id:controllers:path` of `/proc/self/cgroup`; the path may hold colons. */
export function parseMemberships(text: string | null): Membership[] {
  return [...(text ?? '').matchAll(/^\d+:([^:]*):(.*)$/gm)].map(([, controllers = '', path = '']) => ({
    controllers: controllers === '' ? [] : controllers.split(','),
    path,
  }));
}

/** Groups that limit a controller, in version 1 where that has it; null where none is visible. */
export function hierarchyOf(root: string, controller: string): Hierarchy | null {
  const memberships = parseMemberships(readText(root, 'proc/self/cgroup'));
  const first = memberships.find(({ controllers }) => controllers.includes(controller));
  const membership = first ?? memberships.find(({ controllers }) => controllers.length === 0);
  if (membership === undefined) return null;
  const directories = groupDirectories(root, membership.path, first === undefined ? null : controller);
  return { version: first === undefined ? 2 : 1, directories };
}

/** `controller` names the version 1 hierarchy; null is version 2. */
function groupDirectories(root: string, path: string, controller: string | null): string[] {
  for (const line of (readText(root, 'proc/self/mountinfo') ?? '').split('\n')) {
    const [mount = '', fileSystem = ''] = line.split(' - ');
    const [type, , superOptions = ''] = fileSystem.split(' ');
    const fits =
      controller === null ? type === 'cgroup2' : type === 'cgroup' && superOptions.split(',').includes(controller);
    const [, , , mountRoot = '/', mountPoint = '/'] = mount.split(' ');
    if (fits) return waysUp(mountPoint, relativeGroup(path, mountRoot));
  }
  return [];
}

/** A container may see only its own group, mounted as if it were the top. */
function relativeGroup(path: string, mountRoot: string): string {
  const relative = posix.relative(mountRoot, path);
  return relative.startsWith('..') ? '' : relative;
}

function waysUp(mountPoint: string, relative: string): string[] {
  const parts = relative.split('/').filter((part) => part !== '');
  return parts.map((_, depth) => posix.join(mountPoint, ...parts.slice(0, parts.length - depth))).concat(mountPoint);
}

function smallest(
  hierarchy: Hierarchy | null,
  read: (directory: string, version: 1 | 2) => number | null,
): number | null {
  if (hierarchy === null) return null;
  const limits = hierarchy.directories.map((directory) => read(directory, hierarchy.version));
  return limits.reduce((least, limit) => (least === null || (limit !== null && limit < least) ? limit : least), null);
}

function cpuQuota(root: string, directory: string, version: 1 | 2): number | null {
  const [quota, period] =
    version === 2
      ? (readText(root, `${directory}/cpu.max`) ?? '').split(' ').map(parseInteger)
      : ['cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((name) => readInteger(root, `${directory}/${name}`));
  // Version 1 writes -1, version 2 `max` for no quota.
  return quota && period && quota > 0 && period > 0 ? quota / period : null;
}

/** Version 1 writes a number near 2^63 for no limit: not a safe integer, so null as `max` of version 2. */
function memoryLimit(root: string, directory: string, version: 1 | 2): number | null {
  return readInteger(root, `${directory}/${version === 2 ? 'memory.max' : 'memory.limit_in_bytes'}`);
}

/** The kernel's own sum of cpuset and affinity; it may list processors that are offline. */
function allowedCpus(root: string): string | null {
  const allowed = parseFields(readText(root, 'proc/self/status')).get('Cpus_allowed_list');
  const numbers = new Set(parseCpuList(allowed ?? null));
  if (allowed === undefined || numbers.size === 0) return null;
  const online = onlineCpus(root, readText(root, 'proc/cpuinfo') ?? '');
  return online.every((cpu) => numbers.has(cpu)) ? null : allowed;
}
