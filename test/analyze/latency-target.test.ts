// The search for the highest rate: exact storage, noisy storage, its bounds; and what a run says about the limit.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RateBounds, readTarget, searchRate } from '../../src/analyze/latency-target.js';
import { estimateSeconds } from '../../src/plan/estimate.js';
import { block } from '../spec/loading.js';
import type { SizedBlock } from '../../src/plan/size.js';
import { nativeOperation, payloadOf, referenceHistogram } from '../result/samples.js';

const bounds: RateBounds = { lowest: 100, highest: 100_000, precision: 5, step: 1 };

/** The rate that is found, and all that were tried, where `keeps` answers. */
function search(given: Partial<RateBounds>, keeps: (rate: number, tries: number) => boolean) {
  const tried: number[] = [];
  const rates = searchRate({ ...bounds, ...given });
  let next = rates.next();
  while (next.done !== true) {
    tried.push(next.value);
    next = rates.next(keeps(next.value, tried.length));
  }
  return { found: next.value, tried };
}

/** Bounds and a capacity anywhere between, below or above them. */
const anySearch = fc
  .record({
    step: fc.integer({ min: 1, max: 64 }),
    low: fc.integer({ min: 1, max: 1000 }),
    more: fc.integer({ min: 0, max: 1_000_000 }),
    precision: fc.double({ min: 0.1, max: 50, noNaN: true }),
    capacity: fc.integer({ min: 0, max: 2_000_000 }),
  })
  .map(({ step, low, more, precision, capacity }) => {
    return { lowest: low * step, highest: (low + more) * step, precision, step, capacity };
  });

describe('the search', () => {
  test('finds the capacity of exact storage within the precision', () => {
    const { found, tried } = search({}, (rate) => rate <= 12_345);
    expect(found).toBeLessThanOrEqual(12_345);
    expect(found).toBeGreaterThan(12_345 / 1.05 - 1);
    expect(tried.slice(0, 3)).toEqual([100, 100_000, 3162]);
  });

  test('gives up after the lowest rate, and is content with the highest', () => {
    expect(search({}, () => false)).toEqual({ found: null, tried: [100] });
    expect(search({}, () => true)).toEqual({ found: 100_000, tried: [100, 100_000] });
    expect(search({ lowest: 500, highest: 500 }, () => true)).toEqual({ found: 500, tried: [500] });
  });

  test('any exact storage: the result is kept, and the next rate of the precision would not be', () => {
    fc.assert(
      fc.property(anySearch, ({ capacity, ...given }) => {
        const { found, tried } = search(given, (rate) => rate <= capacity);
        if (capacity < given.lowest) {
          expect(found).toBeNull();
          return;
        }
        expect(found).toBeLessThanOrEqual(capacity);
        const next = Math.max((found ?? 0) * (1 + given.precision / 100), (found ?? 0) + given.step);
        if (found !== given.highest) expect(next).toBeGreaterThanOrEqual(Math.min(capacity, given.highest) * 0.999999);
        expect(tried).toContain(found);
      }),
    );
  });

  test('any noise: it ends soon, within the bounds, on whole steps, at a rate that was kept', () => {
    fc.assert(
      fc.property(anySearch, fc.infiniteStream(fc.boolean()), ({ lowest, highest, precision, step }, noise) => {
        const answers = new Map<number, boolean>();
        const { found, tried } = search({ lowest, highest, precision, step }, (rate) => {
          const { value: kept } = noise.next() as IteratorYieldResult<boolean>;
          answers.set(rate, kept);
          return kept;
        });
        expect(new Set(tried).size).toBe(tried.length);
        // Halvings of the ratio down to 0.1 %, and one more for each that rounding to steps made uneven.
        expect(tried.length).toBeLessThan(32);
        for (const rate of tried) {
          expect(rate % step).toBe(0);
          expect(rate).toBeGreaterThanOrEqual(lowest);
          expect(rate).toBeLessThanOrEqual(highest);
        }
        if (found !== null) expect(answers.get(found)).toBe(true);
      }),
    );
  });

  test('takes as many probes as the plan foresees', () => {
    const text = 'runtime: 60s\nramp: 1s\nlatencyTarget: {percentile: 99, below: 1ms, lowest: 100, highest: 100000}';
    const probes = ((estimateSeconds(block(text) as SizedBlock) ?? 0) - 61) / 6;
    const taken = [150, 1000, 12_345, 99_000].map((capacity) => search({}, (rate) => rate <= capacity).tried.length);
    expect(Math.max(...taken)).toBe(probes);
  });
});

describe('a run', () => {
  /** Operations whose latency from the intended start has these values. */
  const intended = (values: number[]) => {
    const histogram = payloadOf(referenceHistogram(values));
    const { latencyNs } = nativeOperation();
    return nativeOperation({ intendedLatencyNs: { ...latencyNs, max: Math.max(...values), histogram } });
  };
  const limit = { percentile: 99, below: 2000 };

  test('keeps the limit strictly below it', () => {
    const operations = { read: intended([1000, 1500]) };
    expect(readTarget(limit, 10, { operations })).toEqual({ ...limit, rate: 10, percentileNs: 1500, kept: true });
    expect(readTarget({ ...limit, below: 1500 }, 10, { operations }).kept).toBe(false);
  });

  test('is judged by reads and writes together, from the intended start and not from issue', () => {
    const operations = { read: intended([1000, 1000]), write: intended([9000, 9000]) };
    expect(readTarget({ ...limit, percentile: 50 }, 10, { operations }).percentileNs).toBe(1000);
    expect(readTarget(limit, 10, { operations }).percentileNs).toBeCloseTo(9000, -1);
  });

  test('that completed nothing has not kept it', () => {
    expect(readTarget(limit, 10, { operations: {} })).toMatchObject({ percentileNs: null, kept: false });
  });
});
