// Whether one side tends to larger values than the other: the rank test of Mann and Whitney.
import { normalTail } from './normal.js';
import { midranks, tieSum } from './ranks.js';
import { rankSumCounts } from './rank-sums.js';

export interface MannWhitney {
  /** Pairs of which the value of a is the larger one; equal ones count half. */
  u: number;
  /** Two-sided: as often would chance alone part the sides so far, if they were alike. */
  p: number;
  method: 'exact' | 'normal';
}

/** As R does: exact while both sides are smaller than this and no two values are equal. */
const mostWithoutTies = 49;
/** With ties every set of values has a distribution of its own, which is counted while it is quick. */
const mostWithTies = 12;

/**
 * U of a against b with its two-sided p: twice the smaller tail, at most 1. Exact from the permutation distribution of the
 * rank sum (with ties: of the midranks) for few values, else the normal approximation with corrections for ties and
 * continuity (Mann and Whitney 1947; Hollander and Wolfe, Nonparametric Statistical Methods, 4.1). Null where a side is empty.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney | null {
  if (a.length === 0 || b.length === 0) return null;
  const ranks = midranks([...a, ...b]);
  const rankSum = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0);
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const ties = tieSum(ranks);
  const most = ties === 0 ? mostWithoutTies : mostWithTies;
  const exact = Math.max(a.length, b.length) <= most;
  return exact
    ? { u, p: exactP(ranks, a.length, rankSum, ties > 0), method: 'exact' }
    : { u, p: normalP(u, a.length, b.length, ties), method: 'normal' };
}

/** Least two-sided p that so many values can have: that of sides which do not overlap. */
export function leastP(countA: number, countB: number): number {
  let ways = 1;
  for (let index = 1; index <= countA; index++) ways *= (countB + index) / index;
  return Math.min(1, 2 / ways);
}

function exactP(ranks: readonly number[], count: number, rankSum: number, tied: boolean): number {
  // Midranks are halves; twice as large, they are whole.
  const scale = tied ? 2 : 1;
  const counts = rankSumCounts(
    ranks.map((rank) => scale * rank),
    count,
    tied,
  );
  const observed = Math.round(scale * rankSum);
  let [total, atMost, atLeast] = [0, 0, 0];
  counts.forEach((ways, sum) => {
    total += ways;
    if (sum <= observed) atMost += ways;
    if (sum >= observed) atLeast += ways;
  });
  return Math.min(1, (2 * Math.min(atMost, atLeast)) / total);
}

function normalP(u: number, countA: number, countB: number, ties: number): number {
  const all = countA + countB;
  const variance = ((countA * countB) / 12) * (all + 1 - ties / (all * (all - 1)));
  // All values are equal.
  if (variance <= 0) return 1;
  const distance = Math.max(0, Math.abs(u - (countA * countB) / 2) - 0.5);
  return Math.min(1, 2 * normalTail(distance / Math.sqrt(variance)));
}
