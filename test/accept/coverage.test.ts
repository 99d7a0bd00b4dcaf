// What the intervals of terms of several figures cover, on synthetic repeats: draws of the wrong size would show.
import { describe, expect, test } from 'vitest';
import { intervalsOf, type Limits } from '../../src/accept/interval.js';
import { parseExpression } from '../../src/accept/language/parse.js';
import { valueOf } from '../../src/accept/language/term.js';
import type { Measured } from '../../src/accept/samples.js';
import { medianOf } from '../../src/statistics/median.js';
import { noiseOf } from '../statistics/synthetic.js';
import { context } from './judging.js';

const pairs = 1500;

/** The interval of the left side and its value, with the given repeats of its figures; of one cell, or each of its own. */
function leftOf(
  text: string,
  values: readonly (readonly number[])[],
  isOneCell: boolean,
): { left: Limits; value: number } {
  const expression = parseExpression(text);
  const measured = expression.references.map((reference, index): Measured => ({
    reference,
    cell: isOneCell ? '' : `${index}`,
    steps: [],
    values: values[index] ?? [],
  }));
  const { left } = intervalsOf(
    { left: expression.left.term, right: expression.right.term },
    measured,
    context({ resamples: 160 }),
  );
  if (left === null) throw new Error('no interval');
  const medians = new Map(measured.map((one) => [one.reference, medianOf(one.values)]));
  return { left, value: valueOf(expression.left.term, (reference) => medians.get(reference) ?? NaN) };
}

/** Share of the intervals that hold the true value, and whether each holds its own. */
function coverage(
  text: string,
  truth: number,
  draw: (repeats: number) => number[][],
  isOneCell: boolean,
  repeats = 8,
): number {
  let covered = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const { left, value } = leftOf(text, draw(repeats), isOneCell);
    expect(left.low).toBeLessThanOrEqual(value);
    expect(left.high).toBeGreaterThanOrEqual(value);
    if (left.low <= truth && truth <= left.high) covered++;
  }
  return covered / pairs;
}

describe('95 % intervals of terms of two figures', () => {
  test('of two mounts: 93 to 97 % hold the true ratio', () => {
    const { normal } = noiseOf(4711);
    const of = (count: number, middle: number) =>
      Array.from({ length: count }, () => middle * Math.exp(0.1 * normal()));
    const share = coverage(
      'mounts.a.read.perSecond / mounts.b.read.perSecond >= 1',
      2.5,
      (count) => [of(count, 500e3), of(count, 200e3)],
      false,
    );
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  }, 60_000);

  test('of the same steps, whose figures vary together: 92 to 97 % hold the true difference', () => {
    const { normal } = noiseOf(815);
    const draw = (count: number) => {
      const shared = Array.from({ length: count }, () => 0.1 * normal());
      const of = (middle: number) => shared.map((noise) => middle * Math.exp(noise + 0.03 * normal()));
      return [of(2e6), of(1e6)];
    };
    const share = coverage('read.p99 - read.p50 < 2ms', 1e-3, draw, true);
    expect(share).toBeGreaterThanOrEqual(0.92);
    expect(share).toBeLessThanOrEqual(0.97);
  }, 60_000);
});
