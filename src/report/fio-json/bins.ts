// fio's latency buckets: 64 to every power of two, exact below 128 ns, the last one open to the top.
import { bucketsOf, decodeHistogram } from '../../result/histogram.js';
import type { OperationRecord } from '../../result/schema.js';

const mantissaBits = 6;
const bucketsPerGroup = 2 ** mantissaBits;
const exactBelow = 2 * bucketsPerGroup;
const groups = 29;
const lastBin = groups * bucketsPerGroup - 1;

/** Number of latencies by fio's bucket, in ascending order, without empty buckets. */
export interface Bin {
  /** What fio calls the bucket: its middle in nanoseconds. */
  middle: number;
  count: number;
}

/** Number of the bucket that fio counts a latency of whole nanoseconds in. */
export function binIndex(nanoseconds: number): number {
  if (nanoseconds < exactBelow) return nanoseconds;
  const discarded = Math.floor(Math.log2(nanoseconds)) - mantissaBits;
  const offset = Math.floor(nanoseconds / 2 ** discarded) - bucketsPerGroup;
  return Math.min((discarded + 1) * bucketsPerGroup + offset, lastBin);
}

/** The value that fio prints for a bucket: its middle; below 128 ns the value itself. */
export function binMiddle(index: number): number {
  if (index < exactBelow) return index;
  const discarded = Math.floor(index / bucketsPerGroup) - 1;
  return 2 ** discarded * (bucketsPerGroup + (index % bucketsPerGroup) + 0.5);
}

/**
 * The latencies of an operation in fio's buckets. Nothing is lost on the way: a bucket of the record lies within one of fio's.
 * Latencies over one hour, which the record counts apart, are in fio's last bucket.
 */
export function binsOf({ latencyNs }: Pick<OperationRecord, 'latencyNs'>): Bin[] {
  const counts = new Map<number, number>();
  const add = (index: number, count: number) => counts.set(index, (counts.get(index) ?? 0) + count);
  for (const { lowest, count } of bucketsOf(decodeHistogram(latencyNs.histogram))) add(binIndex(lowest), count);
  if (latencyNs.overflow > 0) add(lastBin, latencyNs.overflow);
  return [...counts].map(([index, count]) => ({ middle: binMiddle(index), count }));
}
