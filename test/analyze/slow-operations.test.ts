// What took over 100 ms, and the slowest worker, as metrics of a step.
import { describe, expect, test } from 'vitest';
import { slowOperationMetrics } from '../../src/analyze/slow-operations.js';
import type { NativeOperationResult, NativeWorkerResult } from '../../src/native/contract.js';
import { nativeOperation, payloadOf, referenceHistogram } from '../result/samples.js';

const ms = 1_000_000;

function took(...values: number[]): NativeOperationResult {
  const operation = nativeOperation({ count: values.length });
  return { ...operation, latencyNs: { ...operation.latencyNs, histogram: payloadOf(referenceHistogram(values)) } };
}

const workers: NativeWorkerResult[] = [2, 2, 4].map((seconds, worker) => {
  return { worker, elapsedNs: seconds * 1e9, operations: 100, bytes: 0, chains: 100 };
});

describe('the part of operations over 100 ms', () => {
  test('is that of chains', () => {
    const operations = { open: took(1, 1), chain: took(1 * ms, 99 * ms, 102 * ms, 5000 * ms) };
    expect(slowOperationMetrics({ operations, workers }).overHundredMs).toBe(0.5);
  });

  test('is that of the looks at entries, where chains are one listing', () => {
    const operations = { list: took(9000 * ms), statx: took(1, 1, 1, 200 * ms) };
    expect(slowOperationMetrics({ operations, workers }).overHundredMs).toBe(0.25);
  });

  test('is that of single operations', () => {
    expect(slowOperationMetrics({ operations: { stat: took(1, 2) }, workers }).overHundredMs).toBe(0);
  });

  test('counts what took over an hour', () => {
    const stat = took(1);
    const operations = { stat: { ...stat, latencyNs: { ...stat.latencyNs, overflow: 1 } } };
    expect(slowOperationMetrics({ operations, workers }).overHundredMs).toBe(0.5);
  });

  test('is not told of reads and writes of open files', () => {
    expect(slowOperationMetrics({ operations: { read: took(200 * ms), write: took(1) }, workers })).toEqual({});
  });
});

describe('the slowest worker', () => {
  test('is compared with the median', () => {
    const metrics = slowOperationMetrics({ operations: { stat: took(1) }, workers });
    expect(metrics).toMatchObject({ slowestSeconds: 4, slowestPace: 0.5 });
  });

  test('is not told of one worker alone', () => {
    const metrics = slowOperationMetrics({ operations: { stat: took(1) }, workers: workers.slice(0, 1) });
    expect(metrics).toEqual({ overHundredMs: 0 });
  });
});
