// The search for the highest rate that keeps a latency below a limit: which rates to try, and what a try says.
import type { Metrics } from '../result/metrics-schema.js';
import type { StepResult } from '../result/step-result.js';
import { latencyPercentile, transfersOf } from './transfers.js';

export interface RateBounds {
  /** Operations a second, a multiple of `step`. */
  lowest: number;
  highest: number;
  /** Percent of the result that it may be below the highest rate that would be kept. */
  precision: number;
  /** Rates are multiples of it. */
  step: number;
}

/**
 * Gives the next rate to try, and takes whether it was kept. Returns the highest rate that was, or null where the lowest
 * was not. It halves the ratio between the last kept and the last missed rate, so that the lowest may be far too low.
 * Rates below a kept one and above a missed one are not tried again: noise moves the result, but cannot prolong the search.
 */
export function* searchRate({
  lowest,
  highest,
  precision,
  step,
}: RateBounds): Generator<number, number | null, boolean> {
  if (!(yield lowest)) return null;
  if (highest === lowest || (yield highest)) return highest;
  let kept = lowest;
  let missed = highest;
  while (missed - kept > Math.max(step, (kept * precision) / 100)) {
    const middle = Math.round(Math.sqrt(kept * missed) / step) * step;
    const rate = Math.min(Math.max(middle, kept + step), missed - step);
    if (yield rate) kept = rate;
    else missed = rate;
  }
  return kept;
}

export interface LatencyLimit {
  percentile: number;
  /** Nanoseconds. */
  below: number;
}

export interface TargetReading extends LatencyLimit {
  /** Operations a second over all workers. */
  rate: number;
  /** Nanoseconds from the intended start, reads and writes together; null: nothing completed. */
  percentileNs: number | null;
  kept: boolean;
}

/** What a run of an open loop at this rate says about the limit. */
export function readTarget(
  limit: LatencyLimit,
  rate: number,
  { operations }: Pick<StepResult, 'operations'>,
): TargetReading {
  const { percentile, below } = limit;
  const latencies = transfersOf(operations).map(({ intendedLatencyNs }) => intendedLatencyNs);
  const percentileNs = latencyPercentile(
    latencies.filter((latency) => latency !== null),
    percentile,
  );
  return { percentile, below, rate, percentileNs, kept: percentileNs !== null && percentileNs < below };
}

/** What the record says of the measured run at the rate that was found. */
export function targetMetrics({ rate, percentileNs }: TargetReading): Metrics {
  return { targetRate: rate, ...(percentileNs === null ? {} : { targetPercentileNs: percentileNs }) };
}
