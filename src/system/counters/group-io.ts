// I/O of the control groups that hold this process, by device, beside what they allow of it.
import type { Reading } from '../../filesystem/counters.js';
import { deviceName, ioLimits, limitedFields, limitingGroups, type IoLimit, type LimitedField } from '../io-limits.js';
import { parseCount } from '../proc-file.js';
import { KeptFile } from './kept-file.js';
import type { NodeSource } from './node-source.js';

/** Counts of one device; a field is missing where the kernel has no word for it. */
type DeviceCounts = Partial<Record<LimitedField, number>>;
/** By the numbers of the device. */
type GroupCounts = Map<string, DeviceCounts>;
type GroupReader = () => GroupCounts | null;

const statFields: Record<string, LimitedField> = {
  rbytes: 'readBytes',
  wbytes: 'writtenBytes',
  rios: 'reads',
  wios: 'writes',
};
const serviceFields: Record<string, { Read: LimitedField; Write: LimitedField }> = {
  'blkio.throttle.io_service_bytes': { Read: 'readBytes', Write: 'writtenBytes' },
  'blkio.throttle.io_serviced': { Read: 'reads', Write: 'writes' },
};

/**
 * Each counter is that of the group with the smallest limit on it, which may hold other processes as well; without a
 * limit it is that of the own group. Null where no group counts.
 */
export function groupIoSource(root: string): NodeSource | null {
  const groups = limitingGroups(root);
  if (groups === null) return null;
  const readers = new Map(groups.directories.map((group) => [group, readerOf(root, group, groups.version)]));
  const own = groups.directories.find((group) => readers.get(group)?.() !== null);
  if (own === undefined) return null;
  const limits = ioLimits(root);
  const wanted = [own, ...new Set(limits.map(({ group }) => group))].filter(
    (group, at, all) => all.indexOf(group) === at,
  );
  const smallest = smallestLimits(limits);
  const names = new Map<string, string>();
  const nameOf = (majorMinor: string): string => {
    const name = names.get(majorMinor) ?? deviceName(root, majorMinor);
    names.set(majorMinor, name);
    return name;
  };
  const gauges = gaugesOf(smallest);
  return {
    name: 'cgroup io',
    read() {
      const counts = new Map(wanted.map((group) => [group, readers.get(group)?.() ?? new Map<string, DeviceCounts>()]));
      const counters: Reading['counters'] = {};
      for (const majorMinor of new Set([...counts.values()].flatMap((group) => [...group.keys()]))) {
        for (const field of limitedFields) {
          const group = smallest.get(`${majorMinor} ${field}`)?.group ?? own;
          const count = counts.get(group)?.get(majorMinor)?.[field];
          if (count !== undefined) counters[`cgroup.${nameOf(majorMinor)}.${field}`] = count;
        }
      }
      return { counters, gauges };
    },
  };
}

interface SmallestLimit {
  device: string;
  field: LimitedField;
  group: string;
  perSecond: number;
}

/** By device and field; of two equal ones that of the inner group. */
function smallestLimits(limits: readonly IoLimit[]): Map<string, SmallestLimit> {
  const found = new Map<string, SmallestLimit>();
  for (const { majorMinor, device, group, ...amounts } of limits) {
    for (const field of limitedFields) {
      const key = `${majorMinor} ${field}`;
      const perSecond = amounts[field];
      if (perSecond === null || perSecond >= (found.get(key)?.perSecond ?? Infinity)) continue;
      found.set(key, { device, field, group, perSecond });
    }
  }
  return found;
}

function gaugesOf(smallest: ReadonlyMap<string, SmallestLimit>): Reading['gauges'] {
  return Object.fromEntries(
    [...smallest.values()].map(({ device, field, perSecond }) => [
      `cgroup.${device}.${field}PerSecondLimit`,
      perSecond,
    ]),
  );
}

/** Gives null where the group has no such file. */
function readerOf(root: string, group: string, version: 1 | 2): GroupReader {
  const directory = group.slice(1);
  if (version === 2) {
    const file = new KeptFile(root, `${directory}/io.stat`);
    return () => {
      const text = file.read();
      return text === null ? null : parseIoStat(text);
    };
  }
  const files = Object.keys(serviceFields).map((name) => ({ name, file: new KeptFile(root, `${directory}/${name}`) }));
  return () => {
    const texts = files.map(({ name, file }) => ({ name, text: file.read() }));
    if (texts.every(({ text }) => text === null)) return null;
    const counts: GroupCounts = new Map();
    for (const { name, text } of texts) addServiced(counts, name, text ?? '');
    return counts;
  };
}

/** Lines `8:0 rbytes=1 wbytes=2 rios=3 wios=4 …` of io.stat; empty before the first I/O. */
export function parseIoStat(text: string): GroupCounts {
  const counts: GroupCounts = new Map();
  for (const line of text.split('\n')) {
    const [majorMinor = '', ...values] = line.trim().split(' ');
    for (const value of values) {
      const [key = '', number = ''] = value.split('=');
      put(counts, majorMinor, statFields[key], number);
    }
  }
  return counts;
}

/** Lines `8:0 Read 1`, `8:0 Write 2` and others that are sums, of a file of version 1. */
export function addServiced(counts: GroupCounts, name: string, text: string): void {
  for (const line of text.split('\n')) {
    const [majorMinor = '', what = '', number = ''] = line.trim().split(' ');
    if (what === 'Read' || what === 'Write') put(counts, majorMinor, serviceFields[name]?.[what], number);
  }
}

function put(counts: GroupCounts, majorMinor: string, field: LimitedField | undefined, number: string): void {
  const count = parseCount(number);
  if (field === undefined || count === null || !/^\d+:\d+$/.test(majorMinor)) return;
  counts.set(majorMinor, { ...counts.get(majorMinor), [field]: count });
}
