// Reads and writes amounts: bytes, durations and percents, by one exact full-match grammar.

/** Text that is not an amount. The message quotes the text; `advice` says how to write it. */
export class UnitError extends Error {
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.name = 'UnitError';
    this.advice = advice;
  }
}

const powersOf1024 = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
const byteUnits: Record<string, number> = {
  '': 1,
  B: 1,
  ...powersOf1024,
  K: powersOf1024.KiB,
  M: powersOf1024.MiB,
  G: powersOf1024.GiB,
  T: powersOf1024.TiB,
  k: powersOf1024.KiB,
  m: powersOf1024.MiB,
  g: powersOf1024.GiB,
  t: powersOf1024.TiB,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
};
const durationUnits: Record<string, number> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

export const bytesAdvice = 'Write bytes like 4096, 4KiB, 1.5GiB (powers of 1024) or 10MB (powers of 1000)';
export const durationAdvice = 'Write a time with its unit (ns us ms s m h), like 500ms, 30s or 5m';
export const percentAdvice = 'Write a percent like 70 or 70%';

/** Bytes of text such as `4KiB`, `1.5G`, `10MB` or `4096`. Throws UnitError. */
export function parseBytes(text: string): number {
  const { digits, unit } = split(text, 'an amount of bytes', bytesAdvice);
  const factor = ownValue(byteUnits, unit);
  if (factor === undefined)
    throw new UnitError(`${quote(text)} has an unknown unit of bytes`, unitAdvice(digits, unit));
  return exact(text, digits, factor, 'bytes', bytesAdvice);
}

/** Nanoseconds of text such as `30s`, `100us` or `1.5h`; a unit is required. Throws UnitError. */
export function parseDuration(text: string): number {
  const { digits, unit } = split(text, 'a duration', durationAdvice);
  const factor = ownValue(durationUnits, unit);
  if (factor === undefined) {
    const what = unit === '' ? 'has no unit of time' : 'has an unknown unit of time';
    throw new UnitError(`${quote(text)} ${what}`, durationAdvice);
  }
  return exact(text, digits, factor, 'nanoseconds', durationAdvice);
}

/** Percent of text such as `70%`, `99.9%` or `70`, not limited to 100. Throws UnitError. */
export function parsePercent(text: string): number {
  const { digits, unit } = split(text, 'a percent', percentAdvice);
  if (unit !== '' && unit !== '%') throw new UnitError(`${quote(text)} is not a percent`, percentAdvice);
  const value = Number(digits);
  if (value > Number.MAX_SAFE_INTEGER) throw new UnitError(`${quote(text)} is too large`, percentAdvice);
  return value;
}

/** Bytes of a unit such as `GiB`, `k` or `MB`; undefined for a word that is none. */
export function bytesIn(unit: string): number | undefined {
  return ownValue(byteUnits, unit);
}

/** Nanoseconds of a unit such as `ms` or `h`; undefined for a word that is none. */
export function nanosecondsIn(unit: string): number | undefined {
  return ownValue(durationUnits, unit);
}

/** Bytes as text that `parseBytes` reads back exactly: quarters of the largest power of 1024, else plain bytes. */
export function formatBytes(bytes: number): string {
  const found = Object.entries(powersOf1024)
    .reverse()
    .find(([, factor]) => bytes >= factor && bytes % (factor / 4) === 0);
  return found === undefined ? `${bytes}B` : `${bytes / found[1]}${found[0]}`;
}

/** Nanoseconds as text that `parseDuration` reads back exactly: a whole number of the largest unit that fits. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const found = Object.entries(durationUnits)
    .reverse()
    .find(([, factor]) => nanoseconds % factor === 0);
  return found === undefined ? `${nanoseconds}ns` : `${nanoseconds / found[1]}${found[0]}`;
}

function split(text: string, noun: string, advice: string): { digits: string; unit: string } {
  const match = /^(\d+(?:\.\d+)?)([A-Za-z%]*)$/.exec(text);
  if (match === null)
    throw new UnitError(text === '' ? `is empty, not ${noun}` : `${quote(text)} is not ${noun}`, advice);
  return { digits: match[1] ?? '', unit: match[2] ?? '' };
}

/** Whole arithmetic, since 0.1 * 2^40 in floating point can look whole when it is not. */
function exact(text: string, digits: string, factor: number, noun: string, advice: string): number {
  const [whole = '', fraction = ''] = digits.split('.');
  const scaled = BigInt(whole + fraction) * BigInt(factor);
  const divisor = 10n ** BigInt(fraction.length);
  if (scaled % divisor !== 0n) throw new UnitError(`${quote(text)} is not a whole number of ${noun}`, advice);
  const value = scaled / divisor;
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new UnitError(`${quote(text)} is more than 2^53 - 1 ${noun}`, advice);
  return Number(value);
}

function unitAdvice(digits: string, unit: string): string {
  if (unit === 'KB') return `Write ${digits}KiB (1024) or ${digits}kB (1000)`;
  const known = Object.keys(byteUnits).find((name) => name.toLowerCase() === unit.toLowerCase());
  return known === undefined ? bytesAdvice : `Did you mean ${digits}${known}?`;
}

function ownValue(table: Record<string, number>, key: string): number | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
