// fio's buckets: the numbers of its own, and no latency lost or moved on the way from the record's histogram.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binIndex, binMiddle, binsOf } from '../../../src/report/fio-json/bins.js';
import { measured } from './samples.js';

const lastBin = 29 * 64 - 1;
const nanoseconds = fc.integer({ min: 0, max: 3_600_000_000_000 });

describe('binIndex and binMiddle', () => {
  // Middles that fio 3.33 printed.
  test.each([
    [0, 0],
    [100, 100],
    [127, 127],
    [128, 129],
    [1040, 1048],
    [11_071, 11_072],
    [148_480, 148_480],
    [4_046_848, 4_046_848],
  ])('%i ns is in the bucket that fio calls %i', (value, middle) => {
    expect(binMiddle(binIndex(value))).toBe(middle);
  });

  test('every bucket begins where the one before ends, and its middle is in it', () => {
    for (let index = 0; index <= lastBin; index += 1) {
      const middle = binMiddle(index);
      expect(Number.isInteger(middle)).toBe(true);
      expect(binIndex(middle)).toBe(index);
    }
    expect(binIndex(2 ** 33 - 1)).toBe(28 * 64 - 1);
    expect(binIndex(2 ** 33)).toBe(28 * 64);
  });

  test('a middle is within 1/128 of every latency below the open end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 34 - 1 }), (value) => {
        expect(Math.abs(binMiddle(binIndex(value)) - value) / value).toBeLessThanOrEqual(1 / 128);
      }),
    );
  });

  test('an index never goes back as the latency rises', () => {
    fc.assert(fc.property(nanoseconds, (value) => binIndex(value) <= binIndex(value + 1)));
  });

  test('everything from 17.2 s on is in the last bucket', () => {
    expect([2 ** 34, 3_600_000_000_000].map(binIndex)).toEqual([lastBin, lastBin]);
    expect(binIndex(2 ** 34 - 2 ** 27 - 1)).toBe(lastBin - 1);
  });
});

describe('binsOf', () => {
  test('counts each latency in the bucket that fio would', () => {
    fc.assert(
      fc.property(fc.array(nanoseconds, { minLength: 1, maxLength: 200 }), (latencies) => {
        const expected = new Map<number, number>();
        for (const middle of latencies.map((value) => binMiddle(binIndex(value))).sort((a, b) => a - b)) {
          expected.set(middle, (expected.get(middle) ?? 0) + 1);
        }
        expect(binsOf(measured(latencies))).toEqual([...expected].map(([middle, count]) => ({ middle, count })));
      }),
      { numRuns: 30 },
    );
  });

  test('puts latencies over one hour into the last bucket', () => {
    const operation = measured([1000]);
    const bins = binsOf({ latencyNs: { ...operation.latencyNs, overflow: 3 } });
    expect(bins).toEqual([
      { middle: 1004, count: 1 },
      { middle: binMiddle(lastBin), count: 3 },
    ]);
  });
});
