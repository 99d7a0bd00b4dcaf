// What intervals really cover, how often a verdict is wrong, and how often there is one: on synthetic repeats.
import { describe, expect, test } from 'vitest';
import { levelEstimate, ratioEstimate } from '../../src/statistics/estimate.js';
import { mannWhitney } from '../../src/statistics/mann-whitney.js';
import { type Decision, verdictOf } from '../../src/statistics/verdict.js';
import { autocorrelated, lognormal, noiseOf, repeatsOf, type Shape, skewed, trueMedian } from './synthetic.js';

const pairs = 2000;
const confidence = 0.95;
/** Few resamples, since there are many pairs: they widen or narrow an interval by a few percent at random. */
const options = (seed: number) => ({ seed, resamples: 100, confidence });

/** Share of the intervals that hold the true ratio of the medians. */
function coverage(side: Shape, baseline: Shape, counts: [side: number, baseline: number], truth: number): number {
  const noise = noiseOf(2024 + 31 * counts[0] + counts[1]);
  let covered = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const [ours, theirs] = [repeatsOf(side, counts[0], noise), repeatsOf(baseline, counts[1], noise)];
    const { low, high } = ratioEstimate(ours, theirs, options(pair)) ?? {};
    if (typeof low !== 'number' || typeof high !== 'number') throw new Error('no interval');
    if (low <= truth && truth <= high) covered++;
  }
  return covered / pairs;
}

const shapes: [what: string, side: Shape, baseline: Shape][] = [
  ['lognormal', lognormal(0.1), lognormal(0.1)],
  ['lognormal, one side five times as wide', lognormal(0.2), lognormal(0.04)],
  ['skewed, one side five times as wide', skewed(0.2), skewed(0.04)],
  ['autocorrelated intervals, other spread of the repeats', autocorrelated(0.1), autocorrelated(0.03)],
];

describe.each(shapes)('95 %% intervals of the ratio: %s', (_, side, baseline) => {
  const truth = trueMedian(side) / trueMedian(baseline);

  test.each([4, 5, 8, 12])('%i repeats of each side: 93 to 97 %% hold it', (count) => {
    const share = coverage(side, baseline, [count, count], truth);
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  });
});

test.each(shapes.slice(1, 3))('30 repeats of each side: %s', (_, side, baseline) => {
  const share = coverage(side, baseline, [30, 30], trueMedian(side) / trueMedian(baseline));
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
});

test('more than 50 repeats, without resampling', () => {
  const share = coverage(skewed(0.2), lognormal(0.1), [60, 60], 1);
  expect(share).toBeGreaterThanOrEqual(0.93);
  expect(share).toBeLessThanOrEqual(0.97);
});

test.each([
  { what: 'of 5 repeats', shape: skewed(0.1), repeats: 5, least: 0.93 },
  { what: 'of 2 repeats', shape: lognormal(0.1), repeats: 2, least: 0.93 },
  { what: 'of 1 repeat, from its intervals', shape: autocorrelated(0), repeats: 1, least: 0.86 },
])('95 % intervals of the level $what', ({ shape, repeats, least }) => {
  const noise = noiseOf(77);
  const truth = trueMedian(shape);
  let covered = 0;
  for (let round = 0; round < pairs; round++) {
    const { low, high } = levelEstimate(repeatsOf(shape, repeats, noise), options(round)) ?? {};
    if (typeof low !== 'number' || typeof high !== 'number') throw new Error('no interval');
    if (low <= truth && truth <= high) covered++;
  }
  expect(covered / pairs).toBeGreaterThanOrEqual(least);
  expect(covered / pairs).toBeLessThanOrEqual(0.975);
});

/** The decision on each pair; side = factor × baseline in truth. */
function decisions(given: {
  shape: Shape;
  count: number;
  factor: number;
  margin: number;
  rounds?: number;
}): Decision[] {
  const { shape, count, factor, margin, rounds = pairs } = given;
  const noise = noiseOf(555 + count);
  return Array.from({ length: rounds }, (_, round) => {
    const [side, baseline] = [repeatsOf(shape, count, noise, factor), repeatsOf(shape, count, noise)];
    const ratio = ratioEstimate(side, baseline, options(round));
    const values = [side, baseline].map((samples) => samples.map(({ value }) => value));
    const p = mannWhitney(values[0] ?? [], values[1] ?? [])?.p ?? null;
    return verdictOf({ ratio, p, better: 'higher', margin, confidence, counts: { side: count, baseline: count } });
  });
}

const share = (all: readonly Decision[], ...wanted: Decision['verdict'][]): number =>
  all.filter(({ verdict }) => wanted.includes(verdict)).length / all.length;

describe('two sides that are the same in truth', () => {
  test.each([
    { what: 'lognormal', shape: lognormal(0.1) },
    { what: 'skewed', shape: skewed(0.1) },
    { what: 'autocorrelated', shape: autocorrelated(0.05) },
  ])('are called faster or slower in at most 5 % of comparisons: $what', ({ shape }) => {
    for (const count of [4, 8]) {
      const wrong = share(decisions({ shape, count, factor: 1, margin: 0.03 }), 'faster', 'slower');
      expect(wrong, `${count} repeats`).toBeLessThanOrEqual(0.05);
    }
  });

  test('are called the same once the noise is small against the margin', () => {
    expect(share(decisions({ shape: lognormal(0.01), count: 5, factor: 1, margin: 0.03 }), 'same')).toBeGreaterThan(
      0.8,
    );
  });
});

describe('a true difference of 20 %', () => {
  test('is found by five repeats whose noise is 5 %, and never the wrong way round', () => {
    const all = decisions({ shape: lognormal(0.05), count: 5, factor: 1.2, margin: 0.03 });
    expect(share(all, 'faster')).toBeGreaterThan(0.9);
    expect(share(all, 'slower', 'same')).toBe(0);
  });

  test('is not found by three, who cannot tell', () => {
    const all = decisions({ shape: lognormal(0.05), count: 3, factor: 1.2, margin: 0.03, rounds: 200 });
    expect(share(all, 'undecided')).toBe(1);
    expect(all.every(({ note }) => note.includes('4 of each side can'))).toBe(true);
  });
});

test.each([
  { factor: 1.15, spread: 0.1 },
  { factor: 1.05, spread: 0.03 },
  { factor: 1, spread: 0.03 },
])('as many more repeats as are told decide most comparisons: factor $factor, noise $spread', ({ factor, spread }) => {
  const given = { shape: lognormal(spread), factor, margin: 0.03 };
  const told = decisions({ ...given, count: 5, rounds: 300 }).flatMap(({ moreRepeats }) => moreRepeats ?? []);
  const typical = [...told].sort((a, b) => a - b)[told.length >> 1] ?? 0;
  expect(told.length).toBeGreaterThan(60);
  const after = decisions({ ...given, count: 5 + typical, rounds: 300 });
  expect(share(after, 'faster', 'slower', 'same')).toBeGreaterThan(0.6);
});
