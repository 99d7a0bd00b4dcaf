// Metrics of a training: means over its epochs, and what they leave out.
import { expect, test } from 'vitest';
import { metricsOf } from '../../src/analyze/metrics.js';
import { trainingFigures, trainingMetrics } from '../../src/analyze/training-metrics.js';
import type { NativeTrainingResult } from '../../src/native/contract.js';
import { rankEpoch, sampleFilesAsked, trainingAsked, trainingEpoch, trainingResult } from '../fixtures/training.js';
import { nativeOperation, nativeResult } from '../result/samples.js';

const step = (auThreshold = 90) => ({
  spec: { training: trainingAsked(), sampleFiles: sampleFilesAsked() },
  job: { auThreshold },
});
const resultOf = (training: Partial<NativeTrainingResult> = {}) =>
  nativeResult({
    training: trainingResult(training),
    elapsedNs: 4e9,
    operations: { read: nativeOperation({ bytes: 80e6 }) },
  });
const metrics = (training: Partial<NativeTrainingResult> = {}, auThreshold = 90) =>
  trainingMetrics(step(auThreshold), resultOf(training));

/** One accelerator, 3 steps of 0.5 s, each after a wait of half a second: 50 % whether or not the first one counts. */
const half = trainingEpoch({
  number: 2,
  endNs: 3e9,
  ranks: [
    rankEpoch({
      ...{ steps: 3, samples: 21, computeNs: 1.5e9, computeAfterFirstNs: 1e9 },
      ...{ dataWaitNs: 1.5e9, dataWaitAfterFirstNs: 1e9, barrierNs: 0 },
    }),
  ],
});

test('of one epoch are its figures', () => {
  expect(metrics()).toEqual({
    auPercent: expect.closeTo(73.333_333, 6) as number,
    wallAuPercent: 62.5,
    gpuIdlePercent: 37.5,
    samplesPerSecond: expect.closeTo(15.4, 9) as number,
    wallSamplesPerSecond: 17.5,
    nominalBytesPerSecond: expect.closeTo(15.4e6, 3) as number,
    readBytesPerSecond: 20e6,
    acceleratorsFed: 1.25,
    firstBatchSeconds: 0.75,
    rankSpread: expect.closeTo(0.6 / 3.7, 9) as number,
    auThresholdPercent: 90,
    auReached: 0,
    samples: 70,
    stepP99Ns: 9e8,
    dataWaitP50Ns: 1e8,
    dataWaitP99Ns: 2e8,
    itemP99Ns: 3e8,
    stepErrorNs: 20_000,
  });
});

test('of several epochs are their means', () => {
  const found = metrics({ epochs: [trainingEpoch(), half] });
  expect(found['auPercent']).toBeCloseTo((73.333_333 + 50) / 2, 5);
  expect(found['wallAuPercent']).toBeCloseTo((62.5 + 50) / 2, 9);
  expect(found['firstBatchSeconds']).toBeCloseTo((0.75 + 0.5) / 2, 9);
});

test('an epoch that was cut off counts only where none is complete', () => {
  const cut = { ...half, complete: false };
  expect(metrics({ epochs: [trainingEpoch(), cut] })['wallAuPercent']).toBe(62.5);
  expect(metrics({ epochs: [cut] })['wallAuPercent']).toBe(50);
});

test('evaluations have a figure of their own', () => {
  const found = metrics({ epochs: [trainingEpoch(), { ...half, kind: 'eval', number: 1 }] });
  expect(found).toMatchObject({ wallAuPercent: 62.5, evalAuPercent: 50 });
  expect(metrics()).not.toHaveProperty('evalAuPercent');
});

test('the threshold is reached by what is not below it', () => {
  expect(metrics({ epochs: [half] }, 50)).toMatchObject({ auThresholdPercent: 50, auReached: 1 });
  expect(metrics({ epochs: [half] }, 50.1)).toMatchObject({ auReached: 0 });
});

test('a step without an epoch has no utilization and no verdict', () => {
  const found = metrics({ epochs: [], samples: 0 });
  for (const key of [
    'auPercent',
    'wallAuPercent',
    'gpuIdlePercent',
    'auReached',
    'samplesPerSecond',
    'acceleratorsFed',
  ]) {
    expect(found).not.toHaveProperty(key);
  }
  expect(found).toMatchObject({ auThresholdPercent: 90, samples: 0 });
});

test('other kinds have none of them, and a training none of theirs', () => {
  const workers = [0, 1].map((worker) => ({ worker, elapsedNs: 1e9, operations: 10 + worker, bytes: 0, chains: 10 }));
  const operations = { open: nativeOperation(), chain: nativeOperation() };
  expect(trainingMetrics({ ...step(), spec: { training: null, sampleFiles: null } }, nativeResult())).toEqual({});
  expect(metricsOf(nativeResult({ workers, operations }))).toHaveProperty('overHundredMs');
  const found = metricsOf(nativeResult({ workers, operations, training: trainingResult() }));
  expect(found).not.toHaveProperty('overHundredMs');
  expect(found).not.toHaveProperty('workerSpread');
});

test('figures stand in the order of the epochs', () => {
  const figures = trainingFigures(step(), resultOf({ epochs: [trainingEpoch(), half] }));
  expect(figures?.epochs.map(({ wallAuPercent }) => wallAuPercent)).toEqual([62.5, 50]);
  expect(figures?.sampleBytes).toBe(1e6);
});
