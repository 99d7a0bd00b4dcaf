// The criteria of a steady state: cases computed by hand, and what holds for any values.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  deviationPercent,
  slopePercent,
  type Steadiness,
  type SteadyCriteria,
  steadyMetrics,
  SteadyStateWatch,
} from '../../src/analyze/steady-state.js';
import type { NativeInterval } from '../../src/native/contract.js';
import { interval, operation, readIntervals, second } from './intervals.js';

const slope: SteadyCriteria = { metric: 'iops', criterion: 'slope', limit: 1, window: 3 * second, rampTime: 0 };

/** The state after all these intervals. */
function watched(criteria: Partial<SteadyCriteria>, intervals: NativeInterval[]): Steadiness {
  const watch = new SteadyStateWatch({ ...slope, ...criteria }, second);
  for (const each of intervals) watch.take(each);
  return watch.state;
}

const rates = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 50 });

describe('slope', () => {
  test('of a line is its rise a second, in percent of the mean', () => {
    // 10 a second on a mean of 100.
    expect(slopePercent([90, 100, 110], 1)).toBeCloseTo(10, 12);
    expect(slopePercent([110, 100, 90], 1)).toBeCloseTo(10, 12);
    expect(slopePercent([90, 100, 110], 0.5)).toBeCloseTo(20, 12);
  });

  test('of scattered values is that of the least squares line', () => {
    // x 0…3, y 1 3 2 4: sum of products about the means 4, of squares 5, so 0.8 a second on a mean of 2.5.
    expect(slopePercent([1, 3, 2, 4], 1)).toBeCloseTo(32, 12);
  });

  test('is the same for any unit, and for the values in reverse', () => {
    fc.assert(
      fc.property(rates, fc.double({ min: 0.001, max: 1000, noNaN: true }), (values, factor) => {
        const value = slopePercent(values, 1);
        expect(
          slopePercent(
            values.map((each) => each * factor),
            1,
          ),
        ).toBeCloseTo(value, 6);
        expect(slopePercent(values.toReversed(), 1)).toBeCloseTo(value, 6);
      }),
    );
  });
});

describe('deviation', () => {
  test('is the largest distance from the mean, on either side, in percent of it', () => {
    expect(deviationPercent([100, 100, 130, 70])).toBeCloseTo(30, 12);
    expect(deviationPercent([50, 110, 140])).toBeCloseTo(50, 12);
  });

  test('is 0 for equal values, and at least what each value shows', () => {
    fc.assert(
      fc.property(rates, (values) => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const value = deviationPercent(values);
        expect(deviationPercent(values.map(() => 7))).toBe(0);
        for (const each of values) expect(value).toBeGreaterThanOrEqual((99.999 * Math.abs(each - mean)) / mean);
      }),
    );
  });
});

describe('the watch', () => {
  test('says when the first window is steady, and what came later changes nothing', () => {
    // Windows: 100 200 300 (slope 50 %), 200 300 300 (18.75 %), 300 300 300.
    const counts = [100, 200, 300, 300, 300, 1, 5000];
    expect(watched({}, readIntervals(counts))).toEqual({ attained: true, afterSeconds: 5, value: 0, mean: 300 });
  });

  test('compares strictly: a value at the limit is not below it', () => {
    const counts = [90, 100, 110];
    const { value } = watched({ limit: 100 }, readIntervals(counts));
    expect(watched({ limit: value ?? 0 }, readIntervals(counts)).attained).toBe(false);
    expect(watched({ limit: (value ?? 0) * 1.0001 }, readIntervals(counts)).attained).toBe(true);
  });

  test('tells of the last full window where none was steady', () => {
    const state = watched({ criterion: 'deviation' }, readIntervals([1, 1000, 50, 100, 150]));
    expect(state).toEqual({ attained: false, afterSeconds: null, value: 50, mean: 100 });
  });

  test('knows nothing before a window is full', () => {
    expect(watched({}, readIntervals([100, 100]))).toEqual({
      attained: false,
      afterSeconds: null,
      value: null,
      mean: null,
    });
  });

  test('leaves out the ramp', () => {
    const state = watched({ rampTime: 4 * second }, readIntervals([5, 5, 5, 5, 100, 100, 100]));
    expect(state).toMatchObject({ attained: true, afterSeconds: 7, mean: 100 });
  });

  test('takes an interval in which nothing completed as a rate of 0', () => {
    const gap = [0, 1, 3].map((index) => interval(index, { read: operation(90) }));
    const state = watched({ criterion: 'deviation' }, gap);
    // Seconds 1, 2, 3: 90, 0, 90.
    expect(state).toMatchObject({ attained: false, value: 100, mean: 60 });
  });

  test('starts the window of p99 anew after an interval in which nothing completed', () => {
    const gap = [0, 1, 3, 4].map((index) => interval(index, { read: operation(90) }));
    expect(watched({ metric: 'p99' }, gap).attained).toBe(false);
    const full = [...gap, interval(5, { read: operation(90) })];
    expect(watched({ metric: 'p99' }, full)).toMatchObject({ attained: true, afterSeconds: 6, mean: 1000 });
  });

  test('is not steady at nothing', () => {
    const idle = [0, 1, 2, 3].map((index) => interval(index, {}));
    expect(watched({}, idle)).toMatchObject({ attained: false, value: null });
  });

  test('leaves out an interval that was cut short', () => {
    const cut = { ...interval(2, { read: operation(100) }), durationNs: second / 2 };
    expect(watched({}, [...readIntervals([100, 100]), cut])).toMatchObject({ attained: false, value: null });
  });

  test.each([
    ['iops', 300],
    ['bandwidth', 300 * 4096],
  ] as const)('judges the %s of reads and writes together, without syncs', (metric, mean) => {
    const both = { read: operation(100), write: operation(200), fsync: operation(999) };
    const intervals = [0, 1, 2].map((index) => interval(index, both));
    expect(watched({ metric }, intervals)).toMatchObject({ attained: true, mean });
  });

  test('judges the p99 of reads and writes together, not that of one of them', () => {
    // 50 fast reads and 50 slow writes: the 99th percentile is a write.
    const both = { read: operation(50, 1000), write: operation(50, 2000), fsync: operation(50, 1_000_000) };
    const intervals = [0, 1, 2].map((index) => interval(index, both));
    expect(watched({ metric: 'p99' }, intervals)).toMatchObject({ attained: true, mean: 2000 });
  });

  test('attains exactly where a window of the definition is below the limit', () => {
    const series = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        series,
        fc.constantFrom('slope', 'deviation'),
        fc.integer({ min: 1, max: 40 }),
        (counts, criterion, limit) => {
          const windows = counts.slice(2).map((_, start) => counts.slice(start, start + 3));
          const judge = criterion === 'slope' ? (window: number[]) => slopePercent(window, 1) : deviationPercent;
          const first = windows.findIndex((window) => judge(window) < limit);
          const { attained, afterSeconds } = watched({ criterion, limit }, readIntervals(counts));
          expect(attained).toBe(first >= 0);
          expect(afterSeconds).toBe(first >= 0 ? first + 3 : null);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('metrics leave out what is unknown', () => {
  expect(steadyMetrics({ attained: true, afterSeconds: 5, value: 0.5, mean: 300 })).toEqual({
    steadyAttained: 1,
    steadyAfterSeconds: 5,
    steadyValue: 0.5,
    steadyMean: 300,
  });
  expect(steadyMetrics({ attained: false, afterSeconds: null, value: null, mean: null })).toEqual({
    steadyAttained: 0,
  });
});
