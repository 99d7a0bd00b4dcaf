// About how many bytes a training data set has: the law of the generator against what it is known to draw.
import { describe, expect, test } from 'vitest';
import { payloadMoments } from '../../src/plan/sample-bytes.js';
import { bytesOfSamples, sampleFilesOf, trainingFileSet } from '../../src/plan/training-files.js';
import { training } from './samples.js';

type Given = Parameters<typeof training>[0] & { files?: number };

const sampleFiles = (given: Given = {}) => sampleFilesOf({ ...training(given), files: given.files ?? 168 });

// The samples of the first files that DLIO's generator draws for unet3d.
const drawn = [224093125, 93582835, 139625640, 159581528, 140750066, 206626158, 140829447, 170404976];

describe('the law of sizes', () => {
  test('of unet3d has the mean and the deviation of many drawn files', () => {
    const { mean, deviation } = payloadMoments(sampleFiles());
    expect(mean / 146.69e6).toBeCloseTo(1, 2);
    expect(deviation / 48.8e6).toBeCloseTo(1, 1);
  });

  test('of cosmoflow, too', () => {
    const { mean, deviation } = payloadMoments(sampleFiles({ recordLength: 2828486, recordDeviation: 71311 }));
    expect(mean / 2.824e6).toBeCloseTo(1, 3);
    expect(deviation / 50.1e3).toBeCloseTo(1, 1);
  });

  test('without a deviation is the square that the generator makes', () => {
    const resnet50 = sampleFiles({ recordLength: 114660.07, recordDeviation: 0, samplesPerFile: 1251 });
    expect(payloadMoments(resnet50)).toEqual({ mean: 338 ** 2 * 1251, deviation: 0 });
  });
});

test('rows have the bytes of their columns', () => {
  const columns = [
    { type: 'float32', width: 524328, count: 1, read: true },
    { type: 'float32', width: 409, count: 1, read: true },
    { type: 'float32', width: 8232, count: 2, read: true },
    { type: 'float32', width: 7, count: 1, read: false },
  ] as const;
  const flux = { format: 'parquet', samplesPerFile: 288, recordLength: 2164832, rowGroupRows: 8 } as const;
  expect(payloadMoments(sampleFiles({ ...flux, columns: [...columns] })).mean).toBe(2164832 * 288);
});

describe('the bytes of a data set', () => {
  test('are no fewer than those of drawn files, and not far above', () => {
    const sum = drawn.reduce((total, bytes) => total + bytes, 0);
    const expected = bytesOfSamples(sampleFiles({ files: drawn.length }));
    expect(expected).toBeGreaterThan(sum);
    expect(expected).toBeLessThan(1.5 * sum);
  });

  test('come close to the mean with many files', () => {
    const count = 100_000;
    expect(bytesOfSamples(sampleFiles({ files: count })) / (count * 146.6e6)).toBeCloseTo(1, 2);
  });

  test('hold the files for evaluation as well', () => {
    const without = { files: 10, recordDeviation: 0 };
    const both = bytesOfSamples(sampleFiles({ ...without, evalFiles: 10 }));
    expect(both).toBe(2 * bytesOfSamples(sampleFiles(without)));
  });

  test('are below the limit that is told for each file', () => {
    const { fileSize } = trainingFileSet(sampleFiles());
    expect(fileSize).toBeGreaterThan(10 * Math.max(...drawn));
    expect(Number.isSafeInteger(fileSize)).toBe(true);
  });
});

test.each([
  ['npz', 168],
  ['indexed', 504],
  ['megatron', 504],
] as const)('a data set of %s has so many files with those beside the samples: %i', (format, expected) => {
  expect(trainingFileSet(sampleFiles({ format })).fileCount).toBe(expected);
});
