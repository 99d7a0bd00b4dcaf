// Arithmetic without storage: on the null engine's virtual clock every count, rate and percentile is known beforehand.
import { expect, test } from 'vitest';
import type { NativeInterval } from '../../src/native/contract.js';
import { decodeHistogram, encodeHistogram } from '../../src/result/histogram.js';
import { runJob } from './jobs.js';

const ms = 1_000_000;
const second = 1000 * ms;

test('a runtime of one second at 100 us and depth 1 is 10,000 operations', async () => {
  const result = await runJob({ nullLatencyNs: 100_000, runtimeNs: second, passes: 0 });
  expect(result).toMatchObject({ endReason: 'runtime', elapsedNs: second, firstDoneNs: second, firstError: null });
  expect(result.operations.read).toMatchObject({ count: 10_000, bytes: 10_000 * 4096, errors: 0, short: 0 });
  expect(result.operations.read?.latencyNs).toMatchObject({ min: 100_000, max: 100_000, p50: 100_000, mean: 100_000 });
});

test('a queue of 16 does sixteen times as much in the same time', async () => {
  const result = await runJob({ nullLatencyNs: 100_000, runtimeNs: second, passes: 0, queueDepth: 16 });
  expect(result.operations.read?.count).toBe(160_000);
});

test('workers add up, and each is told', async () => {
  const result = await runJob({ nullLatencyNs: 100_000, runtimeNs: second / 10, passes: 0, workers: 3 });
  expect(result.workers.map(({ operations }) => operations)).toEqual([1000, 1000, 1000]);
  expect(result.operations.read?.count).toBe(3000);
});

test('the ramp is in no figure', async () => {
  const result = await runJob({ nullLatencyNs: 100_000, rampNs: second, runtimeNs: second, passes: 0 });
  // The operation that ends with the ramp is the first one that is counted.
  expect(result.operations.read?.count).toBeGreaterThanOrEqual(10_000);
  expect(result.operations.read?.count).toBeLessThanOrEqual(10_001);
  expect(result.elapsedNs).toBe(second);
});

test('intervals add up to the total, with their histograms', async () => {
  const intervals: NativeInterval[] = [];
  const result = await runJob(
    { nullLatencyNs: 250_000, runtimeNs: second, passes: 0, intervalNs: 100 * ms, workers: 2 },
    (interval) => intervals.push(interval),
  );
  const counts = intervals.map(({ operations }) => operations.read?.count ?? 0);
  const decoded = intervals.map(({ operations }) =>
    decodeHistogram(encodeHistogram(operations.read?.histogram ?? new Uint8Array())),
  );

  expect(intervals.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(result.operations.read?.count);
  expect(decoded.map(({ totalCount }) => totalCount)).toEqual(counts);
  expect(intervals.reduce((sum, { durationNs }) => sum + durationNs, 0)).toBe(result.elapsedNs);
});

test('a mix holds its share of reads', async () => {
  const { operations } = await runJob({ readPercent: 70, passes: 100 });
  const reads = operations.read?.count ?? 0;
  const writes = operations.write?.count ?? 0;
  expect(reads + writes).toBe(102_400);
  // Four standard deviations of a binomial distribution with n = 102,400 and p = 0.7.
  expect(Math.abs(reads - 71_680)).toBeLessThan(4 * Math.sqrt(102_400 * 0.7 * 0.3));
});

test('the n-th failure ends the job and is told with its place', async () => {
  const result = await runJob({ nullFailEvery: 100, access: 'sequential' });
  expect(result.endReason).toBe('error');
  expect(result.firstError).toMatchObject({
    operation: 'read',
    offset: 99 * 4096,
    length: 4096,
    errno: 5,
    errnoName: 'EIO',
  });
  expect(result.operations.read).toMatchObject({ count: 99, bytes: 99 * 4096, errors: 1 });
});

test('short transfers count with the bytes that they moved', async () => {
  const { operations } = await runJob({ nullShortEvery: 4 });
  expect(operations.read).toMatchObject({ count: 1024, short: 256, bytes: 768 * 4096 + 256 * 2048, errors: 0 });
});

test('chains record each operation and the whole', async () => {
  const { operations } = await runJob({
    kind: 'files',
    operations: ['open', 'read', 'close'],
    fileCount: 50,
    fileSize: 10_000,
    nullLatencyNs: 1000,
    access: 'permutation',
  });
  expect(operations.open?.count).toBe(50);
  expect(operations.close?.count).toBe(50);
  expect(operations.read).toMatchObject({ count: 150, bytes: 500_000, short: 0 });
  expect(operations.chain).toMatchObject({ count: 50, latencyNs: { min: 5000, max: 5000 } });
});
