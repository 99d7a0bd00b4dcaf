// The account of how far the writing of a data set has come: what a failed sync does to it.
import { describe, expect, test } from 'vitest';
import { WatermarkKeeper } from '../../src/run/layout-watermarks.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import type { NativeSnapshot } from '../../src/native/contract.js';

const snapshot = { workersDone: [7, 5] } as unknown as NativeSnapshot;

function keeperOf(outcomes: (Error | null)[]) {
  const seen = { stops: 0, syncs: 0 };
  const job = { snapshot: () => snapshot, stop: () => (seen.stops += 1) };
  const syncFileSystem = () => {
    seen.syncs += 1;
    const failure = outcomes.shift() ?? null;
    return failure === null ? Promise.resolve() : Promise.reject(failure);
  };
  const mountPath = temporaryDirectory();
  const dataset = { directory: 'files-gone' } as never;
  return { seen, keeper: new WatermarkKeeper({ syncFileSystem }, job, { mountPath, dataset }, mountPath) };
}

describe('a sync that fails', () => {
  const failure = new Error('EIO');

  test('stops the job, and is kept, since the kernel tells of it once only', async () => {
    const { keeper, seen } = keeperOf([failure, null]);
    expect(await keeper.takeLast()).toBe(0);
    expect(keeper.failure).toBe(failure);
    expect(await keeper.takeLast()).toBe(0);
    expect(seen).toEqual({ stops: 1, syncs: 1 });
  });

  test('is seen in an account between, too', async () => {
    const { keeper, seen } = keeperOf([failure, null]);
    keeper.start();
    await expect.poll(() => seen.stops, { timeout: 5000 }).toBe(1);
    expect(await keeper.takeLast()).toBe(0);
    expect(keeper.failure).toBe(failure);
  });
});

test('without a failure, files before the sync are safe', async () => {
  const { keeper, seen } = keeperOf([]);
  expect(await keeper.takeLast()).toBe(12);
  expect(keeper.failure).toBeNull();
  expect(seen).toEqual({ stops: 0, syncs: 1 });
});
