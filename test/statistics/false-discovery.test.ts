// Adjusted p against published values, and what the rule promises, by simulation.
import { expect, test } from 'vitest';
import { adjustedPs } from '../../src/statistics/false-discovery.js';
import { noiseOf } from './synthetic.js';

// Benjamini and Hochberg 1995, 4: fifteen p of which four are rejected at 0.05; adjusted by R, p.adjust(p, "BH").
const published = [
  ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459],
  ...[0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
];

test('of the example of the paper: four of fifteen are found', () => {
  const adjusted = adjustedPs(published).map((p) => p ?? NaN);
  const byHand = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765];
  byHand.forEach((p, at) => {
    expect(adjusted[at]).toBeCloseTo(p, 7);
  });
  expect(adjusted.at(-1)).toBe(1);
  expect(adjusted.filter((p) => p <= 0.05)).toHaveLength(4);
});

test('keeps the order, leaves out what was no test, and changes nothing of a single one', () => {
  expect(adjustedPs([0.04, null, 0.01])).toEqual([0.04, null, 0.02]);
  expect(adjustedPs([0.03])).toEqual([0.03]);
  expect(adjustedPs([null])).toEqual([null]);
  expect(adjustedPs([])).toEqual([]);
});

test('finds something among 200 tests of nothing in at most 5 % of cases, where 10 of them are below 0.05', () => {
  const { uniform } = noiseOf(31);
  const cases = Array.from({ length: 1000 }, () => Array.from({ length: 200 }, uniform));
  const found = cases.filter((ps) => adjustedPs(ps).some((p) => p !== null && p <= 0.05)).length;
  const below = cases.flat().filter((p) => p <= 0.05).length / cases.length;
  expect(below).toBeCloseTo(10, 0);
  expect(found / cases.length).toBeLessThanOrEqual(0.065);
});
