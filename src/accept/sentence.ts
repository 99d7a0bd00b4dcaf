// The judgement in one sentence, as both parties of a contract read it.
import type { AcceptanceRecord } from '../result/acceptance-schema.js';
import { amountText, rangeText } from './amount-text.js';
import type { WorstRepeat } from './exact-repeats.js';
import type { Flat } from './facing.js';
import type { Intervals } from './interval.js';

/** What was found, in bytes, seconds and plain numbers. */
export interface Found {
  left: number;
  right: number;
  samples: number;
  basis: AcceptanceRecord['basis'];
  verdict: AcceptanceRecord['verdict'];
  intervals: Intervals;
  confidence: number;
}

/** `read p99 of 3 repeats is 1.84 ms (1.71–1.98 ms, 95 %), limit 2 ms`. */
export function measuredReason(flat: Flat, found: Found): string {
  const { left, right, samples, intervals, verdict } = found;
  const others = [right, left];
  const of = samples === 1 ? 'of a single repeat' : `of ${samples} repeats`;
  const own = intervals.left === null ? '' : ` (${limitsText(flat, intervals.left, others, found)})`;
  const value = `${subjectOf(flat.left.text)} ${of} is ${amountText(left, flat.unit, others)}${own}`;
  const told = [value, limitPart(flat, found), ...notes(found.basis, verdict)];
  return told.filter((part) => part !== '').join(', ');
}

/** `read errors is 12 in repeat 2, the worst of 3 repeats, limit 0`. */
export function exactReason(flat: Flat, worst: WorstRepeat): string {
  const { left, right, repeats, name, alike } = worst;
  const where =
    repeats === 1
      ? 'in the only repeat'
      : alike
        ? `in each of ${repeats} repeats`
        : `in ${name}, the worst of ${repeats}`;
  const value = amountText(left, flat.unit, [right]);
  const limit = amountText(right, flat.unit, [left]);
  const other = flat.right.constant ? limit : `${subjectOf(flat.right.text)}, ${limit}`;
  return `${subjectOf(flat.left.text)} is ${value} ${where}, ${limitWord(flat)} ${other}`;
}

/** Division by 0 and what comes of it. */
export function notComputed({ left, right }: Flat, value: number): string {
  const what = Number.isNaN(value) ? 'has no value' : 'is infinite';
  return `"${left.text}" against "${right.text}" cannot be computed: a term ${what}, since a divisor is 0`;
}

function limitPart(flat: Flat, found: Found): string {
  const { left, right, intervals } = found;
  const limit = amountText(right, flat.unit, [left, right]);
  if (flat.right.constant) return `${limitWord(flat)} ${limit}`;
  const own = intervals.right === null ? '' : ` (${limitsText(flat, intervals.right, [left, right], found)})`;
  return `${limitWord(flat)} ${subjectOf(flat.right.text)}, which is ${limit}${own}${differencePart(flat, found)}`;
}

/** The verdict on two measured sides rests on what lies between them, and not on whether their intervals overlap. */
function differencePart(flat: Flat, { left, right, intervals, confidence }: Found): string {
  if (intervals.between === null) return '';
  const [low, value, high] = [intervals.between.low, left - right, intervals.between.high].map((amount) =>
    amountText(amount, flat.unit),
  );
  return `: left less right is ${value} (${low} to ${high}, ${percentText(confidence)})`;
}

const percentText = (confidence: number): string => `${Number((confidence * 100).toFixed(3))} %`;

function limitsText(
  flat: Flat,
  { low, high }: { low: number; high: number },
  others: readonly number[],
  { confidence, basis }: Found,
): string {
  if (low === high) return basis === 'intervals' ? 'even over its intervals' : 'the same in each';
  const share = percentText(confidence);
  const how = basis === 'intervals' ? `${share} by its intervals` : share;
  return `${rangeText(low, high, flat.unit, others)}, ${how}`;
}

function notes(basis: AcceptanceRecord['basis'], verdict: AcceptanceRecord['verdict']): string[] {
  return [
    ...(verdict === 'marginal' ? ['which chance could turn: more repeats would tell'] : []),
    ...(basis === 'point' && verdict === 'marginal'
      ? ['whose repeats lie too far apart for a confidence interval']
      : []),
    ...(basis === 'point' && verdict !== 'marginal' ? ['a value without a confidence interval'] : []),
  ];
}

function limitWord({ comparison }: Flat): string {
  const words = {
    '<': 'limit',
    '<=': 'limit',
    '>': 'required more than',
    '>=': 'required',
    '==': 'required',
    '!=': 'not',
  };
  return words[comparison];
}

/** `read p99` for `read.p99`; any other term as it was written. */
function subjectOf(text: string): string {
  const found = /^([a-z]+)\.(intended\.)?(\w+(?:\.9+)?)$/i.exec(text);
  const [, kind = '', intended, key = ''] = found ?? [];
  // What else has a point in it is a figure of the step as a whole, such as cpu.userSeconds.
  if (found === null || ['cpu', 'cache', 'verification', 'save', 'load'].includes(kind)) return text;
  const noun = nouns[key] ?? key;
  return `${kind} ${noun}${intended === undefined ? '' : ' from the intended start'}`;
}

const nouns: Readonly<Record<string, string>> = {
  perSecond: 'rate',
  bytesPerSecond: 'bandwidth',
  p999: 'p99.9',
  p9999: 'p99.99',
  max: 'longest latency',
  min: 'shortest latency',
  mean: 'mean latency',
};
