// Whether a run is as the runs of the same before it: each figure against an interval in which the next value lies.
import { type Better, figureDefinition } from '../figure/catalogue.js';
import { medianOf } from '../statistics/median.js';
import type { HistoryEntry } from './entry-schema.js';
import { type Series, type SeriesKey, seriesOf } from './series.js';

/** Of fewer earlier runs nothing is said. */
export const fewestRuns = 5;
/** Older ones tell of another time. */
export const mostRuns = 20;
/** Smaller changes are no news, even where earlier runs agree to the last digit. */
const leastChange = 0.02;

/**
 * Of normal values, the half width of the interval in which the next one lies with 99 %, in deviations from the median of n
 * earlier ones, n from 5 on. Deviation: 1.4826 times their median absolute deviation. From a simulation of a million sets for
 * each n; test/history/drift.test.ts checks them.
 */
const halfWidths = [
  14.49, 8.04, 7.78, 5.91, 5.78, 4.97, 4.87, 4.41, 4.38, 4.06, 4.04, 3.84, 3.83, 3.66, 3.63, 3.53,
] as const;
const normalDeviation = 1.4826;

/** Where the next value is expected. */
export interface Expected {
  median: number;
  low: number;
  high: number;
}

/** A figure of a run against those of the runs before it. */
export interface DriftFigure {
  key: SeriesKey;
  figure: string;
  value: number;
  expected: Expected;
  /** Earlier runs. */
  runs: number;
  verdict: 'as-before' | 'better' | 'worse' | 'other';
}

export interface Drift {
  figures: DriftFigure[];
  /** The most earlier runs that any figure has which has too few; 0: none has any, or all have enough. */
  tooFew: number;
}

/**
 * The figures of a run against up to 20 complete runs that ended before it, on the same machine, with the same resolved job,
 * on a mount of the same name, path and kind. `runs`: a history; all that stand before the run in it are earlier ones.
 */
export function driftOf(runs: readonly HistoryEntry[], folder: string): Drift {
  const at = runs.findIndex((run) => run.folder === folder);
  const own = runs[at];
  if (own === undefined) return { figures: [], tooFew: 0 };
  const past = new Map(seriesOf(runs.slice(0, at)).map((series) => [textOf(series), series]));
  const drift: Drift = { figures: [], tooFew: 0 };
  for (const series of seriesOf([own])) {
    const [point] = series.points;
    const values = (past.get(textOf(series))?.points ?? []).map(({ value }) => value).slice(-mostRuns);
    if (point === undefined || figureDefinition(series.figure)?.better === null) continue;
    const expected = expectedNext(values);
    if (expected === null) drift.tooFew = Math.max(drift.tooFew, values.length);
    else drift.figures.push(judged(series, point.value, expected, values.length));
  }
  return drift;
}

/** Null with fewer than five values. Of positive values, ratios are compared: a latency can double, but not be negative. */
export function expectedNext(values: readonly number[]): Expected | null {
  const width = halfWidths[Math.min(values.length, mostRuns) - fewestRuns];
  if (width === undefined) return null;
  const positive = values.every((value) => value > 0);
  const [to, from] = positive ? [Math.log, Math.exp] : [same, same];
  const scaled = values.map(to);
  const middle = medianOf(scaled);
  const deviation = normalDeviation * medianOf(scaled.map((value) => Math.abs(value - middle)));
  const least = positive ? Math.log1p(leastChange) : leastChange * Math.abs(middle);
  const half = Math.max(width * deviation, least);
  return { median: from(middle), low: from(middle - half), high: from(middle + half) };
}

function judged({ key, figure }: Series, value: number, expected: Expected, runs: number): DriftFigure {
  const better = figureDefinition(figure)?.better ?? null;
  return { key, figure, value, expected, runs, verdict: verdictOf(value, expected, better) };
}

function verdictOf(value: number, { low, high }: Expected, better: Better): DriftFigure['verdict'] {
  if (value >= low && value <= high) return 'as-before';
  if (better === null) return 'other';
  return value > high === (better === 'higher') ? 'better' : 'worse';
}

function same(value: number): number {
  return value;
}

function textOf({ key, figure }: Series): string {
  return JSON.stringify([key, figure]);
}
