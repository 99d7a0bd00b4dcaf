// The sizes of a workload made from those of a tree: exact where they are few, never more than twenty, the bytes kept.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanOf, sizeLaw } from '../../src/tree/size-law.js';
import { SizeHistogram } from '../../src/tree/size-histogram.js';

function histogramOf(sizes: readonly number[]): SizeHistogram {
  const histogram = new SizeHistogram();
  for (const size of sizes) histogram.add(size);
  return histogram;
}

const repeated = (size: number, files: number) => Array.from({ length: files }, () => size);

describe('histogram of sizes', () => {
  test('keeps files, bytes, the smallest and the largest', () => {
    const found = histogramOf([0, 0, 5, 1_000_000, 2 ** 52 + 1]);
    expect(found).toMatchObject({ files: 5, bytes: 1_000_005 + 2 ** 52 + 1, empty: 2, min: 0, max: 2 ** 52 + 1 });
  });

  test.each([
    [50, 500],
    [99, 990],
    [100, 1000],
  ])('has percentile %i of 1 … 1000 within 1 %%', (percent, exact) => {
    const found = histogramOf(Array.from({ length: 1000 }, (_, index) => index + 1)).percentile(percent);
    expect(Math.abs(found / exact - 1)).toBeLessThan(0.01);
  });

  test('keeps sizes around powers of two apart', () => {
    const sizes = Array.from({ length: 45 }, (_, power) => 2 ** (power + 7)).flatMap((size) => [size - 1, size]);
    const means = histogramOf(sizes)
      .groups()
      .map(({ mean }) => mean);
    expect(means).toEqual([...new Set(sizes)]);
  });
});

describe('law of sizes', () => {
  test('is one size where there is one', () => {
    expect(sizeLaw(histogramOf(repeated(65_536, 7)))).toBe(65_536);
  });

  test('has few sizes as they are, with their shares', () => {
    const sizes = [...repeated(100, 300), ...repeated(4096, 600), ...repeated(1_000_000, 100)];
    expect(sizeLaw(histogramOf(sizes))).toEqual([
      { size: 100, percent: 30 },
      { size: 4096, percent: 60 },
      { size: 1_000_000, percent: 10 },
    ]);
  });

  test('has 1 byte in the place of empty files, and takes that off the largest', () => {
    const law = sizeLaw(histogramOf([...repeated(0, 50), ...repeated(1000, 50)]));
    expect(law).toEqual([
      { size: 1, percent: 50 },
      { size: 999, percent: 50 },
    ]);
    expect(sizeLaw(histogramOf(repeated(0, 3)))).toBe(1);
  });

  test('has at most twenty sizes, whole percents that add up to 100, and the bytes within 1 %', () => {
    const size = fc.oneof(fc.integer({ min: 2, max: 2 ** 40 }), fc.integer({ min: 100, max: 100_000 }));
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 400 }), (sizes) => {
        const histogram = histogramOf(sizes);
        const law = sizeLaw(histogram);
        expect(Math.abs((meanOf(law) * histogram.files) / histogram.bytes - 1)).toBeLessThan(0.01);
        if (typeof law === 'number') return;
        expect(law.length).toBeLessThanOrEqual(20);
        expect(law.reduce((sum, { percent }) => sum + percent, 0)).toBe(100);
        expect(law.every((share) => Number.isInteger(share.percent) && Number.isInteger(share.size))).toBe(true);
      }),
    );
  });
});
