// fio's object of a latency: extremes, mean, number of samples, and where fio gives them percentiles and buckets.
import type { OperationRecord } from '../../result/schema.js';
import { type Bin, binsOf } from './bins.js';
import { Float, type FioObject, floatText } from './writer.js';

/** fio's default list. */
const percentiles = [1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 99.5, 99.9, 99.95, 99.99];

/** Of an operation that never happened, and of the submission latency, which we do not measure apart. */
export const noLatency: FioObject = { min: 0, max: 0, mean: new Float(0), stddev: new Float(0), N: 0 };

/** `distribution`: what fio gives beside the extremes: nothing, percentiles, or (json+) its buckets as well. */
export function latencyObject(
  operation: OperationRecord | undefined,
  distribution: 'none' | 'percentiles' | 'bins',
): FioObject {
  if (operation === undefined || operation.count === 0) return noLatency;
  const { min, max, mean, stddev } = operation.latencyNs;
  const bins = binsOf(operation);
  const extremes = { min, max, mean: new Float(mean), stddev: new Float(stddev), N: totalOf(bins) };
  if (distribution === 'none') return extremes;
  const percentile = percentileObject(bins);
  if (distribution === 'percentiles') return { ...extremes, percentile };
  return { ...extremes, percentile, bins: Object.fromEntries(bins.map(({ middle, count }) => [middle, count])) };
}

// A percentile is the first bucket that, with all below it, holds that share of the samples.
function percentileObject(bins: readonly Bin[]): FioObject {
  const total = totalOf(bins);
  const entries = percentiles.map((percent): [string, number] => {
    let below = 0;
    const bin = bins.find(({ count }) => {
      below += count;
      return below >= (percent / 100) * total;
    });
    return [floatText(percent), bin?.middle ?? 0];
  });
  return Object.fromEntries(entries);
}

function totalOf(bins: readonly Bin[]): number {
  return bins.reduce((sum, { count }) => sum + count, 0);
}
