// What the intervals of a repeat tell of its noise: moving blocks, since neighbours are alike.
import type { Sample } from './sample.js';

/** Fewer intervals tell nothing of their noise. */
const leastIntervals = 8;

export interface BlockNoise {
  /** Variance of the mean of the intervals, relative to the square of that mean. */
  variance: number;
  /** Degrees of freedom: blocks that do not overlap, less one. */
  degrees: number;
}

/**
 * How far the mean of the intervals of one repeat would move if the repeat went on as it did. The variance that the bootstrap of
 * moving blocks gives a mean has a closed form, that of the overlapping block means, times length / count (Künsch 1989; Lahiri,
 * Resampling Methods for Dependent Data, 2.5), so that nothing needs to be drawn. Blocks are √count long. Null with fewer
 * than 8 intervals, or where the mean is not above 0.
 */
export function blockNoise(intervals: readonly number[]): BlockNoise | null {
  const count = intervals.length;
  const mean = intervals.reduce((sum, value) => sum + value, 0) / count;
  if (count < leastIntervals || !(mean > 0) || !Number.isFinite(mean)) return null;
  const length = Math.round(Math.sqrt(count));
  const means = blockMeans(intervals, length).map((block) => block / mean - 1);
  const middle = means.reduce((sum, value) => sum + value, 0) / means.length;
  const variance = means.reduce((sum, value) => sum + (value - middle) ** 2, 0) / means.length;
  const blocks = Math.floor(count / length);
  // A variance of so many blocks is of one less.
  return { variance: (variance * length * blocks) / (count * (blocks - 1)), degrees: blocks - 1 };
}

/** Mean of each run of `length` neighbours. */
function blockMeans(intervals: readonly number[], length: number): number[] {
  let sum = intervals.slice(0, length).reduce((total, value) => total + value, 0);
  const means = [sum / length];
  for (let end = length; end < intervals.length; end++) {
    sum += (intervals[end] ?? 0) - (intervals[end - length] ?? 0);
    means.push(sum / length);
  }
  return means;
}

/**
 * Variance of the mean of the repeats that the noise of their intervals alone makes, relative to the square of the mean. What all
 * repeats do at the same time (a warm-up, a cache that fills) is no noise, and is taken out first. 0 where not every
 * repeat tells, or there is only one.
 */
export function intervalVariance(samples: readonly Sample[]): number {
  const count = samples.length;
  const length = Math.min(...samples.map(({ blocks }) => blocks.length));
  if (count < 2 || length < leastIntervals) return 0;
  const relative = samples.map(({ blocks }) => relativeTo(blocks.slice(0, length)));
  const variances = relative.map(
    (own) => blockNoise(own.map((value, at) => 1 + value - meanAt(relative, at)))?.variance,
  );
  const sum = variances.reduce<number>((total, variance) => total + (variance ?? 0), 0);
  // Taking out the mean of the repeats takes a share of 1 / count of the noise with it.
  return ((sum / count) * (count / (count - 1))) / count;
}

function relativeTo(intervals: readonly number[]): number[] {
  const mean = intervals.reduce((sum, value) => sum + value, 0) / intervals.length;
  return intervals.map((value) => (mean > 0 ? value / mean : 0));
}

const meanAt = (rows: readonly (readonly number[])[], at: number): number =>
  rows.reduce((sum, row) => sum + (row[at] ?? 0), 0) / rows.length;
