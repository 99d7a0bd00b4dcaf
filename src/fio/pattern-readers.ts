// Readers of the values with a grammar of their own: rw, distributions, splits, service order, steady state, buffer content.
import { type KbBase, parseDirections, parseFioBytes, parseFioRange, parseSignedFioBytes } from './fio-units.js';
import type { Reader } from './readers.js';
import { FioValueError } from './value-error.js';
import type {
  FioDistribution,
  FioPattern,
  FioService,
  FioShareOfSize,
  FioSteadyState,
  FioValues,
  FioZone,
} from './values.js';

const directions: Record<string, Pick<FioPattern, 'random' | 'reads' | 'writes'>> = {
  read: { random: false, reads: true, writes: false },
  write: { random: false, reads: false, writes: true },
  randread: { random: true, reads: true, writes: false },
  randwrite: { random: true, reads: false, writes: true },
  rw: { random: false, reads: true, writes: true },
  readwrite: { random: false, reads: true, writes: true },
  randrw: { random: true, reads: true, writes: true },
};

export const pattern: Reader<FioPattern> = (text, kbBase) => {
  const [name, suffix] = headAndTail(text);
  const direction = Object.hasOwn(directions, name) ? directions[name] : undefined;
  if (direction === undefined) {
    const what = /trim/.test(name)
      ? 'trims, which is not done on the files of a mount'
      : 'is not a pattern that fio knows';
    throw new FioValueError(what, `Use one of ${Object.keys(directions).join(', ')}`);
  }
  const number = suffix === null ? null : parseSignedFioBytes(suffix, kbBase);
  return {
    ...direction,
    hole: direction.random ? 0 : (number ?? 0),
    blocksPerOffset: direction.random ? (number ?? 1) : 1,
  };
};

const defaultSkew: Record<string, number> = { zipf: 1.1, pareto: 0.2 };

export const distribution: Reader<FioDistribution> = (text) => {
  const [kind, suffix] = headAndTail(text);
  switch (kind) {
    case 'random':
      return { kind };
    case 'zipf':
    case 'pareto':
    case 'normal':
      return { kind, skew: skewOf(kind, suffix) };
    case 'zoned':
      return { kind, zones: parseDirections(suffix ?? '', zonesOf) };
    default:
      throw new FioValueError(
        'is not a distribution that is taken over',
        'Use random, zipf:THETA, pareto:H, normal:DEVIATION or zoned:ACCESS/SIZE:…',
      );
  }
};

function skewOf(kind: 'zipf' | 'pareto' | 'normal', suffix: string | null): number {
  if (suffix?.includes(':') === true)
    throw new FioValueError('has a center, which has no counterpart here', 'Remove it');
  const skew = suffix === null ? defaultSkew[kind] : decimal(suffix);
  if (skew === undefined)
    throw new FioValueError('has no deviation; fio would then take 0', 'Write it, like normal:20');
  const range = { zipf: skew > 0 && skew !== 1, pareto: skew > 0 && skew < 1, normal: skew > 0 && skew < 100 };
  if (!range[kind])
    throw new FioValueError(
      'is outside of the range that fio takes',
      'zipf: above 0 but not 1; pareto: between 0 and 1; normal: between 0 and 100',
    );
  return skew;
}

/** Zones such as `60/10:30/20:10/`; a missing size gets its part of what is left. */
function zonesOf(text: string): FioZone[] {
  const entries = entriesOf(text);
  const operations = entries.map(({ head }) => wholePercent(head));
  const spaces = shares(entries.map(({ tail }) => tail));
  if (total(operations) !== 100 || total(spaces) !== 100) {
    const what = `covers ${total(operations)} % of the operations and ${total(spaces)} % of the space`;
    throw new FioValueError(what, 'Let both be 100');
  }
  return operations.map((share, index) => ({ operations: share, space: spaces[index] ?? 0 }));
}

export const sizeSplit: Reader<FioValues['bssplit']> = (text, kbBase) =>
  parseDirections(text, (part) => splitOf(part, kbBase));

function splitOf(text: string, kbBase: KbBase): FioShareOfSize[] {
  const entries = entriesOf(text);
  const percents = shares(entries.map(({ tail }) => tail));
  if (total(percents) !== 100) throw new FioValueError(`adds up to ${total(percents)} %`, 'Let it be 100');
  return entries.map(({ head }, index) => ({ size: parseFioBytes(head, kbBase), percent: percents[index] ?? 0 }));
}

export const sizeRange: Reader<FioValues['bsrange']> = (text, kbBase) => {
  const ranges = parseDirections(text, (part) => parseFioRange(part, kbBase));
  for (const range of [ranges.read, ranges.write]) {
    if (range?.from === 0) throw new FioValueError('starts with blocks of no bytes', 'Let it start above 0');
  }
  return ranges;
};

export const service: Reader<FioService> = (text) => {
  const [order, suffix] = headAndTail(text);
  if (order === 'roundrobin' || order === 'random' || order === 'sequential') {
    return { order, blocks: suffix === null ? 1 : wholeNumber(suffix) };
  }
  throw new FioValueError('has no counterpart here', 'Use roundrobin, random or sequential');
};

export const steadyState: Reader<FioSteadyState> = (text) => {
  const match = /^(iops|bw)(_slope)?:(\d+(?:\.\d+)?)%$/.exec(text);
  if (match === null)
    throw new FioValueError('is not a limit in percent of IOPS or bandwidth', 'Write it like iops_slope:0.3%');
  return {
    metric: match[1] === 'bw' ? 'bandwidth' : 'iops',
    criterion: match[2] === undefined ? 'deviation' : 'slope',
    limitPercent: Number(match[3]),
  };
};

/** Combined strings, hexadecimal and decimal numbers, such as `0xdeadface"abc"-12`, in hexadecimal digits. */
export const bufferPattern: Reader<string> = (text) => {
  const parts = text.match(/"[^"]*"|0x[0-9a-f]+?(?=0x|[^0-9a-f]|$)|-?\d+?(?=0x|[^\d]|$)|./gi) ?? [];
  return `0x${parts.map(hexOf).join('')}`;
};

function hexOf(part: string): string {
  if (part.startsWith('"') && part.length > 2) return Buffer.from(part.slice(1, -1)).toString('hex');
  if (/^0x/i.test(part)) return part.length % 2 === 0 ? part.slice(2).toLowerCase() : `0${part.slice(2).toLowerCase()}`;
  if (/^-?\d+$/.test(part) && Math.abs(Number(part)) < 2 ** 31) return hexOfNumber(Number(part));
  const what =
    part === "'" ? 'takes its bytes from a file' : `has ${JSON.stringify(part)}, which fio does not know in a pattern`;
  throw new FioValueError(what, 'Write hexadecimal digits, like 0xdeadface, or a text in double quotes');
}

/** The lowest byte first, without the highest bytes that are 0. */
function hexOfNumber(value: number): string {
  let rest = value >>> 0;
  let hex = '';
  do {
    hex += (rest & 0xff).toString(16).padStart(2, '0');
    rest >>>= 8;
  } while (rest > 0);
  return hex;
}

function headAndTail(text: string): [string, string | null] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, null] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** Entries `HEAD/TAIL:HEAD/TAIL`. */
function entriesOf(text: string): { head: string; tail: string }[] {
  const entries = text.split(':').map((entry) => entry.split('/'));
  if (entries.some((entry) => entry.length > 2))
    throw new FioValueError('has an entry with two "/"', 'Write VALUE/PERCENT:VALUE/PERCENT');
  return entries.map(([head = '', tail = '']) => ({ head, tail }));
}

/** Percents, where an empty text or 0 gets an equal part of what is left; fio gives its rounding loss to the largest. */
function shares(texts: readonly string[]): number[] {
  const given = texts.map((text) => (text === '' ? 0 : wholePercent(text)));
  const open = given.filter((value) => value === 0).length;
  if (open === 0) return given;
  const left = 100 - total(given);
  if (left < open) throw new FioValueError(`leaves ${left} % for ${open} without a percent`, 'Give every percent');
  const filled = given.map((value) => (value === 0 ? Math.floor(left / open) : value));
  const largest = filled.indexOf(Math.max(...filled));
  return filled.map((value, index) => (index === largest ? value + 100 - total(filled) : value));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function wholePercent(text: string): number {
  const value = wholeNumber(text);
  if (value > 100) throw new FioValueError(`has ${value} %`, 'Write percents up to 100');
  return value;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text))
    throw new FioValueError(`has "${text}" where a whole number belongs`, 'Write a whole number');
  return Number(text);
}

function decimal(text: string): number {
  if (!/^\d*\.?\d+$/.test(text)) throw new FioValueError(`has "${text}" where a number belongs`, 'Write it like 1.2');
  return Number(text);
}
