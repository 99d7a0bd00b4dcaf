// What chance alone makes of programs: identical ones are seldom said to differ, however few pairs there are.
import { describe, expect, test } from 'vitest';
import { compare } from '../../src/crosscheck/comparison.js';
import type { CrosscheckPair, CrosscheckSample } from '../../src/result/crosscheck-schema.js';

/** Numbers above 0 and below 1 that are the same in every run: the generator of Lehmer. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Normal, by Box and Muller. */
const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Differences of two uniform numbers: no tails. */
const bounded = (random: () => number): number => random() - random();

/** Mostly small, and now and then ten times as large. */
const spiky = (random: () => number): number => normal(random) * (random() < 0.1 ? 10 : 1);

type Noise = (random: () => number) => number;

/** Shares of the verdicts on programs whose figures all have noise of their own; the second is `faster` times as fast. */
function verdicts(given: { pairs: number; noise: Noise; scale: number; faster?: number; comparisons: number }) {
  const { noise, scale, faster = 1, comparisons } = given;
  const random = randomNumbers(12_345);
  const one = (factor: number) => factor * Math.exp(scale * noise(random));
  const sample = (factor: number): CrosscheckSample => {
    return { perSecond: one(factor), bytesPerSecond: one(factor), p50Ns: one(factor), p99Ns: one(factor) };
  };
  const pair = (_: unknown, index: number): CrosscheckPair => {
    const values = { ioproof: { read: sample(1000) }, fio: { read: sample(1000 * faster) } };
    return { pair: index + 1, step: `s/${index + 1}`, first: 'ioproof', error: null, ...values };
  };
  const said = Array.from({ length: comparisons }, () => compare(Array.from({ length: given.pairs }, pair)).agreement);
  const share = (wanted: string) => said.filter((verdict) => verdict === wanted).length / comparisons;
  return { agree: share('agree'), differ: share('differ'), undecided: share('undecided') };
}

const comparisons = 4000;
/** Three standard deviations of a share of 5 % among so many. */
const samplingError = 3 * Math.sqrt((0.05 * 0.95) / comparisons);

describe.each([2, 3, 5, 10])(
  'identical programs in %i pairs are said to differ in at most 5 %% of comparisons',
  (pairs) => {
    test('with normal noise, and no less often than the method promises', () => {
      const { differ } = verdicts({ pairs, noise: normal, scale: 0.2, comparisons });
      expect(differ).toBeLessThan(0.05 + samplingError);
      expect(differ).toBeGreaterThan(0.05 - samplingError - 0.002);
    });

    test.each([
      { what: 'without tails', noise: bounded },
      { what: 'with long tails', noise: spiky },
    ])('with noise $what', ({ noise }) => {
      expect(verdicts({ pairs, noise, scale: 0.2, comparisons }).differ).toBeLessThan(0.05 + samplingError);
    });
  },
);

test('identical programs that are quiet agree in the pairs that are run by default, and two pairs leave them undecided', () => {
  const quiet = { noise: normal, scale: 0.01, comparisons: 500 };
  expect(verdicts({ ...quiet, pairs: 7 }).agree).toBeGreaterThan(0.95);
  expect(verdicts({ ...quiet, pairs: 2 }).undecided).toBeGreaterThan(0.8);
});

test('a difference of a fifth is found in the pairs that are run by default', () => {
  expect(verdicts({ pairs: 7, noise: normal, scale: 0.03, faster: 1.2, comparisons: 500 }).differ).toBeGreaterThan(
    0.99,
  );
});
