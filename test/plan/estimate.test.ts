// How long a step will take: runtime, and limits that a rate reaches in a known time.
import { describe, expect, test } from 'vitest';
import { estimateSeconds } from '../../src/plan/estimate.js';
import type { SizedBlock } from '../../src/plan/size.js';
import type { BlockWorkload } from '../../src/spec/workload.js';
import { block, KiB } from './samples.js';

const estimate = (given: Partial<BlockWorkload>) => estimateSeconds(block(given) as SizedBlock);

describe('of a workload with', () => {
  test.each<[string, Partial<BlockWorkload>, number | null]>([
    ['a runtime and a ramp', { runtime: 4e9, ramp: 1e9 }, 5],
    ['a pause before it starts', { runtime: 4e9, startDelay: 30e9 }, 34],
    ['a limit of bytes that only the storage reaches', { ioSize: 4 * KiB }, null],
    ['a limit that may end a runtime before its time', { operationLimit: 10, runtime: 4e9 }, 4],
    ['operations at a rate', { operationLimit: 1000, rate: { operations: 100 } }, 10],
    [
      'operations at a rate after a ramp',
      { operationLimit: 100, rate: { operations: 100 }, runtime: 9e9, ramp: 2e9 },
      3,
    ],
    [
      'operations at a rate, longer than the runtime',
      { operationLimit: 1000, rate: { operations: 1 }, runtime: 9e9 },
      9,
    ],
    ['bytes at a rate of bytes', { ioSize: 40 * KiB, rate: { bytes: 8 * KiB } }, 5],
    ['bytes at a rate of operations, the last one whole', { ioSize: 10 * KiB, rate: { operations: 1 } }, 3],
    ['operations at a rate of bytes', { operationLimit: 10, rate: { bytes: 4 * KiB } }, 10],
    ['both limits', { operationLimit: 10, ioSize: 8 * KiB, rate: { operations: 1 } }, 2],
    ['a rate and passes', { passes: 1, rate: { operations: 1 } }, null],
    [
      'reads and writes of different sizes',
      { operationLimit: 10, readPercent: 75, blockSize: { read: 4 * KiB, write: 8 * KiB }, rate: { bytes: 5 * KiB } },
      10,
    ],
    [
      'a split, by its mean',
      {
        operationLimit: 10,
        blockSizeSplit: [
          { size: 4 * KiB, percent: 25 },
          { size: 8 * KiB, percent: 75 },
        ],
        rate: { bytes: 7 * KiB },
      },
      10,
    ],
  ])('%s', (_what, given, seconds) => {
    expect(estimate(given)).toBe(seconds);
  });
});
