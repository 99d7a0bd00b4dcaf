// The acceptance expressions of a run: the verdict on the whole, then each with what was measured, and why it does not hold.
import { acceptanceOutcome, type MarginalIs } from '../analyze/acceptance-outcome.js';
import { amountText, rangeText } from '../accept/amount-text.js';
import type { TermUnit } from '../accept/language/parse.js';
import { unitScales } from '../accept/language/unit-type.js';
import { figureUnits } from '../figure/definition.js';
import type { AcceptanceRecord, RunRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import { displayWidth, padEnd, padStart, printable, wrap } from './display-text.js';
import { looksText, marginalText } from './judging-text.js';
import type { Look } from './look.js';
import { paint, paintText, span, type Style } from './spans.js';

const styles: Record<AcceptanceRecord['verdict'], Style> = {
  pass: ['bold', 'green'],
  fail: ['bold', 'red'],
  marginal: ['bold', 'yellow'],
};

/** Of the longest word for a verdict. */
const verdictWidth = 'MARGINAL'.length;

/** Columns of the expressions of one workload. */
interface Widths {
  mount: number;
  expression: number;
  value: number;
  interval: number;
}

/** No line of a run without expressions; a blank line after the last one. */
export function acceptanceLines(record: Pick<RunRecord, 'acceptance' | 'judging'>, look: Look): string[] {
  const { acceptance: judged, judging } = record;
  if (judged === undefined || judged.length === 0) return [];
  const marginalIs = judging?.marginal ?? 'fail';
  const lines = [
    ...outcomeLines(judged, marginalIs, look),
    ...groupBy(judged, placeOf).flatMap(([place, group]) => groupLines(place, group, look)),
    ...termsLines(record, look),
    '',
  ];
  // Ranges are written with a dash that not every locale has.
  return lines.map((line) => line.replaceAll('–', look.glyphs.none));
}

function outcomeLines(judged: readonly AcceptanceRecord[], marginalIs: MarginalIs, look: Look): string[] {
  const { accepted, pass, fail, marginal } = acceptanceOutcome(judged, marginalIs);
  const counts = [
    fail > 0 ? `${fail} fail` : '',
    marginal > 0 ? `${marginal} marginal, which counts as ${marginalIs === 'fail' ? 'a breach' : 'a pass'}` : '',
    pass > 0 ? `${pass} pass` : '',
  ].filter((text) => text !== '');
  const word = accepted ? 'ACCEPTED' : 'NOT ACCEPTED';
  const text = `${word}: ${counts.join(', ')}`;
  const [first = '', ...rest] = wrap(text, look.width);
  const head = [span(word, styles[accepted ? 'pass' : 'fail']), span(first.slice(word.length))];
  return [paint(head, look.colour), ...rest];
}

/** What the expressions of a group are about. */
function placeOf({ source, workload, variant }: AcceptanceRecord): string {
  if (workload !== null) return printable(`${workload} ${variant}`.trim());
  return source === 'suite' ? 'the suite' : 'the command line';
}

function groupLines(place: string, group: readonly AcceptanceRecord[], look: Look): string[] {
  const widths: Widths = {
    mount: widest(group, ({ mount }) => mount ?? ''),
    expression: widest(group, ({ expression }) => expression),
    value: widest(group, valueText),
    interval: widest(group, intervalText),
  };
  const lines = group.map((judged) => columnsOf(judged, widths));
  const room = look.width - verdictWidth - 3;
  const inColumns = lines.every((line) => displayWidth(line) <= room);
  return [
    paintText(` ${place}`, 'bold', look.colour),
    ...group.flatMap((judged, at) => {
      const texts = inColumns ? [lines[at] ?? ''] : inRows(judged, widths, room);
      return [...verdictLines(judged, texts, look), ...reasonLines(judged, room, look)];
    }),
  ];
}

/** The verdict stands before the first of the texts. */
function verdictLines({ verdict }: AcceptanceRecord, [first = '', ...rest]: readonly string[], look: Look): string[] {
  const word = span(verdict.toUpperCase(), styles[verdict]);
  const gap = span(' '.repeat(verdictWidth + 1 - word.text.length));
  return [paint([span('  '), word, gap, span(first)], look.colour).trimEnd(), ...rest.map(below)];
}

function columnsOf(judged: AcceptanceRecord, { mount, expression, value, interval }: Widths): string {
  const cells = [
    padEnd(printable(judged.mount ?? ''), mount),
    padEnd(printable(judged.expression), expression),
    padStart(valueText(judged), value),
    padEnd(intervalText(judged), interval),
    countText(judged),
  ];
  return cells.filter((cell) => cell !== '').join('  ');
}

/** The expression first, and what was measured below it. */
function inRows(judged: AcceptanceRecord, { mount }: Widths, room: number): string[] {
  const start = mount === 0 ? '' : `${padEnd(printable(judged.mount ?? ''), mount)}  `;
  const indent = ' '.repeat(displayWidth(start));
  const measured = [valueText(judged), intervalText(judged), countText(judged)]
    .filter((text) => text !== '')
    .join('  ');
  const texts = [...wrap(printable(judged.expression), room - indent.length), ...wrap(measured, room - indent.length)];
  return texts.map((text, at) => `${at === 0 ? start : indent}${text}`);
}

/** What holds needs no reason. */
function reasonLines({ verdict, reason }: AcceptanceRecord, room: number, look: Look): string[] {
  if (verdict === 'pass') return [];
  return wrap(printable(reason), room).map((line) => paintText(below(line), 'dim', look.colour));
}

function below(text: string): string {
  return ' '.repeat(verdictWidth + 3) + text;
}

/** `1.20 ms`; of two measured sides both: `5.1 GiB/s against 2 GiB/s`. */
function valueText({ left, right }: AcceptanceRecord): string {
  if (left.value === null) return 'not measured';
  const measured = sideText(left, right);
  if (!isMeasured(right.text)) return measured;
  return `${measured} against ${right.value === null ? 'nothing' : sideText(right, left)}`;
}

/** With as many digits as tell it from the other side. */
function sideText({ value, unit }: AcceptanceRecord['left'], other: AcceptanceRecord['left']): string {
  return value === null ? '' : amountText(inBase(value, unit), unitOf(unit), othersOf(other));
}

/** `1.1–1.31 ms`; empty where there is no interval, or nothing between its ends. */
function intervalText({ left, right }: AcceptanceRecord): string {
  const { low, high, unit } = left;
  if (low === null || high === null || low === high) return '';
  return rangeText(inBase(low, unit), inBase(high, unit), unitOf(unit), othersOf(right));
}

function othersOf({ value, unit }: AcceptanceRecord['left']): number[] {
  return value === null ? [] : [inBase(value, unit)];
}

/** Amounts are told of bytes, seconds and plain numbers. */
function inBase(value: number, unit: string): number {
  const known = unitOf(unit);
  return known === 'other' ? value : value / unitScales[known].divisor;
}

function unitOf(unit: string): TermUnit {
  return figureUnits.find((known) => known === unit) ?? 'other';
}

/** What names a figure has a word that is no unit: amounts begin with a digit. */
function isMeasured(side: string): boolean {
  return /(?:^|[\s(,])[A-Za-z][\w.-]*(?![\w(.-])/.test(side);
}

function countText({ samples, basis }: AcceptanceRecord): string {
  if (basis === 'none') return '';
  return basis === 'intervals' ? 'n=1, by its intervals' : `n=${samples}`;
}

/** What makes another judgement the same. */
function termsLines({ judging, acceptance = [] }: Pick<RunRecord, 'acceptance' | 'judging'>, look: Look): string[] {
  if (judging === undefined) return [];
  const { confidence, seed, resamples, repeats } = judging;
  const text =
    `Intervals of ${Number((confidence * 100).toPrecision(4))} % confidence, ${resamples} resamples with seed ` +
    `${seed}; ${repeats} ${repeats === 1 ? 'repeat' : 'repeats'} planned.`;
  const isMarginal = acceptance.some(({ verdict }) => verdict === 'marginal');
  const told = [text, looksText(judging), isMarginal ? marginalText(judging.marginal) : ''].filter((one) => one !== '');
  return told.flatMap((one) => wrap(one, look.width - 1).map((line) => paintText(` ${line}`, 'dim', look.colour)));
}

function widest(group: readonly AcceptanceRecord[], textOf: (judged: AcceptanceRecord) => string): number {
  return Math.max(0, ...group.map((judged) => displayWidth(printable(textOf(judged)))));
}
