// The control group that limits this process: time in which it was not let run, and its I/O by device.
import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Reading } from '../../filesystem/counters.js';
import { isNoAnswer } from '../../filesystem/no-answer.js';
import { bindingCpuGroup } from '../cgroup.js';
import { parseCount } from '../proc-file.js';
import { KeptFile } from './kept-file.js';
import { fileSource, type NodeSource } from './node-source.js';

const ioFields = { rbytes: 'readBytes', wbytes: 'writtenBytes', rios: 'reads', wios: 'writes' } as const;

/** Of the group with the smallest processor quota; null where none is visible. I/O only in version 2. */
export function controlGroupSource(root: string): NodeSource | null {
  const group = bindingCpuGroup(root);
  if (group === null) return null;
  const directory = group.directory.slice(1);
  const stat = fileSource('cgroup', new KeptFile(root, `${directory}/cpu.stat`), parseCpuStat);
  if (isNoAnswer(stat.read())) return null;
  const gauges: Reading['gauges'] = group.quotaCores === null ? {} : { 'cgroup.quotaCores': group.quotaCores };
  if (group.version === 1) return withGauges(stat, gauges);
  const nameOf = (majorMinor: string) => deviceName(root, majorMinor);
  const io = fileSource('cgroup', new KeptFile(root, `${directory}/io.stat`), (text) => parseIoStat(text, nameOf));
  return {
    name: 'cgroup',
    read() {
      const [cpu, ofIo] = [stat.read(), io.read()];
      if (isNoAnswer(cpu)) return cpu;
      if (isNoAnswer(ofIo)) return { ...cpu, gauges };
      return { counters: { ...cpu.counters, ...ofIo.counters }, gauges };
    },
  };
}

function withGauges(source: NodeSource, gauges: Reading['gauges']): NodeSource {
  return {
    name: source.name,
    read() {
      const answer = source.read();
      return isNoAnswer(answer) ? answer : { ...answer, gauges };
    },
  };
}

/** Version 1 counts throttled time in nanoseconds, version 2 in microseconds. */
export function parseCpuStat(text: string): Reading | null {
  const fields = new Map(text.split('\n').map((line) => line.split(' ') as [string, string | undefined]));
  const throttledNs = parseCount(fields.get('throttled_time'));
  const counters = {
    'cgroup.throttledUs': throttledNs === null ? parseCount(fields.get('throttled_usec')) : throttledNs / 1000,
    'cgroup.throttledPeriods': parseCount(fields.get('nr_throttled')),
    'cgroup.periods': parseCount(fields.get('nr_periods')),
    'cgroup.usageUs': parseCount(fields.get('usage_usec')),
  };
  const told = Object.entries(counters).flatMap(([name, value]): [string, number][] =>
    value === null ? [] : [[name, value]],
  );
  return told.length === 0 ? null : { counters: Object.fromEntries(told), gauges: {} };
}

/** Lines `8:0 rbytes=1 wbytes=2 rios=3 wios=4 …`; empty before the first I/O. */
export function parseIoStat(text: string, nameOf: (majorMinor: string) => string): Reading {
  const counters: Reading['counters'] = {};
  for (const line of text.split('\n')) {
    const [majorMinor = '', ...values] = line.trim().split(' ');
    if (!/^\d+:\d+$/.test(majorMinor)) continue;
    for (const value of values) {
      const [field = '', number = ''] = value.split('=');
      const name = ioFields[field as keyof typeof ioFields] as string | undefined;
      const count = parseCount(number);
      if (name !== undefined && count !== null) counters[`cgroup.${nameOf(majorMinor)}.${name}`] = count;
    }
  }
  return { counters, gauges: {} };
}

/** Kernel name; the numbers themselves where sysfs has none. */
function deviceName(root: string, majorMinor: string): string {
  try {
    return basename(realpathSync(join(root, 'sys/dev/block', majorMinor)));
  } catch {
    return majorMinor;
  }
}
