// Schema of a distribution of times.
import { z } from 'zod';
import { count, nanoseconds, text } from './fields.js';

export const latencySchema = z.object({
  min: nanoseconds('Shortest latency.'),
  mean: nanoseconds('Arithmetic mean.'),
  stddev: nanoseconds('Standard deviation.'),
  max: nanoseconds('Longest latency.'),
  p50: nanoseconds('Median.'),
  p90: nanoseconds('90th percentile.'),
  p99: nanoseconds('99th percentile.'),
  p999: nanoseconds('99.9th percentile.'),
  p9999: nanoseconds('99.99th percentile.'),
  overflow: count('Latencies over one hour: in max and mean, not in the percentiles.'),
  histogram: text('All latencies in nanoseconds: HdrHistogram V2, compressed, base64.'),
});
