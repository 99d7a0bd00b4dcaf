// Readers of plain values: switches, counts, amounts, times, words.
import {
  type ByDirection,
  type FioAmount,
  type KbBase,
  parseDirections,
  parseFioAmount,
  parseFioBytes,
  parseFioTime,
} from './fio-units.js';
import { FioValueError } from './value-error.js';

/** Reads the text after `=`. Throws FioValueError. */
export type Reader<T> = (text: string, kbBase: KbBase) => T;

/** A switch, as C's scanf reads it: any number but 0 turns it on. */
export const onOff: Reader<boolean> = (text) => {
  if (!/^\d+$/.test(text)) throw new FioValueError('is not a number, as fio wants it for a switch', 'Write 1 or 0');
  return Number(text) !== 0;
};

export const bytes: Reader<number> = parseFioBytes;
export const amount: Reader<FioAmount> = parseFioAmount;

/** A plain number, for which fio allows suffixes too. */
export function count(min: number, max = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (text, kbBase) => {
    const value = parseFioBytes(text, kbBase);
    if (value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `${min} … ${max}`;
    throw new FioValueError(`must be ${range}`, 'Change it');
  };
}

export const percent = count(0, 100);

/** Nanoseconds; `unit` is that of a number alone. */
export function time(unit: 's' | 'us'): Reader<number> {
  return (text) => parseFioTime(text, unit);
}

/** The start of a job, which fio can also draw from a range. */
export const delay: Reader<number> = (text) => {
  if (!/^[^-]+-/.test(text)) return parseFioTime(text, 's');
  throw new FioValueError('is a range, from which fio draws a delay for each job', 'Write one time');
};

/** Numbers for reads, writes and trims. */
export const byDirection: Reader<ByDirection<number>> = (text, kbBase) => {
  if (/^[^,(]+[:-]/.test(text)) {
    throw new FioValueError('is read by fio as a value for reads and one for writes', 'Separate the two by a comma');
  }
  return parseDirections(text, (part) => parseFioBytes(part, kbBase));
};

/** A bytes value that fio may also draw from a range. */
export const fixedBytes: Reader<number> = (text, kbBase) => {
  const [from = text, to = from, ...rest] = /^[(-]/.test(text) ? [text] : text.split(/[-:,]/);
  if (rest.length > 0 || parseFioBytes(from, kbBase) !== parseFioBytes(to, kbBase)) {
    throw new FioValueError('gives each file a random size', 'Write one size, which all files then have');
  }
  return parseFioBytes(from, kbBase);
};

export const word: Reader<string> = (text) => text;

/** One of some words, each with what it means. */
export function choice<T>(meanings: Record<string, T>): Reader<T> {
  return (text) => {
    const found = Object.hasOwn(meanings, text) ? meanings[text] : undefined;
    if (found !== undefined) return found;
    throw new FioValueError('is not among the values taken over', `Use one of ${Object.keys(meanings).join(', ')}`);
  };
}

/** Paths separated by `:`; `\:` is a colon in a path. */
export const paths: Reader<string[]> = (text) => {
  const parts = text.split(/(?<!\\):/).map((part) => part.trim().replaceAll('\\:', ':'));
  const named = parts.filter((part) => part !== '');
  if (named.length === 0) throw new FioValueError('names nothing', 'Name it, or remove the option');
  return named;
};

/** Processor numbers such as `0-3,8`. */
export const processors: Reader<number[]> = (text) => {
  const list = text.split(',').filter((part) => part !== '');
  const numbers = list.flatMap((part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    const [first, last] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    if (match === null || first > last || last > 65535) {
      throw new FioValueError(`has "${part}", which is not a processor or range of them`, 'Write it like 0-3,8');
    }
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
};
