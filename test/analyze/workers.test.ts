// Stragglers: named where a worker is far behind the median, and not where chance or an even share explains it.
import { describe, expect, test } from 'vitest';
import { metricsOf } from '../../src/analyze/metrics.js';
import { slowestOf, stragglerOf, workerSpread } from '../../src/analyze/workers.js';
import type { NativeWorkerResult } from '../../src/native/contract.js';
import { nativeResult } from '../result/samples.js';

const second = 1e9;

/** Workers of a time-bound step with these operations in a second. */
const timeBound = (...operations: number[]): NativeWorkerResult[] =>
  operations.map((count, worker) => ({ worker, elapsedNs: second, operations: count, bytes: 0, chains: count }));

/** Workers of a step of passes: 1000 operations each in these seconds. */
const passBound = (...seconds: number[]): NativeWorkerResult[] =>
  seconds.map((elapsed, worker) => ({ worker, elapsedNs: elapsed * second, operations: 1000, bytes: 0, chains: 1000 }));

const even = (workers: number, operations = 1000) => Array.from({ length: workers }, () => operations);
const inTime = (...operations: number[]) => stragglerOf({ workers: timeBound(...operations), endReason: 'runtime' });
const inPasses = (...seconds: number[]) => stragglerOf({ workers: passBound(...seconds), endReason: 'passes' });

describe('a straggler', () => {
  test('of a time-bound step is the worker with the fewest operations', () => {
    expect(inTime(...even(5), 500, ...even(4))).toEqual({
      worker: 5,
      workers: 10,
      paceFraction: 0.5,
      operations: 500,
      medianOperations: 1000,
    });
  });

  test('of a step of passes is the worker that the others waited for', () => {
    expect(inPasses(2, 2, 2, 2, 2, 2, 2, 5)).toEqual({
      worker: 7,
      workers: 8,
      paceFraction: 0.4,
      operations: 1000,
      medianOperations: 1000,
      elapsedSeconds: 5,
      medianElapsedSeconds: 2,
    });
  });

  test('is none for which nothing was left in the pass', () => {
    const idle = { worker: 4, elapsedNs: 0, operations: 0, bytes: 0, chains: 0 };
    const workers = [...passBound(1, 1, 1, 1), idle];
    expect(stragglerOf({ workers, endReason: 'passes' })).toBeNull();
    expect(slowestOf(workers)).toMatchObject({ elapsedSeconds: 1, paceFraction: 1 });
  });

  test('that did nothing at all is named', () => {
    expect(inTime(...even(9), 0)).toMatchObject({ worker: 9, paceFraction: 0, operations: 0 });
  });

  test('that was stuck in one operation beyond the runtime is named', () => {
    const workers = timeBound(...even(8));
    workers[3] = { worker: 3, elapsedNs: 10 * second, operations: 1000, bytes: 0, chains: 1000 };
    expect(stragglerOf({ workers, endReason: 'runtime' })).toMatchObject({ worker: 3, paceFraction: 0.1 });
  });

  test.each([
    { workers: 8, pace: 660, named: true },
    { workers: 8, pace: 670, named: false },
    { workers: 7, pace: 660, named: false },
    { workers: 7, pace: 490, named: true },
    { workers: 7, pace: 510, named: false },
    { workers: 3, pace: 490, named: true },
  ])('of $workers workers at $pace of 1000 operations: $named', ({ workers, pace, named }) => {
    expect(inTime(...even(workers - 1), pace) !== null).toBe(named);
  });

  test('of two workers has less than a third of the other, since both make the median', () => {
    expect(inTime(1000, 340)).toBeNull();
    expect(inTime(1000, 330)).toMatchObject({ worker: 1, medianOperations: 665 });
  });

  test.each([
    { median: 10, slowest: 1, named: false },
    { median: 10, slowest: 0, named: true },
    { median: 8, slowest: 0, named: false },
    { median: 100, slowest: 57, named: false },
    { median: 100, slowest: 56, named: true },
  ])('is not one by chance: $slowest of $median operations: $named', ({ median, slowest, named }) => {
    expect(inTime(...even(15, median), slowest) !== null).toBe(named);
  });

  test('is not a worker with a larger share of the pass', () => {
    const workers = passBound(2, 2, 2, 2, 2, 2, 2, 2);
    workers[0] = { worker: 0, elapsedNs: 4 * second, operations: 2000, bytes: 0, chains: 2000 };
    expect(stragglerOf({ workers, endReason: 'passes' })).toBeNull();
  });

  test.each([
    { what: 'one worker', workers: timeBound(1000), endReason: 'runtime' },
    { what: 'no worker', workers: [], endReason: 'runtime' },
    { what: 'workers without an operation', workers: timeBound(...even(8, 0)), endReason: 'runtime' },
    { what: 'a step that an error ended', workers: timeBound(...even(8), 1), endReason: 'error' },
    { what: 'a step that was stopped', workers: timeBound(...even(8), 1), endReason: 'stopped' },
  ] as const)('is not looked for with $what', ({ workers, endReason }) => {
    expect(stragglerOf({ workers: [...workers], endReason })).toBeNull();
  });
});

describe('the spread of the workers', () => {
  test('is from the slowest to the fastest, over the median', () => {
    expect(workerSpread(timeBound(800, 1000, 1100))).toBeCloseTo(0.3, 12);
    expect(workerSpread(timeBound(500, 500))).toBe(0);
    expect(workerSpread(passBound(1, 1, 2))).toBeCloseTo(0.5, 12);
  });

  test('is unknown with one worker, or where half of them did nothing', () => {
    expect(workerSpread(timeBound(1000))).toBeNull();
    expect(workerSpread(timeBound(0, 0, 1000))).toBeNull();
    expect(workerSpread([{ worker: 0, elapsedNs: 0, operations: 0, bytes: 0, chains: 0 }])).toBeNull();
  });

  test('is a metric of the step where it is known', () => {
    expect(metricsOf(nativeResult({ workers: timeBound(900, 1100) }))).toMatchObject({ workerSpread: 0.2 });
    expect(metricsOf(nativeResult())).not.toHaveProperty('workerSpread');
  });
});
