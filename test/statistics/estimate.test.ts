// Estimates with their intervals: what must hold for all samples, and the samples that allow none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelEstimate, ratioEstimate } from '../../src/statistics/estimate.js';
import type { Sample } from '../../src/statistics/sample.js';

const options = { seed: 1, resamples: 200, confidence: 0.95 };
const samples = (...values: number[]): Sample[] => values.map((value) => ({ value, blocks: [] }));

test('the ratio is that of the medians', () => {
  expect(ratioEstimate(samples(3, 30, 6), samples(2, 1, 4), options)?.value).toBe(3);
  expect(levelEstimate(samples(3, 30, 6), options)?.value).toBe(6);
});

test.each([
  { what: 'a side without repeats', side: [], baseline: [1, 2] },
  { what: 'a baseline without repeats', side: [1, 2], baseline: [] },
  { what: 'a baseline of 0', side: [1, 2], baseline: [0, 0, 0] },
  { what: 'a side of 0', side: [0, 0], baseline: [1, 2] },
])('$what has no ratio', ({ side, baseline }) => {
  expect(ratioEstimate(samples(...side), samples(...baseline), options)).toBeNull();
});

test.each([
  { what: 'one repeat', side: [4], baseline: [2] },
  { what: 'one repeat against several', side: [4], baseline: [2, 2, 2] },
  { what: 'a value of 0 among others', side: [0, 4, 4], baseline: [2, 2, 2] },
])('$what: a ratio without an interval', ({ side, baseline }) => {
  const estimate = ratioEstimate(samples(...side), samples(...baseline), options);
  expect(estimate).toEqual({ value: 2, low: null, high: null });
});

test('equal values leave no doubt', () => {
  expect(ratioEstimate(samples(6, 6, 6), samples(3, 3, 3), options)).toEqual({ value: 2, low: 2, high: 2 });
  expect(levelEstimate(samples(0, 0, 0), options)).toEqual({ value: 0, low: 0, high: 0 });
});

test('no repeat has no level', () => {
  expect(levelEstimate([], options)).toBeNull();
});

/** Throws without an interval. */
function ratio(side: Sample[], baseline: Sample[], confidence = 0.95) {
  const estimate = ratioEstimate(side, baseline, { ...options, confidence });
  if (estimate === null || estimate.low === null || estimate.high === null) throw new Error('no interval');
  return { value: estimate.value, low: estimate.low, high: estimate.high };
}

describe('for all samples', () => {
  const value = fc.double({ min: 10, max: 1000, noNaN: true });
  const side = fc.array(value, { minLength: 2, maxLength: 12 }).map((values) => samples(...values));
  const same = (one: number, other: number) => {
    expect(Math.log(one / other)).toBeCloseTo(0, 9);
  };

  test('the ratio lies within its interval, and more confidence is no smaller one', () => {
    fc.assert(
      fc.property(side, side, (ours, theirs) => {
        const [sure, unsure] = [ratio(ours, theirs, 0.99), ratio(ours, theirs, 0.8)];
        const ends = [sure.low, unsure.low, sure.value, unsure.high, sure.high];
        for (let index = 1; index < ends.length; index++) {
          expect((ends[index] ?? 0) / (ends[index - 1] ?? 0)).toBeGreaterThanOrEqual(1 - 1e-12);
        }
      }),
    );
  });

  test('exchanged sides give the inverse', () => {
    fc.assert(
      fc.property(side, side, (ours, theirs) => {
        const [one, other] = [ratio(ours, theirs), ratio(theirs, ours)];
        same(other.value * one.value, 1);
        same(other.low * one.high, 1);
        same(other.high * one.low, 1);
      }),
    );
  });

  test('the unit does not count, and twice as much is twice the ratio', () => {
    fc.assert(
      fc.property(side, side, (ours, theirs) => {
        const scaled = (factor: number, some: Sample[]) =>
          some.map(({ value: one, blocks }) => ({
            value: one * factor,
            blocks: blocks.map((block) => block * factor),
          }));
        const one = ratio(ours, theirs);
        const unit = ratio(scaled(1024, ours), scaled(1024, theirs));
        const twice = ratio(scaled(2, ours), theirs);
        for (const key of ['value', 'low', 'high'] as const) {
          same(unit[key], one[key]);
          same(twice[key], 2 * one[key]);
        }
      }),
    );
  });

  test('the order of the repeats does not count', () => {
    fc.assert(
      fc.property(side, side, (ours, theirs) => {
        const [one, other] = [ratio(ours, theirs), ratio([...ours].reverse(), [...theirs].reverse())];
        for (const key of ['value', 'low', 'high'] as const) same(other[key], one[key]);
      }),
    );
  });
});

describe('intervals inside the repeats', () => {
  // Alike by chance as a whole, though 12 % apart from interval to interval.
  const noisy = (shift: number): Sample => {
    const blocks = Array.from({ length: 40 }, (_, index) => 100 * (1 + 0.3 * Math.sin((index + shift) ** 2)));
    return { value: 100, blocks };
  };

  test('two repeats that happen to be equal are not taken to be certain', () => {
    const { low, high } = ratioEstimate([noisy(1), noisy(7)], [noisy(3), noisy(11)], options) ?? {};
    expect(low).toBeLessThan(0.99);
    expect(high).toBeGreaterThan(1.01);
    expect(ratioEstimate(samples(100, 100), samples(100, 100), options)).toEqual({ value: 1, low: 1, high: 1 });
  });

  test('what all repeats do at the same time is no noise', () => {
    const falling = (): Sample => ({ value: 100, blocks: Array.from({ length: 40 }, (_, index) => 140 - 2 * index) });
    const { low, high } = ratioEstimate([falling(), falling()], [falling(), falling()], options) ?? {};
    expect([low, high].map((limit) => limit?.toFixed(9))).toEqual(['1.000000000', '1.000000000']);
  });

  test('four repeats tell enough by themselves', () => {
    const four = (shift: number) => [1, 2, 3, 4].map((index) => noisy(shift + index));
    expect(ratioEstimate(four(0), four(9), options)).toEqual({ value: 1, low: 1, high: 1 });
  });

  test('a single repeat has a level from its intervals, and none from fewer than 8', () => {
    const { value, low, high } = levelEstimate([noisy(1)], options) ?? {};
    expect(value).toBe(100);
    expect(low).toBeLessThan(100);
    expect(high).toBeGreaterThan(100);
    const short = { value: 100, blocks: noisy(1).blocks.slice(0, 7) };
    expect(levelEstimate([short], options)).toEqual({ value: 100, low: null, high: null });
  });
});

test('the same seed gives the same numbers, another one nearly the same', () => {
  const [ours, theirs] = [samples(3, 4, 5, 4.5, 3.2), samples(2, 2.2, 2.5, 1.9, 2.1)];
  const limits = (seed: number) => {
    const estimate = ratioEstimate([...ours], [...theirs], { seed, resamples: 2000, confidence: 0.95 });
    return [estimate?.low ?? 0, estimate?.high ?? 0];
  };
  expect(limits(5)).toEqual(limits(5));
  expect(limits(6)).not.toEqual(limits(5));
  limits(6).forEach((limit, end) => {
    expect(Math.abs(Math.log(limit / (limits(5)[end] ?? 0)))).toBeLessThan(0.05);
  });
});

test('values of 0 among others have a level that does not go below 0', () => {
  const { value, low, high } = levelEstimate(samples(0, 0, 1, 5, 0), options) ?? {};
  expect([value, low]).toEqual([0, 0]);
  expect(high).toBeGreaterThan(0);
});

test('repeats too far apart for an interval that a number can hold have none', () => {
  expect(ratioEstimate(samples(1e-150, 1e150), samples(1, 2), options)).toMatchObject({ low: null, high: null });
});

test.each([0, 1, 1.5, NaN])('%d resamples have no variance', (resamples) => {
  const two = samples(1, 2);
  expect(() => ratioEstimate(two, samples(1, 3), { ...options, resamples })).toThrow(RangeError);
});
