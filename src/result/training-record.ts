// What emulated accelerators have seen → its part of the record, with the figures that were worked out from it.
import type { NativeJobSpec, NativeRankEpoch, NativeTrainingEpoch } from '../native/contract.js';
import { latencyRecord } from './operation-record.js';
import type { StepRecord } from './schema.js';
import type { StepResult } from './step-result.js';
import type { RankRecord, TrainingEpoch, TrainingRecord } from './training-schema.js';

/** Of an epoch, what follows from its times by the formulas of the rules. */
export type EpochFigures = Omit<TrainingEpoch, keyof EpochTimes>;

/** Of an epoch, what was measured. */
export type EpochTimes = Pick<
  TrainingEpoch,
  'kind' | 'number' | 'startSeconds' | 'seconds' | 'complete' | 'steps' | 'stepsPlanned' | 'ranks'
>;

/** What the record takes over from a planned training. */
export interface TrainingToRecord {
  job: StepRecord['job'];
  spec: Partial<Pick<NativeJobSpec, 'training'>>;
  training?: Pick<TrainingRecord, 'conforming' | 'reasons' | 'officialFiles'>;
}

/** Figures of a training: those of each epoch in its order, and the nominal bytes of a sample. */
export interface TrainingFigures {
  sampleBytes: number;
  epochs: EpochFigures[];
}

/** The times of an epoch in the units of the record. */
export function epochTimes(epoch: NativeTrainingEpoch): EpochTimes {
  const { kind, number, complete, stepsPlanned, ranks } = epoch;
  return {
    kind,
    number,
    startSeconds: epoch.startNs / 1e9,
    seconds: Math.max(0, epoch.endNs - epoch.startNs) / 1e9,
    complete,
    steps: ranks.reduce((fewest, { steps }) => Math.min(fewest, steps), ranks[0]?.steps ?? 0),
    stepsPlanned,
    ranks: ranks.map(rankRecord),
  };
}

/** Nothing of other kinds than training. */
export function trainingRecord(
  { job, spec, training: plan }: TrainingToRecord,
  { training: result }: StepResult,
  figures: TrainingFigures | null,
): Pick<StepRecord, 'training'> | null {
  const asked = spec.training ?? null;
  if (result === null || asked === null || figures === null) return null;
  const { rules, accelerators, batchSize, evalBatchSize, compute, touch } = asked;
  const training: TrainingRecord = {
    rules,
    model: textOf(job['model'], 'custom'),
    accelerator: textOf(job['accelerator'], 'other'),
    accelerators,
    batchSize,
    evalBatchSize,
    sampleBytes: figures.sampleBytes,
    computeSeconds: compute.meanNs / 1e9,
    auThresholdPercent: Number(job['auThreshold'] ?? 0),
    conforming: plan?.conforming ?? false,
    reasons: plan?.reasons ?? [],
    officialFiles: plan?.officialFiles ?? null,
    epochs: result.epochs.flatMap((epoch, at) => {
      const own = figures.epochs[at];
      return own === undefined ? [] : [{ ...epochTimes(epoch), ...own }];
    }),
    stepNs: latencyRecord(result.stepNs),
    dataWaitNs: latencyRecord(result.dataWaitNs),
    itemNs: latencyRecord(result.itemNs),
    latenessNs: latencyRecord(result.latenessNs),
    samples: result.samples,
    samplesBytes: result.sampleBytes,
    checksum: touch ? result.checksum : null,
  };
  return { training };
}

function rankRecord(rank: NativeRankEpoch): RankRecord {
  return {
    steps: rank.steps,
    samples: rank.samples,
    firstBatchSeconds: rank.firstBatchNs / 1e9,
    firstStepSeconds: rank.firstStepNs / 1e9,
    computeSeconds: rank.computeNs / 1e9,
    computeAfterFirstSeconds: rank.computeAfterFirstNs / 1e9,
    dataWaitSeconds: rank.dataWaitNs / 1e9,
    dataWaitAfterFirstSeconds: rank.dataWaitAfterFirstNs / 1e9,
    barrierSeconds: rank.barrierNs / 1e9,
  };
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
