// Boundaries of sequences of looks against published ones, and how the levels of a run follow from them.
import { describe, expect, test } from 'vitest';
import { lookAt, plannedLooks, spendingBoundaries } from '../../src/statistics/looks.js';

const equal = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) / count);

describe('boundaries of equally spaced looks, two-sided, 5 %', () => {
  // Of the program ld98 (Reboussin, DeMets, Kim, Lan, Controlled Clinical Trials 21, 2000, 190) and others since.
  test.each([
    [2, [2.9626, 1.9686]],
    [3, [3.7103, 2.5114, 1.993]],
    [4, [4.3326, 2.9631, 2.359, 2.0141]],
    [5, [4.8769, 3.3569, 2.6803, 2.2898, 2.031]],
  ])('%i of them are those published', (count, published) => {
    const found = spendingBoundaries(equal(count), 0.05);
    found.forEach((boundary, index) => {
      expect(boundary).toBeCloseTo(published[index] ?? NaN, 3);
    });
    expect(found).toHaveLength(published.length);
  });
});

describe('looks of a run', () => {
  test('begin with the third repeat, and not before a thousandth may be spent', () => {
    expect(plannedLooks(5, 0.95).map(({ repeats }) => repeats)).toEqual([3, 4, 5]);
    expect(plannedLooks(10, 0.95).map(({ repeats }) => repeats)).toEqual([5, 6, 7, 8, 9, 10]);
    expect(plannedLooks(100, 0.95)[0]?.repeats).toBeGreaterThan(40);
  });

  test('are nothing but the end of it where there are three repeats or less', () => {
    for (const planned of [1, 2, 3]) {
      expect(plannedLooks(planned, 0.95)).toEqual([{ repeats: planned, confidence: 0.95 }]);
    }
  });

  test('become less strict, and never less than what was asked for', () => {
    const asked = plannedLooks(20, 0.95).map(({ confidence }) => confidence);
    expect(asked).toEqual([...asked].sort((a, b) => b - a));
    expect(Math.min(...asked)).toBeGreaterThan(0.95);
    expect(asked[0]).toBeLessThan(0.999);
  });

  test('count from the last one that has come, or from the first', () => {
    const looks = plannedLooks(5, 0.95);
    expect(lookAt(looks, 4)).toBe(looks[1]);
    expect(lookAt(looks, 9)).toBe(looks[2]);
    expect(lookAt(looks, 2)).toBe(looks[0]);
    expect(lookAt([], 3)).toBeNull();
  });
});
