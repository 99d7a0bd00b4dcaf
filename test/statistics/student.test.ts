// Quantiles of Student's t distribution: against the table of textbooks, against closed forms, and for all degrees.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { studentQuantile } from '../../src/statistics/student.js';

/** Critical values as textbooks print them, by degrees of freedom; one tail of 0.025, 0.005 and 0.0005. */
const table: [degrees: number, ...values: number[]][] = [
  [1, 12.706, 63.657, 636.619],
  [2, 4.303, 9.925, 31.599],
  [3, 3.182, 5.841, 12.924],
  [4, 2.776, 4.604, 8.61],
  [5, 2.571, 4.032, 6.869],
  [6, 2.447, 3.707, 5.959],
  [7, 2.365, 3.499, 5.408],
  [8, 2.306, 3.355, 5.041],
  [9, 2.262, 3.25, 4.781],
  [10, 2.228, 3.169, 4.587],
  [11, 2.201, 3.106, 4.437],
  [12, 2.179, 3.055, 4.318],
  [13, 2.16, 3.012, 4.221],
  [14, 2.145, 2.977, 4.14],
  [15, 2.131, 2.947, 4.073],
  [16, 2.12, 2.921, 4.015],
  [17, 2.11, 2.898, 3.965],
  [18, 2.101, 2.878, 3.922],
  [19, 2.093, 2.861, 3.883],
  [20, 2.086, 2.845, 3.85],
  [21, 2.08, 2.831, 3.819],
  [22, 2.074, 2.819, 3.792],
  [23, 2.069, 2.807, 3.768],
  [24, 2.064, 2.797, 3.745],
  [25, 2.06, 2.787, 3.725],
  [26, 2.056, 2.779, 3.707],
  [27, 2.052, 2.771, 3.69],
  [28, 2.048, 2.763, 3.674],
  [29, 2.045, 2.756, 3.659],
  [30, 2.042, 2.75, 3.646],
  [60, 2.0, 2.66, 3.46],
  [120, 1.98, 2.617, 3.373],
];
const probabilities = [0.975, 0.995, 0.9995];

test.each(table)('%i degrees: as in the table', (degrees, ...values) => {
  const found = probabilities.map((probability) => studentQuantile(probability, degrees).toFixed(3));
  expect(found).toEqual(values.map((value) => value.toFixed(3)));
});

describe('closed forms', () => {
  const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

  test('1 degree is the Cauchy distribution', () => {
    fc.assert(
      fc.property(probability, (p) => {
        expect(Math.atan(studentQuantile(p, 1)) / Math.PI + 0.5).toBeCloseTo(p, 12);
      }),
    );
  });

  test('2 degrees', () => {
    fc.assert(
      fc.property(probability, (p) => {
        const t = studentQuantile(p, 2);
        expect(0.5 + t / (2 * Math.sqrt(2 + t * t))).toBeCloseTo(p, 12);
      }),
    );
  });

  test('so many degrees as the most pairs have are near the normal distribution', () => {
    // Of the normal distribution, and 1/(4·degrees) of z³ + z more.
    expect(studentQuantile(0.975, 999)).toBeCloseTo(1.959964 + (1.959964 ** 3 + 1.959964) / (4 * 999), 5);
  });
});

describe('for all degrees', () => {
  const degrees = fc.integer({ min: 1, max: 999 });
  const upper = fc.double({ min: 0.5, max: 0.999999, noNaN: true });

  test('the lower half mirrors the upper one', () => {
    fc.assert(
      fc.property(upper, degrees, (p, n) => {
        expect(studentQuantile(1 - p, n)).toBeCloseTo(-studentQuantile(1 - (1 - p), n), 12);
      }),
    );
    expect(studentQuantile(0.5, 7)).toBeCloseTo(0, 12);
  });

  test('a larger probability is never a smaller t, and more degrees never a larger one', () => {
    fc.assert(
      fc.property(upper, upper, degrees, (p, q, n) => {
        const [less, more] = [Math.min(p, q), Math.max(p, q)];
        expect(studentQuantile(more, n)).toBeGreaterThanOrEqual(studentQuantile(less, n));
        expect(studentQuantile(p, n + 1)).toBeLessThanOrEqual(studentQuantile(p, n) + 1e-12);
      }),
    );
  });
});

test.each([
  [0, 3],
  [1, 3],
  [NaN, 3],
  [0.5, 0],
  [0.5, 1.5],
  [0.5, Infinity],
])('probability %d with %d degrees has none', (probability, degrees) => {
  expect(() => studentQuantile(probability, degrees)).toThrow(RangeError);
});
