// The figures of a distribution, computed again from its histogram by the rules of native/core/histogram.cpp.
import { bucketsOf, decodeHistogram, type HistogramBucket } from '../result/histogram.js';
import type { LatencyRecord } from '../result/schema.js';
import { type FigureCheck, figureCheck, type FigurePath, rangeCheck } from './figure-check.js';

/** Values below are counted one by one; above, 1024 buckets cover a doubling. */
const exactBelow = 2048;
const bucketsOfADoubling = 1024;

const percentiles = { p50: 50, p90: 90, p95: 95, p99: 99, p999: 99.9, p9999: 99.99 } as const;
/** As there: 99.9 % of 1000 is a little more than 999 in floating point. */
const rounding = 4 * Number.EPSILON;

/**
 * `count`: how many values there must be, where another field tells; null: none does. The mean is kept exactly and the
 * histogram is not, so that it can only be said to lie within the buckets. Throws HISTOGRAM_INVALID.
 */
export function latencyChecks(path: FigurePath, latency: LatencyRecord, count: number | null): FigureCheck[] {
  const buckets = bucketsOf(decodeHistogram(latency.histogram));
  const inBuckets = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const total = inBuckets + latency.overflow;
  const ofCount = count === null ? [] : [figureCheck(`${path}.overflow`, latency.overflow, count - inBuckets, 'count')];
  return [
    ...ofCount,
    ...percentileChecks(path, latency, buckets, total),
    ...extremeChecks(path, latency, buckets),
    ...momentChecks(path, latency, buckets, total),
  ];
}

function percentileChecks(
  path: FigurePath,
  latency: LatencyRecord,
  buckets: readonly HistogramBucket[],
  total: number,
): FigureCheck[] {
  const stored = latency as Partial<Record<string, number | string>>;
  return Object.entries(percentiles)
    .filter(([name]) => stored[name] !== undefined)
    .map(([name, percent]) => {
      const value = total === 0 ? 0 : Math.min(percentileOf(buckets, total, percent), latency.max);
      return figureCheck(`${path}.${name}`, stored[name], value);
    });
}

/** The largest value of the bucket in which the rank is reached; beyond the buckets, any. */
function percentileOf(buckets: readonly HistogramBucket[], total: number, percent: number): number {
  const wanted = Math.max(1, Math.ceil((percent / 100) * total * (1 - rounding)));
  let reached = 0;
  for (const { lowest, count } of buckets) {
    reached += count;
    if (reached >= wanted) return highestOf(lowest);
  }
  return Infinity;
}

function extremeChecks(path: FigurePath, latency: LatencyRecord, buckets: readonly HistogramBucket[]): FigureCheck[] {
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined) {
    const values = latency.overflow > 0 ? [] : (['min', 'max'] as const);
    return values.map((name) => figureCheck(`${path}.${name}`, latency[name], 0));
  }
  const highest = latency.overflow > 0 ? Infinity : highestOf(last.lowest);
  return [
    rangeCheck(`${path}.min`, latency.min, first.lowest, highestOf(first.lowest), 'histogram'),
    // Longer than an hour is anything that overflows.
    rangeCheck(`${path}.max`, latency.max, last.lowest, Math.min(highest, Number.MAX_VALUE), 'histogram'),
  ];
}

function momentChecks(
  path: FigurePath,
  latency: LatencyRecord,
  buckets: readonly HistogramBucket[],
  total: number,
): FigureCheck[] {
  const sum = (valueOf: (lowest: number) => number) =>
    buckets.reduce((all, { lowest, count }) => all + count * valueOf(lowest), 0);
  const inBuckets = total - latency.overflow;
  const low = total === 0 ? 0 : (sum((lowest) => lowest) + latency.overflow * longestInBuckets) / total;
  const high = total === 0 ? 0 : (sum(highestOf) + latency.overflow * latency.max) / total;
  const middle = inBuckets === 0 ? 0 : sum(middleOf) / inBuckets;
  const deviation = inBuckets === 0 ? 0 : Math.sqrt(sum((lowest) => (middleOf(lowest) - middle) ** 2) / inBuckets);
  return [
    rangeCheck(`${path}.mean`, latency.mean, low, high, 'histogram'),
    figureCheck(`${path}.stddev`, latency.stddev, deviation),
  ];
}

/** An hour. */
const longestInBuckets = 3_600_000_000_000;

function highestOf(lowest: number): number {
  return lowest < exactBelow ? lowest : lowest + widthOf(lowest) - 1;
}

function middleOf(lowest: number): number {
  return (lowest + highestOf(lowest)) / 2;
}

function widthOf(lowest: number): number {
  return 2 ** Math.floor(Math.log2(lowest)) / bucketsOfADoubling;
}
