// Whether values rise or fall from the first to the last: the test of Mann and Kendall, and the line of Theil and Sen.
import { normalTail } from './normal.js';
import { midranks, tieSizes } from './ranks.js';

export interface Trend {
  /** From the first to the last value by the fitted line, as a fraction: -0.12 is 12 % less. */
  change: number;
  /** Two-sided, of Mann and Kendall: how often the order of values without a trend looks like this one. */
  p: number;
}

/** Exact up to here, as the tables of Kendall are used. */
const mostExact = 40;

/**
 * The trend of values in the order of time. The line goes through their logarithms (its slope is the median of the slopes of
 * all pairs: Sen 1968), so that the change is a factor and the same whatever the unit. Null below 4 values, whose p is never
 * small, and where a value is not above 0.
 */
export function trend(values: readonly number[]): Trend | null {
  if (values.length < 4 || values.some((value) => !(value > 0 && Number.isFinite(value)))) return null;
  const change = Math.expm1(slopeOf(values.map(Math.log)) * (values.length - 1));
  return { change, p: kendallP(values) };
}

function slopeOf(logs: readonly number[]): number {
  const slopes = new Float64Array((logs.length * (logs.length - 1)) / 2);
  let filled = 0;
  for (const [first, value] of logs.entries()) {
    for (let second = first + 1; second < logs.length; second++) {
      slopes[filled++] = ((logs[second] ?? value) - value) / (second - first);
    }
  }
  slopes.sort();
  return ((slopes[filled >> 1] ?? 0) + (slopes[(filled - 1) >> 1] ?? 0)) / 2;
}

function kendallP(values: readonly number[]): number {
  const count = values.length;
  const score = Math.abs(scoreOf(values));
  const ties = tieSizes(midranks(values));
  if (ties.length === 0 && count <= mostExact) return exactP(count, score);
  const weight = (size: number) => size * (size - 1) * (2 * size + 5);
  const variance = (weight(count) - ties.reduce((sum, size) => sum + weight(size), 0)) / 18;
  if (variance <= 0 || score === 0) return 1;
  return Math.min(1, 2 * normalTail((score - 1) / Math.sqrt(variance)));
}

/** Pairs that rise less pairs that fall. */
function scoreOf(values: readonly number[]): number {
  let score = 0;
  for (const [first, value] of values.entries()) {
    for (let second = first + 1; second < values.length; second++)
      score += Math.sign((values[second] ?? value) - value);
  }
  return score;
}

/** Share of all orders of so many values whose score is as far from 0: counts of inversions (Kendall, Rank Correlation Methods, 5). */
function exactP(count: number, score: number): number {
  const shares = inversionShares(count);
  const pairs = shares.length - 1;
  const tail = shares.reduce((sum, share, inversions) => (pairs - 2 * inversions >= score ? sum + share : sum), 0);
  return score === 0 ? 1 : Math.min(1, 2 * tail);
}

/** By the number of values. */
const knownShares = new Map<number, number[]>();

/** Share of the orders of so many values that have so many pairs (the index) the wrong way round. */
function inversionShares(count: number): number[] {
  const known = knownShares.get(count);
  if (known !== undefined) return known;
  let shares = [1];
  for (let size = 2; size <= count; size++) {
    const next = new Array<number>((size * (size - 1)) / 2 + 1).fill(0);
    shares.forEach((share, inversions) => {
      for (let more = 0; more < size; more++) next[inversions + more] = (next[inversions + more] ?? 0) + share / size;
    });
    shares = next;
  }
  knownShares.set(count, shares);
  return shares;
}
