// Packing of a files workload: what is taken, with which defaults, and what is refused.
import { describe, expect, test } from 'vitest';
import { files, problemsOf } from './loading.js';

const MiB = 2 ** 20;

test('shards have 256 MiB and are read in pieces of 1 MiB unless told', () => {
  expect(files('packing: tar')).toMatchObject({ packing: 'tar', shardSize: 256 * MiB, blockSize: MiB });
  expect(files('packing: tfrecord\nshardSize: 1GiB\nblockSize: 512KiB')).toMatchObject({
    ...{ packing: 'tfrecord', shardSize: 1024 * MiB, blockSize: MiB / 2 },
  });
  expect(files()).toMatchObject({ packing: 'none', shardSize: null, blockSize: 65536 });
});

test('a shard may be looked at before it is opened', () => {
  expect(files('packing: tar\noperations: [stat, open, read, close]').packing).toBe('tar');
});

test('a sweep over packings has the shards and blocks of each', () => {
  const { sweep, computedKeys } = files('sweep: {packing: [none, tar, tfrecord]}');
  expect(sweep).toEqual({ packing: ['none', 'tar', 'tfrecord'] });
  expect(computedKeys).toEqual(expect.arrayContaining(['shardSize', 'blockSize']));
});

describe('refused is', () => {
  const head = 'name: f\nkind: files\nfiles: 100\nfileSize: 64KiB\n';

  test.each<[string, string]>([
    ['shardSize: 1GiB', '5:12 shardSize: has no effect without "packing". Remove it, or give "packing: tar".'],
    [
      'packing: tar\nshardSize: null',
      '6:12 shardSize: is null, and packing is "tar". Give "shardSize: 256MiB", or remove it.',
    ],
    ['packing: tar\nshardSize: 65535', '6:12 shardSize: is 65535B, less than a sample of 64KiB. Raise "shardSize".'],
    [
      'packing: tar\nblockSize: 64KiB',
      '6:12 shardSize: is 256MiB, more than 2048 pieces of blockSize, 64KiB. Lower "shardSize" or raise "blockSize".',
    ],
    [
      'packing: tfrecord\noperations: [create, write, close]',
      '6:13 operations: [create, write, close] cannot be with packing "tfrecord", where whole shards are read. Use [open, read, close], or remove "packing".',
    ],
    [
      'packing: tar\noperations: [open, read, close, unlink]',
      '6:13 operations: [open, read, close, unlink] cannot be with packing "tar", where whole shards are read. Use [open, read, close], or remove "packing".',
    ],
    ['packing: zip', '5:10 packing: must be one of none, tar, tfrecord but is "zip". Choose one of them.'],
  ])('%s', (lines, message) => {
    expect(problemsOf(`${head}${lines}\n`)).toEqual([`w.yaml:${message}`]);
  });

  test('a sample that no tar header can tell the size of', () => {
    const huge = 'name: f\nkind: files\nfiles: 2\nfileSize: 8GiB\nshardSize: 16GiB\nblockSize: 8MiB\n';
    expect(problemsOf(`${huge}packing: tar\n`)).toEqual([
      expect.stringContaining('packing: "tar" holds members of less than 8GiB, and a sample may have 8GiB'),
    ]);
  });
});
