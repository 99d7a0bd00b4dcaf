// The repeats of one operation as three rows of numbers: median, least, most.
import type { LatencyRecord, OperationRecord } from '../result/schema.js';

/** Rates per second, latencies in nanoseconds. */
export interface Values {
  count: number;
  errors: number;
  perSecond: number;
  bytesPerSecond: number;
  mean: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  p9999: number;
  max: number;
}

export interface Repeats {
  median: Values;
  /** The median with the latencies from the intended start; null where a repeat has none, as without an open loop. */
  intended: Values | null;
  /** The least and the most of each value by itself; null for a single repeat. */
  range: { min: Values; max: Values } | null;
}

/** Combines the repeats of one operation on one mount; at least one is needed. */
export function combineRepeats(operations: readonly OperationRecord[]): Repeats {
  const all = operations.map((operation) => valuesOf(operation, operation.latencyNs));
  const median = combine(all, middle);
  const intended = intendedMedian(operations);
  if (all.length < 2) return { median, intended, range: null };
  const range = {
    min: combine(all, (numbers) => Math.min(...numbers)),
    max: combine(all, (numbers) => Math.max(...numbers)),
  };
  // The median of errors would hide a single repeat with some.
  return { median: { ...median, errors: all.reduce((sum, values) => sum + values.errors, 0) }, intended, range };
}

function intendedMedian(operations: readonly OperationRecord[]): Values | null {
  const all = operations.map((operation) =>
    operation.intendedLatencyNs === null ? null : valuesOf(operation, operation.intendedLatencyNs),
  );
  const known = all.filter((values) => values !== null);
  return known.length === all.length ? combine(known, middle) : null;
}

function valuesOf(operation: OperationRecord, latency: LatencyRecord): Values {
  const { count, errors, perSecond, bytesPerSecond } = operation;
  const { mean, p50, p90, p99, p999, p9999, max } = latency;
  return { count, errors, perSecond, bytesPerSecond, mean, p50, p90, p99, p999, p9999, max };
}

function combine(all: readonly Values[], choose: (numbers: number[]) => number): Values {
  const keys = Object.keys(all[0] ?? {}) as (keyof Values)[];
  return Object.fromEntries(keys.map((key) => [key, choose(all.map((values) => values[key]))])) as unknown as Values;
}

function middle(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const at = (index: number) => sorted[index] ?? NaN;
  return Number.isInteger(half) ? (at(half - 1) + at(half)) / 2 : at(Math.floor(half));
}
