// Distributions of times of several repeats: cumulative shares and percentiles from their histograms, exact.

import { medianOf } from '../statistics/median.js';
import type { LatencyRecord } from '../result/schema.js';
import {
  addCounts,
  bandCounts,
  type BandCounts,
  bandStart,
  type Bucket,
  storedBuckets,
} from '../result/histogram-counts.js';
import { keptPercentiles, ninesOf } from './nines.js';
import { type Point, rounded } from './points.js';

const perDoubling = 64;

/**
 * Share of the values up to each latency in nanoseconds, from 0 at the shortest to 1 at the longest, of all repeats
 * together; about `most` points. Empty where nothing was measured, or nothing took any time.
 */
export function cumulative(repeats: readonly LatencyRecord[], most: number): Point[] {
  const counts: BandCounts = new Map();
  for (const { histogram } of repeats) addCounts(counts, bandCounts(histogram, perDoubling));
  const bands = [...counts].sort(([a], [b]) => a - b);
  const overflow = repeats.reduce((sum, latency) => sum + latency.overflow, 0);
  const total = bands.reduce((sum, [, count]) => sum + count, overflow);
  if (bands.length === 0) return [];
  const [shortest, longest] = [Math.min(...repeats.map(({ min }) => min)), Math.max(...repeats.map(({ max }) => max))];
  // Nothing at all, such as no wait, has no place on a logarithmic axis: the line begins at the share of it.
  const nothing = shortest < 1 ? (counts.get(0) ?? 0) : 0;
  const timed = nothing === 0 ? bands : bands.filter(([band]) => band > 0);
  const [first] = timed;
  if (first === undefined) return [];
  let sum = nothing;
  const points = timed.map(([band, count]): Point => {
    sum += count;
    return [Math.min(bandStart(band + 1, perDoubling), longest), sum / total];
  });
  const begin = nothing === 0 ? Math.max(1, shortest) : bandStart(first[0], perDoubling);
  return sparse([[begin, nothing / total], ...points, [longest, 1]], most);
}

/** Points that are far enough from the one before, along both axes together; the first and the last stay. */
function sparse(points: readonly Point[], most: number): Point[] {
  const [first, last] = [points[0]?.[0] ?? 1, points.at(-1)?.[0] ?? 1];
  const span = Math.max(Math.log(last / first), 1e-9);
  let [x, y] = [first, -1];
  return points.flatMap(([at, share], index): Point[] => {
    const far = Math.log(at / x) / span + ((share ?? 0) - y) >= 2 / most;
    if (!far && index < points.length - 1) return [];
    if (at === x && share === y) return [];
    [x, y] = [at, share ?? 0];
    return [[rounded(at), Number(y.toPrecision(5))]];
  });
}

const kept = new Map(keptPercentiles.map(({ share, key }) => [ninesOf(share).toFixed(3), key]));
const between = Array.from({ length: 37 }, (_, at) => ({ nines: (at + 4) / 10, share: 1 - 10 ** (-(at + 4) / 10) }));
const levels = [{ nines: ninesOf(0.5), share: 0.5 }, ...between];

/**
 * Latency by the number of nines of its percentile, median over the repeats, from p50 to p99.99 or as far as there is a
 * value beyond. What records keep is as they have it.
 */
export function percentileLine(repeats: readonly LatencyRecord[]): Point[] {
  const known = repeats.map((latency) => ({ latency, ...bucketsOf(latency) }));
  const least = Math.min(...known.map(({ total }) => total));
  return levels.flatMap(({ nines, share }, at): Point[] => {
    if (at > 0 && least * (1 - share) < 1 - 1e-9) return [];
    const values = known.map(({ latency, buckets, total }) => {
      const key = kept.get(nines.toFixed(3));
      return key === undefined ? valueAt(buckets, total, share) : latency[key];
    });
    return values.length === 0 ? [] : [[Number(nines.toFixed(3)), rounded(medianOf(values))]];
  });
}

interface Buckets {
  buckets: readonly Bucket[];
  total: number;
}

/** Several charts are made of the same distribution. */
const unpacked = new WeakMap<LatencyRecord, Buckets>();

function bucketsOf(latency: LatencyRecord): Buckets {
  const known = unpacked.get(latency);
  if (known !== undefined) return known;
  const buckets = storedBuckets(latency.histogram);
  const found = { buckets, total: buckets.reduce((sum, { count }) => sum + count, 0) };
  unpacked.set(latency, found);
  return found;
}

/** Largest value of the bucket that holds the percentile, as HdrHistogram has it. */
function valueAt(buckets: readonly Bucket[], total: number, share: number): number {
  const wanted = Math.max(1, Math.ceil(total * share - 1e-6));
  let sum = 0;
  for (const { lowest, width, count } of buckets) {
    sum += count;
    if (sum >= wanted) return lowest + width - 1;
  }
  return 0;
}
