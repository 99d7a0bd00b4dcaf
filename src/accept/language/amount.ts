// Reads a number with its unit, as far as that can be done without knowing what it is compared with.
import { bytesIn, nanosecondsIn } from '../../spec/units.js';
import { ExpressionError } from './error.js';

/** Letters that multiply: powers of 1000 of counts and rates, powers of 1024 of sizes, as in workload files. */
const multiples: Readonly<Record<string, number>> = { '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9, T: 1e12, g: 1e9, t: 1e12 };

/** A literal. Values are bytes, seconds or plain numbers. */
export type Amount =
  | { of: 'bytes' | 'seconds' | 'percent'; value: number; perSecond: boolean }
  /** What it is of, is told by what it stands beside: `value` as a number, `bytes` as a size. */
  | { of: 'open'; value: number; bytes: number; hasLetter: boolean; perSecond: boolean };

const unitsAdvice =
  'The units are ns us ms s m h, B KiB MiB GiB TiB kB MB GB TB, % and the letters k M G T; "/s" makes a rate of it';

/** The amount of a literal such as `500k`, `1.5GiB/s` or `90%`. Throws ExpressionError for an unknown unit. */
export function readAmount(text: string, column: number): Amount {
  const [, digits = '', unit = '', rate] = /^(\d+(?:\.\d+)?)([A-Za-z%]*)(\/s)?$/.exec(text) ?? [];
  const perSecond = rate !== undefined;
  const number = Number(digits);
  if (!Number.isFinite(number)) throw new ExpressionError(column, `"${text}" is too large`, 'Write a smaller number');
  const nanoseconds = nanosecondsIn(unit);
  if (unit === '%' || nanoseconds !== undefined) {
    if (perSecond) throw new ExpressionError(column, `"${text}" is no rate`, `Write "${digits}${unit}"`);
    if (unit === '%') return { of: 'percent', value: number / 100, perSecond };
    // One division at the end, so that 30s is exactly 30 and equal to a figure of 30 seconds.
    return { of: 'seconds', value: (number * (nanoseconds ?? 1)) / 1e9, perSecond };
  }
  const bytes = bytesIn(unit);
  const letter = Object.hasOwn(multiples, unit) ? multiples[unit] : undefined;
  if (letter !== undefined) {
    return { of: 'open', value: number * letter, bytes: number * (bytes ?? 1), hasLetter: unit !== '', perSecond };
  }
  if (bytes === undefined) throw new ExpressionError(column, `"${text}" has an unknown unit`, unitAdvice(digits, unit));
  return { of: 'bytes', value: number * bytes, perSecond };
}

function unitAdvice(digits: string, unit: string): string {
  if (unit === 'KB') return `Write ${digits}KiB (1024) or ${digits}kB (1000)`;
  if (/^[KMGT]i?Bp?s$/i.test(unit)) return `Write the rate as ${digits}${unit.slice(0, -1).replace(/p$/, '')}/s`;
  const known = ['ns', 'us', 'ms', 's', 'm', 'h', 'B', 'KiB', 'MiB', 'GiB', 'TiB', 'kB', 'MB', 'GB', 'TB'];
  const near = known.find((name) => name.toLowerCase() === unit.toLowerCase());
  return near === undefined ? unitsAdvice : `Did you mean ${digits}${near}?`;
}
