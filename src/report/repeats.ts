// The repeats of one operation as three rows of numbers: median, least, most.
import type { OperationRecord } from '../result/schema.js';

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
  /** The least and the most of each value by itself; null for a single repeat. */
  range: { min: Values; max: Values } | null;
}

/** Combines the repeats of one operation on one mount; at least one is needed. */
export function combineRepeats(operations: readonly OperationRecord[]): Repeats {
  const all = operations.map(valuesOf);
  const median = combine(all, middle);
  if (all.length < 2) return { median, range: null };
  const range = {
    min: combine(all, (numbers) => Math.min(...numbers)),
    max: combine(all, (numbers) => Math.max(...numbers)),
  };
  // The median of errors would hide a single repeat with some.
  return { median: { ...median, errors: all.reduce((sum, values) => sum + values.errors, 0) }, range };
}

function valuesOf(operation: OperationRecord): Values {
  const { count, errors, perSecond, bytesPerSecond, latencyNs } = operation;
  const { mean, p50, p90, p99, p999, p9999, max } = latencyNs;
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
