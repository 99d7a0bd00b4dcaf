// Order and statistics of paired measurements: A B, B A, A B, … so that drift of the machine falls on both sides alike.

/**
 * @typedef {() => Promise<number>} Measurement
 * @typedef {{ ours: number, theirs: number | null }} Pair
 */

/**
 * Measures both sides `count` times, each pair in turn begun by the other side.
 * @param {number} count
 * @param {Measurement} ours
 * @param {Measurement | null} theirs
 * @param {(done: number) => void} onPair
 */
export async function measurePairs(count, ours, theirs, onPair) {
  /** @type {Pair[]} */
  const pairs = [];
  for (let index = 0; index < count; ++index) {
    const theirsFirst = index % 2 === 1 && theirs !== null;
    const before = theirsFirst ? await theirs() : null;
    const own = await ours();
    pairs.push({ ours: own, theirs: theirsFirst ? before : ((await theirs?.()) ?? null) });
    onPair(pairs.length);
  }
  return pairs;
}

/**
 * Middle value, or the mean of the two in the middle; there must be one value at least.
 * @param {number[]} values
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/**
 * Median with the extremes.
 * @param {number[]} values
 */
export const spread = (values) => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/**
 * Ratio ours / theirs of each pair; null where one side was measured alone.
 * @param {Pair[]} pairs
 */
export function ratios(pairs) {
  const both = pairs.flatMap(({ ours, theirs }) => (theirs === null ? [] : [ours / theirs]));
  return both.length === 0 ? null : spread(both);
}
