// Limits that control groups put on the I/O of this process: io.max of version 2, blkio.throttle of version 1.
import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { hierarchyOf } from './cgroup.js';
import { parseCount, readText } from './proc-file.js';

/** What one group allows of one device, an amount a second; null: no limit. */
export interface IoLimit {
  /** Kernel name; the numbers where /sys has none. */
  device: string;
  majorMinor: string;
  /** Version of the hierarchy. */
  version: 1 | 2;
  /** Directory of the group that has the limit, without the root of /proc and /sys. */
  group: string;
  readBytes: number | null;
  writtenBytes: number | null;
  reads: number | null;
  writes: number | null;
}

export const limitedFields = ['readBytes', 'writtenBytes', 'reads', 'writes'] as const;
export type LimitedField = (typeof limitedFields)[number];

const fieldOfKey: Record<string, LimitedField> = {
  rbps: 'readBytes',
  wbps: 'writtenBytes',
  riops: 'reads',
  wiops: 'writes',
};
const fieldOfThrottle: Record<string, LimitedField> = {
  read_bps: 'readBytes',
  write_bps: 'writtenBytes',
  read_iops: 'reads',
  write_iops: 'writes',
};

/** Groups whose limits hold for this process, the own one first. */
interface LimitingGroups {
  version: 1 | 2;
  directories: string[];
}

/** Null where no group is visible. Version 1 throttles each group by itself: limits of the groups above do not bind. */
export function limitingGroups(root: string): LimitingGroups | null {
  const first = hierarchyOf(root, 'blkio');
  if (first?.version === 1) return { version: 1, directories: first.directories.slice(0, 1) };
  return hierarchyOf(root, 'io');
}

/** One of each device and group that has a limit, the own group first. What cannot be read is left out; never throws. */
export function ioLimits(root: string): IoLimit[] {
  const groups = limitingGroups(root);
  if (groups === null) return [];
  const { version, directories } = groups;
  return directories.flatMap((group) =>
    [...limitsOf(root, group, version)].map(([majorMinor, limits]) => ({
      ...{ device: deviceName(root, majorMinor), majorMinor, version, group },
      ...{ readBytes: null, writtenBytes: null, reads: null, writes: null },
      ...limits,
    })),
  );
}

/** Kernel name of a block device; the numbers themselves where /sys has none. */
export function deviceName(root: string, majorMinor: string): string {
  try {
    return basename(realpathSync(join(root, 'sys/dev/block', majorMinor)));
  } catch {
    return majorMinor;
  }
}

type Limits = Partial<Record<LimitedField, number>>;

/** By device, only those that have a limit: a line of io.max stays behind when its limits are lifted. */
function limitsOf(root: string, group: string, version: 1 | 2): Map<string, Limits> {
  const found = new Map<string, Limits>();
  const put = (majorMinor: string, field: LimitedField | undefined, text: string): void => {
    const limit = parseCount(text);
    if (field === undefined || limit === null || limit === 0 || !/^\d+:\d+$/.test(majorMinor)) return;
    found.set(majorMinor, { ...found.get(majorMinor), [field]: limit });
  };
  if (version === 2) {
    for (const [majorMinor = '', ...values] of linesOf(readText(root, `${group}/io.max`))) {
      for (const value of values) {
        const [key = '', limit = ''] = value.split('=');
        put(majorMinor, fieldOfKey[key], limit);
      }
    }
    return found;
  }
  for (const [name, field] of Object.entries(fieldOfThrottle)) {
    for (const [majorMinor = '', limit = ''] of linesOf(readText(root, `${group}/blkio.throttle.${name}_device`))) {
      put(majorMinor, field, limit);
    }
  }
  return found;
}

function linesOf(text: string | null): string[][] {
  return (text ?? '').split('\n').map((line) => line.trim().split(/\s+/));
}
