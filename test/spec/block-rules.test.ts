// Keys of block workloads that forbid each other: places, sizes, pace and durability; and their neighbours that are allowed.
import { describe, expect, test } from 'vitest';
import { block, problemsOf } from './loading.js';

const head = 'name: b\nkind: block\n';
const zones = 'zones: [{operations: 50, space: 1}, {operations: 50, space: 99}]';
const split = 'blockSizeSplit: [{size: 8KiB, percent: 50}, {size: 12KiB, percent: 50}]';

function expectRefused(lines: string, message: string): void {
  expect(problemsOf(`${head}${lines}\n`)).toEqual([`w.yaml:${message}`]);
}

describe('the order of blocks', () => {
  test.each<[string, string]>([
    [
      'skew: 1.1',
      '3:7 skew: is 1.1, but has no meaning with access "random". Remove it, or use access zipf, pareto, normal.',
    ],
    ['access: zipf', '3:9 skew: is missing: access "zipf" needs its theta. Give it, like "skew: 1.1".'],
    ['access: pareto', '3:9 skew: is missing: access "pareto" needs its h. Give it, like "skew: 0.2".'],
    [
      'access: normal',
      '3:9 skew: is missing: access "normal" needs its standard deviation in percent. Give it, like "skew: 20".',
    ],
    [
      'access: zipf\nskew: 10.5',
      '4:7 skew: must be at most 10 with access "zipf" but is 10.5. Give it, like "skew: 1.1".',
    ],
    ['access: pareto\nskew: 1', '4:7 skew: must be below 1 with access "pareto" but is 1. Give it, like "skew: 0.2".'],
    [
      'access: zoned',
      '3:9 zones: is missing: access "zoned" needs it. Write [{operations: 90, space: 10}, {operations: 10, space: 90}].',
    ],
    [zones, '3:8 zones: has no meaning with access "random". Remove it, or set "access: zoned".'],
    [
      'access: zoned\nzones: [{operations: 50, space: 1}, {operations: 49, space: 99}]',
      '4:8 zones: has operations of 99 percent together, not 100. Change the shares.',
    ],
    [
      'access: zoned\nzones: [{operations: 50, space: 1}, {operations: 50, space: 100}]',
      '4:8 zones: has space of 101 percent together, not 100. Change the shares.',
    ],
    [
      `access: zoned\n${zones}\nsize: 396KiB`,
      '4:8 zones: has 1 percent of the space, which of 99 blocks is less than one. Give a larger "size", or larger zones.',
    ],
    [
      `access: zoned\n${zones}\nsize: 796KiB\nworkers: 2\nfiles: 2\nfileSharing: perWorker\nblockSize: 2KiB\noffset: 200KiB`,
      '4:8 zones: has 1 percent of the space, which of 99 blocks is less than one. Give a larger "size", or larger zones.',
    ],
    [
      'stride: 8KiB',
      '3:9 stride: is 8KiB, but has no meaning with access "random". Remove it, or set "access: strided".',
    ],
    ['access: strided', '3:9 stride: is missing: access "strided" needs it. Give a multiple of 4KiB, like 8KiB.'],
    [
      'access: strided\nstride: 10KiB',
      '4:9 stride: is 10KiB, not a multiple of the block, 4KiB. Give a multiple of 4KiB, like 8KiB.',
    ],
    [
      'access: strided\nstride: 2KiB',
      '4:9 stride: is 2KiB, less than a block of 4KiB. Give a multiple of 4KiB, like 8KiB.',
    ],
    [
      `access: strided\nstride: 8KiB\n${split}\nsize: 1MiB`,
      '4:9 stride: is 8KiB, less than a block of 12KiB. Give a multiple of 4KiB, like 24KiB.',
    ],
    [
      `access: permutation\n${split}\nsize: 1MiB`,
      '3:9 access: is "permutation", which needs blocks of one size. Use "access: random", or one size for all blocks.',
    ],
    [
      'access: permutation\nreadPercent: 50\nblockSize: {read: 4KiB, write: 8KiB}',
      '3:9 access: is "permutation", which needs blocks of one size. Use "access: random", or one size for all blocks.',
    ],
    [
      'workers: 2\nfiles: 1\nblockSize: 8KiB\noffsetIncrement: 4KiB',
      '6:18 offsetIncrement: gives each worker 4KiB of shared files, less than a block of 8KiB. Raise it, or remove it.',
    ],
  ])('%j is refused', expectRefused);

  test.each([
    'access: zipf\nskew: 10',
    'access: pareto\nskew: 0.999',
    'access: normal\nskew: 100',
    `access: zoned\n${zones}\nsize: 400KiB`,
    `access: zoned\n${zones}\nsize: {percentOfFree: 4, atMost: 8KiB}`,
    'access: zoned\nzones: [{operations: 0, space: 1}, {operations: 100, space: 99}]\nsize: 8KiB',
    'access: strided\nstride: 4KiB',
    `access: strided\nstride: 16KiB\n${split}\nsize: 1MiB`,
    'access: backward',
    'access: permutation\nblockSizeRange: {from: 8KiB, to: 8KiB}',
    'access: permutation\nreadPercent: 100\nblockSize: {read: 4KiB, write: 8KiB}',
    'access: permutation\nworkers: 2\noffset: 1MiB',
    'access: permutation\nworkers: 2\noffsetIncrement: 1MiB\nfileSharing: perWorker',
    'access: permutation\nworkers: 2\noffsetIncrement: 1MiB',
    'workers: 2\nfiles: 2\nfileSharing: perWorker\nblockSize: 8KiB\noffsetIncrement: 4KiB',
  ])('%j is allowed', (lines) => {
    expect(block(lines).kind).toBe('block');
  });
});

describe('sizes', () => {
  test.each<[string, string]>([
    [
      'blockSize: 4KiB\nblockSizeRange: {from: 4KiB, to: 8KiB}',
      '3:12 blockSize: is given, and "blockSizeRange" too. Keep one of them.',
    ],
    [
      'blockSizeRange: {from: 4KiB, to: 8KiB}\nblockSizeSplit: [{size: 4KiB, percent: 100}]',
      '3:17 blockSizeRange: is given, and "blockSizeSplit" too. Keep one of them.',
    ],
    [
      'blockSize: null\ndirect: false',
      '3:12 blockSize: is null, and so are "blockSizeRange" and "blockSizeSplit". Give one of them.',
    ],
    [
      'blockSizeRange: {from: 8KiB, to: 4KiB}\nsize: 1MiB',
      '3:17 blockSizeRange: ends at 4KiB, below its start, 8KiB. Exchange the two.',
    ],
    [
      'readPercent: 50\nblockSizeRange: {read: {from: 4KiB, to: 8KiB}, write: {from: 4KiB, to: 10KiB}}',
      '4:17 blockSizeRange: ends at 10KiB, which is not a multiple of its start, 4KiB. Use 8KiB.',
    ],
    [
      'blockSizeSplit: [{size: 4KiB, percent: 50}, {size: 8KiB, percent: 40}]',
      '3:17 blockSizeSplit: has percents that add up to 90, not 100. Change the shares.',
    ],
    [
      'blockSizeSplit: {read: [{size: 4KiB, percent: 100}], write: [{size: 8KiB, percent: 99}]}',
      '3:17 blockSizeSplit: has percents that add up to 99, not 100. Change the shares.',
    ],
    [
      'readPercent: 50\nblockSize: {read: 4KiB, write: 1000}\nsize: 1000KiB',
      '4:12 blockSize: must be a multiple of 512B with "direct: true" but is 1000B. Use 1KiB, or set "direct: false".',
    ],
    [
      'blockSizeRange: {from: 1000, to: 2000}\nsize: 1000KiB',
      '3:17 blockSizeRange: must be a multiple of 512B with "direct: true" but is 1000B. Use 1KiB, or set "direct: false".',
    ],
    [
      'blockSizeSplit: [{size: 512, percent: 50}, {size: 600, percent: 50}]\nsize: 1MiB',
      '3:17 blockSizeSplit: must be a multiple of 512B with "direct: true" but is 600B. Use 1KiB, or set "direct: false".',
    ],
    [
      'offset: 1000',
      '3:9 offset: must be a multiple of 512B with "direct: true" but is 1000B. Use 1KiB, or set "direct: false".',
    ],
    [
      'offsetIncrement: 100',
      '3:18 offsetIncrement: must be a multiple of 512B with "direct: true" but is 100B. Use 512B, or set "direct: false".',
    ],
    [
      'size: 8KiB\noffset: 8KiB',
      '3:7 size: 8KiB is less than one block of 4KiB in each of 1 file after 8KiB that a worker leaves out. ' +
        'Give at least 12KiB, or lower "files", the offsets or "blockSize".',
    ],
    [
      'size: 40KiB\nworkers: 3\nfiles: 2\noffset: 4KiB\noffsetIncrement: 8KiB',
      '3:7 size: 40KiB is less than one block of 4KiB in each of 2 files after 20KiB that a worker leaves out. ' +
        'Give at least 48KiB, or lower "files", the offsets or "blockSize".',
    ],
    [
      'size: {percentOfFree: 4, atMost: 1MiB}\noffset: 1MiB',
      '3:7 size: atMost 1MiB is less than one block of 4KiB in each of 1 file after 1MiB that a worker leaves out. ' +
        'Give at least 1028KiB, or lower "files", the offsets or "blockSize".',
    ],
    [
      `${split}\nsize: 8KiB`,
      '4:7 size: 8KiB is less than one block of 12KiB in each of 1 file. Give at least 12KiB, or lower "files" or "blockSizeSplit".',
    ],
    [
      `${split}\nsize: 18KiB`,
      '4:7 size: 18KiB is not a whole number of blocks of 4KiB, which divides all sizes, in each of 1 file. Use 16KiB or 20KiB.',
    ],
    [
      'blockSize: 4KiB\nsize: 9KiB\noffset: 512',
      '4:7 size: 9KiB is not a whole number of blocks of 4KiB in each of 1 file. Use 8KiB or 12KiB.',
    ],
  ])('%j is refused', expectRefused);

  test.each([
    `${split}\nsize: 16KiB`,
    'blockSizeRange: {from: 4KiB, to: 64KiB}\nsize: 68KiB',
    'readPercent: 50\nblockSize: {read: 4KiB, write: 64KiB}\nsize: 68KiB',
    // Writes that do not happen need no room.
    'readPercent: 100\nblockSize: {read: 4KiB, write: 1000}\nsize: 4KiB',
    'readPercent: 0\nblockSize: {read: 1000, write: 4KiB}\nsize: 4KiB',
    'size: 48KiB\nworkers: 3\nfiles: 2\noffset: 4KiB\noffsetIncrement: 8KiB',
    'direct: false\noffset: 1000\noffsetIncrement: 1',
    'blockSizeSplit: [{size: 1000, percent: 100}]\nsize: 2000\ndirect: false',
  ])('%j is allowed', (lines) => {
    expect(block(lines).kind).toBe('block');
  });

  test('a wrong size is told once, not again by what depends on it', () => {
    expectRefused(
      'blockSizeSplit: [{size: 2GiB, percent: 100}]\nsize: 10000',
      '3:25 blockSizeSplit[0].size: must be from 1B to 1GiB but is 2GiB. Stay in that range.',
    );
  });
});

describe('workers, pace and durability', () => {
  test.each<[string, string]>([
    [
      'workers: 4\nfiles: 3\nfileSharing: perWorker\nsize: 12MiB',
      '5:14 fileSharing: is "perWorker", which needs a file for each of 4 workers, but there are 3. ' +
        'Give at least "files: 4", or set "fileSharing: shared".',
    ],
    [
      'arrival: poisson',
      '3:10 arrival: is "poisson", which needs a rate. Add "rate: {operations: 1000}", or set "arrival: closed".',
    ],
    [
      'rate: {bytes: 100}',
      '3:7 rate: is one operation of each worker every 40960ms, but the runtime is 30s. Raise the rate, or the runtime.',
    ],
    [
      'rate: {bytes: 5TiB}',
      '3:7 rate: is 1342177280 operations a second for each worker, more than one a nanosecond. Lower it, or set "rate: null".',
    ],
    [
      'thinkTimeBlocks: 8',
      '3:18 thinkTimeBlocks: is 8, but there is no "thinkTime". Give "thinkTime: 1ms", or remove it.',
    ],
    ['sync: dsync', '3:7 sync: is "dsync", but the workload writes nothing. Set "sync: none", or lower "readPercent".'],
    [
      'sync: sync\nreadPercent: 0\nengine: mmap',
      '3:7 sync: is "sync", which does nothing with engine "mmap": its writes go to memory. Use "fsyncEvery", or another engine.',
    ],
    ['fsyncEvery: 8', '3:13 fsyncEvery: is 8, but the workload writes nothing. Remove it, or lower "readPercent".'],
    [
      'fdatasyncEvery: 8',
      '3:17 fdatasyncEvery: is 8, but the workload writes nothing. Remove it, or lower "readPercent".',
    ],
    [
      'fsyncEvery: 8\nfdatasyncEvery: 9\nreadPercent: 0',
      '4:17 fdatasyncEvery: is 9, but "fsyncEvery" is 8, and only one of them can be. Remove one of them.',
    ],
  ])('%j is refused', expectRefused);

  test.each([
    'workers: 4\nfiles: 5\nfileSharing: perWorker\nsize: 20MiB',
    'engine: sync\nrate: {operations: 100}\narrival: poisson',
    'rate: {bytes: 137}',
    'rate: {bytes: 100}\nruntime: 1m',
    'rate: {bytes: 1}\nruntime: null\npasses: 1',
    'thinkTime: 1ms\nthinkTimeBlocks: 8',
    'sync: dsync\nfsyncEvery: 8\nreadPercent: 99',
    'fdatasyncEvery: 8\nreadPercent: 0\nengine: mmap',
  ])('%j is allowed', (lines) => {
    expect(block(lines).kind).toBe('block');
  });
});
