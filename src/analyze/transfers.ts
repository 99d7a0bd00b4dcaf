// Reads and writes together: what goals are about. Syncs are no transfers.
import type { RecordedKind } from '../native/contract.js';
import { decodeHistogram, encodeHistogram, mergeHistograms } from '../result/histogram.js';

/** The reads and the writes among operations by kind. */
export function transfersOf<T>({ read, write }: Partial<Record<RecordedKind, T>>): T[] {
  return [read, write].filter((operation) => operation !== undefined);
}

/** What a percentile is computed from: the payload of a histogram, and its longest latency in nanoseconds. */
export interface Latencies {
  histogram: Uint8Array;
  max: number;
}

/** Percentile of all latencies together in nanoseconds; null where there are none. */
export function latencyPercentile(latencies: readonly Latencies[], percentile: number): number | null {
  const merged = mergeHistograms(latencies.map(({ histogram }) => decodeHistogram(encodeHistogram(histogram))));
  if (merged.totalCount === 0) return null;
  // The end of a bucket may lie above the longest latency in it.
  return Math.min(merged.getValueAtPercentile(percentile), Math.max(...latencies.map(({ max }) => max)));
}
