// The control group that limits the processors of this process: time in which it was not let run, and its stalls.
import type { Reading } from '../../filesystem/counters.js';
import { isNoAnswer } from '../../filesystem/no-answer.js';
import { bindingCpuGroup } from '../cgroup.js';
import { parseCount } from '../proc-file.js';
import { KeptFile } from './kept-file.js';
import { fileSource, type NodeSource } from './node-source.js';
import { parsePressure } from './processors.js';

/** Of the group with the smallest processor quota; null where none is visible. Stalls only in version 2. */
export function controlGroupSource(root: string): NodeSource | null {
  const group = bindingCpuGroup(root);
  if (group === null) return null;
  const directory = group.directory.slice(1);
  const stat = fileSource('cgroup', new KeptFile(root, `${directory}/cpu.stat`), parseCpuStat);
  if (isNoAnswer(stat.read())) return null;
  const gauges: Reading['gauges'] = group.quotaCores === null ? {} : { 'cgroup.quotaCores': group.quotaCores };
  const stalls = group.version === 1 ? [] : stallsOf(root, directory);
  return {
    name: 'cgroup',
    read() {
      const cpu = stat.read();
      if (isNoAnswer(cpu)) return cpu;
      const told = stalls.map((source) => source.read()).filter((answer): answer is Reading => !isNoAnswer(answer));
      const counters = Object.assign({}, cpu.counters, ...told.map((one) => one.counters)) as Reading['counters'];
      return { counters, gauges };
    },
  };
}

/** Those that can be read: kernels may have pressure of the machine alone. */
function stallsOf(root: string, directory: string): NodeSource[] {
  const sources = (['io', 'cpu', 'memory'] as const).map((what) =>
    fileSource('cgroup', new KeptFile(root, `${directory}/${what}.pressure`), (text) =>
      parsePressure(what, text, 'cgroup.pressure'),
    ),
  );
  return sources.filter((source) => !isNoAnswer(source.read()));
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
