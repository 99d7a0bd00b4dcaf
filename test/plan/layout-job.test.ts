// Writing a data set: every byte of every file once, whatever the file size.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layoutJob } from '../../src/plan/layout-job.js';
import type { Dataset } from '../../src/plan/planned-step.js';
import { GiB, KiB, MiB } from './samples.js';

function dataset(fileSize: number, fileCount = 8): Dataset {
  const shape = { fileCount, filesPerDirectory: 100, fileSize, seed: 3 };
  return { directory: 'd', ...shape, bytes: fileCount * fileSize, inodes: fileCount + 3 };
}

const layout = (kind: 'block' | 'files', fileSize: number, fileCount?: number) =>
  layoutJob(kind, dataset(fileSize, fileCount), '/mnt/a/ioproof-data/d');

test('block data is written in sequence, once, with O_DIRECT, and synced', () => {
  expect(layout('block', GiB, 2)).toMatchObject({
    kind: 'block',
    engine: 'auto',
    direct: true,
    workers: 2,
    queueDepth: 8,
    submitBatch: 1,
    completeBatch: 1,
    blockSize: MiB,
    readSizes: { from: MiB, to: MiB, unit: MiB, shares: [] },
    writeSizes: { from: MiB, to: MiB, unit: MiB, shares: [] },
    fileSharing: 'shared',
    serviceOrder: 'sequential',
    offset: 0,
    arrival: 'closed',
    sync: 'none',
    fsyncEvery: 0,
    refill: true,
    root: '/mnt/a/ioproof-data/d',
    fileCount: 2,
    filesPerDirectory: 100,
    fileSize: GiB,
    access: 'sequential',
    readPercent: 0,
    operations: [],
    seed: 3,
    runtimeNs: 0,
    passes: 1,
    fsync: 'end',
    createFiles: true,
    fallocate: 'native',
    verify: 'none',
    stampDataset: 0,
    stampGeneration: 0,
    stampOldest: 0,
    compressPercent: 0,
    dedupePercent: 0,
    pattern: '',
    requireWritten: false,
    dropCache: false,
  });
});

test('stamped data gets the first generation', () => {
  const job = layoutJob('block', { ...dataset(GiB), stamp: 77 }, '/d');
  expect(job).toMatchObject({ verify: 'none', stampDataset: 77, stampGeneration: 1, stampOldest: 1 });
});

test('data is compressible, patterned or repeated as the workload asks, in blocks of its size', () => {
  const content = { compressPercent: 10, dedupeBlock: 8 * KiB, dedupePercent: 20, pattern: 'ab' };
  const job = layoutJob('block', { ...dataset(GiB), content }, '/d');
  expect(job).toMatchObject({ compressPercent: 10, dedupePercent: 20, pattern: 'ab', blockSize: 8 * KiB });
});

test('small files are made one by one', () => {
  expect(layout('files', 16 * KiB)).toMatchObject({
    kind: 'files',
    engine: 'sync',
    direct: false,
    workers: 4,
    queueDepth: 1,
    blockSize: 16 * KiB,
    operations: ['create', 'write', 'close'],
    access: 'sequential',
    passes: 1,
    fsync: 'end',
    createFiles: true,
  });
});

describe('the block of block data', () => {
  test.each([
    ['a file smaller than 1 MiB in one piece', 12 * KiB, { blockSize: 12 * KiB, direct: true }],
    ['one that is not whole pages, buffered', 2560, { blockSize: 2560, direct: false }],
    ['the largest power of two that divides', 3 * MiB + 64 * KiB, { blockSize: 64 * KiB, direct: true }],
    ['no handy block: as whole files', 3 * MiB + 512, { kind: 'files', blockSize: MiB, direct: false }],
  ])('%s', (_what, fileSize, expected) => {
    expect(layout('block', fileSize)).toMatchObject(expected);
  });

  test('leaves no rest at the end of any file', () => {
    const units = fc.constantFrom(1, 512, 4 * KiB, 64 * KiB, MiB);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), units, (count, unit) => {
        const { kind, fileSize, blockSize, direct } = layout('block', count * unit);
        expect(blockSize).toBeLessThanOrEqual(MiB * (kind === 'block' ? 1 : 2));
        if (kind === 'block') expect(fileSize % blockSize).toBe(0);
        if (direct) expect(blockSize % (4 * KiB)).toBe(0);
      }),
    );
  });
});

test('a file of any size is written in at most 4096 pieces', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 42 }), (fileSize) => {
      const { blockSize } = layout('files', fileSize);
      expect(Number.isInteger(blockSize)).toBe(true);
      expect(Math.ceil(fileSize / blockSize)).toBeLessThanOrEqual(4096);
    }),
  );
});

test('files of drawn sizes are written each with its own, through the page cache', () => {
  const fileSizes = { uniform: { from: 1, to: 3 * MiB } };
  const job = layoutJob('files', { ...dataset(3 * MiB), fileSizes }, '/mnt/a/d');
  const law = { form: 'uniform', from: 1, to: 3 * MiB, median: 0, sigma: 0, shares: [] };
  expect(job).toMatchObject({ fileSize: 3 * MiB, fileSizes: law, direct: false, blockSize: MiB, seed: 3 });
});
