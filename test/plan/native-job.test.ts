// Workload → native job: every field, by a workload in which no value is a default.
import { describe, expect, test } from 'vitest';
import type { NativeJobSpec } from '../../src/native/contract.js';
import { nativeJob } from '../../src/plan/native-job.js';
import { plainItems } from '../../src/plan/plain-items.js';
import type { SizedBlock, SizedFiles } from '../../src/plan/size.js';
import type { BlockWorkload, FilesWorkload } from '../../src/spec/workload.js';
import { block, files, KiB, MiB } from './samples.js';

const blockJob = (given: Partial<BlockWorkload>, root = '/data') => nativeJob(block(given) as SizedBlock, root, 0);
const filesJob = (given: Partial<FilesWorkload>, root = '/data') => nativeJob(files(given) as SizedFiles, root, 0);

test('a block workload, field by field', () => {
  const expected: NativeJobSpec = {
    kind: 'block',
    engine: 'io_uring',
    direct: false,
    workers: 3,
    queueDepth: 17,
    submitBatch: 5,
    completeBatch: 5,
    blockSize: 64 * KiB,
    readSizes: { from: 8 * KiB, to: 8 * KiB, unit: 8 * KiB, shares: [] },
    writeSizes: { from: 64 * KiB, to: 64 * KiB, unit: 64 * KiB, shares: [] },
    root: '/data',
    fileCount: 2,
    filesPerDirectory: 1000,
    directoryWidth: 0,
    directoryDepth: 0,
    filePrefix: 'f',
    fileSize: 32 * MiB,
    fileSizes: { form: 'fixed', from: 0, to: 0, median: 0, sigma: 0, shares: [] },
    access: 'zoned',
    stride: 12,
    skew: 1.5,
    zones: [
      { operations: 80, space: 20 },
      { operations: 20, space: 80 },
    ],
    offset: 4096,
    offsetIncrement: 512,
    fileSharing: 'perWorker',
    serviceOrder: 'random',
    ioBytes: 1e9,
    operationLimit: 1e6,
    readPercent: 70,
    operations: [],
    seed: 99,
    rateOperations: 250,
    rateBytes: 0,
    arrival: 'poisson',
    thinkNs: 3e6,
    thinkEvery: 4,
    rampNs: 1e9,
    runtimeNs: 7e9,
    passes: 4,
    intervalNs: 2e8,
    fsync: 'none',
    sync: 'dsync',
    fsyncEvery: 16,
    fsyncDataOnly: true,
    refill: false,
    compressPercent: 30,
    dedupePercent: 40,
    pattern: 'abcd',
    verify: 'none',
    stampDataset: 0,
    stampGeneration: 0,
    stampOldest: 0,
    createFiles: false,
    fallocate: 'native',
    requireWritten: true,
    dropCache: true,
    ...plainItems(),
    registerBuffers: false,
    registerFiles: false,
    linkChains: false,
    sqPoll: true,
    ioPoll: true,
    hugePages: true,
    cpus: [1, 3],
    numaNode: 1,
    memory: 'gpu',
    gpus: [3, 0],
    cufileMode: 'batch',
    cufileCompat: 'force',
    copyMode: 'host-only',
    cudaLibrary: '/opt/libcuda.so.1',
    cufileLibrary: '/opt/libcufile.so.0',
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
    blockSize: { read: 8 * KiB, write: 64 * KiB },
    files: 2,
    size: 64 * MiB,
    access: 'zoned',
    stride: 12,
    skew: 1.5,
    zones: [
      { operations: 80, space: 20 },
      { operations: 20, space: 80 },
    ],
    offset: 4096,
    offsetIncrement: 512,
    fileSharing: 'perWorker',
    serviceOrder: 'random',
    ioSize: 1e9,
    operationLimit: 1e6,
    rate: { operations: 250 },
    arrival: 'poisson',
    thinkTime: 3e6,
    thinkTimeBlocks: 4,
    sync: 'dsync',
    fdatasyncEvery: 16,
    refill: false,
    compressPercent: 30,
    dedupePercent: 40,
    pattern: '0xabcd',
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
    memory: 'gpu',
    gpus: [3, 0],
    cufileMode: 'batch',
    cufileCompat: 'force',
    copyMode: 'host-only',
    nullEngine: { latency: 5, failEvery: 6, shortEvery: 7 },
  });
  const libraries = { cudaLibrary: '/opt/libcuda.so.1', cufileLibrary: '/opt/libcufile.so.0' };
  expect(nativeJob(workload as SizedBlock, '/data', 0, null, libraries)).toEqual(expected);
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

/** What no workload asked for. */
const neutral = {
  stride: 0,
  skew: 0,
  zones: [],
  offset: 0,
  offsetIncrement: 0,
  fileSharing: 'shared',
  serviceOrder: 'sequential',
  ioBytes: 0,
  operationLimit: 0,
  rateOperations: 0,
  rateBytes: 0,
  arrival: 'closed',
  thinkNs: 0,
  thinkEvery: 0,
  sync: 'none',
  fsyncEvery: 0,
  fsyncDataOnly: false,
  refill: true,
};

test('what a workload does not ask for is neutral, in both kinds', () => {
  expect(blockJob({})).toMatchObject(neutral);
  expect(filesJob({})).toMatchObject(neutral);
  const sizes = { from: 8 * KiB, to: 8 * KiB, unit: 8 * KiB, shares: [] };
  expect(filesJob({ blockSize: 8 * KiB })).toMatchObject({ readSizes: sizes, writeSizes: sizes });
});

describe('sizes of blocks', () => {
  const range = { from: 4 * KiB, to: 16 * KiB };
  const nativeRange = { ...range, unit: 4 * KiB, shares: [] };
  const sizesOf = (given: Partial<BlockWorkload>) => blockJob({ readPercent: 50, ...given });

  test('of a range are the multiples of its start', () => {
    expect(sizesOf({ blockSize: null, blockSizeRange: range })).toMatchObject({
      blockSize: 16 * KiB,
      readSizes: nativeRange,
      writeSizes: nativeRange,
    });
  });

  test('of a split are weighed by percent', () => {
    const blockSizeSplit = {
      read: [{ size: 64 * KiB, percent: 100 }],
      write: [
        { size: 12 * KiB, percent: 30 },
        { size: 8 * KiB, percent: 70 },
      ],
    };
    expect(sizesOf({ blockSize: null, blockSizeSplit })).toMatchObject({
      blockSize: 64 * KiB,
      readSizes: { from: 64 * KiB, to: 64 * KiB, unit: 64 * KiB, shares: [{ bytes: 64 * KiB, weight: 100 }] },
      writeSizes: {
        from: 8 * KiB,
        to: 12 * KiB,
        unit: 4 * KiB,
        shares: [
          { bytes: 12 * KiB, weight: 30 },
          { bytes: 8 * KiB, weight: 70 },
        ],
      },
    });
  });

  test.each([
    [100, 4 * KiB],
    [0, 64 * KiB],
  ])('with %d %% reads are those of the one direction', (readPercent, size) => {
    const sizes = { from: size, to: size, unit: size, shares: [] };
    const job = sizesOf({ readPercent, blockSize: { read: 4 * KiB, write: 64 * KiB } });
    expect(job).toMatchObject({ blockSize: size, readSizes: sizes, writeSizes: sizes });
  });
});

test('a rate of bytes, and a sync of data and metadata', () => {
  expect(blockJob({ rate: { bytes: MiB } })).toMatchObject({ rateOperations: 0, rateBytes: MiB, arrival: 'fixed' });
  expect(blockJob({ readPercent: 0, fsyncEvery: 3 })).toMatchObject({ fsyncEvery: 3, fsyncDataOnly: false });
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

test('a tree of directories and the names of its files', () => {
  const directories = { width: 10, depth: 2, filesIn: 'leaves' } as const;
  expect(filesJob({ directories, filesPerDirectory: null, prefix: 'image-' })).toMatchObject({
    filesPerDirectory: 20,
    directoryWidth: 10,
    directoryDepth: 2,
    filePrefix: 'image-',
  });
});

test.each<[FilesWorkload['fileSize'], object]>([
  [{ uniform: { from: 3, to: 9 } }, { form: 'uniform', from: 3, to: 9, median: 0, sigma: 0, shares: [] }],
  [
    { lognormal: { median: 5, sigma: 0.5, atLeast: 1, atMost: 9 } },
    { form: 'lognormal', from: 1, to: 9, median: 5, sigma: 0.5, shares: [] },
  ],
  [
    { histogram: [{ size: 9, percent: 100 }] },
    { form: 'histogram', from: 0, to: 0, median: 0, sigma: 0, shares: [{ bytes: 9, weight: 100 }] },
  ],
])('the law of file sizes %j', (fileSize, fileSizes) => {
  expect(filesJob({ fileSize })).toMatchObject({ fileSize: 9, fileSizes });
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
