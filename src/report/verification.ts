// What a verified step says: how much was checked, and of data that is not good what, where, and what it means.
import { type SectorVerdict, sectorVerdicts } from '../native/contract.js';
import type { RunRecord, StepRecord, Verification } from '../result/schema.js';
import { allSectors, mismatchCounts, mismatchText } from '../result/verification.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatSeconds, formatSize } from './numbers.js';
import { paint, paintText, span } from './spans.js';

type BadVerdict = Exclude<SectorVerdict, 'good'>;

const shownOfEach = 3;

const modeTexts: Record<Verification['mode'], string> = {
  after: 'after the run',
  during: 'during the run',
  only: 'of what an earlier run has written',
};

const meanings: Record<BadVerdict, string> = {
  torn: 'part of the sector is of another write: a write did not reach the storage as a whole',
  stale: 'the sector holds an older write: the newer one was lost, or a cache answered with what it had',
  misplaced: 'the sector belongs to another place: it was written to or read from a wrong one',
  foreign: 'the sector is of another data set or another seed: the storage gave what is not of this file',
  zeros: 'nothing is there: the write never arrived, or its place was released',
  corrupt: 'stamp, content and checksum do not fit: its bytes have changed',
};

/** `verified 1.20 GiB after the run: all good`; null for a step that verified nothing. */
export function verifiedText({ verification, error }: StepRecord): string | null {
  if (verification === null) return null;
  const { mode, sectors, bytes, seconds } = verification;
  const time = seconds > 0 ? ` in ${formatSeconds(seconds)}` : '';
  const bad = mismatchCounts(sectors);
  const amount = `${formatSize(bytes)} ${modeTexts[mode]}${time}`;
  if (bad !== '') return `checked ${amount}: ${bad} of ${allSectors(sectors)} sectors`;
  return bytes === 0
    ? `verified nothing ${modeTexts[mode]}: there was nothing to check`
    : `verified ${amount}: all good${error?.code === 'STOPPED' ? ' until the step was stopped' : ''}`;
}

/** The verified steps, each mismatch with what it means; no line where none was verified. */
export function verificationLines({ steps }: RunRecord, look: Look): string[] {
  const lines = steps.flatMap((step) => stepLines(step, look));
  return lines.length === 0 ? [] : [paintText('Verification', 'bold', look.colour), ...lines, ''];
}

function stepLines(step: StepRecord, look: Look): string[] {
  const text = verifiedText(step);
  if (text === null || step.verification === null) return [];
  const { glyphs, colour, width } = look;
  const good = mismatchCounts(step.verification.sectors) === '';
  const [first = '', ...rest] = wrap(printable(`${step.id}: ${text}`), width - 3);
  const sign = good ? span(` ${glyphs.ok} `, 'green') : span(` ${glyphs.failed} `, 'red');
  return [
    paint([sign, span(first)], colour),
    ...rest.map((line) => `   ${line}`),
    ...sectorVerdicts.flatMap((verdict) => (verdict === 'good' ? [] : verdictLines(verdict, step.verification, look))),
  ];
}

function verdictLines(verdict: BadVerdict, verification: StepRecord['verification'], look: Look): string[] {
  const count = verification?.sectors[verdict] ?? 0;
  if (count === 0) return [];
  const found = (verification?.mismatches ?? []).filter((mismatch) => mismatch.verdict === verdict);
  const shown = found.slice(0, shownOfEach);
  const examples = shown.map((mismatch) => `offset ${mismatch.offset} of ${mismatch.path}: ${mismatchText(mismatch)}`);
  const more = count > shown.length && shown.length > 0 ? [`and ${count - shown.length} more`] : [];
  return [
    ...indented(`${count} ${verdict}: ${meanings[verdict]}`, 3, look),
    ...[...examples, ...more].flatMap((line) => indented(line, 5, look)),
  ];
}

function indented(text: string, by: number, { width }: Look): string[] {
  return wrap(printable(text), width - by).map((line) => `${' '.repeat(by)}${line}`);
}
