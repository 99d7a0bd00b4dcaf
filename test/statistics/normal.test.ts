// The normal distribution: against the tables of textbooks and SciPy, and for all numbers.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalQuantile, normalTail } from '../../src/statistics/normal.js';

// scipy.stats.norm.sf of SciPy 1.17.1.
test.each([
  [0, 0.5],
  [0.5, 3.08537539e-1],
  [1, 1.58655254e-1],
  [1.96, 2.49978951e-2],
  [2.9, 1.8658133e-3],
  [3.1, 9.67603213e-4],
  [6, 9.86587645e-10],
  [20, 2.75362412e-89],
  [37, 5.72557122e-300],
])('above %d', (z, tail) => {
  expect(normalTail(z) / tail).toBeCloseTo(1, 8);
});

// Abramowitz and Stegun, table 26.5.
test.each([
  [0.025, '1.959964'],
  [0.005, '2.575829'],
  [0.2, '0.841621'],
])('a tail of %d', (tail, z) => {
  expect(normalQuantile(tail).toFixed(6)).toBe(z);
});

test('the two halves mirror each other, and the quantile inverts the tail', () => {
  fc.assert(
    fc.property(fc.double({ min: -8, max: 8, noNaN: true }), (z) => {
      expect(normalTail(z) + normalTail(-z)).toBeCloseTo(1, 12);
      if (z > 0) expect(normalQuantile(normalTail(z))).toBeCloseTo(z, 9);
    }),
  );
});

test.each([0, 1, -1, NaN])('a tail of %d has no quantile', (tail) => {
  expect(() => normalQuantile(tail)).toThrow(RangeError);
});

test('beyond what a number holds, the tail is 0 and not NaN', () => {
  expect(normalTail(100)).toBe(0);
  expect(normalTail(Infinity)).toBe(0);
  expect(normalTail(-Infinity)).toBe(1);
});
