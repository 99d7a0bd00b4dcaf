// Figures of the intervals of a step, from its time series: rates, medians and 99th percentiles.
import type { IntervalCounts, OperationCounts } from '../result/interval-columns.js';

/** Shorter intervals, such as the rest at the end, would be noise. */
const leastShare = 0.5;

/**
 * The figure in each interval, in the order of time, in the unit of the figure; none of one that intervals do not have, such as
 * a 99.9th percentile. Latencies need intervals that were read with their percentiles.
 */
export function intervalFigure(intervals: readonly IntervalCounts[], figure: string): number[] {
  const [kind = '', key, ...more] = figure.split('.');
  if (more.length > 0) return [];
  const longest = intervals.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  return intervals
    .filter(({ seconds }) => seconds > leastShare * longest)
    .flatMap(({ operations, seconds }) => valueOf(operations[kind as keyof typeof operations], key, seconds) ?? []);
}

/** Nothing that completed in an interval is a rate of 0, and no latency. */
function valueOf(counts: OperationCounts | undefined, key: string | undefined, seconds: number): number | undefined {
  switch (key) {
    case 'perSecond':
      return (counts?.count ?? 0) / seconds;
    case 'bytesPerSecond':
      return (counts?.bytes ?? 0) / seconds;
    case 'p50':
    case 'p99':
      return counts === undefined || counts.count === 0 ? undefined : counts[key];
    default:
      return undefined;
  }
}
