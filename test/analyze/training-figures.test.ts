// The formulas of each version of MLPerf Storage against an example that is worked out by hand.
import { describe, expect, test } from 'vitest';
import { epochFigures, nominalSampleBytes } from '../../src/analyze/training-figures.js';
import type { NativeTrainingEpoch } from '../../src/native/contract.js';
import { epochTimes } from '../../src/result/training-record.js';
import { rankEpoch, sampleFilesAsked, slowRank, trainingEpoch } from '../fixtures/training.js';

const terms = { batchSize: 7, evalBatchSize: 2, sampleBytes: 1e6 };
const figures = (given: Partial<NativeTrainingEpoch> = {}, rules: 'v1' | 'v2' | 'v3' = 'v2') =>
  epochFigures({ ...terms, rules }, epochTimes(trainingEpoch(given)));

test.each([
  // 2 accelerators · 5 steps · 7 samples in 4 s.
  ['v1', 17.5],
  // (5 - 2) · 7 in 4 - 1 s, and in 4 - 1.5 s.
  ['v2', 7 + 8.4],
  // (5 - 1) · 7 in the same times.
  ['v3', 28 / 3 + 28 / 2.5],
] as const)('%s counts %d samples a second', (rules, samplesPerSecond) => {
  const { samplesPerSecond: found, nominalBytesPerSecond, auPercent } = figures({}, rules);
  expect(found).toBeCloseTo(samplesPerSecond, 9);
  expect(nominalBytesPerSecond).toBeCloseTo(samplesPerSecond * 1e6, 3);
  // 4 · 0.5 s of compute in 3 s, and in 2.5 s: 66.7 % and 80 %.
  expect(auPercent).toBeCloseTo((100 * (2 / 3 + 2 / 2.5)) / 2, 9);
});

test('the figures of all the time leave nothing out', () => {
  const found = figures();
  expect(found.wallAuPercent).toBeCloseTo(62.5, 9);
  expect(found.acceleratorsFed).toBeCloseTo(1.25, 9);
  expect(found.wallSamplesPerSecond).toBeCloseTo(17.5, 9);
});

test('times are means over the accelerators, the spread is of the time that each took itself', () => {
  const found = figures();
  expect(found.firstBatchSeconds).toBeCloseTo(0.75, 9);
  expect(found.dataWaitSeconds).toBeCloseTo(1.2, 9);
  expect(found.barrierSeconds).toBeCloseTo(0.3, 9);
  // 3.4 s and 4 s, median 3.7 s.
  expect(found.rankSpread).toBeCloseTo(0.6 / 3.7, 9);
  expect(figures({ ranks: [rankEpoch()] }).rankSpread).toBeNull();
});

test('what was fetched ahead in the first step is free in AU, and not in all the time', () => {
  // 4 s until the first batch, then no wait: 5 steps of 0.5 s.
  const rank = rankEpoch({
    firstBatchNs: 4e9,
    firstStepNs: 4.5e9,
    dataWaitNs: 4e9,
    dataWaitAfterFirstNs: 0,
    barrierNs: 0,
  });
  const found = figures({ endNs: 6.5e9, ranks: [rank] });
  expect(found.auPercent).toBeCloseTo(100, 9);
  expect(found.wallAuPercent).toBeCloseTo((100 * 2.5) / 6.5, 9);
});

test('an evaluation counts all steps with its own batch, whatever the rules', () => {
  // 2 · 5 · 2 in 4 s.
  for (const rules of ['v1', 'v2', 'v3'] as const) {
    expect(figures({ kind: 'eval' }, rules).samplesPerSecond).toBeCloseTo(5, 9);
  }
});

describe('too few steps', () => {
  const steps = (count: number) => {
    const rank = { steps: count, samples: 7 * count, computeNs: count * 5e8, computeAfterFirstNs: (count - 1) * 5e8 };
    return { ranks: [rankEpoch(rank), slowRank(rank)] };
  };

  test.each([
    [1, 'v1', 3.5],
    [1, 'v2', null],
    [1, 'v3', null],
    [2, 'v2', null],
    [2, 'v3', 7 / 3 + 7 / 2.5],
    [3, 'v2', 7 / 3 + 7 / 2.5],
  ] as const)('%d steps by %s have %s samples a second', (count, rules, expected) => {
    const { samplesPerSecond, nominalBytesPerSecond } = figures(steps(count), rules);
    if (expected === null) expect([samplesPerSecond, nominalBytesPerSecond]).toEqual([null, null]);
    else expect(samplesPerSecond).toBeCloseTo(expected, 9);
  });

  test('one step has no AU but a share of all the time', () => {
    expect(figures(steps(1)).auPercent).toBeNull();
    expect(figures(steps(1)).wallAuPercent).toBeCloseTo(12.5, 9);
  });

  test('one accelerator with too few leaves the others without a mean', () => {
    const ranks = [rankEpoch(), slowRank({ steps: 1, samples: 7, computeNs: 5e8, computeAfterFirstNs: 0 })];
    expect(figures({ ranks })).toMatchObject({ auPercent: null, samplesPerSecond: null });
  });

  test('no step has nothing at all', () => {
    const none = { steps: 0, samples: 0, computeNs: 0, computeAfterFirstNs: 0 };
    const found = figures({ ranks: [rankEpoch(none), slowRank(none)] });
    expect(found).toMatchObject({ auPercent: null, wallAuPercent: null, samplesPerSecond: null, rankSpread: null });
    expect(found).toMatchObject({ wallSamplesPerSecond: null, acceleratorsFed: null });
  });
});

test('without compute time there is no utilization, but a rate', () => {
  const idle = { computeNs: 0, computeAfterFirstNs: 0 };
  const found = figures({ ranks: [rankEpoch(idle), slowRank(idle)] }, 'v1');
  expect(found).toMatchObject({ auPercent: null, wallAuPercent: null, acceleratorsFed: null, samplesPerSecond: 17.5 });
});

test('a sample is nominally its record length, or a row of all columns', () => {
  expect(nominalSampleBytes(sampleFilesAsked({ recordLength: 114660.07 }))).toBe(114660.07);
  const columns = [
    { type: 'float32', width: 10, count: 2, read: true },
    { type: 'int8', width: 1, count: 3, read: false },
    { type: 'float16', width: 2, count: 1, read: true },
  ] as const;
  expect(nominalSampleBytes(sampleFilesAsked({ columns: [...columns] }))).toBe(80 + 3 + 4);
});
