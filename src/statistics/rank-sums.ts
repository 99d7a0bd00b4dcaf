// In how many ways so many of the ranks can be chosen, by their sum: the null distribution of the rank-sum test.

/** Without ties the distribution depends on the two counts alone, and a comparison asks for the same ones again and again. */
const withoutTies = new Map<string, Float64Array>();

/**
 * For each sum (the index), in how many of the ways to choose `count` of the ranks they add up to it. Ranks are whole numbers
 * from 1. One rank after the other is added to the choices without it; numbers above 2^53 are rounded, which leaves shares
 * right to 14 digits.
 */
export function rankSumCounts(ranks: readonly number[], count: number, tied: boolean): Float64Array {
  const key = `${count} of ${ranks.length}`;
  const known = tied ? undefined : withoutTies.get(key);
  if (known !== undefined) return known;
  const counts = countsOf(ranks, count);
  if (!tied) withoutTies.set(key, counts);
  return counts;
}

function countsOf(ranks: readonly number[], count: number): Float64Array {
  const largest = [...ranks].sort((a, b) => b - a).slice(0, count);
  const width = largest.reduce((sum, rank) => sum + rank, 0) + 1;
  // Row k: the ways to choose k ranks.
  const ways = new Float64Array((count + 1) * width);
  ways[0] = 1;
  ranks.forEach((rank, index) => {
    for (let chosen = Math.min(count, index + 1); chosen >= 1; chosen--) {
      const [row, before] = [chosen * width, (chosen - 1) * width];
      for (let sum = width - 1; sum >= rank; sum--) {
        ways[row + sum] = (ways[row + sum] ?? 0) + (ways[before + sum - rank] ?? 0);
      }
    }
  });
  return ways.slice(count * width);
}
