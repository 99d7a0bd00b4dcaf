// The Mann-Whitney test: against published values, against an enumeration of all ways to part the values, and for all values.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leastP, mannWhitney } from '../../src/statistics/mann-whitney.js';

/** Throws where there is no test. */
function tested(a: readonly number[], b: readonly number[]) {
  const result = mannWhitney(a, b);
  if (result === null) throw new Error('no test');
  return result;
}

describe('published values', () => {
  // Hollander and Wolfe, Nonparametric Statistical Methods (1999), table 4.1; W of R's wilcox.test, p of coin::wilcox_test.
  test('permeability of the human chorioamnion', () => {
    const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const { u, p, method } = tested(term, [1.15, 0.88, 0.9, 0.74, 1.21]);
    expect([u, p.toFixed(4), method]).toEqual([35, '0.2544', 'exact']);
  });

  // The example in the reference of scipy.stats.mannwhitneyu: ages at the onset of diabetes.
  test('ages of males and females', () => {
    const { u, p } = tested([19, 22, 16, 29, 24], [20, 11, 17, 12]);
    expect(u).toBe(17);
    expect(p).toBeCloseTo(0.1111111111111111, 12);
  });
});

// Computed with SciPy 1.17.1: mannwhitneyu(a, b, method='asymptotic').
describe('the normal approximation', () => {
  test('with ties', () => {
    const a = [9, 10, 15, 19, 0, 2, 16, 18, 4, 6, 17, 8, 5, 16, 5];
    const b = [12, 16, 14, 5, 4, 21, 19, 20, 14, 20, 10, 13, 19, 6, 10, 6, 13, 23];
    const { u, p, method } = tested(a, b);
    expect([u, method]).toEqual([90.5, 'normal']);
    expect(p).toBeCloseTo(0.11093085230235114, 12);
  });

  test('without ties, of 60 values each', () => {
    const a = Array.from({ length: 60 }, (_, index) => 1 + 2 * index);
    const b = Array.from({ length: 60 }, (_, index) => 20 + 2 * index);
    const { u, p, method } = tested(a, b);
    expect([u, method]).toEqual([1275, 'normal']);
    expect(p).toBeCloseTo(0.005906794153805775, 12);
  });

  test('is near the exact p where both can be', () => {
    const a = Array.from({ length: 49 }, (_, index) => index);
    const b = Array.from({ length: 49 }, (_, index) => index + 8.5);
    const exact = tested(a, b);
    const normal = tested([...a, 1000], [...b, 1001]);
    expect([exact.method, normal.method]).toEqual(['exact', 'normal']);
    expect(Math.abs(exact.p - normal.p)).toBeLessThan(0.02);
  });
});

/** Every way to take `count` of the values, as U of what is taken against the rest. */
function* allU(values: readonly number[], count: number): Generator<number> {
  for (let mask = 0; mask < 1 << values.length; mask++) {
    const taken = values.filter((_, index) => (mask >> index) & 1);
    if (taken.length === count)
      yield uOf(
        taken,
        values.filter((_, index) => !((mask >> index) & 1)),
      );
  }
}

const uOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, one) => sum + b.reduce((wins, other) => wins + (one > other ? 1 : one === other ? 0.5 : 0), 0), 0);

describe('for all values', () => {
  const value = fc.integer({ min: 1, max: 6 });
  const few = fc.array(value, { minLength: 1, maxLength: 5 });
  const many = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 70 });

  test('the exact p counts the ways to part the values, with ties too', () => {
    fc.assert(
      fc.property(few, few, (a, b) => {
        const all = [...allU([...a, ...b], a.length)];
        const u = uOf(a, b);
        const share = (keep: (other: number) => boolean) => all.filter(keep).length / all.length;
        const p = Math.min(1, 2 * share((other) => other <= u), 2 * share((other) => other >= u));
        const found = tested(a, b);
        expect(found.u).toBe(u);
        expect(found.p).toBeCloseTo(p, 12);
      }),
    );
  });

  test('exchanged sides have the same p, and the other pairs', () => {
    fc.assert(
      fc.property(many, many, (a, b) => {
        const [one, other] = [tested(a, b), tested(b, a)];
        expect(other.p).toBeCloseTo(one.p, 12);
        expect(one.u + other.u).toBe(a.length * b.length);
      }),
    );
  });

  test('neither the order of the values nor their unit counts', () => {
    fc.assert(
      fc.property(many, many, (a, b) => {
        const scaled = (values: number[]) => [...values].reverse().map((one) => one * 1024);
        expect(tested(scaled(a), scaled(b))).toEqual(tested(a, b));
      }),
    );
  });

  test('p is a probability', () => {
    fc.assert(
      fc.property(many, many, (a, b) => {
        const { p } = tested(a, b);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test.each([
  { a: 3, b: 3, p: 2 / 20 },
  { a: 4, b: 4, p: 2 / 70 },
  { a: 3, b: 5, p: 2 / 56 },
  { a: 1, b: 100, p: 2 / 101 },
  { a: 1, b: 1, p: 1 },
])('sides of $a and $b values that do not overlap have the least p', ({ a, b, p }) => {
  const values = (count: number, from: number) => Array.from({ length: count }, (_, index) => from + index);
  expect(leastP(a, b)).toBeCloseTo(p, 12);
  if (a < 49 && b < 49) expect(tested(values(a, 0), values(b, 1000)).p).toBeCloseTo(p, 12);
});

test('equal values are no sign of anything, and an empty side has no test', () => {
  expect(tested([5, 5, 5, 5], [5, 5, 5, 5]).p).toBe(1);
  expect(tested(new Array<number>(30).fill(5), new Array<number>(30).fill(5)).p).toBe(1);
  expect(mannWhitney([], [1])).toBeNull();
  expect(mannWhitney([1], [])).toBeNull();
});
