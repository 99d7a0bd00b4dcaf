// Metrics of saves and loads by hand, and what saves and failures cost a job.
import { describe, expect, test } from 'vitest';
import { checkpointFigures, checkpointMetrics } from '../../src/analyze/checkpoint-metrics.js';
import { dalyInterval, lostFraction } from '../../src/analyze/young-daly.js';
import type { NativeCheckpoint, NativeCheckpointResult } from '../../src/native/contract.js';
import {
  backgroundRound,
  checkpointAsked,
  checkpointRank,
  checkpointResult,
  checkpointRound,
} from '../fixtures/checkpoints.js';
import { savedJob } from '../fixtures/saved.js';
import { nativeReady, nativeResult } from '../result/samples.js';

interface Given {
  asked?: Partial<NativeCheckpoint>;
  told?: Partial<NativeCheckpointResult>;
  job?: Record<string, unknown>;
}

const stepOf = ({ asked, job }: Given) => ({
  spec: { checkpoint: checkpointAsked(asked) },
  job: { ...savedJob, ...job },
});
const resultOf = ({ told }: Given) => nativeResult({ checkpoint: checkpointResult(told) });
const metrics = (given: Given = {}) => checkpointMetrics(stepOf(given), resultOf(given));
const lost = (given: Given = {}) => checkpointFigures(stepOf(given), resultOf(given))?.lostTime ?? null;

test('are medians over the rounds, all bytes over all the time, and the figures as MLPerf prints them', () => {
  expect(metrics()).toMatchObject({
    ...{ saves: 3, saveSeconds: 1.6, saveSecondsMax: 2, saveRank0Seconds: 1.2, saveSpreadSeconds: 0.5 },
    ...{ saveBytesPerSecond: 1200e6 / 5.2, saveMeanOfRates: expect.closeTo(400e6 / 1.2, 3) as number },
    ...{ loads: 1, loadSeconds: 0.8, loadBytesPerSecond: 500e6, loadMeanOfRates: 500e6, loadFirstByteSeconds: 0.005 },
    ...{ durableSeconds: 1.6, stallSeconds: 1.6, removeSeconds: 0.02, sealSeconds: 0.01 },
    releaseSpreadNs: expect.closeTo(30_000, 3) as number,
  });
  expect(metrics()).not.toHaveProperty('drainSeconds');
  expect(metrics()).not.toHaveProperty('verifiedPieces');
});

test('a mean of rates is none of the bytes over the time', () => {
  const fast = checkpointRound({ ranks: [checkpointRank(0.5)] });
  const slow = checkpointRound({ ranks: [checkpointRank(2)] });
  // 100 MB in 0.5 s and in 2 s: 200 and 50 MB/s.
  expect(metrics({ told: { rounds: [fast, slow] } })['saveMeanOfRates']).toBeCloseTo(125e6, 3);
});

test('rounds that were cut off count nowhere', () => {
  const cut = checkpointRound({ complete: false, endNs: 9e9 });
  expect(metrics({ told: { rounds: [checkpointRound(), cut] } })).toMatchObject({ saves: 1, saveSecondsMax: 1.6 });
  expect(metrics({ told: { rounds: [cut] } })).toEqual({});
});

test('how long it takes to be durable is not known of saves that nothing syncs', () => {
  expect(metrics({ asked: { sync: 'none' } })).not.toHaveProperty('durableSeconds');
  expect(metrics({ asked: { sync: 'rank' } })).toHaveProperty('durableSeconds', 1.6);
});

test('saves in the background have a stall and a drain', () => {
  const rounds = [backgroundRound(), backgroundRound({ waitedNs: 1e9 }), backgroundRound({ waitedNs: 1e9 })];
  expect(metrics({ asked: { background: true }, told: { rounds } })).toMatchObject({
    ...{ stallSeconds: 1.3, waitedSeconds: 1, drainSeconds: expect.closeTo(1.3, 12) as number },
  });
});

test('what loads have compared is told with what differs', () => {
  expect(metrics({ told: { verifiedPieces: 400, damagedPieces: 1 } })).toMatchObject({
    verifiedPieces: 400,
    damagedPieces: 1,
  });
});

test('other kinds have none', () => {
  expect(checkpointMetrics({ spec: { checkpoint: null }, job: {} }, nativeResult())).toEqual({});
  expect(checkpointFigures({ spec: { checkpoint: null }, job: {} }, nativeResult())).toBeNull();
});

describe('the lost time', () => {
  test('is that of the median save and load, at the optimum', () => {
    const fraction = lostFraction(dalyInterval(1.6, 36_000), { save: 1.6, mtbf: 36_000, restart: 0.8 });
    expect(lost()).toEqual({
      ...{ gpus: 1000, mtbfSeconds: 36_000, stallSeconds: 1.6, drainSeconds: 0, restartSeconds: 0.8, scale: 1 },
      ...{ youngSeconds: Math.sqrt(2 * 1.6 * 36_000), optimumSeconds: dalyInterval(1.6, 36_000), everySeconds: null },
      ...{ optimumLostFraction: fraction, optimumGpuHoursPerDay: 24_000 * fraction },
      ...{ lostFraction: fraction, gpuHoursPerDay: 24_000 * fraction },
    });
    expect(metrics()).toMatchObject({
      lostGpuHoursPerDay: 24_000 * fraction,
      optimumSeconds: dalyInterval(1.6, 36_000),
    });
  });

  test('at a given interval is never less', () => {
    for (const minutes of [1, 5, 30, 120]) {
      const found = lost({ job: { saveEvery: minutes * 60e9 } });
      expect(found?.everySeconds).toBe(minutes * 60);
      expect(found?.lostFraction).toBeGreaterThan(found?.optimumLostFraction ?? 1);
      expect(found?.gpuHoursPerDay).toBeCloseTo(24_000 * (found?.lostFraction ?? 0), 9);
    }
  });

  test('of a scaled checkpoint is that of the full size', () => {
    expect(lost({ job: { scale: 0.01 } })).toMatchObject({ stallSeconds: 160, restartSeconds: 80, scale: 0.01 });
  });

  test('of saves in the background counts the stall, and at each failure the save that is not over', () => {
    const rounds = [backgroundRound({ waitedNs: 5e9 })];
    const found = lost({ asked: { background: true }, told: { rounds } });
    expect(found).toMatchObject({ stallSeconds: expect.closeTo(0.3, 9) as number, restartSeconds: 0 });
    const job = { save: 0.3, mtbf: 36_000, restart: 1.3 };
    expect(found?.lostFraction).toBeCloseTo(lostFraction(dalyInterval(0.3, 36_000), job), 12);
  });

  test('has no interval that is shorter than a save in the background takes', () => {
    const rounds = [backgroundRound({ endNs: 1000e9 })];
    const found = lost({ asked: { background: true }, told: { rounds } });
    expect(found?.optimumSeconds).toBeCloseTo(999.7, 6);
    expect(dalyInterval(0.3, 36_000)).toBeLessThan(200);
  });

  test('is not told where no save was complete, or the job names no failures', () => {
    expect(lost({ told: { rounds: [] } })).toBeNull();
    expect(lost({ job: { mtbf: undefined } })).toBeNull();
    const onNull = { ...resultOf({}), ready: nativeReady({ engineUsed: 'null' }) };
    expect(checkpointFigures(stepOf({}), onNull)?.lostTime).toBeNull();
  });
});
