// The interval of a paired ratio, and what it takes to agree: cases by hand, then what must hold for all pairs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agreementOf, intervalText, ratioText } from '../../src/analyze/agreement.js';
import { type Pair, pairedRatio } from '../../src/crosscheck/paired-ratio.js';

const pairsOf = (...values: [number, number][]): Pair[] => values.map(([ours, theirs]) => ({ ours, theirs }));

/** Throws without pairs or interval. */
function ratio(pairs: Pair[], confidence = 0.95) {
  const result = pairedRatio(pairs, confidence);
  if (result === null || result.interval === null) throw new Error('no interval');
  return { ...result, ...result.interval };
}

describe('by hand', () => {
  test('no pair has no ratio, and one pair has no interval', () => {
    expect(pairedRatio([], 0.95)).toBeNull();
    expect(pairedRatio(pairsOf([6, 4]), 0.95)).toEqual({ ours: 6, theirs: 4, ratio: 1.5, interval: null });
  });

  test('the ratio is the geometric mean of those of the pairs, and that of the geometric means', () => {
    const { ours, theirs, ratio: found } = ratio(pairsOf([1, 4], [4, 1], [16, 2]));
    expect([ours, theirs, found].map((value) => value.toFixed(9))).toEqual([
      '4.000000000',
      '2.000000000',
      '2.000000000',
    ]);
  });

  test('pairs that are all the same leave no doubt', () => {
    expect(ratio(pairsOf([6, 4], [6, 4], [6, 4]))).toMatchObject({ ratio: 1.5, low: 1.5, high: 1.5 });
  });

  test('drift that falls on both sides of each pair leaves none either', () => {
    const drifting = pairsOf([10, 7], [20, 14], [40, 28], [80, 56], [160, 112]);
    expect(ratio(drifting)).toMatchObject({ ratio: 10 / 7, low: 10 / 7, high: 10 / 7 });
  });

  // Logarithms -1, 0 and 1: s = 1, and t of 2 degrees at 95 % is 4.30265.
  test('three pairs of factors 1/e, 1 and e', () => {
    const { ratio: found, low, high } = ratio(pairsOf([1, Math.E], [1, 1], [Math.E, 1]));
    expect(found).toBeCloseTo(1, 12);
    expect(Math.log(high)).toBeCloseTo(4.30265 / Math.sqrt(3), 5);
    expect(Math.log(low)).toBeCloseTo(-4.30265 / Math.sqrt(3), 5);
  });

  test('pairs too far apart for an interval that a number can hold have none', () => {
    expect(pairedRatio(pairsOf([1, 1e9], [1e9, 1]), 0.99)?.interval).toBeNull();
  });
});

describe('for all pairs', () => {
  const value = fc.integer({ min: 1000, max: 2000 });
  const pairs = fc.array(fc.record({ ours: value, theirs: value }), { minLength: 2, maxLength: 9 });

  test('the ratio lies within its interval', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const { low, ratio: own, high } = ratio(some);
        expect(low).toBeLessThanOrEqual(own);
        expect(high).toBeGreaterThanOrEqual(own);
      }),
    );
  });

  test('twice as much of ours is twice the ratio and the interval', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const one = ratio(some);
        const two = ratio(some.map(({ ours, theirs }) => ({ ours: 2 * ours, theirs })));
        for (const key of ['ratio', 'low', 'high'] as const) expect(two[key] / one[key]).toBeCloseTo(2, 9);
      }),
    );
  });

  test('exchanged sides give the inverse', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const one = ratio(some);
        const other = ratio(some.map(({ ours, theirs }) => ({ ours: theirs, theirs: ours })));
        expect(other.ratio * one.ratio).toBeCloseTo(1, 9);
        expect(other.low * one.high).toBeCloseTo(1, 9);
        expect(other.high * one.low).toBeCloseTo(1, 9);
      }),
    );
  });

  test('more confidence is never a smaller interval', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const [sure, unsure] = [ratio(some, 0.99), ratio(some, 0.5)];
        expect(sure.low).toBeLessThanOrEqual(unsure.low);
        expect(sure.high).toBeGreaterThanOrEqual(unsure.high);
      }),
    );
  });
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

test('no interval decides nothing', () => {
  expect(agreementOf(null)).toBe('undecided');
});

test('intervals as text, also those that say nothing', () => {
  expect(intervalText({ low: 0.98123, high: 1.0456 })).toBe('0.981 to 1.046');
  expect(intervalText({ low: 2e-9, high: 4e15 })).toBe('<0.001 to >999');
  expect(intervalText({ low: null, high: null })).toBe('no interval');
  expect([0.001, 999].map(ratioText)).toEqual(['0.001', '999.000']);
});
