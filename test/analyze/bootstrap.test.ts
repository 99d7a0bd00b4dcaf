// The interval of a ratio of medians, and what it takes to agree: cases by hand, then what must hold for all pairs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementOf } from '../../src/analyze/agreement.js';
import { type Pair, ratioOfMedians } from '../../src/analyze/bootstrap.js';

const options = { seed: 1, resamples: 2000, confidence: 0.95 };
const pairsOf = (...values: [number, number][]): Pair[] => values.map(([ours, theirs]) => ({ ours, theirs }));

/** Throws without pairs. */
function ratio(pairs: Pair[], given: Partial<typeof options> = {}) {
  const result = ratioOfMedians(pairs, { ...options, ...given });
  if (result === null) throw new Error('no result');
  return result;
}

describe('by hand', () => {
  test('no pair has no ratio', () => {
    expect(ratioOfMedians([], options)).toBeNull();
  });

  test('the ratio is that of the medians, not the median of the ratios', () => {
    const pairs = pairsOf([10, 1], [20, 100], [30, 5]);
    expect(ratio(pairs)).toMatchObject({ ours: 20, theirs: 5, ratio: 4 });
  });

  test('an even number of pairs has the mean of the two in the middle', () => {
    expect(ratio(pairsOf([1, 4], [3, 2]))).toMatchObject({ ours: 2, theirs: 3, ratio: 2 / 3 });
  });

  test('pairs that are all the same leave no doubt', () => {
    expect(ratio(pairsOf([6, 4], [6, 4], [6, 4]))).toMatchObject({ ratio: 1.5, low: 1.5, high: 1.5 });
  });

  test('drift that falls on both sides of each pair leaves none either', () => {
    const drifting = pairsOf([10, 5], [20, 10], [40, 20], [80, 40], [160, 80]);
    expect(ratio(drifting)).toMatchObject({ ratio: 2, low: 2, high: 2 });
  });

  // Two pairs give three resamples: both the first, both the second (a quarter of the draws each), or one of each.
  test('two pairs reach from one to the other at 95 %, and shrink to the middle at 40 %', () => {
    const two = pairsOf([1, 1], [3, 1]);
    expect(ratio(two)).toMatchObject({ ratio: 2, low: 1, high: 3 });
    expect(ratio(two, { confidence: 0.4 })).toMatchObject({ low: 2, high: 2 });
  });
});

describe('for all pairs', () => {
  const value = fc.integer({ min: 1, max: 1_000_000 });
  const pairs = fc.array(fc.record({ ours: value, theirs: value }), { minLength: 1, maxLength: 9 });
  const few = { resamples: 200 };

  test('a seed decides the interval', () => {
    fc.assert(
      fc.property(pairs, fc.nat(), (some, seed) => {
        expect(ratio(some, { ...few, seed })).toEqual(ratio(some, { ...few, seed }));
      }),
    );
  });

  test('the interval lies within what the values allow', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const { low, high } = ratio(some, few);
        const [ours, theirs] = [some.map((pair) => pair.ours), some.map((pair) => pair.theirs)];
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...ours) / Math.max(...theirs));
        expect(high).toBeLessThanOrEqual(Math.max(...ours) / Math.min(...theirs));
      }),
    );
  });

  test('twice as much of ours is twice the ratio and the interval', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const { ratio: one, low, high } = ratio(some, few);
        const doubled = some.map(({ ours, theirs }) => ({ ours: 2 * ours, theirs }));
        expect(ratio(doubled, few)).toMatchObject({ ratio: 2 * one, low: 2 * low, high: 2 * high });
      }),
    );
  });

  test('exchanged sides give the inverse', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const { ratio: one, low, high } = ratio(some, few);
        const other = ratio(
          some.map(({ ours, theirs }) => ({ ours: theirs, theirs: ours })),
          few,
        );
        expect(other.ratio).toBeCloseTo(1 / one, 10);
        expect(other.low * high).toBeCloseTo(1, 10);
        expect(other.high * low).toBeCloseTo(1, 10);
      }),
    );
  });

  test('more confidence is never a smaller interval', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const [sure, unsure] = [ratio(some, { ...few, confidence: 0.99 }), ratio(some, { ...few, confidence: 0.5 })];
        expect(sure.low).toBeLessThanOrEqual(unsure.low);
        expect(sure.high).toBeGreaterThanOrEqual(unsure.high);
      }),
    );
  });
});

test('a true ratio of 1 is inside of about 95 of 100 intervals', () => {
  // Noise of up to 10 %, from a sequence that is the same in every run.
  let state = 7;
  const noise = () => 1 + ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5) / 5;
  const inside = Array.from({ length: 200 }, () => {
    const { low, high } = ratio(
      Array.from({ length: 15 }, () => ({ ours: noise(), theirs: noise() })),
      { resamples: 400 },
    );
    return low <= 1 && high >= 1;
  }).filter(Boolean);
  expect(inside.length).toBeGreaterThan(170);
  expect(inside.length).toBeLessThan(200);
});

test.each([
  { low: 0.7, high: 1.3, said: 'undecided', why: 'contains 1 and reaches beyond 5 %' },
  { low: 1, high: 2, said: 'undecided', why: 'touches 1 and reaches beyond 5 %' },
  { low: 1.02, high: 1.04, said: 'agree', why: 'lies within 5 %' },
  { low: 0.951, high: 0.99, said: 'agree', why: 'lies within 5 % below' },
  { low: 1.02, high: 1.06, said: 'differ', why: 'reaches beyond 5 %' },
  { low: 0.94, high: 0.99, said: 'differ', why: 'reaches beyond 5 % below' },
])('an interval of $low to $high: $said, it $why', ({ low, high, said }) => {
  expect(agreementOf({ low, high })).toBe(said);
});
