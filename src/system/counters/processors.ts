// Processors, load and stalls of the machine: /proc/stat, /proc/loadavg and /proc/pressure.
import type { Reading } from '../../filesystem/counters.js';
import { isNoAnswer } from '../../filesystem/no-answer.js';
import { parseCount } from '../proc-file.js';
import { KeptFile } from './kept-file.js';
import { fileSource, type NodeSource } from './node-source.js';

/** USER_HZ, in which /proc/stat counts: 100 on every architecture that ioproof has a build for. */
const ticksPerSecond = 100;
const pressures = ['io', 'cpu', 'memory'] as const;

export function processorSource(root: string): NodeSource {
  return fileSource('/proc/stat', new KeptFile(root, 'proc/stat'), parseStat);
}

export function loadSource(root: string): NodeSource {
  return fileSource('/proc/loadavg', new KeptFile(root, 'proc/loadavg'), parseLoadavg);
}

/** Pressure stall information; missing on kernels without it. */
export function pressureSource(root: string): NodeSource {
  const files = pressures.map((what) =>
    fileSource('/proc/pressure', new KeptFile(root, `proc/pressure/${what}`), (text) => parsePressure(what, text)),
  );
  return {
    name: '/proc/pressure',
    read() {
      const answers = files.map((file) => file.read());
      const readings = answers.filter((answer): answer is Reading => !isNoAnswer(answer));
      if (readings.length === 0 && answers[0] !== undefined) return answers[0];
      return {
        counters: Object.assign({}, ...readings.map(({ counters }) => counters)) as Reading['counters'],
        gauges: {},
      };
    },
  };
}

/** The line of all processors. Time of guests is in that of users; time at low priority is added to it. */
export function parseStat(text: string): Reading | null {
  const values = /^cpu\s+([\d ]+)/m.exec(text)?.[1]?.trim().split(/\s+/).map(parseCount);
  if (values === undefined || values.length < 4 || !values.every((value) => value !== null)) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = values;
  const ticks = { user: user + nice, system, idle, iowait, irq, softirq, steal };
  const counters = Object.entries(ticks).map(([name, value]) => [`cpu.${name}Seconds`, value / ticksPerSecond]);
  return { counters: Object.fromEntries(counters) as Reading['counters'], gauges: {} };
}

/** Load over the last minute. */
export function parseLoadavg(text: string): Reading | null {
  const one = Number(/^[\d.]+/.exec(text)?.[0]);
  return Number.isFinite(one) ? { counters: {}, gauges: { 'load.one': one } } : null;
}

/** Lines `some avg10=… total=N` and `full …`, in microseconds (Documentation/accounting/psi.rst). */
export function parsePressure(
  what: (typeof pressures)[number],
  text: string,
  prefix: 'pressure' | 'cgroup.pressure' = 'pressure',
): Reading | null {
  const counters: Reading['counters'] = {};
  for (const [, kind = '', total] of text.matchAll(/^(some|full) .*\btotal=(\d+)/gm)) {
    const microseconds = parseCount(total);
    if (microseconds !== null) counters[`${prefix}.${what}.${kind}Us`] = microseconds;
  }
  return Object.keys(counters).length === 0 ? null : { counters, gauges: {} };
}
