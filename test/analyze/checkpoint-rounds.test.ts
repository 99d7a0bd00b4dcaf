// Figures of a save or load by hand: what the slowest rank, rank 0 and the stall are, and who lags behind.
import { describe, expect, test } from 'vitest';
import { roundFigures, stragglersOf } from '../../src/analyze/checkpoint-rounds.js';
import type { NativeCheckpointRound } from '../../src/native/contract.js';
import { roundTimes } from '../../src/result/checkpoint-record.js';
import { backgroundRound, checkpointLoad, checkpointRank, checkpointRound } from '../fixtures/checkpoints.js';

const figures = (round: NativeCheckpointRound, background = false) => roundFigures({ background }, roundTimes(round));

test('a save is over with the files that are for all, its slowest rank before', () => {
  expect(figures(checkpointRound())).toEqual({
    ...{ bytes: 400e6, bytesPerSecond: 250e6, slowestRank: 2, slowestSeconds: 1.5, spreadSeconds: 0.5 },
    ...{ stragglers: [], rank0Seconds: 1.2, rank0BytesPerSecond: 400e6 / 1.2 },
    ...{ releaseSpreadSeconds: expect.closeTo(3e-5, 12) as number, firstByteSeconds: 0.005 },
    ...{ flushSeconds: expect.closeTo(0.1, 12) as number, closingSeconds: expect.closeTo(0.1, 12) as number },
    ...{ stallSeconds: 1.6, drainSeconds: null },
  });
});

test('one in the background holds the training up until the last rank has its copy, and for what it waited before', () => {
  expect(figures(backgroundRound(), true)).toMatchObject({
    stallSeconds: 0.3,
    drainSeconds: expect.closeTo(1.3, 12) as number,
  });
  expect(figures(backgroundRound({ waitedNs: 2e9 }), true)).toMatchObject({ stallSeconds: 2.3 });
});

test('a load holds up no training that goes on', () => {
  expect(figures(checkpointLoad(0.8), true)).toMatchObject({
    stallSeconds: null,
    drainSeconds: null,
    spreadSeconds: 0,
  });
});

test('a round that nothing was done in has no rates', () => {
  const cut = checkpointRound({ endNs: 0, complete: false, ranks: [] });
  expect(figures(cut)).toMatchObject({ bytes: 0, bytesPerSecond: 0, rank0BytesPerSecond: 0, slowestRank: 0 });
});

describe('stragglers', () => {
  const ranks = (seconds: number[], bytes: number[] = []) =>
    stragglersOf(seconds.map((time, rank) => ({ ...roundTimesOf(time), bytes: bytes[rank] ?? 100 })));
  const roundTimesOf = (seconds: number) => {
    const [rank] = roundTimes(checkpointRound({ ranks: [checkpointRank(seconds)] })).ranks;
    return { seconds: rank?.seconds ?? 0 };
  };

  test('take a quarter longer than the median', () => {
    expect(ranks([1, 1, 1, 1.25])).toEqual([]);
    expect(ranks([1, 1, 1, 1.26])).toEqual([3]);
    expect(ranks([2, 1, 1, 1, 1.5])).toEqual([0, 4]);
  });

  test('are no ranks of an even spread', () => {
    // Median 1.35, median deviation 0.2: up to 2.24 is one of them.
    expect(ranks([1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 2.2])).toEqual([]);
    expect(ranks([1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 2.3])).toEqual([7]);
  });

  test('are no ranks that have more to write', () => {
    expect(ranks([1, 1, 1, 2], [100, 100, 100, 200])).toEqual([]);
    expect(ranks([1, 1, 1, 2.6], [100, 100, 100, 200])).toEqual([3]);
  });

  test('cannot be told among two', () => {
    expect(ranks([1, 9])).toEqual([]);
  });
});
