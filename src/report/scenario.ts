// The scenarios of a run: what each part does alone and together with the others, and how the timeline went.
import { toleratedLateSeconds } from '../analyze/scenario-doubts.js';
import type { PartFigure, RunRecord, ScenarioPartRecord, ScenarioRecord } from '../result/schema.js';
import { printable, wrap } from './display-text.js';
import { figureLabel, figureText } from './figure-text.js';
import type { Look } from './look.js';
import { formatSeconds } from './numbers.js';
import { type RowColumn, rowTableLines } from './row-table.js';
import { paint, span, type Style } from './spans.js';

/** Ratios so near to 1 are within what two runs of the same differ by. */
const noteworthy = 0.1;

interface Row {
  label: string;
  figure: PartFigure;
}

/** No line of a run without scenarios. */
export function scenarioLines({ scenarios = [] }: Pick<RunRecord, 'scenarios'>, look: Look): string[] {
  return scenarios.flatMap((scenario) => [...oneScenario(scenario, look), '']);
}

function oneScenario(scenario: ScenarioRecord, look: Look): string[] {
  const { name, mount, repeat, parts } = scenario;
  const repeated = repeat > 1 ? `, repeat ${repeat}` : '';
  const title = `Scenario ${name} on mount ${mount}${repeated}: ${parts.length} parts together for ${lengthText(parts)}`;
  const rows = parts.flatMap((part) =>
    part.figures.map((figure, index) => ({ label: index === 0 ? part.part : '', figure })),
  );
  const table = { head: 'part', labelOf: ({ label }: Row) => printable(label), columns: columnsIn(look) };
  return [
    ...wrap(printable(title), look.width).map((text) => paint([span(text, 'bold')], look.colour)),
    ...failureLines(scenario, look),
    ...(rows.length === 0 ? [' No part has figures.'] : rowTableLines(rows, table, look)),
    ...parts.flatMap((part) => wrap(printable(timesText(part)), look.width - 3)).map((line) => `  ${line}`),
  ];
}

function failureLines({ status, failedPart }: ScenarioRecord, { width }: Look): string[] {
  if (status === 'complete') return [];
  const why =
    failedPart === null ? 'It was stopped before its end' : `part ${failedPart} has failed, so that all were stopped`;
  return wrap(printable(`${why}; parts that did not come to their end have no figures.`), width - 1).map(
    (line) => ` ${line}`,
  );
}

function columnsIn({ glyphs }: Look): readonly RowColumn<Row>[] {
  const value = (of: (figure: PartFigure) => number | null) => (row: Row) =>
    figureText(row.figure.figure, of(row.figure));
  return [
    { head: 'figure', rank: 0, left: true, text: ({ figure }) => figureLabel(figure.figure) },
    { head: 'alone', rank: 0, text: value(({ alone }) => alone) },
    { head: 'together', rank: 0, text: value(({ together }) => together) },
    {
      head: 'ratio',
      rank: 0,
      text: ({ figure }) => ratioText(figure, glyphs.times),
      style: ({ figure }) => styleOf(figure),
    },
  ];
}

function ratioText({ ratio }: PartFigure, times: string): string {
  return ratio === null ? '' : `${ratio < 9.995 ? ratio.toFixed(2) : ratio.toFixed(1)}${times}`;
}

function styleOf({ ratio, better }: PartFigure): Style | undefined {
  if (ratio === null) return undefined;
  const worse = better === 'lower' ? ratio > 1 + noteworthy : ratio < 1 - noteworthy;
  return worse ? 'yellow' : undefined;
}

function lengthText(parts: readonly ScenarioPartRecord[]): string {
  const ends = parts.flatMap(({ runs }) => runs.map(({ endSeconds }) => endSeconds));
  return formatSeconds(Math.max(0, ...ends));
}

/** `storm: 5 runs from 10.0s to 58.2s, every 10.0s; 2 late, by 1.2s at most`. */
function timesText({ part, runs, everySeconds }: ScenarioPartRecord): string {
  const [first] = runs;
  if (first === undefined) return `${part}: never started`;
  const end = Math.max(...runs.map(({ endSeconds }) => endSeconds));
  const times = `from ${formatSeconds(first.startSeconds)} to ${formatSeconds(end)}`;
  const often = everySeconds === null ? '' : `${runs.length} ${runs.length === 1 ? 'run' : 'runs'} `;
  const every = everySeconds === null ? '' : `, every ${formatSeconds(everySeconds)}`;
  return `${part}: ${often}${times}${every}${lateText(runs.map(({ lateSeconds }) => lateSeconds))}`;
}

function lateText(late: readonly number[]): string {
  const those = late.filter((seconds) => seconds >= toleratedLateSeconds);
  if (those.length === 0) return '';
  return `; ${those.length} late, by ${formatSeconds(Math.max(...those))} at most`;
}
