// A figure of the catalogue for people: its short name, and a value of it with a unit.
import { figureDefinition } from '../figure/catalogue.js';
import { formatCount, formatLatency, formatRate, formatSize, formatSpan, formatTenths } from './numbers.js';

const labels: Readonly<Record<string, string>> = {
  auPercent: 'AU',
  acceleratorsFed: 'fed',
  dataWaitP99Ns: 'data wait p99',
  saveSeconds: 'save',
  saveSecondsMax: 'slowest save',
  stallSeconds: 'stall',
  drainSeconds: 'drain',
  loadSeconds: 'load',
  loadSecondsMax: 'slowest load',
  firstByteSeconds: 'first byte',
  requestsPerSecond: 'requests/s',
  readP95Ns: 'read p95',
  writeP95Ns: 'write p95',
};

const keyLabels: Readonly<Record<string, string>> = {
  perSecond: '/s',
  bytesPerSecond: '',
  p999: ' p99.9',
  p9999: ' p99.99',
};

/** `read/s`, `read p99`, `read`, `files/s`, `AU`; any other name as it is. */
export function figureLabel(name: string): string {
  const known = labels[name];
  if (known !== undefined) return known;
  const [kind = name, ...rest] = name.split('.');
  const key = rest.at(-1);
  if (key === undefined || kind === 'cpu' || kind === 'cache' || kind === 'verification') return name;
  const noun = kind === 'chain' ? (key === 'perSecond' ? 'files' : 'file') : kind;
  return `${noun}${keyLabels[key] ?? ` ${key}`}`;
}

/** `12.3k`, `1.2 GiB/s`, `98.3us`, `92.1%`; empty for a value that is not known. */
export function figureText(name: string, value: number | null): string {
  return value === null ? '' : unitText(figureDefinition(name)?.unit, value);
}

/** The same of any value in a unit of the catalogue; one without such a unit is a bare number. */
export function unitText(unit: string | undefined, value: number): string {
  switch (unit) {
    case 'bytes per second':
      return formatRate(value);
    case 'bytes':
      return formatSize(value);
    case 'nanoseconds':
      return formatLatency(Math.round(value));
    case 'microseconds':
      return formatLatency(value * 1e3);
    case 'seconds':
      return formatSpan(value);
    case 'percent':
      return formatTenths(value);
    case 'fraction':
      return formatTenths(value * 100);
    default:
      return formatCount(value);
  }
}
