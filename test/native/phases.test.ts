// Jobs that follow one another on the same files, through the addon: trees of workers, the stonewall, the sync at the end.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NativeJobSpec } from '../../src/native/contract.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { runJob } from './jobs.js';

const micro = 1000;

const files: Partial<NativeJobSpec> = {
  kind: 'files',
  engine: 'sync',
  workers: 2,
  fileCount: 10,
  fileSize: 4096,
  access: 'sequential',
  fileSharing: 'perWorker',
  operations: ['create', 'write', 'close'],
};

test('each worker has a tree of its own, with files in every directory', async () => {
  const root = temporaryDirectory();
  const tree = { directoryWidth: 2, directoryDepth: 1, filesIn: 'everyDirectory' } as const;
  const { workers } = await runJob({ ...files, ...tree, root, createFiles: true });

  expect(workers.map(({ chains }) => chains)).toEqual([5, 5]);
  expect(readdirSync(root).sort()).toEqual(['w000000', 'w000001']);
  expect(readdirSync(join(root, 'w000000')).sort()).toEqual(['d0', 'd1', 'f000000000', 'f000000001']);
  expect(readdirSync(join(root, 'w000001', 'd0')).sort()).toEqual(['f000000007', 'f000000008']);
  expect(readdirSync(join(root, 'w000001', 'd1'))).toEqual(['f000000009']);
});

test('a tree is made, used by the neighbour and removed', async () => {
  const root = temporaryDirectory();
  const tree = { ...files, root, directoryWidth: 3, directoryDepth: 2 };
  const made = await runJob({ ...tree, operations: ['mkdir'], items: 'directories', createFiles: true });
  expect(made.operations.mkdir?.count).toBe(2 * 12);

  const shifted = { ...tree, workerShift: 1 };
  await runJob({ ...shifted, operations: ['create', 'close'] });
  const before: NativeJobSpec['operationsBefore'] = ['create', 'close'];
  await runJob({ ...shifted, operations: ['rename'], operationsBefore: before });
  expect(existsSync(join(root, 'w000000', 'd0', 'd0', 'f000000000.renamed'))).toBe(true);
  await runJob({ ...shifted, operations: ['unlink'], operationsBefore: [...before, 'rename'] });

  const removed = await runJob({ ...tree, operations: ['rmdir'], items: 'directories' });
  expect(removed.operations.rmdir).toMatchObject({ count: 24, errors: 0 });
  expect(readdirSync(join(root, 'w000000'))).toEqual([]);
});

test('after the stonewall all workers do as much as the fastest', async () => {
  const uneven = { form: 'uniform' as const, from: 1, to: 40_960, median: 0, sigma: 0, shares: [] };
  const many = { ...files, engine: 'null', fileCount: 4000, fileSize: 40_960, fileSizes: uneven } as const;
  const { stonewall, workers, elapsedNs } = await runJob({
    ...many,
    workers: 4,
    operations: ['open', 'read', 'close'],
    nullLatencyNs: micro,
    stonewallNs: 200 * micro,
  });

  expect(Object.keys(stonewall ?? {}).sort()).toEqual(['leastItems', 'mostItems', 'reachedNs']);
  expect(stonewall?.leastItems).toBeLessThan(stonewall?.mostItems ?? 0);
  expect(stonewall?.reachedNs).toBeGreaterThanOrEqual(200 * micro);
  expect(stonewall?.reachedNs).toBeLessThanOrEqual(elapsedNs);
  expect(new Set(workers.map(({ chains }) => chains))).toEqual(new Set([stonewall?.mostItems]));
});

test('without a stonewall there is none in the result', async () => {
  expect((await runJob({})).stonewall).toBeNull();
});

test('the file system is synced once, in the measured time', async () => {
  const { operations, elapsedNs, workers } = await runJob({
    ...files,
    root: temporaryDirectory(),
    createFiles: true,
    fsync: 'end',
  });
  expect(operations.fsync).toMatchObject({ count: 1, bytes: 0, errors: 0 });
  const longest = Math.max(...workers.map((worker) => worker.elapsedNs));
  expect(elapsedNs).toBeGreaterThanOrEqual(longest + (operations.fsync?.latencyNs.min ?? 0));
});

test('interleaved blocks of all workers are all blocks', async () => {
  const { operations, workers } = await runJob({ access: 'interleaved', workers: 3, fileSize: 10 * 4096 });
  expect(operations.read?.count).toBe(10);
  expect(workers.map(({ chains }) => chains)).toEqual([4, 3, 3]);
});
