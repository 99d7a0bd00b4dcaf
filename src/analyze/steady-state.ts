// When a job is steady, by the two criteria of fio: the slope or the deviation of a metric over a sliding window.
import type { NativeInterval } from '../native/contract.js';
import type { Metrics } from '../result/metrics-schema.js';
import { latencyPercentile, transfersOf } from './transfers.js';

export interface SteadyCriteria {
  /** Of reads and writes together, interval by interval. */
  metric: 'iops' | 'bandwidth' | 'p99';
  criterion: 'slope' | 'deviation';
  /** What the value of the criterion must stay below; percent. */
  limit: number;
  /** Nanoseconds, a whole number of intervals. */
  window: number;
  /** Nanoseconds of the measured time before the first window. */
  rampTime: number;
}

export interface Steadiness {
  attained: boolean;
  /** Seconds of the measured time until the window ended that was steady; null: none was. */
  afterSeconds: number | null;
  /** Of that window, or of the last one; percent, null without a full window in which anything completed. */
  value: number | null;
  /** Mean of the metric over that window: operations a second, bytes a second or nanoseconds; null as `value`. */
  mean: number | null;
}

/** Judges the window that ends with each interval until one is steady. */
export class SteadyStateWatch {
  #values: number[] = [];
  #nextIndex = 0;
  #state: Steadiness = { attained: false, afterSeconds: null, value: null, mean: null };

  constructor(
    private readonly criteria: SteadyCriteria,
    private readonly intervalNs: number,
  ) {}

  get state(): Steadiness {
    return this.#state;
  }

  /** Takes the intervals in order; true once the job is steady, and what comes later changes nothing. */
  take(interval: NativeInterval): boolean {
    // What a stop cut short is no sample of the same kind.
    if (this.#state.attained || interval.durationNs < this.intervalNs) return this.#state.attained;
    while (this.#nextIndex < interval.index) this.#push(this.#nextIndex++, null);
    this.#push(interval.index, metricOf(this.criteria.metric, interval));
    this.#nextIndex = interval.index + 1;
    this.#judge((interval.startNs + this.intervalNs) / 1e9);
    return this.#state.attained;
  }

  /** Nothing completed where the value is null: that is a rate of 0, but no latency, and its window starts anew. */
  #push(index: number, value: number | null): void {
    if (index * this.intervalNs < this.criteria.rampTime) return;
    if (value === null && this.criteria.metric === 'p99') {
      this.#values = [];
      return;
    }
    this.#values.push(value ?? 0);
    if (this.#values.length > this.#samples) this.#values.shift();
  }

  #judge(endSeconds: number): void {
    if (this.#values.length < this.#samples) return;
    const mean = meanOf(this.#values);
    if (mean === 0) return;
    const { criterion, limit } = this.criteria;
    const value =
      criterion === 'slope' ? slopePercent(this.#values, this.intervalNs / 1e9) : deviationPercent(this.#values);
    const attained = value < limit;
    this.#state = { attained, afterSeconds: attained ? endSeconds : null, value, mean };
  }

  get #samples(): number {
    return Math.ceil(this.criteria.window / this.intervalNs);
  }
}

/**
 * How fast the least squares line through the values rises or falls, in percent of their mean a second: what fio compares,
 * whose intervals are a second long. The mean must not be 0.
 */
export function slopePercent(values: readonly number[], intervalSeconds: number): number {
  const mean = meanOf(values);
  const middle = (values.length - 1) / 2;
  const products = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  const squares = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return (100 * Math.abs(products / squares)) / intervalSeconds / mean;
}

/** The largest distance of a value from the mean, in percent of the mean, which must not be 0. */
export function deviationPercent(values: readonly number[]): number {
  const mean = meanOf(values);
  return (100 * Math.max(...values.map((value) => Math.abs(value - mean)))) / mean;
}

/** What the record says; keys whose value is unknown are left out. */
export function steadyMetrics({ attained, afterSeconds, value, mean }: Steadiness): Metrics {
  return {
    steadyAttained: attained ? 1 : 0,
    ...(afterSeconds === null ? {} : { steadyAfterSeconds: afterSeconds }),
    ...(value === null ? {} : { steadyValue: value }),
    ...(mean === null ? {} : { steadyMean: mean }),
  };
}

function metricOf(metric: SteadyCriteria['metric'], { durationNs, operations }: NativeInterval): number | null {
  const transfers = transfersOf(operations);
  const sum = (key: 'count' | 'bytes') => transfers.reduce((total, transfer) => total + transfer[key], 0);
  if (metric === 'p99') return latencyPercentile(transfers, 99);
  return sum(metric === 'iops' ? 'count' : 'bytes') / (durationNs / 1e9);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
