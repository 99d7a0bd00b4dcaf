// From the sizes of a tree's files to the sizes of a workload: one for all, or at most twenty with whole percents.
import type { SizeHistogram } from './size-histogram.js';

/** A size in bytes with its share of the files in whole percents. */
export interface SizeShare {
  size: number;
  percent: number;
}

const mostSizes = 20;
const percents = 100;
/** More sizes are taken only where they bring the sizes nearer than this, as a factor. */
const nearEnough = 1.02;
/** The least size that a workload that reads can have. */
const leastSize = 1;

/** The one size of all files, or shares that add up to 100, from the smallest to the largest. */
export function sizeLaw(sizes: SizeHistogram): number | SizeShare[] {
  if (sizes.min === sizes.max) return Math.max(leastSize, sizes.max);
  const means = percentMeans(sizes);
  const groups = cheapestGroups(means);
  const shares = groups.map(([from, to]) => {
    const part = means.slice(from, to);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    return { size: Math.max(leastSize, Math.round(mean)), percent: part.length };
  });
  const law = merged(corrected(shares, sizes.bytes / sizes.files));
  const [only] = law;
  return only !== undefined && law.length === 1 ? only.size : law;
}

/** Bytes that a file of such shares has on average. */
export function meanOf(law: number | readonly SizeShare[]): number {
  if (typeof law === 'number') return law;
  return law.reduce((sum, { size, percent }) => sum + (size * percent) / percents, 0);
}

/** The mean size of each percent of the files, from the smallest on. */
function percentMeans(sizes: SizeHistogram): number[] {
  const groups = sizes.groups();
  const perPercent = sizes.files / percents;
  let group = 0;
  let left = groups[0]?.files ?? 0;
  return Array.from({ length: percents }, () => {
    let wanted = perPercent;
    let bytes = 0;
    while (group < groups.length) {
      const taken = Math.min(wanted, left);
      bytes += taken * (groups[group]?.mean ?? 0);
      wanted -= taken;
      left -= taken;
      if (wanted <= 0) break;
      group++;
      left = groups[group]?.files ?? 0;
    }
    return bytes / (perPercent - Math.max(0, wanted));
  });
}

type Range = [from: number, to: number];

/** The fewest ranges of neighbours that are near enough to their means, by logarithms; at most twenty. */
function cheapestGroups(means: readonly number[]): Range[] {
  const cost = costOf(means);
  let best = Array.from({ length: percents }, (_, to) => ({ cost: cost(0, to + 1), cuts: [0] }));
  const limit = percents * Math.log(nearEnough) ** 2;
  for (let count = 2; count <= mostSizes && (best[percents - 1]?.cost ?? 0) > limit; count++) {
    const fewer = best;
    best = fewer.map((whole, to) => {
      let chosen = whole;
      for (let cut = count - 1; cut <= to; cut++) {
        const before = fewer[cut - 1];
        const total = (before?.cost ?? 0) + cost(cut, to + 1);
        if (before !== undefined && total < chosen.cost) chosen = { cost: total, cuts: [...before.cuts, cut] };
      }
      return chosen;
    });
  }
  const cuts = best[percents - 1]?.cuts ?? [0];
  return cuts.map((from, index) => [from, cuts[index + 1] ?? percents]);
}

/** Sum of squared distances of the logarithms from their mean, over a range. */
function costOf(means: readonly number[]): (from: number, to: number) => number {
  const sums = [0];
  const squares = [0];
  for (const mean of means) {
    const log = Math.log(Math.max(leastSize, mean));
    sums.push((sums.at(-1) ?? 0) + log);
    squares.push((squares.at(-1) ?? 0) + log * log);
  }
  return (from, to) => {
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
    const square = (squares[to] ?? 0) - (squares[from] ?? 0);
    return Math.max(0, square - (sum * sum) / (to - from));
  };
}

/** Takes up in the largest size what whole bytes, and the least size, have changed of the sum. */
function corrected(shares: readonly SizeShare[], mean: number): SizeShare[] {
  const last = shares.at(-1);
  if (last === undefined) return [];
  const missing = ((mean - meanOf(shares)) * percents) / last.percent;
  return [...shares.slice(0, -1), { ...last, size: Math.max(leastSize, Math.round(last.size + missing)) }];
}

/** Shares of one size become one. */
function merged(shares: readonly SizeShare[]): SizeShare[] {
  const percentOf = new Map<number, number>();
  for (const { size, percent } of shares) percentOf.set(size, (percentOf.get(size) ?? 0) + percent);
  return [...percentOf].map(([size, percent]) => ({ size, percent })).sort((a, b) => a.size - b.size);
}
