// When each doubt about a training is raised, and when it is not any more.
import { expect } from 'vitest';
import { rankEpoch, sampleFilesAsked, trainingAsked, trainingEpoch, trainingResult } from '../fixtures/training.js';
import { type Case, latencyWith, type Spec } from './judging.js';

export const training: Partial<Spec> = { kind: 'training', training: trainingAsked(), sampleFiles: sampleFilesAsked() };
/** One accelerator that never waits once its first batch is there. */
const prefetched = (firstBatchNs: number) =>
  trainingEpoch({
    endNs: firstBatchNs + 2.5e9,
    ranks: [rankEpoch({ firstBatchNs, firstStepNs: firstBatchNs + 5e8, dataWaitAfterFirstNs: 0, barrierNs: 0 })],
  });
export const untroubled = trainingResult({ epochs: [prefetched(5e7)] });
export const datasetOf = (bytes: number) => ({ directory: 'training-npz', bytes, reused: true, layoutSeconds: 0 });

const computingFor = (meanNs: number): Partial<Spec> => ({
  ...training,
  training: trainingAsked({ compute: { form: 'fixed', meanNs, deviationNs: 0 } }),
});
const lateBy = (p99: number) => trainingResult({ latenessNs: { ...latencyWith(0), p99, max: 900_000 } });

export const trainingCases: Case[] = [
  {
    code: 'AU_COUNTS_PREFETCH',
    spec: training,
    raised: { training: trainingResult({ epochs: [prefetched(2.2e8)] }) },
    // 2 s of compute in 2 s without the first step; 2.5 s in 2.72 s with it.
    evidence: { auPercent: 100, wallAuPercent: expect.closeTo(91.911_765, 6), firstBatchSeconds: 0.22 },
    // 2.5 s in 2.55 s are 98.04 %.
    silent: { training: trainingResult({ epochs: [prefetched(5e7)] }) },
  },
  {
    code: 'EMULATION_LATE',
    spec: computingFor(1e7),
    raised: { training: lateBy(20_001) },
    evidence: { lateP99Ns: 20_001, lateMaxNs: 900_000, toleratedNs: 20_000 },
    silent: { training: lateBy(20_000) },
  },
  {
    code: 'EMULATION_LATE',
    spec: computingFor(5e8),
    raised: { training: lateBy(500_001) },
    evidence: { lateP99Ns: 500_001, lateMaxNs: 900_000, toleratedNs: 500_000 },
    silent: { training: lateBy(500_000) },
  },
  {
    code: 'FEW_STEPS',
    spec: training,
    raised: { training: trainingResult({ epochs: [trainingEpoch({ stepsPlanned: 2 })] }) },
    evidence: { stepsPerEpoch: 2 },
    silent: { training: trainingResult({ epochs: [trainingEpoch({ stepsPlanned: 3 })] }) },
  },
  {
    code: 'DATASET_FITS_MEMORY',
    spec: { ...training, passes: 2 },
    circumstances: { dataset: datasetOf(2999), memoryBytes: 1000 },
    raised: { training: trainingResult() },
    evidence: { datasetBytes: 2999, memoryBytes: 1000 },
    silent: { training: trainingResult() },
    silentCircumstances: { dataset: datasetOf(3000), memoryBytes: 1000 },
  },
  {
    code: 'LOADERS_EXCEED_MEMORY',
    spec: training,
    circumstances: { loaders: { loaderBytes: 1001, availableBytes: 1000 } },
    raised: { training: untroubled },
    evidence: { loaderBytes: 1001, availableBytes: 1000 },
    silent: { training: untroubled },
    silentCircumstances: { loaders: { loaderBytes: 1000, availableBytes: 1000 } },
  },
];
