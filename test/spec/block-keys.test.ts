// The keys of block workloads whose values are maps, lists or fractions: what they read, and what is wrong with them.
import { describe, expect, test } from 'vitest';
import { block, problemsOf } from './loading.js';

const KiB = 1024;
const head = 'name: b\nkind: block\n';
const wholePercent = 'Give a whole number in that range.';

describe('values', () => {
  test.each<[string, object]>([
    ['blockSize: {read: 4KiB, write: 64KiB}', { blockSize: { read: 4 * KiB, write: 64 * KiB } }],
    ['blockSizeRange: {from: 512, to: 8KiB}', { blockSizeRange: { from: 512, to: 8 * KiB } }],
    [
      'blockSizeRange: {read: {from: 4KiB, to: 8KiB}, write: {from: 512, to: 512}}',
      { blockSizeRange: { read: { from: 4 * KiB, to: 8 * KiB }, write: { from: 512, to: 512 } } },
    ],
    [
      'blockSizeSplit: [{size: 4KiB, percent: 60}, {size: 64KiB, percent: 40}]',
      {
        blockSizeSplit: [
          { size: 4 * KiB, percent: 60 },
          { size: 64 * KiB, percent: 40 },
        ],
      },
    ],
    [
      'blockSizeSplit: {read: [{size: 4KiB, percent: 100}], write: [{size: 8KiB, percent: 100}]}',
      {
        blockSizeSplit: { read: [{ size: 4 * KiB, percent: 100 }], write: [{ size: 8 * KiB, percent: 100 }] },
      },
    ],
    ['access: zipf\nskew: 1.2', { access: 'zipf', skew: 1.2 }],
    [
      'access: zoned\nzones: [{operations: 90, space: 10}, {operations: 10, space: 90}]',
      {
        zones: [
          { operations: 90, space: 10 },
          { operations: 10, space: 90 },
        ],
      },
    ],
    ['access: strided\nstride: 1MiB', { stride: KiB * KiB }],
    ['rate: {operations: 1000}', { rate: { operations: 1000 } }],
    ['rate: {bytes: 1MiB}\narrival: poisson', { rate: { bytes: KiB * KiB }, arrival: 'poisson' }],
    ['thinkTime: 2ms\nthinkTimeBlocks: 8', { thinkTime: 2e6, thinkTimeBlocks: 8 }],
    ['ioSize: 1MiB\noperationLimit: 7', { ioSize: KiB * KiB, operationLimit: 7 }],
    [
      'workers: 2\naccess: sequential\nfileSharing: perWorker\nserviceOrder: random\noffset: 8KiB\noffsetIncrement: 4KiB',
      {
        access: 'sequential',
        fileSharing: 'perWorker',
        serviceOrder: 'random',
        offset: 8 * KiB,
        offsetIncrement: 4 * KiB,
      },
    ],
    [
      'readPercent: 0\nsync: dsync\nfdatasyncEvery: 9\nrefill: false',
      { sync: 'dsync', fdatasyncEvery: 9, refill: false },
    ],
  ])('of %j', (lines, values) => {
    expect(block(lines)).toMatchObject(values);
  });

  test('sweep where they are single', () => {
    expect(block('access: zipf\nskew: [0.9, 1.2]').sweep).toEqual({ skew: [0.9, 1.2] });
    expect(block('ioSize: [1MiB, 2MiB]\nthinkTime: [0s, 1ms]').sweep).toEqual({
      ioSize: ['1MiB', '2MiB'],
      thinkTime: ['0s', '1ms'],
    });
    expect(block('readPercent: 50\nblockSize: [4KiB, 64KiB]').sweep).toEqual({ blockSize: ['4KiB', '64KiB'] });
  });
});

describe('wrong values', () => {
  test.each<[string, string]>([
    ['skew: 0', '3:7 skew: must be a number above 0 up to 100 but is 0. Give a number in that range.'],
    ['skew: high', '3:7 skew: must be a number above 0 up to 100 but is "high". Give a number in that range.'],
    [
      'access: ziph',
      '3:9 access: must be one of sequential, random, permutation, backward, strided, zipf, pareto, normal, zoned, interleaved but is "ziph". Did you mean "zipf"?',
    ],
    ['blockSize: {read: 4KiB}', '3:12 blockSize.write: is missing. Write {read: …, write: …}.'],
    ['blockSize: {read: 4KiB, wirte: 4KiB}', '3:25 blockSize.wirte: is not a key of blockSize. Did you mean "write"?'],
    [
      'blockSize: {read: 4KiB, write: 2GiB}',
      '3:32 blockSize.write: must be from 1B to 1GiB but is 2GiB. Stay in that range.',
    ],
    ['blockSizeRange: 4KiB', '3:17 blockSizeRange: must be {from: …, to: …} but is "4KiB". Write {from: …, to: …}.'],
    ['blockSizeRange: {from: 4KiB}', '3:17 blockSizeRange.to: is missing. Write {from: …, to: …}.'],
    [
      'blockSizeRange: {read: {from: 4KiB, too: 8KiB}, write: {from: 4KiB, to: 8KiB}}',
      '3:37 blockSizeRange.read.too: is not a key of blockSizeRange.read. Did you mean "to"?',
    ],
    ['blockSizeSplit: 4KiB', '3:17 blockSizeSplit: must be a list but is "4KiB". Write [{size: …, percent: …}, …].'],
    ['blockSizeSplit: []', '3:17 blockSizeSplit: is an empty list. Write [{size: …, percent: …}, …].'],
    [
      'blockSizeSplit: [{size: 4KiB, percent: 100}, {size: 8KiB, percent: 0}]',
      `3:68 blockSizeSplit[1].percent: must be a whole number from 1 to 100 but is 0. ${wholePercent}`,
    ],
    [
      'blockSizeSplit: {read: [{size: 4KiB, percent: 100}], write: [4KiB]}',
      '3:62 blockSizeSplit.write[0]: must be {size: …, percent: …} but is "4KiB". Write {size: …, percent: …}.',
    ],
    [
      'access: zoned\nzones: [{operations: 100, space: 0}]',
      `4:34 zones[0].space: must be a whole number from 1 to 100 but is 0. ${wholePercent}`,
    ],
    ['rate: 100', '3:7 rate: must be {operations: …} or {bytes: …} but is 100. Write {operations: …} or {bytes: …}.'],
    ['rate: {}', '3:7 rate: must have one of operations, bytes. Write {operations: …} or {bytes: …}.'],
    [
      'rate: {operations: 1, bytes: 1}',
      '3:7 rate: must have one of operations, bytes. Write {operations: …} or {bytes: …}.',
    ],
    [
      'rate: {operations: 2000000000}',
      `3:20 rate.operations: must be a whole number from 1 to 1000000000 but is 2000000000. ${wholePercent}`,
    ],
    ['rate: {iops: 100}', '3:8 rate.iops: is not a key of rate. Its keys are operations, bytes.'],
    ['bssplit: 4k/50:64k/50', '3:1 bssplit: is not a key of kind "block". The word here is "blockSizeSplit".'],
    ['rate_iops: 100', '3:1 rate_iops: is not a key of kind "block". The word here is "rate".'],
    ['io_size: 1G', '3:1 io_size: is not a key of kind "block". Did you mean "ioSize"?'],
    ['sweep: {zones: [[]]}', '3:9 sweep.zones: cannot be swept. Write a workload for each value.'],
    ['sweep: {rate: [{operations: 1}]}', '3:9 sweep.rate: cannot be swept. Write a workload for each value.'],
  ])('%s', (lines, message) => {
    expect(problemsOf(`${head}${lines}\n`)).toEqual([`w.yaml:${message}`]);
  });

  test('words of fio without a counterpart in files are only unknown there', () => {
    expect(problemsOf('name: f\nkind: files\nfiles: 1\nfileSize: 4KiB\nbssplit: 4k/100\n')).toEqual([
      expect.stringMatching(/5:1 bssplit: is not a key of kind "files"\. Remove it/),
    ]);
  });
});
