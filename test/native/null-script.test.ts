// Scripts of the null engine: where the n-th transfer fails or is short, every figure of the job follows by arithmetic.
import { describe, expect, test } from 'vitest';
import { runJob } from './jobs.js';

const block = 4096;

describe('a latency of 7 us on the virtual clock', () => {
  test.each([
    // Rounds of a full queue until the runtime is over: ceil(1 ms / 7 us) = 143.
    { queueDepth: 1, submitBatch: 1, completeBatch: 1, count: 143 },
    { queueDepth: 5, submitBatch: 1, completeBatch: 1, count: 715 },
    { queueDepth: 5, submitBatch: 5, completeBatch: 5, count: 715 },
    { queueDepth: 64, submitBatch: 16, completeBatch: 16, count: 9152 },
  ])(
    'gives $count operations in a millisecond at depth $queueDepth, batch $submitBatch',
    async ({ count, ...queue }) => {
      const result = await runJob({ ...queue, nullLatencyNs: 7000, runtimeNs: 1_000_000, passes: 0 });
      expect(result).toMatchObject({ endReason: 'runtime', elapsedNs: 143 * 7000, firstDoneNs: 143 * 7000 });
      expect(result.ready.queueDepthUsed).toBe(queue.queueDepth);
      expect(result.operations.read).toMatchObject({ count, bytes: count * block, errors: 0, short: 0 });
      expect(result.operations.read?.latencyNs).toMatchObject({
        min: 7000,
        mean: 7000,
        max: 7000,
        p50: 7000,
        p9999: 7000,
        overflow: 0,
      });
    },
  );

  test('ends with the passes where they are over before the runtime', async () => {
    const result = await runJob({ nullLatencyNs: 7000, runtimeNs: 3600e9, passes: 3, queueDepth: 4, workers: 2 });
    // 512 blocks a pass and worker, four at a time.
    expect(result).toMatchObject({ endReason: 'passes', elapsedNs: 3 * 128 * 7000 });
    expect(result.operations.read?.count).toBe(3072);
    expect(result.workers.map(({ operations, elapsedNs }) => [operations, elapsedNs])).toEqual([
      [1536, 2_688_000],
      [1536, 2_688_000],
    ]);
  });

  test('of over an hour counts as overflow, in max and mean only', async () => {
    const twoHours = 7200e9;
    const { operations } = await runJob({ nullLatencyNs: twoHours, fileSize: 10 * block });
    expect(operations.read).toMatchObject({ count: 10, latencyNs: { overflow: 10, max: twoHours, mean: twoHours } });
  });
});

describe('a failure of every n-th transfer', () => {
  test.each([
    { queueDepth: 1, every: 3, count: 2, errors: 1 },
    { queueDepth: 8, every: 3, count: 6, errors: 2 },
    { queueDepth: 8, every: 8, count: 7, errors: 1 },
    { queueDepth: 8, every: 9, count: 15, errors: 1 },
    { queueDepth: 8, every: 1, count: 0, errors: 8 },
    { queueDepth: 4, every: 1024, count: 1023, errors: 1 },
  ])('n = $every at depth $queueDepth: $count done, $errors failed, then it is over', async (row) => {
    const { queueDepth, every, count, errors } = row;
    const result = await runJob({ queueDepth, nullFailEvery: every, access: 'sequential' });

    expect(result.endReason).toBe('error');
    expect(result.operations.read).toMatchObject({ count, bytes: count * block, errors });
    expect(result.firstError).toMatchObject({ operation: 'read', offset: (every - 1) * block, errno: 5, worker: 0 });
    expect(result.workers[0]).toMatchObject({ operations: count, bytes: count * block });
  });

  test('that never comes changes nothing', async () => {
    const { endReason, operations, firstError } = await runJob({ nullFailEvery: 1025 });
    expect({ endReason, firstError }).toEqual({ endReason: 'passes', firstError: null });
    expect(operations.read).toMatchObject({ count: 1024, errors: 0 });
  });

  test('breaks a chain where it is, and names the file and the piece', async () => {
    const result = await runJob({
      kind: 'files',
      operations: ['open', 'read', 'close'],
      access: 'sequential',
      root: '/somewhere',
      fileCount: 50,
      fileSize: 10_000,
      filesPerDirectory: 2,
      nullFailEvery: 8,
    });
    // Three pieces a file: the eighth read is the second of the third file.
    expect(result.firstError).toMatchObject({
      operation: 'read',
      path: '/somewhere/d000001/f000000002',
      offset: 4096,
      length: 4096,
    });
    expect(result.operations.open?.count).toBe(3);
    expect(result.operations.read).toMatchObject({ count: 7, bytes: 2 * 10_000 + 4096, errors: 1 });
    expect(result.operations.close?.count).toBe(2);
    expect(result.operations.chain).toMatchObject({ count: 2, errors: 0 });
  });

  test('stops all workers, and one of them is named', async () => {
    const { endReason, firstError, workers } = await runJob({ workers: 3, nullFailEvery: 100, passes: 1000 });
    expect(endReason).toBe('error');
    expect([0, 1, 2]).toContain(firstError?.worker);
    for (const { operations } of workers) expect(operations).toBeLessThan(100);
  });
});

describe('a short transfer of every n-th', () => {
  test.each([
    { every: 1, short: 1024 },
    { every: 3, short: 341 },
    { every: 1024, short: 1 },
    { every: 1025, short: 0 },
  ])('n = $every: $short of 1024 move half of their bytes', async ({ every, short }) => {
    const result = await runJob({ nullShortEvery: every, queueDepth: 16, submitBatch: 4, completeBatch: 4 });
    const bytes = 1024 * block - (short * block) / 2;
    expect(result).toMatchObject({ endReason: 'passes', firstError: null });
    expect(result.operations.read).toMatchObject({ count: 1024, bytes, short, errors: 0 });
    expect(result.workers[0]?.bytes).toBe(bytes);
  });

  test('gives way to a failure of the same transfer', async () => {
    const { operations } = await runJob({ nullShortEvery: 3, nullFailEvery: 6 });
    expect(operations.read).toMatchObject({ count: 5, short: 1, errors: 1, bytes: 4 * block + block / 2 });
  });

  test('that moves nothing at all is the end of the file, and a failure', async () => {
    const result = await runJob({ blockSize: 1, fileSize: 100, nullShortEvery: 10, access: 'sequential' });
    expect(result.firstError).toMatchObject({ operation: 'read', offset: 9, length: 1, errno: 0, errnoName: '' });
    expect(result.operations.read).toMatchObject({ count: 9, errors: 1, short: 0 });
  });
});

test('the seed alone decides on the order: equal ones give equal counts, others give others', async () => {
  const reads = async (seed: number): Promise<number | undefined> =>
    (await runJob({ seed, readPercent: 50, passes: 10 })).operations.read?.count;
  const [first, same, other] = [await reads(1), await reads(1), await reads(2)];
  expect(first).toBe(same);
  expect(first).not.toBe(other);
});
