// Trends: against published values, against an enumeration of all orders, and for all values.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trend } from '../../src/statistics/trend.js';

/** Throws where there is no trend to tell. */
function trendOf(values: readonly number[]) {
  const result = trend(values);
  if (result === null) throw new Error('no trend');
  return result;
}

// Hollander and Wolfe (1973), page 187: lightness and quality of tuna; in the order of lightness, p of R's cor.test is 0.1194.
test('as published', () => {
  expect(trendOf([2.5, 4.0, 2.6, 3.6, 2.8, 3.1, 5.2, 5.0, 3.8]).p.toFixed(4)).toBe('0.1194');
});

// scipy.stats.kendalltau of SciPy 1.17.1 against 0, 1, …
test('ten values', () => {
  expect(trendOf([3, 1, 4, 5, 9, 2, 6, 8, 7, 10]).p).toBeCloseTo(0.016666115520282188, 12);
});

test('values that grow by a tenth each time', () => {
  const values = Array.from({ length: 11 }, (_, index) => 7 * 1.1 ** index);
  expect(trendOf(values).change).toBeCloseTo(1.1 ** 10 - 1, 9);
  expect(trendOf(values).p).toBeCloseTo(2 / 39_916_800, 12);
  expect(trendOf([...values].reverse()).change).toBeCloseTo(1.1 ** -10 - 1, 9);
});

test('one wild value does not make a trend', () => {
  const { change, p } = trendOf([100, 101, 100.5, 5000, 99.5, 100.2, 99.9, 100.4]);
  expect(Math.abs(change)).toBeLessThan(0.01);
  expect(p).toBeGreaterThan(0.5);
});

test('equal values have none', () => {
  expect(trendOf([4, 4, 4, 4, 4])).toEqual({ change: 0, p: 1 });
  expect(trendOf(new Array<number>(60).fill(4))).toEqual({ change: 0, p: 1 });
});

test.each([[[]], [[1]], [[1, 2, 3]], [[1, 2, 0, 4, 5]], [[1, 2, 3, -4]], [[1, 2, NaN, 4]]])(
  '%j: nothing to tell',
  (values) => {
    expect(trend(values)).toBeNull();
  },
);

const permutations = (values: readonly number[]): number[][] =>
  values.length === 0
    ? [[]]
    : values.flatMap((value, index) =>
        permutations(values.filter((_, other) => other !== index)).map((rest) => [value, ...rest]),
      );

const scoreOf = (values: readonly number[]): number =>
  values.reduce((sum, value, index) => {
    return sum + values.slice(index + 1).reduce((rises, later) => rises + Math.sign(later - value), 0);
  }, 0);

describe('for all values', () => {
  const value = fc.double({ min: 0.5, max: 100, noNaN: true });
  const some = fc.array(value, { minLength: 4, maxLength: 60 });

  test('the exact p counts the orders', () => {
    const scores = permutations([1, 2, 3, 4, 5, 6]).map((order) => Math.abs(scoreOf(order)));
    fc.assert(
      fc.property(fc.uniqueArray(value, { minLength: 6, maxLength: 6 }), (values) => {
        const observed = Math.abs(scoreOf(values));
        const share = scores.filter((score) => score >= observed).length / scores.length;
        expect(trendOf(values).p).toBeCloseTo(share, 12);
      }),
    );
  });

  test('backwards it is the inverse, as certain', () => {
    fc.assert(
      fc.property(some, (values) => {
        const [forth, back] = [trendOf(values), trendOf([...values].reverse())];
        expect((1 + forth.change) * (1 + back.change)).toBeCloseTo(1, 9);
        expect(back.p).toBeCloseTo(forth.p, 12);
      }),
    );
  });

  test('the unit does not count', () => {
    fc.assert(
      fc.property(some, (values) => {
        const [one, other] = [trendOf(values), trendOf(values.map((each) => each * 1024))];
        expect(Math.log1p(other.change)).toBeCloseTo(Math.log1p(one.change), 9);
        expect(other.p).toBe(one.p);
      }),
    );
  });
});
