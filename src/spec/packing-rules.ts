// What packed samples forbid: their shards are read whole, and nothing else is done with them.
import { largestFile } from './file-sizes.js';
import type { Rule } from './rules.js';
import { formatBytes } from './units.js';
import type { FilesWorkload } from './workload.js';

/** The native side reads a file in at most twice as many pieces; a shard may come out larger than asked for. */
const mostPieces = 2048;
const tarLimit = 2 ** 33;
/** What may be done with a shard before it is opened. */
const looks: readonly string[] = ['stat', 'statx'];

export const packingRules: Rule<FilesWorkload>[] = [
  ({ packing, shardSize }) => {
    if ((packing === 'none') === (shardSize === null)) return null;
    return shardSize === null
      ? {
          keys: ['shardSize', 'packing'],
          what: `is null, and packing is "${packing}"`,
          advice: 'Give "shardSize: 256MiB", or remove it',
        }
      : {
          keys: ['shardSize', 'packing'],
          what: 'has no effect without "packing"',
          advice: 'Remove it, or give "packing: tar"',
        };
  },

  ({ packing, operations }) => {
    const first = operations.findIndex((operation) => !looks.includes(operation));
    if (packing === 'none' || operations.slice(Math.max(first, 0)).join() === 'open,read,close') return null;
    return {
      keys: ['operations', 'packing'],
      what: `[${operations.join(', ')}] cannot be with packing "${packing}", where whole shards are read`,
      advice: 'Use [open, read, close], or remove "packing"',
    };
  },

  ({ packing, shardSize, fileSize }) =>
    packing !== 'none' && shardSize !== null && shardSize < largestFile(fileSize)
      ? {
          keys: ['shardSize', 'packing', 'fileSize'],
          what: `is ${formatBytes(shardSize)}, less than a sample of ${formatBytes(largestFile(fileSize))}`,
          advice: 'Raise "shardSize"',
        }
      : null,

  ({ packing, shardSize, blockSize }) =>
    packing !== 'none' && shardSize !== null && shardSize > mostPieces * blockSize
      ? {
          keys: ['shardSize', 'blockSize', 'packing'],
          what: `is ${formatBytes(shardSize)}, more than ${mostPieces} pieces of blockSize, ${formatBytes(blockSize)}`,
          advice: 'Lower "shardSize" or raise "blockSize"',
        }
      : null,

  ({ packing, fileSize }) =>
    packing === 'tar' && largestFile(fileSize) >= tarLimit
      ? {
          keys: ['packing', 'fileSize'],
          what: `"tar" holds members of less than 8GiB, and a sample may have ${formatBytes(largestFile(fileSize))}`,
          advice: 'Lower "fileSize", or use "packing: tfrecord"',
        }
      : null,
];
