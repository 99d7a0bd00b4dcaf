// The lines of the live view about the run as a whole: title, finished steps, warnings, overall progress.
import { acceptanceOutcome } from '../analyze/acceptance-outcome.js';
import { isNotNeeded, neededSteps } from '../result/not-needed.js';
import type { AcceptanceRecord, StepRecord } from '../result/schema.js';
import { barLine } from './bars.js';
import { checkpointTexts } from './checkpoint-words.js';
import { displayWidth, padEnd, padStart, printable, truncateMiddle } from './display-text.js';
import { byteRate, headline, operationRate, stepFigures, type Figure } from './figures.js';
import { type LiveState, numberOf } from './live-state.js';
import type { Look } from './look.js';
import { formatClock, formatLatency } from './numbers.js';
import { cachedTexts } from './kv-cache-words.js';
import { remainingOf } from './remaining.js';
import { cutSpans, fitFields, span, type Field, type Span } from './spans.js';
import { errorBrief } from './step-text.js';
import { trainedTexts } from './training-words.js';

/** What bounded a step is told in full at the end: in its line it is left out first. */
const boundRank = 99;

/** `ioproof  <run>  step 4 of 10  0:21  1 failed`, and why the run stops. */
export function titleLine(state: LiveState, nowMs: number, { width, glyphs }: Look): Span[] {
  const failed = state.done.filter((record) => record.status === 'failed').length;
  const elapsed = state.startedMs === null ? 0 : (nowMs - state.startedMs) / 1000;
  const fields: Field[] = [
    { text: 'ioproof', style: 'bold', rank: 4 },
    { text: printable(state.runId), style: 'dim', rank: 5 },
    { text: positionText(state), rank: 1 },
    { text: formatClock(elapsed), rank: 2 },
    { text: printable(state.companion), rank: 3 },
    ...acceptanceFields(state.judged),
    { text: failed > 0 ? `${failed} failed` : '', style: ['bold', 'red'], rank: 0 },
    { text: state.stopping === '' ? '' : `stopping: ${printable(state.stopping)}`, style: 'yellow', rank: 0 },
  ];
  return fitFields(fields, width, glyphs.ellipsis);
}

// What is not measured yet counts as a breach at the end, and would alarm for nothing before.
function acceptanceFields(judged: readonly AcceptanceRecord[]): Field[] {
  const { pass, fail, marginal } = acceptanceOutcome(
    judged.filter(({ basis }) => basis !== 'none'),
    'fail',
  );
  return [
    { text: pass > 0 ? `${pass} pass` : '', style: 'green', rank: 3 },
    { text: marginal > 0 ? `${marginal} marginal` : '', style: 'yellow', rank: 3 },
    { text: fail > 0 ? `${fail} breached` : '', style: ['bold', 'red'], rank: 1 },
  ];
}

/** The last finished steps in at most `rows` lines; the first line counts those that hide. */
export function doneLines(done: readonly StepRecord[], rows: number, look: Look): Span[][] {
  if (rows < 1 || done.length === 0) return [];
  const hiding = done.length > rows;
  const shown = hiding && rows === 1 ? [] : done.slice(hiding ? 1 - rows : 0);
  const widest = Math.max(0, ...shown.map((record) => displayWidth(printable(record.id))));
  const label = Math.min(widest, Math.floor(look.width / 2));
  const lines = shown.map((record) => doneLine(record, label, look));
  return hiding ? [earlierLine(done.slice(0, done.length - shown.length), look), ...lines] : lines;
}

/** `! DIRECT_NOT_USED x3, START_SKEW`; no line without a warning. */
export function warningLines(warnings: ReadonlyMap<string, number>, { width, glyphs }: Look): Span[][] {
  if (warnings.size === 0) return [];
  const parts = [...warnings].map(([code, count]) => (count > 1 ? `${code} ${glyphs.times}${count}` : code));
  const text = `${glyphs.warning} ${printable(parts.join(', '))}`;
  return [cutSpans([span(text, 'yellow')], width, glyphs.ellipsis)];
}

/** The bar of the whole run with percent and ETA; `+` after the ETA when some steps cannot be foreseen. */
export function overallLine(state: LiveState, nowMs: number, look: Look): Span[] {
  const { fraction, seconds, complete } = remainingOf(state, nowMs);
  const eta = `ETA ${formatClock(Math.ceil(seconds))}${complete ? '' : '+'}`;
  // The steps ahead will not run.
  return barLine(fraction, state.stopping === '' ? eta : '', look);
}

function positionText({ steps, current, done }: LiveState): string {
  if (steps.length === 0) return '';
  const number = current === null ? done.length : numberOf(current.step, steps);
  return `step ${number} of ${steps.length}`;
}

function doneLine(record: StepRecord, labelWidth: number, { width, glyphs }: Look): Span[] {
  const label = span(padEnd(truncateMiddle(printable(record.id), labelWidth, glyphs.ellipsis), labelWidth + 2));
  const room = width - labelWidth - 4;
  if (record.status === 'complete') {
    const told = [...trainedTexts(record), ...checkpointTexts(record), ...cachedTexts(record)];
    const trained = told.map((text, index): Field => ({
      text,
      rank: index,
    }));
    const bound = { text: record.diagnosis?.bound ?? '', style: 'dim' as const, rank: boundRank };
    const fields = [...trained, ...doneFields(stepFigures(record)), bound];
    return [span(`${glyphs.ok} `, 'green'), label, ...fitFields(fields, room, glyphs.ellipsis)];
  }
  if (isNotNeeded(record)) {
    const why = [span(record.error?.message ?? '', 'dim')];
    return [span(`${glyphs.skipped} `, 'dim'), label, ...cutSpans(why, room, glyphs.ellipsis)];
  }
  const style = record.status === 'failed' ? 'red' : 'yellow';
  const sign = record.status === 'failed' ? glyphs.failed : glyphs.skipped;
  const error = [span(record.status.toUpperCase(), ['bold', style]), span(`  ${errorBrief(record.error)}`, style)];
  return [span(`${sign} `, style), label, ...cutSpans(error, room, glyphs.ellipsis)];
}

function doneFields(figures: readonly Figure[]): Field[] {
  return headline(figures).flatMap((figure, index): Field[] => [
    { text: padEnd(figure.kind, 5), style: 'dim', rank: 2 },
    { text: byteRate(figure) && padStart(byteRate(figure), 10), rank: index },
    { text: padStart(operationRate(figure), 10), rank: index + 1 },
    { text: `p99 ${padStart(formatLatency(figure.p99), 6)}`, rank: index + 3 },
  ]);
}

function earlierLine(hidden: readonly StepRecord[], { width, glyphs }: Look): Span[] {
  const bad = neededSteps(hidden).filter((record) => record.status !== 'complete').length;
  const text = span(`${glyphs.ellipsis} ${hidden.length} earlier`, 'dim');
  const spans = bad > 0 ? [text, span(`, ${bad} not complete`, ['bold', 'red'])] : [text];
  return cutSpans(spans, width, glyphs.ellipsis);
}
