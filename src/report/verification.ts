// What a verified step says: how much was checked, and of data that is not good what, where, and what it means.
import { sectorVerdicts } from '../native/contract.js';
import type { RunRecord, StepRecord, Verification } from '../result/schema.js';
import { allSectors, mismatchText } from '../result/verification.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatSeconds, formatSize } from './numbers.js';
import { paint, paintText, span, type Span } from './spans.js';
import { type BadVerdict, meaningOf } from './verdicts.js';

const shownOfEach = 3;
const badVerdicts = sectorVerdicts.filter((verdict) => verdict !== 'good');

// What was overwritten or read more than once counts each time: these are not bytes of the data set.
const modeTexts: Record<Verification['mode'], (amount: string) => string> = {
  after: (amount) => `read back ${amount} after the run`,
  during: (amount) => `checked ${amount} during the run`,
  only: (amount) => `read back ${amount} of what an earlier run has written`,
};

/** `read back 1.20 GiB after the run: all good`; null for a step that verified nothing. */
export function verifiedText(step: StepRecord): string | null {
  const { verification } = step;
  if (verification === null) return null;
  const { mode, sectors, bytes, seconds } = verification;
  if (allSectors(sectors) === 0) return `not verified: ${uncheckedText(step)}`;
  const time = seconds > 0 ? ` in ${formatSeconds(seconds)}` : '';
  return `${modeTexts[mode](formatSize(bytes))}${time}: ${foundText(sectors, wasStopped(step))}`;
}

function uncheckedText(step: StepRecord): string {
  if (wasStopped(step)) return 'the step was stopped before the check';
  return step.status === 'complete' ? 'there was nothing to check' : 'the step failed before the check';
}

function foundText(sectors: Verification['sectors'], stopped: boolean): string {
  const found = badVerdicts.filter((verdict) => sectors[verdict] > 0);
  if (found.length === 0) return `all good${stopped ? ' until the step was stopped' : ''}`;
  const [all, bad] = [allSectors(sectors), allSectors(sectors) - sectors.good];
  const counts = found.map((verdict) => `${verdict}: ${sectors[verdict]}`).join(', ');
  return `${bad} of ${all} ${all === 1 ? 'sector' : 'sectors'} ${bad === 1 ? 'is' : 'are'} not what was written (${counts})`;
}

function wasStopped({ error }: StepRecord): boolean {
  return error?.code === 'STOPPED';
}

/** The verified steps, each mismatch with what it means; no line where none was verified. */
export function verificationLines({ steps }: RunRecord, look: Look): string[] {
  const lines = steps.flatMap((step) => stepLines(step, look));
  return lines.length === 0 ? [] : [paintText('Verification', 'bold', look.colour), ...lines, ''];
}

function stepLines(step: StepRecord, look: Look): string[] {
  const text = verifiedText(step);
  if (text === null || step.verification === null) return [];
  const { verification } = step;
  const [first = '', ...rest] = wrap(printable(`${step.id}: ${text}`), look.width - 3);
  return [
    paint([signOf(step, verification, look), span(first)], look.colour),
    ...rest.map((line) => `   ${line}`),
    ...badVerdicts.flatMap((verdict) => verdictLines(verdict, verification, look)),
  ];
}

function signOf(step: StepRecord, { sectors }: Verification, { glyphs }: Look): Span {
  const all = allSectors(sectors);
  if (all === 0 || sectors.good < all) return span(` ${glyphs.failed} `, 'red');
  // What was not reached may be bad.
  return wasStopped(step) ? span(` ${glyphs.warning} `, 'yellow') : span(` ${glyphs.ok} `, 'green');
}

function verdictLines(verdict: BadVerdict, { sectors, mismatches }: Verification, look: Look): string[] {
  const count = sectors[verdict];
  if (count === 0) return [];
  const found = mismatches.filter((mismatch) => mismatch.verdict === verdict);
  const shown = found.slice(0, shownOfEach);
  const examples = shown.map((mismatch) => `offset ${mismatch.offset} of ${mismatch.path}: ${mismatchText(mismatch)}`);
  const more = count > shown.length && shown.length > 0 ? [`and ${count - shown.length} more`] : [];
  return [
    ...indented(`${verdict} (${count}): ${meaningOf(verdict, found)}`, 3, look),
    ...[...examples, ...more].flatMap((line) => indented(line, 5, look)),
  ];
}

function indented(text: string, by: number, { width }: Look): string[] {
  return wrap(printable(text), width - by).map((line) => `${' '.repeat(by)}${line}`);
}
