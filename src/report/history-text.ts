// A history for people: its runs, how each figure went, and on demand a plot of it.
import { figureDefinition } from '../figure/catalogue.js';
import type { History, PastRun } from '../history/history.js';
import type { Series } from '../history/series.js';
import { medianOf } from '../statistics/median.js';
import { sparkline } from './bars.js';
import { printable, truncate, wrap } from './display-text.js';
import { figureLabel, figureText } from './figure-text.js';
import { plotLines } from './history-plot.js';
import type { Look } from './look.js';
import { rowTableLines } from './row-table.js';
import { paintText, type Style } from './spans.js';

export interface HistoryView extends History {
  /** Folder of results. */
  results: string;
  /** The runs that were asked for. */
  shown: readonly PastRun[];
  series: readonly Series[];
  /** Plots of the series besides the table of them. */
  plots: boolean;
}

/** More of them would scroll away. */
const mostPlots = 8;
const sparkWidth = 16;

const statusStyles: Partial<Record<PastRun['status'], Style>> = {
  partial: 'yellow',
  failed: 'red',
  interrupted: 'yellow',
};

/** The whole text, without a line end after the last line. */
export function historyText(view: HistoryView, look: Look): string {
  const { shown, series, plots } = view;
  const parts = [
    titleLines(view, look),
    shown.length === 0 ? [nothingText(view)] : runLines(shown, look),
    series.length === 0 ? [] : seriesLines(series, look),
    ...(plots
      ? plotted(series)
          .slice(0, mostPlots)
          .map((one) => plotOf(one, look))
      : []),
    hintLines(view, look),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function nothingText({ runs }: HistoryView): string {
  return runs.length === 0 ? 'No run is here yet.' : 'None of them is of this time and these names.';
}

/** A single point is no course. */
function plotted(series: readonly Series[]): Series[] {
  return series.filter(({ points }) => points.length > 1);
}

function titleLines({ results, runs, bad, unreadable }: HistoryView, { width }: Look): string[] {
  const gone = runs.filter(({ present }) => !present).length;
  const missing = runs.filter(({ indexed }) => !indexed).length;
  const facts = [
    runs.length === 1 ? '1 run' : `${runs.length} runs`,
    gone > 0 ? `${gone} of them gone but for a line of the index` : '',
    missing > 0 ? `${missing} without a line in the index` : '',
    bad.length > 0 ? `${bad.length} lines of the index say nothing` : '',
    unreadable.length > 0 ? `${unreadable.length} cannot be read` : '',
  ].filter((fact) => fact !== '');
  return wrap(`${printable(results)}: ${facts.join(', ')}`, width);
}

function runLines(runs: readonly PastRun[], look: Look): string[] {
  const text = (value: (run: PastRun) => string) => (run: PastRun) => printable(value(run));
  return rowTableLines(
    runs,
    {
      head: 'run',
      labelOf: ({ folder }) => truncate(printable(folder), 40, look.glyphs.ellipsis),
      columns: [
        { head: 'status', rank: 1, left: true, text: stateOf, style: ({ status }) => statusStyles[status] },
        { head: 'host', rank: 3, left: true, text: text(({ host }) => truncate(host, 20, look.glyphs.ellipsis)) },
        { head: 'mounts', rank: 2, left: true, text: text(mountsOf) },
        { head: 'workloads', rank: 0, left: true, text: text((run) => workloadsOf(run, look)) },
      ],
    },
    look,
  );
}

function stateOf({ status, present, startedAt, endedAt }: PastRun): string {
  if (!present) return `${status}, gone`;
  if (endedAt === null) return 'no end';
  return Date.parse(endedAt) < Date.parse(startedAt) ? `${status}, clock set back` : status;
}

function mountsOf({ mounts }: PastRun): string {
  return mounts.map(({ name, kind }) => `${name} (${kind})`).join(', ');
}

/** Three names tell what a run was about. */
function workloadsOf({ workloads }: PastRun, { glyphs, width }: Look): string {
  const names = [...new Set(workloads.map(({ name }) => name))];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return truncate(`${names.slice(0, 3).join(', ')}${more}`, Math.max(20, Math.floor(width / 3)), glyphs.ellipsis);
}

function seriesLines(series: readonly Series[], look: Look): string[] {
  const valuesOf = ({ points }: Series) => points.map(({ value }) => value);
  const hosts = new Set(series.map(({ key }) => key.host)).size;
  return rowTableLines(
    series,
    {
      head: 'workload',
      labelOf: ({ key }) => truncate(printable(nameOf(key)), 36, look.glyphs.ellipsis),
      columns: [
        { head: 'mount', rank: 1, left: true, text: ({ key }) => printable(key.mount.name) },
        { head: 'host', rank: 6, left: true, text: ({ key }) => (hosts > 1 ? printable(key.host) : '') },
        { head: 'job', rank: 7, left: true, text: ({ key }) => key.fingerprint.slice(0, 6) },
        { head: 'figure', rank: 0, left: true, text: ({ figure }) => figureLabel(figure) },
        { head: 'runs', rank: 4, text: ({ points }) => String(points.length) },
        { head: 'median', rank: 2, text: (one) => figureText(one.figure, medianOf(valuesOf(one))) },
        { head: 'last', rank: 0, text: (one) => figureText(one.figure, valuesOf(one).at(-1) ?? null) },
        { head: 'change', rank: 3, text: changeOf, style: changeStyle },
        { head: '', rank: 5, left: true, text: (one) => sparkline(valuesOf(one), sparkWidth, look.glyphs) },
      ],
    },
    look,
  );
}

function nameOf({ workload, variant }: Series['key']): string {
  return variant === '' ? workload : `${workload} ${variant}`;
}

/** Of the last value against the median of those before it; empty without. */
function changeOf(series: Series): string {
  const change = relativeChange(series);
  if (change === null) return '';
  const percent = Math.round(change * 1000) / 10;
  return `${percent > 0 ? '+' : ''}${percent.toFixed(1)}%`;
}

function relativeChange({ points }: Series): number | null {
  const before = points.slice(0, -1).map(({ value }) => value);
  const last = points.at(-1);
  if (last === undefined || before.length === 0) return null;
  const middle = medianOf(before);
  return middle === 0 ? null : last.value / middle - 1;
}

/** Colour says better or worse only where the change is more than a tenth; what is chance, drift tells after a run. */
function changeStyle(series: Series): Style | undefined {
  const change = relativeChange(series);
  const better = figureDefinition(series.figure)?.better ?? null;
  if (change === null || better === null || Math.abs(change) < 0.1) return undefined;
  return change > 0 === (better === 'higher') ? 'green' : 'red';
}

function plotOf({ key, figure, points }: Series, look: Look): string[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const where = `${key.mount.name} (${key.mount.kind}, ${key.host})`;
  const title = `${figureLabel(figure)} of ${nameOf(key)} on ${where}, ${points.length} runs`;
  const plot = {
    values: points.map(({ value }) => value),
    textOf: (value: number) => figureText(figure, value),
    ends: [dayOf(first.run), dayOf(last.run)] as const,
  };
  const cut = truncate(printable(title), look.width, look.glyphs.ellipsis);
  return [paintText(cut, 'bold', look.colour), ...plotLines(plot, look)];
}

/** To the minute, UTC. */
function dayOf({ startedAt }: Pick<PastRun, 'startedAt'>): string {
  return startedAt.slice(0, 16).replace('T', ' ');
}

function hintLines({ runs, series, plots, bad, unreadable }: HistoryView, { width }: Look): string[] {
  const hints = [
    ...unreadable.slice(0, 3).map(({ reason }) => printable(reason)),
    unreadable.length > 3 ? `and ${unreadable.length - 3} more that cannot be read` : '',
    ...bad.slice(0, 3).map(({ line, reason }) => `index.jsonl line ${line}: ${printable(reason)}`),
    bad.length > 3 ? `and ${bad.length - 3} more lines that say nothing` : '',
    bad.length > 0 || runs.some(({ indexed }) => !indexed) ? 'Write the index anew: ioproof history --rebuild' : '',
    !plots && series.length > 0 ? 'Plots: ioproof history --workload NAME, or with --mount or --figure' : '',
    plots && series.length > 0 && plotted(series).length === 0 ? 'Nothing to plot: no series has a second run yet' : '',
    plots && plotted(series).length > mostPlots
      ? `${plotted(series).length - mostPlots} more series are not plotted: narrow them down`
      : '',
  ].filter((hint) => hint !== '');
  return hints.flatMap((hint) => wrap(hint, width));
}
