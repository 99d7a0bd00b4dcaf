// What a workload is when only some keys are given: every default, constant or computed.
import { describe, expect, test } from 'vitest';
import { block, files } from './loading.js';

const GiB = 1024 ** 3;
const shared = {
  description: '',
  engine: 'auto',
  direct: true,
  workers: 1,
  queueDepth: 1,
  batch: 1,
  ramp: 0,
  interval: 1e9,
  dropCache: true,
  dropSystemCaches: false,
  seed: 1,
  registerBuffers: true,
  registerFiles: true,
  sqPoll: false,
  ioPoll: false,
  hugePages: false,
  layout: null,
  cpus: [],
  numaNode: null,
  memory: 'host',
  gpus: [],
  cufileMode: 'sync',
  cufileCompat: 'refuse',
  copyMode: 'full',
  nullEngine: { latency: 0, failEvery: 0, shortEvery: 0 },
  accept: [],
  sweep: {},
  computedKeys: [],
};

test('a block workload of name and kind is complete', () => {
  expect(block()).toEqual({
    ...shared,
    name: 'b',
    kind: 'block',
    access: 'random',
    skew: null,
    zones: [],
    stride: null,
    readPercent: 100,
    blockSize: 4096,
    blockSizeRange: null,
    blockSizeSplit: null,
    files: 1,
    size: GiB,
    fileSharing: 'shared',
    serviceOrder: 'sequential',
    offset: 0,
    offsetIncrement: 0,
    rate: null,
    arrival: 'closed',
    thinkTime: 0,
    thinkTimeBlocks: 1,
    startDelay: 0,
    passes: null,
    ioSize: null,
    operationLimit: null,
    runtime: 30e9,
    steadyState: null,
    latencyTarget: null,
    fsync: 'none',
    sync: 'none',
    fsyncEvery: 0,
    fdatasyncEvery: 0,
    refill: true,
    compressPercent: 0,
    dedupePercent: 0,
    pattern: '',
    prewrite: true,
    fallocate: 'native',
    verify: 'none',
    phaseOf: '',
    stonewall: 0,
  });
});

test('a files workload of name, kind, files and fileSize is complete', () => {
  expect(files()).toEqual({
    ...shared,
    name: 'f',
    kind: 'files',
    operations: ['open', 'read', 'close'],
    files: 100,
    fileSize: 65536,
    filesPerDirectory: 1000,
    directories: null,
    prefix: 'f',
    access: 'permutation',
    blockSize: 65536,
    runtime: null,
    epochs: 1,
    linkChains: false,
    fileSharing: 'shared',
    workerShift: 0,
    fsync: 'none',
    phaseOf: '',
    stonewall: 0,
    packing: 'none',
    shardSize: null,
    items: 'files',
    visits: 'once',
    mix: [],
  });
});

test('given values are kept, in numbers', () => {
  const given = `size: 64MiB
blockSize: 1MiB
runtime: 1.5m
ramp: 500ms
cpus: [0, 2]
numaNode: 1
engine: null
nullEngine: {latency: 100us}
`;
  expect(block(given)).toMatchObject({
    size: 64 * 1024 ** 2,
    blockSize: 1024 ** 2,
    runtime: 90e9,
    ramp: 5e8,
    cpus: [0, 2],
    numaNode: 1,
    engine: 'null',
    nullEngine: { latency: 1e5, failEvery: 0, shortEvery: 0 },
  });
  expect(block('size: {percentOfFree: 0.5%, atMost: 1GiB}').size).toEqual({ percentOfFree: 0.5, atMost: GiB });
  expect(files('', ['files={percentOfFree: 1, atMost: 4000}']).files).toEqual({ percentOfFree: 1, atMost: 4000 });
});

describe('direct', () => {
  test.each([
    ['auto', true],
    ['sync', true],
    ['io_uring', true],
    ['libaio', true],
    ['mmap', false],
    ['null', false],
  ])('with engine %s is %s', (engine, direct) => {
    expect(block(`engine: ${engine}`).direct).toBe(direct);
  });
});

describe('batch', () => {
  test.each([1, 8, 4096])('is 1 with queueDepth %d, whatever the kind and the blocks', (queueDepth) => {
    for (const blockSize of ['4KiB', '1MiB']) {
      expect(block(`queueDepth: ${queueDepth}\nblockSize: ${blockSize}`).batch).toBe(1);
      expect(files(`queueDepth: ${queueDepth}\nblockSize: ${blockSize}`).batch).toBe(1);
    }
  });

  test('is what is given', () => {
    expect(block('queueDepth: 32\nbatch: 5').batch).toBe(5);
    expect(files('queueDepth: 32\nbatch: 32').batch).toBe(32);
  });
});

describe('size', () => {
  test('is 1 GiB in whole blocks of every file', () => {
    expect(block('workers: 3')).toMatchObject({ files: 3, size: GiB - (GiB % (3 * 4096)) });
    expect(block('workers: 3\nfiles: 2')).toMatchObject({ files: 2, size: GiB });
    expect(block('blockSize: 12KiB')).toMatchObject({ size: GiB - (GiB % (12 * 1024)) });
  });

  test('is whole numbers of what divides all sizes of blocks, not of the largest', () => {
    const split = 'blockSizeSplit: [{size: 24KiB, percent: 50}, {size: 36KiB, percent: 50}]';
    expect(block(split)).toMatchObject({ size: GiB - (GiB % (12 * 1024)) });
    expect(block('readPercent: 50\nblockSize: {read: 9KiB, write: 6KiB}')).toMatchObject({
      size: GiB - (GiB % (3 * 1024)),
    });
  });
});

describe('the end of a workload', () => {
  test.each([
    ['', { runtime: 30e9, passes: null }],
    ['passes: 2', { runtime: null, passes: 2 }],
    ['passes: 2\nruntime: 5s', { runtime: 5e9, passes: 2 }],
    ['passes: null', { runtime: 30e9, passes: null }],
    ['ioSize: 1GiB', { runtime: null, ioSize: GiB }],
    ['operationLimit: 1000', { runtime: null, operationLimit: 1000 }],
    ['operationLimit: 1000\nruntime: 5s', { runtime: 5e9, operationLimit: 1000 }],
  ])('of blocks with %j', (lines, end) => {
    expect(block(lines)).toMatchObject(end);
  });

  test.each([
    ['', { runtime: null, epochs: 1 }],
    ['runtime: 5s', { runtime: 5e9, epochs: null }],
    ['runtime: 5s\nepochs: 3', { runtime: 5e9, epochs: 3 }],
    ['runtime: null', { runtime: null, epochs: 1 }],
  ])('of files with %j', (lines, end) => {
    expect(files(lines)).toMatchObject(end);
  });
});

test('arrivals are fixed where there is a rate', () => {
  expect(block('rate: {operations: 100}').arrival).toBe('fixed');
  expect(block('rate: {bytes: 1MiB}\narrival: closed').arrival).toBe('closed');
});

test('blockSize gives way to a range and to a split', () => {
  expect(block('blockSizeRange: {from: 4KiB, to: 64KiB}').blockSize).toBeNull();
  expect(block('blockSizeSplit: [{size: 4KiB, percent: 100}]').blockSize).toBeNull();
});

test('fsync is at the end where the workload writes', () => {
  expect(block('readPercent: 99').fsync).toBe('end');
  expect(block('readPercent: 0').fsync).toBe('end');
  expect(block('readPercent: 0\nfsync: none').fsync).toBe('none');
});

test('the cache is dropped where the workload reads from storage', () => {
  expect(block('readPercent: 1').dropCache).toBe(true);
  expect(block('readPercent: 0').dropCache).toBe(false);
  expect(block('engine: null').dropCache).toBe(false);
  expect(block('dropCache: false').dropCache).toBe(false);
  expect(files('operations: [stat]').dropCache).toBe(false);
});

test('cold is another word for dropCache', () => {
  const workload = files('cold: false');
  expect(workload.dropCache).toBe(false);
  expect(workload).not.toHaveProperty('cold');
});

test.each([
  ['1', 4096],
  ['5000', 8192],
  ['16KiB', 16384],
  ['1MiB', 1024 ** 2],
  ['1GiB', 1024 ** 2],
])('blockSize of files of %s is %d', (fileSize, blockSize) => {
  expect(files('', [`fileSize=${fileSize}`]).blockSize).toBe(blockSize);
});
