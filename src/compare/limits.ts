// Limits on how much worse a side may be than the baseline, for pipelines: `read.p99 +10%`.
import { figureDefinition } from '../figure/catalogue.js';
import { caseName } from './cases.js';
import type { Comparison, ComparisonRow } from './comparison.js';

export interface Limit {
  /** As it was written. */
  text: string;
  /** Null: of every workload that has the figure. */
  workload: string | null;
  /** Name of the catalogue. */
  figure: string;
  /** Change of the median that is allowed, as a fraction: 0.1 is 10 % more, -0.05 is 5 % less. */
  change: number;
}

export interface LimitResult {
  limit: string;
  /** Empty where no step has the figure. */
  workload: string;
  variant: string;
  mount: string;
  figure: string;
  side: string;
  breached: boolean;
  /** Change of the median against the baseline, as a fraction; null where a side has no value, or more than any number. */
  change: number | null;
  /**
   * interval: from 4 repeats on, a breach needs an interval that excludes no change. medians: of fewer repeats the medians
   * decide, and chance may. none: there is no value, which is a breach.
   */
  basis: 'interval' | 'medians' | 'none';
}

/** Of fewer repeats no interval is worth its name. */
const leastRepeats = 4;
/** 0.1 + 1 is not exactly 1.1. */
const rounding = 1e-9;

/** Each limit on each row that it is about. `comparison` needs rows of all figures of the limits. */
export function judgeLimits(comparison: Comparison, limits: readonly Limit[]): LimitResult[] {
  return limits.flatMap((limit) => {
    const ofWorkload = ({ workload }: { workload: string }) => limit.workload === null || workload === limit.workload;
    const own = comparison.rows.filter((row) => row.figure === limit.figure && ofWorkload(row));
    const baselines = new Map(own.filter(({ isBaseline }) => isBaseline).map((row) => [caseName(row), row]));
    const judged = own
      .filter(({ isBaseline }) => !isBaseline)
      .map((row) => judge(limit, row, baselines.get(caseName(row))));
    const unknown = comparison.unmeasured.filter(ofWorkload).map((place) => breach(limit, place));
    const all = [...judged, ...unknown];
    const nowhere = { workload: limit.workload ?? '', variant: '', mount: '', side: '' };
    return all.length === 0 ? [breach(limit, nowhere)] : all;
  });
}

type Place = Pick<LimitResult, 'workload' | 'variant' | 'mount' | 'side'>;

function breach({ text, figure }: Limit, { workload, variant, mount, side }: Place): LimitResult {
  return { limit: text, workload, variant, mount, figure, side, breached: true, change: null, basis: 'none' };
}

function judge(limit: Limit, row: ComparisonRow, baseline: ComparisonRow | undefined): LimitResult {
  const [ours, theirs] = [row.level?.value, baseline?.level?.value];
  if (ours === undefined || theirs === undefined) return breach(limit, row);
  const change = theirs === 0 ? (ours === 0 ? 0 : Infinity) : ours / theirs - 1;
  const exceeds = limit.change > 0 ? change > limit.change + rounding : change < limit.change - rounding;
  const enough = Math.min(row.values.length, baseline?.values.length ?? 0) >= leastRepeats;
  const { low = null, high = null } = row.ratio ?? {};
  const supported = limit.change > 0 ? low === null || low > 1 : high === null || high < 1;
  const basis = enough && low !== null && high !== null ? 'interval' : 'medians';
  const breached = exceeds && (basis === 'medians' || supported);
  return { ...breach(limit, row), breached, change: Number.isFinite(change) ? change : null, basis };
}

/** What is wrong with a limit, or null: one on getting better would be kept by every loss. */
export function limitError({ text, figure, change }: Limit): string | null {
  const better = figureDefinition(figure)?.better ?? null;
  if (change === 0) return `"${text}" allows no change at all`;
  if (better === null || (better === 'lower') === change > 0) return null;
  const sign = better === 'lower' ? '+' : '-';
  const percent = Number((Math.abs(change) * 100).toPrecision(6));
  return `"${text}" limits how much better ${figure} may get, which is better when it is ${better}: write ${sign}${percent}%`;
}
