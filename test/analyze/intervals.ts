// Intervals of one second for the tests of what is judged interval by interval.
import type { NativeInterval, NativeIntervalOperation } from '../../src/native/contract.js';
import { payloadOf, referenceHistogram } from '../result/samples.js';

export const second = 1e9;

/** Operations of one kind: `count` of 4096 bytes, each with this latency. */
export function operation(count: number, latencyNs = 1000): NativeIntervalOperation {
  const histogram = payloadOf(referenceHistogram(Array.from({ length: Math.min(count, 100) }, () => latencyNs)));
  return { count, bytes: count * 4096, errors: 0, p50: latencyNs, p99: latencyNs, max: latencyNs, histogram };
}

export function interval(index: number, operations: NativeInterval['operations']): NativeInterval {
  return { index, startNs: index * second, durationNs: second, operations };
}

/** Intervals in which that many reads completed, from second 0 on. */
export function readIntervals(counts: readonly number[]): NativeInterval[] {
  return counts.map((count, index) => interval(index, { read: operation(count) }));
}
