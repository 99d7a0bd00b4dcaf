// Metrics of a training: means over its epochs, whether the utilization was reached, and what the emulation has cost.
import type { NativeJobSpec } from '../native/contract.js';
import type { Metrics } from '../result/metrics-schema.js';
import type { StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import { type EpochFigures, epochTimes, type TrainingFigures } from '../result/training-record.js';
import { epochFigures, nominalSampleBytes, type TrainingTerms } from './training-figures.js';

/** What of a planned training its figures depend on. */
export interface TrainingStep {
  spec: Pick<NativeJobSpec, 'training' | 'sampleFiles'>;
  /** With `auThreshold` in percent. */
  job: StepRecord['job'];
}

/** Figures of each epoch; null of other kinds than training. */
export function trainingFigures({ spec }: TrainingStep, { training }: StepResult): TrainingFigures | null {
  if (training === null || spec.training === null) return null;
  const sampleBytes = spec.sampleFiles === null ? 0 : nominalSampleBytes(spec.sampleFiles);
  const { rules, batchSize, evalBatchSize } = spec.training;
  const terms: TrainingTerms = { rules, batchSize, evalBatchSize, sampleBytes };
  return { sampleBytes, epochs: training.epochs.map((epoch) => epochFigures(terms, epochTimes(epoch))) };
}

/** Metrics that can be told; none of other kinds than training. */
export function trainingMetrics(step: TrainingStep, result: StepResult): Metrics {
  const figures = trainingFigures(step, result);
  const { training, operations, elapsedNs } = result;
  if (training === null || figures === null) return {};
  const ofKind = (kind: 'train' | 'eval') => meansOf(countedEpochs(training.epochs, figures.epochs, kind));
  const means = ofKind('train');
  const { stepNs, dataWaitNs, itemNs, latenessNs } = training;
  const readBytes = operations.read?.bytes ?? 0;
  return {
    ...means,
    ...(means.wallAuPercent === undefined ? {} : { gpuIdlePercent: 100 - means.wallAuPercent }),
    ...(readBytes > 0 && elapsedNs > 0 ? { readBytesPerSecond: (readBytes / elapsedNs) * 1e9 } : {}),
    ...thresholdMetrics(step.job, means.auPercent),
    ...evalMetrics(ofKind('eval')),
    samples: training.samples,
    stepP99Ns: stepNs.p99,
    dataWaitP50Ns: dataWaitNs.p50,
    dataWaitP99Ns: dataWaitNs.p99,
    itemP99Ns: itemNs.p99,
    stepErrorNs: latenessNs.p99,
  };
}

const averaged = [
  'auPercent',
  'wallAuPercent',
  'samplesPerSecond',
  'wallSamplesPerSecond',
  'nominalBytesPerSecond',
  'acceleratorsFed',
  'firstBatchSeconds',
  'rankSpread',
] as const satisfies (keyof EpochFigures)[];

/** Complete epochs of a kind; those that were cut off where none is complete. Epochs without steps tell nothing. */
function countedEpochs(
  epochs: NonNullable<StepResult['training']>['epochs'],
  figures: readonly EpochFigures[],
  kind: 'train' | 'eval',
): EpochFigures[] {
  const own = epochs.flatMap((epoch, at) => {
    const of = figures[at];
    return of === undefined || epoch.kind !== kind || of.wallSamplesPerSecond === null ? [] : [{ epoch, of }];
  });
  const complete = own.filter(({ epoch }) => epoch.complete);
  return (complete.length > 0 ? complete : own).map(({ of }) => of);
}

function meansOf(epochs: readonly EpochFigures[]): Metrics {
  const means = averaged.flatMap((key) => {
    const values = epochs.map((epoch) => epoch[key]).filter((value) => value !== null);
    if (values.length === 0) return [];
    return [[key, values.reduce((sum, value) => sum + value, 0) / values.length] as const];
  });
  return Object.fromEntries(means);
}

function thresholdMetrics(job: StepRecord['job'], auPercent: number | undefined): Metrics {
  const { auThreshold } = job;
  if (typeof auThreshold !== 'number') return {};
  return {
    auThresholdPercent: auThreshold,
    ...(auPercent === undefined ? {} : { auReached: auPercent >= auThreshold ? 1 : 0 }),
  };
}

function evalMetrics({ auPercent }: Metrics): Metrics {
  return auPercent === undefined ? {} : { evalAuPercent: auPercent };
}
