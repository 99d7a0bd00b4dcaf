// The panel of the live view about steps that run at the same time: a line each, with their last interval.
import { sparkline } from './bars.js';
import { displayWidth, padEnd, printable } from './display-text.js';
import { byteRate, headline, intervalFigures, operationRate } from './figures.js';
import type { CurrentStep } from './live-state.js';
import type { Look } from './look.js';
import { formatLatency, formatPercent, formatSeconds } from './numbers.js';
import { phaseFraction } from './remaining.js';
import { cutSpans, fitFields, span, type Field, type Span } from './spans.js';
import { positionTexts } from './step-position.js';

const sparkWidth = 12;

/** At most `rows` lines; the first says since when all run, the last how many there is no room for. */
export function togetherLines(
  running: readonly CurrentStep[],
  { sinceMs, nowMs, rows }: { sinceMs: number | null; nowMs: number; rows: number },
  look: Look,
): Span[][] {
  const [first] = running;
  if (first === undefined || rows < 1) return [];
  const room = Math.max(0, rows - 1);
  const shown = running.length > room ? running.slice(0, Math.max(0, room - 1)) : running;
  const hidden = running.length - shown.length;
  const label = Math.max(...shown.map((step) => displayWidth(nameOf(step))), 0);
  const lines = shown.map((step) => lineOf(step, label, nowMs, look));
  const more = hidden > 0 && room > 0 ? [[span(` ${look.glyphs.ellipsis} ${hidden} more`, 'dim')]] : [];
  return [titleOf(first, sinceMs, nowMs, look), ...lines, ...more];
}

function titleOf({ step }: CurrentStep, sinceMs: number | null, nowMs: number, { width, glyphs }: Look): Span[] {
  const name = span(printable(`${step.scenario?.of ?? step.workload}/${step.mount}`), ['bold', 'cyan']);
  const since = sinceMs === null ? 'making all parts ready' : `together for ${formatSeconds((nowMs - sinceMs) / 1000)}`;
  return cutSpans([name, span(`  ${since}`, 'yellow')], width, glyphs.ellipsis);
}

/** `storm 3`: the third run of the part. */
function nameOf({ step }: CurrentStep): string {
  const { part, occurrence = 1 } = step.scenario ?? {};
  return printable(`${part ?? step.workload}${occurrence > 1 ? ` ${occurrence}` : ''}`);
}

function lineOf(current: CurrentStep, label: number, nowMs: number, { width, glyphs }: Look): Span[] {
  const fields: Field[] = [
    { text: sparkline(current.rates, sparkWidth, glyphs), style: 'cyan', rank: 4 },
    { text: stateText(current, nowMs), style: current.phase === 'measure' ? 'bold' : 'dim', rank: 0 },
    ...figureFields(current),
  ];
  return [span(` ${padEnd(nameOf(current), label + 1)}`), ...fitFields(fields, width - label - 2, glyphs.ellipsis)];
}

/** How far it is while it measures, else its phase. */
function stateText(current: CurrentStep, nowMs: number): string {
  const { phase, snapshot, step } = current;
  if (phase !== 'measure') return phase;
  const position = positionTexts(step, snapshot).join(' ');
  if (position !== '') return position;
  const fraction = phaseFraction(current, nowMs);
  return fraction > 0 ? formatPercent(fraction) : formatSeconds((snapshot?.elapsedNs ?? 0) / 1e9);
}

function figureFields({ interval }: CurrentStep): Field[] {
  const [figure] = interval === null ? [] : headline(intervalFigures(interval));
  if (figure === undefined) return [];
  return [
    { text: figure.kind, style: 'dim', rank: 3 },
    { text: byteRate(figure), rank: 1 },
    { text: operationRate(figure), rank: 1 },
    { text: `p99 ${formatLatency(figure.p99)}`, rank: 2 },
  ];
}
