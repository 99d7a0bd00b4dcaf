// The formulas of MLPerf Storage over the times of emulated accelerators, and beside them those over all the time.
// Pure: the figures of a record can be worked out again from the times in it.
import { columnTypeBytes, type NativeSampleFiles } from '../native/contract.js';
import type { EpochFigures, EpochTimes } from '../result/training-record.js';
import type { RankRecord, TrainingRecord } from '../result/training-schema.js';
import { medianOf } from '../statistics/median.js';

/** What the formulas need besides times. */
export type TrainingTerms = Pick<TrainingRecord, 'rules' | 'batchSize' | 'evalBatchSize' | 'sampleBytes'>;

/**
 * Steps that the formula of each version counts among N, over which time. v1.0 counts all over the whole epoch, v2.0 two
 * fewer over the time without the first step, the fork of v3.0 one fewer: `compute_metrics_train` in statscounter.py of
 * DLIO, branches mlperf_storage_v1.0 and mlperf_storage_v2.0, and of mlcommons/DLIO_local_changes. Evaluations are
 * counted in all of them as training is in v1.0.
 */
const countedSteps = { v1: 0, v2: 2, v3: 1 } as const;

/** Bytes of a sample as the rules reckon: the record length, or a row of all columns, as v3.0 does. */
export function nominalSampleBytes({
  recordLength,
  columns,
}: Pick<NativeSampleFiles, 'recordLength' | 'columns'>): number {
  if (columns.length === 0) return recordLength;
  return columns.reduce((sum, { type, width, count }) => sum + columnTypeBytes[type] * width * count, 0);
}

/** Figures of an epoch. Those that its steps are too few for are null. */
export function epochFigures(terms: TrainingTerms, epoch: EpochTimes): EpochFigures {
  const { ranks, seconds } = epoch;
  const samplesPerSecond = ruledRate(terms, epoch);
  const isEmpty = seconds <= 0 || ranks.every(({ steps }) => steps === 0);
  const compute = sumOf(ranks, ({ computeSeconds }) => computeSeconds);
  const fed = isEmpty || compute === 0 ? null : compute / seconds;
  return {
    auPercent: meanOrNull(ranks.map((rank) => auOf(rank, seconds))),
    wallAuPercent: fed === null ? null : (100 * fed) / ranks.length,
    samplesPerSecond,
    wallSamplesPerSecond: isEmpty ? null : sumOf(ranks, ({ samples }) => samples) / seconds,
    nominalBytesPerSecond: samplesPerSecond === null ? null : samplesPerSecond * terms.sampleBytes,
    acceleratorsFed: fed,
    firstBatchSeconds: meanOf(ranks, ({ firstBatchSeconds }) => firstBatchSeconds),
    dataWaitSeconds: meanOf(ranks, ({ dataWaitSeconds }) => dataWaitSeconds),
    barrierSeconds: meanOf(ranks, ({ barrierSeconds }) => barrierSeconds),
    rankSpread: isEmpty ? null : rankSpread(ranks, seconds),
  };
}

/**
 * Compute after the first step over the time without it, in percent: the same in all versions. v1.0 adds up the times that
 * were asked for and later ones those that its sleeps took; here both are one, since no step takes longer than it should.
 */
function auOf({ steps, computeAfterFirstSeconds, firstStepSeconds }: RankRecord, seconds: number): number | null {
  const time = seconds - firstStepSeconds;
  return steps < 2 || time <= 0 || computeAfterFirstSeconds === 0 ? null : (100 * computeAfterFirstSeconds) / time;
}

/** Samples a second of all accelerators; null where one of them has too few steps. */
function ruledRate(
  { rules, batchSize, evalBatchSize }: TrainingTerms,
  { kind, ranks, seconds }: EpochTimes,
): number | null {
  const version = kind === 'eval' ? 'v1' : rules;
  const batch = kind === 'eval' ? evalBatchSize : batchSize;
  const left = countedSteps[version];
  const rates = ranks.map(({ steps, firstStepSeconds }) => {
    const time = version === 'v1' ? seconds : seconds - firstStepSeconds;
    return steps <= left || time <= 0 ? null : ((steps - left) * batch) / time;
  });
  const known = rates.filter((rate) => rate !== null);
  return known.length < ranks.length || ranks.length === 0 ? null : sumOf(known, (rate) => rate);
}

function rankSpread(ranks: readonly RankRecord[], seconds: number): number | null {
  const own = ranks.map(({ barrierSeconds }) => seconds - barrierSeconds);
  const median = medianOf(own);
  return ranks.length < 2 || median <= 0 ? null : (Math.max(...own) - Math.min(...own)) / median;
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

function meanOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.length === 0 ? 0 : sumOf(items, value) / items.length;
}

/** Null where one is, or none is there: a mean of some accelerators would say nothing of all. */
function meanOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0 ? null : meanOf(known, (value) => value);
}
