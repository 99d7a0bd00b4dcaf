// Latencies of an operation as a histogram of Prometheus: cumulative counts below a few fixed bounds.
import { bucketsOf, decodeHistogram, mergeHistograms } from '../../result/histogram.js';
import type { LatencyRecord } from '../../result/schema.js';
import type { MetricSample } from './exposition.js';
import { numberText } from './exposition.js';

/**
 * Upper bounds in nanoseconds: 1, 2.5 and 5 of each decade from 10 us to 10 s. The same of every run, so that histograms of
 * several runs can be added.
 */
const bucketBoundsNs: readonly number[] = [
  ...[1e4, 1e5, 1e6, 1e7, 1e8, 1e9].flatMap((decade) => [decade, 2.5 * decade, 5 * decade]),
  1e10,
];

/**
 * Buckets, count and sum in seconds over all given distributions (one a repeat); none where no histogram was kept. A latency
 * counts by the lowest value of its bucket in the record, so that up to 0.1 % above a bound count as below it. Throws
 * HISTOGRAM_INVALID.
 */
export function histogramSamples(latencies: readonly LatencyRecord[], labels: MetricSample['labels']): MetricSample[] {
  const kept = latencies.filter(({ histogram }) => histogram !== '');
  if (kept.length === 0) return [];
  const decoded = kept.map(({ histogram }) => decodeHistogram(histogram));
  const buckets = bucketsOf(mergeHistograms(decoded));
  const below = (bound: number) => buckets.reduce((sum, { lowest, count }) => (lowest <= bound ? sum + count : sum), 0);
  const counts = kept.map(({ overflow }, index) => overflow + (decoded[index]?.totalCount ?? 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sum = kept.reduce((nanoseconds, { mean }, index) => nanoseconds + mean * (counts[index] ?? 0), 0);
  const bucket = (le: string, value: number): MetricSample => ({ suffix: '_bucket', labels: { ...labels, le }, value });
  return [
    ...bucketBoundsNs.map((bound) => bucket(numberText(bound / 1e9), below(bound))),
    bucket('+Inf', total),
    { suffix: '_count', labels, value: total },
    { suffix: '_sum', labels, value: sum / 1e9 },
  ];
}
