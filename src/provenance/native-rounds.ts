// Epochs of a training and rounds of checkpoints in a record → as their native job told them.
import type { NativeCheckpointRank, NativeRankEpoch } from '../native/contract.js';
import { histogramPayload } from '../result/histogram.js';
import type { CheckpointRankRecord, LatencyRecord, RankRecord, StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import { nanosecondsOf } from './nanoseconds.js';

/** Null of other kinds than training. */
export function nativeTraining({ training }: StepRecord): StepResult['training'] {
  if (training === undefined) return null;
  const { samples, samplesBytes, checksum, stepNs, dataWaitNs, itemNs, latenessNs } = training;
  const native = ({ histogram, ...latency }: LatencyRecord) => ({ ...latency, histogram: histogramPayload(histogram) });
  return {
    epochs: training.epochs.map(({ kind, number, startSeconds, seconds, complete, stepsPlanned, ranks }) => {
      const startNs = nanosecondsOf(startSeconds);
      const times = { startNs, endNs: startNs + nanosecondsOf(seconds) };
      return { kind, number, ...times, complete, stepsPlanned, ranks: ranks.map(nativeRankEpoch) };
    }),
    ...{ stepNs: native(stepNs), dataWaitNs: native(dataWaitNs) },
    ...{ itemNs: native(itemNs), latenessNs: native(latenessNs) },
    ...{ samples, sampleBytes: samplesBytes, checksum: checksum ?? 0 },
  };
}

/** Null of a kind without checkpoints. */
export function nativeCheckpoint({ checkpoint }: StepRecord): StepResult['checkpoint'] {
  if (checkpoint === undefined) return null;
  const { verifiedPieces, damagedPieces, damaged } = checkpoint;
  return {
    rounds: checkpoint.rounds.map((round) => ({
      kind: round.kind,
      number: round.number,
      startNs: nanosecondsOf(round.startSeconds),
      endNs: nanosecondsOf(round.seconds),
      complete: round.complete,
      waitedNs: nanosecondsOf(round.waitedSeconds),
      removeNs: nanosecondsOf(round.removeSeconds),
      removedFiles: round.removedFiles,
      sealNs: nanosecondsOf(round.sealSeconds),
      cacheBefore: round.cacheBefore ?? { residentBytes: 0, totalBytes: 0, method: '' },
      systemCachesRefusal: round.systemCachesRefusal,
      ranks: round.ranks.map(nativeCheckpointRank),
    })),
    ...{ verifiedPieces, damagedPieces, damaged },
  };
}

function nativeRankEpoch(rank: RankRecord): NativeRankEpoch {
  return {
    steps: rank.steps,
    samples: rank.samples,
    firstBatchNs: nanosecondsOf(rank.firstBatchSeconds),
    firstStepNs: nanosecondsOf(rank.firstStepSeconds),
    computeNs: nanosecondsOf(rank.computeSeconds),
    computeAfterFirstNs: nanosecondsOf(rank.computeAfterFirstSeconds),
    dataWaitNs: nanosecondsOf(rank.dataWaitSeconds),
    dataWaitAfterFirstNs: nanosecondsOf(rank.dataWaitAfterFirstSeconds),
    barrierNs: nanosecondsOf(rank.barrierSeconds),
  };
}

function nativeCheckpointRank(rank: CheckpointRankRecord): NativeCheckpointRank {
  return {
    startNs: nanosecondsOf(rank.startSeconds),
    firstByteNs: nanosecondsOf(rank.firstByteSeconds),
    stallNs: nanosecondsOf(rank.stallSeconds),
    transferredNs: nanosecondsOf(rank.transferredSeconds),
    endNs: nanosecondsOf(rank.seconds),
    bytes: rank.bytes,
  };
}
