// Workload → native job: every field, by a workload in which no value is a default.
import { describe, expect, test } from 'vitest';
import type { NativeJobSpec } from '../../src/native/contract.js';
import { nativeJob } from '../../src/plan/native-job.js';
import type { SizedBlock, SizedFiles } from '../../src/plan/size.js';
import type { BlockWorkload, FilesWorkload } from '../../src/spec/workload.js';
import { block, files, KiB, MiB } from './samples.js';

const blockJob = (given: Partial<BlockWorkload>, root = '/data') => nativeJob(block(given) as SizedBlock, root);
const filesJob = (given: Partial<FilesWorkload>, root = '/data') => nativeJob(files(given) as SizedFiles, root);

test('a block workload, field by field', () => {
  const expected: NativeJobSpec = {
    kind: 'block',
    engine: 'io_uring',
    direct: false,
    workers: 3,
    queueDepth: 17,
    submitBatch: 5,
    completeBatch: 5,
    blockSize: 8 * KiB,
    root: '/data',
    fileCount: 2,
    filesPerDirectory: 1000,
    fileSize: 32 * MiB,
    access: 'permutation',
    readPercent: 70,
    operations: [],
    seed: 99,
    rampNs: 1e9,
    runtimeNs: 7e9,
    passes: 4,
    intervalNs: 2e8,
    fsync: 'none',
    createFiles: false,
    requireWritten: true,
    dropCache: true,
    registerBuffers: false,
    registerFiles: false,
    sqPoll: true,
    ioPoll: true,
    hugePages: true,
    cpus: [1, 3],
    numaNode: 1,
    nullLatencyNs: 5,
    nullFailEvery: 6,
    nullShortEvery: 7,
  };
  const workload = block({
    engine: 'io_uring',
    direct: false,
    workers: 3,
    queueDepth: 17,
    batch: 5,
    blockSize: 8 * KiB,
    files: 2,
    size: 64 * MiB,
    access: 'permutation',
    readPercent: 70,
    seed: 99,
    ramp: 1e9,
    runtime: 7e9,
    passes: 4,
    interval: 2e8,
    fsync: 'none',
    registerBuffers: false,
    registerFiles: false,
    sqPoll: true,
    ioPoll: true,
    hugePages: true,
    cpus: [1, 3],
    numaNode: 1,
    nullEngine: { latency: 5, failEvery: 6, shortEvery: 7 },
  });
  expect(nativeJob(workload as SizedBlock, '/data')).toEqual(expected);
});

test('null in a workload is the native word for it', () => {
  expect(blockJob({ runtime: null, passes: 2, numaNode: null })).toMatchObject({
    runtimeNs: 0,
    passes: 2,
    numaNode: -1,
  });
  expect(blockJob({ runtime: 1e9, passes: null })).toMatchObject({ runtimeNs: 1e9, passes: 0 });
  expect(filesJob({ runtime: 1e9, epochs: null })).toMatchObject({ runtimeNs: 1e9, passes: 0 });
});

test('a files workload: its chain, its epochs as passes, nothing of blocks', () => {
  expect(filesJob({ operations: ['open', 'read', 'close'], epochs: 3, filesPerDirectory: 10 })).toMatchObject({
    kind: 'files',
    operations: ['open', 'read', 'close'],
    passes: 3,
    runtimeNs: 0,
    readPercent: 0,
    fsync: 'none',
    fileCount: 2000,
    filesPerDirectory: 10,
    fileSize: 16 * KiB,
    createFiles: false,
    requireWritten: true,
    dropCache: true,
  });
});

describe('files must be written before', () => {
  test.each([
    ['a block workload that reads', blockJob({ readPercent: 1 }), true],
    ['a block workload that only writes', blockJob({ readPercent: 0 }), false],
    ['a chain without a read', filesJob({ operations: ['stat'] }), false],
    ['a chain that reads what it made', filesJob({ operations: ['create', 'write', 'read', 'close'] }), false],
    ['the null engine', blockJob({ engine: 'null' }, ''), false],
  ])('%s: %#', (_what, job, requireWritten) => {
    expect(job.requireWritten).toBe(requireWritten);
  });
});

test('a chain that creates makes its folders, and has nothing to drop from the cache', () => {
  const job = filesJob({ operations: ['create', 'write', 'read', 'close'], dropCache: true });
  expect(job).toMatchObject({ createFiles: true, dropCache: false });
});

test('the null engine touches no file, whatever it is asked for', () => {
  const job = filesJob({ engine: 'null', dropCache: true, operations: ['create', 'close'] }, '');
  expect(job).toMatchObject({ root: '', createFiles: false, dropCache: false, requireWritten: false, fileCount: 2000 });
});
