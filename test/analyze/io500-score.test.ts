// The score formula of IO500, against cases computed by hand.
import { describe, expect, test } from 'vitest';
import { geometricMean, io500Phases, io500Results, scoreOf } from '../../src/analyze/io500-score.js';
import type { StepRecord } from '../../src/result/schema.js';
import { operation, runRecord, stepRecord } from '../fixtures/records.js';

describe('formula', () => {
  test('means are roots of products', () => {
    // 1 × 2 × 4 × 8 = 64, and 64^(1/4) = 2√2.
    expect(geometricMean([1, 2, 4, 8])).toBeCloseTo(2 * Math.SQRT2, 12);
    expect(geometricMean([7])).toBeCloseTo(7, 12);
  });

  test('the score is the root of the product of both means', () => {
    const bandwidths = [2, 8, 2, 8].map((value) => ({ unit: 'GiB/s' as const, value }));
    // (10^4 × 1000^4)^(1/8) = 100.
    const rates = [10, 10, 10, 10, 1000, 1000, 1000, 1000].map((value) => ({ unit: 'kIOPS' as const, value }));
    const { bandwidth, metadata, total } = scoreOf([...bandwidths, ...rates]);
    expect([bandwidth, metadata, total].map((value) => Number(value.toFixed(9)))).toEqual([4, 100, 20]);
  });

  test('has four bandwidths and eight rates', () => {
    const units = io500Phases.map(({ unit }) => unit);
    expect(units.filter((unit) => unit === 'GiB/s')).toHaveLength(4);
    expect(units.filter((unit) => unit === 'kIOPS')).toHaveLength(8);
  });
});

/** Every step takes two seconds: 8 GiB, or 4000 items, which is 4 GiB/s, or 2 kIOPS. */
function stepsOf(given: Record<string, Partial<StepRecord>> = {}): StepRecord[] {
  return io500Phases.flatMap(({ workloads }) =>
    workloads.map((workload) => {
      const done = workload.startsWith('find')
        ? { list: { ...operation({ count: 3 }), entries: 4000 } }
        : { write: operation({ count: 8000, bytes: 8 * 2 ** 30 }) };
      const worker = { worker: 0, elapsedSeconds: 2, operations: 9000, bytes: 0, chains: 2000 };
      const workers = [worker, { ...worker, worker: 1 }];
      return stepRecord({ workload, elapsedSeconds: 2, operations: done, workers, ...given[workload] });
    }),
  );
}

describe('results of a run', () => {
  test('are the values of the twelve phases, find over both trees', () => {
    const [result] = io500Results(runRecord(stepsOf()));
    expect(result?.phases).toHaveLength(12);
    expect(result?.phases.find(({ name }) => name === 'ior-hard-read')).toMatchObject({ value: 4, unit: 'GiB/s' });
    expect(result?.phases.find(({ name }) => name === 'find')).toMatchObject({ value: 2, seconds: 4 });
    expect(result?.missing).toEqual([]);
    expect(result?.score?.total).toBeCloseTo(Math.sqrt(4 * 2), 12);
  });

  test.each([
    ['mdtest-hard-read', { status: 'failed' as const }, 'mdtest-hard-read'],
    ['find-hard', { status: 'skipped' as const }, 'find'],
    ['ior-easy-write', { operations: {} }, 'ior-easy-write'],
    ['mdtest-easy-stat', { workers: [] }, 'mdtest-easy-stat'],
  ])('are incomplete where %s is %j', (workload, given, missing) => {
    const [result] = io500Results(runRecord(stepsOf({ [workload]: given })));
    expect(result).toMatchObject({ missing: [missing], score: null });
  });

  test('are one for each mount and repeat, none without such phases', () => {
    const again = stepsOf().map((step) => ({ ...step, repeat: 2 }));
    const other = stepsOf().map((step) => ({ ...step, mount: 'other' }));
    const keys = io500Results(runRecord([...stepsOf(), ...again, ...other.slice(1)])).map(
      ({ mount, repeat, missing }) => [mount, repeat, missing.length],
    );
    expect(keys).toEqual([
      ['here', 1, 0],
      ['here', 2, 0],
      ['other', 1, 1],
    ]);
    expect(io500Results(runRecord())).toEqual([]);
  });
});
