// The panel of the live view about the step that runs: phase, bar, the last interval, a sparkline.
import { barLine, sparkline } from './bars.js';
import { displayWidth, padEnd, padStart, printable } from './display-text.js';
import { byteRate, headline, intervalFigures, rateUnit, type Figure } from './figures.js';
import type { CurrentStep } from './live-state.js';
import type { Look } from './look.js';
import { formatCount, formatLatency, formatSeconds, formatSize } from './numbers.js';
import { phaseFraction } from './remaining.js';
import { positionTexts } from './step-position.js';
import { resumptionText } from './step-text.js';
import { cutSpans, fitFields, span, spansWidth, spread, type Field, type Span } from './spans.js';

// Two borders, the bar, one kind of operation, the sparkline.
const leastBoxRows = 5;

/** The panel in at most `rows` lines: a box where it fits, else its most telling lines. */
export function panelLines(current: CurrentStep, nowMs: number, rows: number, look: Look): Span[][] {
  if (rows < leastBoxRows) return plainPanel(current, nowMs, look).slice(0, Math.max(0, rows));
  const inner = { ...look, width: look.width - 4 };
  const body = [
    barLine(phaseFraction(current, nowMs), phaseAmount(current, nowMs), inner),
    ...intervalLines(current, inner).slice(0, rows - leastBoxRows + 1),
    sparkLine(current, inner),
  ];
  const [topLeft, topRight, bottomLeft, bottomRight] = look.glyphs.corners;
  return [
    titleBorder(current, topLeft, topRight, look),
    ...body.map((line) => boxed(line, look)),
    [span(`${bottomLeft}${look.glyphs.rule.repeat(look.width - 2)}${bottomRight}`, 'dim')],
  ];
}

function plainPanel(current: CurrentStep, nowMs: number, look: Look): Span[][] {
  const { name, phase } = titleOf(current);
  return [
    fitFields(
      [
        { ...name, rank: 0 },
        { ...phase, rank: 1 },
      ],
      look.width,
      look.glyphs.ellipsis,
    ),
    intervalLines(current, look)[0] ?? [],
    barLine(phaseFraction(current, nowMs), phaseAmount(current, nowMs), look),
    sparkLine(current, look),
  ];
}

function titleOf(current: CurrentStep): { name: Span; phase: Span } {
  return { name: span(printable(current.step.id), ['bold', 'cyan']), phase: span(current.phase, 'yellow') };
}

function titleBorder(current: CurrentStep, left: string, right: string, { width, glyphs }: Look): Span[] {
  const { name, phase } = titleOf(current);
  const border = (text: string) => span(text, 'dim');
  const start = [border(`${left}${glyphs.rule} `), name, border(' ')];
  const end = [border(' '), phase, border(` ${glyphs.rule}${right}`)];
  return spread(start, end, width, border(glyphs.rule), glyphs.ellipsis);
}

function boxed(line: readonly Span[], { width, glyphs }: Look): Span[] {
  const side = span(glyphs.side, 'dim');
  return [side, span(' '), ...line, span(' '.repeat(Math.max(0, width - 3 - spansWidth(line)))), side];
}

function phaseAmount({ phase, phaseSinceMs, layout, step, snapshot }: CurrentStep, nowMs: number): string {
  if (phase === 'layout') return `${formatSize(layout.bytesDone)} of ${formatSize(layout.bytesTotal)}`;
  const ofSeconds = (done: number, whole: number) =>
    whole > 0 ? `${formatSeconds(done)} of ${formatSeconds(whole)}` : formatSeconds(done);
  if (phase === 'verify') return formatSeconds((nowMs - phaseSinceMs) / 1000);
  if (phase === 'ready' && step.startDelayNs > 0) {
    return ofSeconds((nowMs - phaseSinceMs) / 1000, step.startDelayNs / 1e9);
  }
  if (phase === 'ramp') return ofSeconds((nowMs - phaseSinceMs) / 1000, step.spec.rampNs / 1e9);
  return ofSeconds((snapshot?.elapsedNs ?? 0) / 1e9, step.spec.runtimeNs / 1e9);
}

function resumedText({ resumed }: CurrentStep): string {
  return resumed === null ? '' : `, ${resumptionText(resumed)}`;
}

/** A line a kind of operation, the headline first; one line that says why when there is none. */
function intervalLines(current: CurrentStep, { width, glyphs }: Look): Span[][] {
  const position = positionFields(current).map((fields) => fitFields(fields, width, glyphs.ellipsis));
  const quiet = quietText(current);
  if (quiet !== null) return [...position, cutSpans([quiet], width, glyphs.ellipsis)];
  const figures = current.interval === null ? [] : intervalFigures(current.interval);
  const first = headline(figures);
  const rest = figures.filter((figure) => first.every(({ kind }) => kind !== figure.kind));
  const lines = figureTable([...first, ...rest]).map((fields) => fitFields(fields, width, glyphs.ellipsis));
  return [...position, ...lines];
}

/** What tells most of a training, of checkpoints or of a cache: epoch, step and utilization so far, the save or load, requests. */
function positionFields({ step, snapshot }: CurrentStep): Field[][] {
  const position = positionTexts(step, snapshot);
  return position.length === 0 ? [] : [position.map((text) => ({ text, style: 'bold' as const, rank: 0 }))];
}

function quietText(current: CurrentStep): Span | null {
  const { phase, interval, probe, step } = current;
  if (phase === 'layout') return span(`writing the data set${resumedText(current)}`, 'dim');
  if (phase === 'pause') return span('dropping the caches before the next epoch', 'dim');
  if (phase === 'verify') return span('reading back and checking what was written', 'dim');
  if (phase === 'ready' && step.startDelayNs > 0) return span('waiting for the start', 'dim');
  if (interval === null) return span(probe === '' ? 'waiting for the first interval' : probe, 'dim');
  const idle = Object.keys(interval.operations).length === 0;
  return idle ? span('no operation completed in the last interval', ['bold', 'yellow']) : null;
}

function figureTable(figures: readonly Figure[]): Field[][] {
  const widest = (text: (figure: Figure) => string) => Math.max(...figures.map((figure) => displayWidth(text(figure))));
  // Room for `1023 MiB/s` and `98.3k IOPS` from the start, so that columns stay where they are.
  const byteWidth = widest(byteRate) === 0 ? 0 : Math.max(10, widest(byteRate));
  const rateWidth = Math.max(
    5,
    widest(({ perSecond }) => formatCount(perSecond)),
  );
  const kindWidth = Math.max(
    6,
    widest(({ kind }) => kind),
  );
  const unitWidth = widest(({ kind }) => rateUnit(kind));
  const latency = (name: string, ns: number) => `${name} ${padStart(formatLatency(ns), 6)}`;
  return figures.map((figure) => [
    { text: padEnd(figure.kind, kindWidth), style: 'bold', rank: 0 },
    { text: padStart(byteRate(figure), byteWidth), rank: 2 },
    {
      text: `${padStart(formatCount(figure.perSecond), rateWidth)} ${padEnd(rateUnit(figure.kind), unitWidth)}`,
      rank: 1,
    },
    { text: latency('p50', figure.p50), rank: 4 },
    { text: latency('p99', figure.p99), rank: 3 },
    { text: latency('max', figure.max), rank: 5 },
    { text: figure.errors > 0 ? `${figure.errors} errors` : '', style: ['bold', 'red'], rank: 0 },
  ]);
}

function sparkLine({ rates, interval }: CurrentStep, { width, glyphs }: Look): Span[] {
  const kind = interval === null ? undefined : headline(intervalFigures(interval))[0]?.kind;
  if (rates.length === 0) return [];
  // Wide enough for any label, so that the bars do not shift when the label grows.
  const room = Math.max(8, width - 20);
  const largest = `max ${formatCount(Math.max(...rates.slice(-room)))} ${rateUnit(kind ?? 'read')}`;
  const bars = span(sparkline(rates, room, glyphs), 'cyan');
  return spread([bars], [span(largest, 'dim')], width, span(' '), glyphs.ellipsis);
}
