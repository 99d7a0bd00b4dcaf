// fio's own rules for amounts, which are not those of workload files: with kb_base=1024, `k` and `Ki` are 1024 and `KiB` is 1000.
import { byteSuffixes, evaluate, type Quantity, timeSuffixes } from './expression.js';
import { FioValueError } from './value-error.js';

/** What `kb_base` says: 1024 (the default) swaps the meaning of `kB` and `KiB`, 1000 follows the standard. */
export type KbBase = 1000 | 1024;

/** Bytes, or a percent of something that the option defines. */
export type FioAmount = { bytes: number } | { percent: number };

/** Values for reads and for writes; undefined where the text leaves a direction at fio's default. */
export interface ByDirection<T> {
  read: T | undefined;
  write: T | undefined;
}

const microsecond = 1000;
const powers = 'kmgtp';
const byteAdvice = 'Write a whole number with k, m, g, t or p';
const timeAdvice = 'Write a whole number with us, ms, s, m, h or d';

/** A whole number with an optional suffix, also used by fio for plain counts. Throws FioValueError. */
export function parseFioBytes(text: string, kbBase: KbBase): number {
  if (text.startsWith('(')) return fromExpression(text);
  const match = /^(0x[0-9a-f]+|\d+)([a-z]*)$/i.exec(text);
  if (match === null) throw notAnAmount(text, byteAdvice);
  const [, digits = '', suffix = ''] = match;
  return exact(BigInt(digits) * byteFactor(text, suffix, kbBase));
}

/** The same, where a percent is allowed too. */
export function parseFioAmount(text: string, kbBase: KbBase): FioAmount {
  const percent = /^(\d+)%$/.exec(text);
  return percent === null ? { bytes: parseFioBytes(text, kbBase) } : { percent: exact(BigInt(percent[1] ?? '')) };
}

/** The same, where a minus sign is allowed. */
export function parseSignedFioBytes(text: string, kbBase: KbBase): number {
  return text.startsWith('-') ? -parseFioBytes(text.slice(1), kbBase) : parseFioBytes(text, kbBase);
}

/** Nanoseconds of a time; `unit` is that of a number alone. Throws FioValueError. */
export function parseFioTime(text: string, unit: 's' | 'us'): number {
  if (text.startsWith('(')) return timeFromExpression(text, unit);
  const match = /^(\d+)([a-z]*)$/i.exec(text);
  if (match === null) throw notAnAmount(text, timeAdvice);
  const [, digits = '', suffix = ''] = match;
  const word = suffix.toLowerCase().replace(/^(u|m)sec$/, '$1s') || unit;
  const factor = Object.hasOwn(timeSuffixes, word) ? timeSuffixes[word] : undefined;
  if (factor === undefined)
    throw new FioValueError(`is ${digits} microseconds for fio, whatever "${suffix}" means`, timeAdvice);
  return exact(BigInt(digits) * factor * BigInt(microsecond));
}

/** Both ends of `4k-64k` or `4k:64k`, the smaller first, as fio sorts them. */
export function parseFioRange(text: string, kbBase: KbBase): { from: number; to: number } {
  const ends = text.split(text.includes('-') ? '-' : ':');
  if (ends.length !== 2) throw new FioValueError('is not a range', 'Write both ends, like 4k-64k');
  const [a = 0, b = 0] = ends.map((end) => parseFioBytes(end, kbBase));
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

/**
 * Values of a list `reads,writes,trims`. One value is for all; with two, trims follow writes; an empty one and those after a
 * comma at the end stay at the default.
 */
export function parseDirections<T>(text: string, parse: (part: string) => T): ByDirection<T> {
  const parts = text.split(',');
  if (parts.length > 3)
    throw new FioValueError('has more than three values', 'Give reads, writes and trims, in this order');
  const [read, write] = parts.map((part) => (part === '' ? undefined : parse(part)));
  if (read === undefined && write === undefined) throw new FioValueError('has no value', 'Give one');
  return { read, write: parts.length === 1 ? read : write };
}

/** Whole bytes of a percent, rounded down; more than 2^53 - 1 count as that. */
export function shareOf(bytes: number, percent: number): number {
  const share = (BigInt(bytes) * BigInt(percent)) / 100n;
  return Number(share > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : share);
}

function byteFactor(text: string, suffix: string, kbBase: KbBase): bigint {
  const word = suffix.toLowerCase();
  if (word === '' || word === 'b') return 1n;
  const match = /^([kmgtp])(b|i|ib)?$/.exec(word);
  if (match === null) throw notAnAmount(text, byteAdvice);
  if (/^0x/i.test(text)) throw notAnAmount(text, 'Write it as a decimal number');
  const base = match[2] === 'ib' ? (kbBase === 1024 ? 1000 : 1024) : kbBase;
  return BigInt(base) ** BigInt(powers.indexOf(match[1] ?? '') + 1);
}

/** fio takes what it can read at the start and drops the rest, without a word. */
function notAnAmount(text: string, advice: string): FioValueError {
  if (/^-\d+[a-z]*$/i.test(text)) return new FioValueError('is negative', 'Write a number from 0 on');
  const digits = /^[-+]?(0x[0-9a-f]+|\d+)/i.exec(text)?.[0];
  const what =
    digits === undefined ? 'is not a number' : `is not a whole number; fio would read no more than ${digits}`;
  return new FioValueError(what, advice);
}

function fromExpression(text: string): number {
  const result = evaluate(text, byteSuffixes);
  if (!result.hasSuffix) refuseLarge(result);
  return whole(result);
}

function timeFromExpression(text: string, unit: 's' | 'us'): number {
  const result = evaluate(text, timeSuffixes);
  const implied = result.hasSuffix || unit === 'us' ? 1n : 1_000_000n;
  const microseconds = whole({ ...result, numerator: result.numerator * implied });
  if (!result.hasSuffix) refuseLarge({ ...result, numerator: BigInt(microseconds), denominator: 1n });
  if (unit === 's' && microseconds % 1_000_000 !== 0) {
    throw new FioValueError('is rounded down to whole seconds by fio, since it is in parentheses', timeAdvice);
  }
  return exact(BigInt(microseconds) * BigInt(microsecond));
}

/** fio keeps 32 bits of a result that has no suffix. */
function refuseLarge({ numerator, denominator }: Quantity): void {
  if (numerator < 2n ** 31n * denominator) return;
  throw new FioValueError(
    'is too large for fio, which keeps 32 bits of what has no unit',
    'Put a unit into the parentheses',
  );
}

function whole({ numerator, denominator }: Quantity): number {
  if (numerator % denominator !== 0n) throw new FioValueError('does not give a whole number', byteAdvice);
  return exact(numerator / denominator);
}

function exact(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new FioValueError('is more than 2^53 - 1', 'Write a smaller number');
  return Number(value);
}
