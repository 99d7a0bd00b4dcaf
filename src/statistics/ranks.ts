// Ranks of values, and what ties among them do to the variance of a rank sum.

/** Rank of each value from 1; equal ones share the mean of the ranks that they take. */
export function midranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
    for (let place = start; place < end; place++) ranks[order[place] ?? 0] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** How many values each rank has, of those that several share. */
export function tieSizes(ranks: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const rank of ranks) counts.set(rank, (counts.get(rank) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

/** Sum of t³ - t over the groups of t equal values; 0 without ties. */
export const tieSum = (ranks: readonly number[]): number =>
  tieSizes(ranks).reduce((sum, size) => sum + size ** 3 - size, 0);
