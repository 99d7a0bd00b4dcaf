// Metrics of saves and loads: medians over the complete rounds, the figures as MLPerf prints them, and what is lost by them.
import type { NativeJobSpec } from '../native/contract.js';
import type { CheckpointRoundRecord } from '../result/checkpoint-schema.js';
import { type CheckpointFigures, roundTimes } from '../result/checkpoint-record.js';
import type { Metrics } from '../result/metrics-schema.js';
import type { StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import { burstProfiles, type Transfer } from './burst-profile.js';
import { roundFigures } from './checkpoint-rounds.js';
import { lostTimeOf } from './lost-time.js';
import { medianOf } from '../statistics/median.js';
import { isModelLoad } from './model-load-metrics.js';

/** What of a planned step its figures depend on. */
export interface CheckpointStep {
  spec: Pick<NativeJobSpec, 'checkpoint'>;
  /** Resolved workload; that of a kind without `mtbf` loses no time. */
  job: StepRecord['job'];
}

/** Figures of each round and of all; null of other kinds. */
export function checkpointFigures(
  step: CheckpointStep,
  result: StepResult,
  transfers: readonly Transfer[] = [],
): CheckpointFigures | null {
  const rounds = roundsOf(step, result);
  if (rounds === null || result.checkpoint === null) return null;
  const saves = completeRounds(rounds, 'save');
  const measured = {
    stallSeconds: medianOf(saves.map(({ stallSeconds, waitedSeconds }) => (stallSeconds ?? 0) - waitedSeconds)),
    drainSeconds: medianOf(saves.map(({ drainSeconds }) => drainSeconds ?? 0)),
    loadSeconds: medianOf(completeRounds(rounds, 'load').map(({ seconds }) => seconds)),
  };
  const onStorage = result.ready.engineUsed !== 'null';
  return {
    rounds,
    profiles: burstProfiles(result.checkpoint.rounds, transfers),
    lostTime: onStorage ? lostTimeOf(step.job, measured) : null,
  };
}

/** Metrics that can be told; none of other kinds, and none of models, whose loads have metrics of their own. */
export function checkpointMetrics(step: CheckpointStep, result: StepResult): Metrics {
  const rounds = roundsOf(step, result);
  const { checkpoint } = result;
  if (rounds === null || checkpoint === null || isModelLoad(step.job)) return {};
  const metrics = roundMetrics(rounds);
  const durable = step.spec.checkpoint?.sync !== 'none';
  const lost = checkpointFigures(step, result)?.lostTime ?? null;
  const { verifiedPieces, damagedPieces } = checkpoint;
  return {
    ...metrics,
    ...(durable && metrics.saveSeconds !== undefined ? { durableSeconds: metrics.saveSeconds } : {}),
    ...(verifiedPieces > 0 ? { verifiedPieces, damagedPieces } : {}),
    ...(lost === null ? {} : { optimumSeconds: lost.optimumSeconds, lostGpuHoursPerDay: lost.gpuHoursPerDay }),
  };
}

/** Rounds that count: those that nothing has cut off. */
export function completeRounds<Round extends Pick<CheckpointRoundRecord, 'kind' | 'complete'>>(
  rounds: readonly Round[],
  kind: 'save' | 'load',
): Round[] {
  return rounds.filter((round) => round.complete && round.kind === kind);
}

function roundsOf({ spec }: CheckpointStep, { checkpoint }: StepResult): CheckpointRoundRecord[] | null {
  const asked = spec.checkpoint;
  if (checkpoint === null || asked === null) return null;
  return checkpoint.rounds.map((round) => {
    const times = roundTimes(round);
    return { ...times, ...roundFigures(asked, times) };
  });
}

function roundMetrics(all: readonly CheckpointRoundRecord[]): Metrics {
  const saves = completeRounds(all, 'save');
  const loads = completeRounds(all, 'load');
  return {
    ...(saves.length === 0 ? {} : { ...kindMetrics('save', saves), ...saveMetrics(saves) }),
    ...(loads.length === 0 ? {} : kindMetrics('load', loads)),
    ...(saves.length + loads.length === 0
      ? {}
      : { releaseSpreadNs: 1e9 * Math.max(...[...saves, ...loads].map((round) => round.releaseSpreadSeconds)) }),
  };
}

function kindMetrics(kind: 'save' | 'load', rounds: readonly CheckpointRoundRecord[]): Metrics {
  const median = (key: keyof CheckpointRoundRecord) => medianOf(rounds.map((round) => Number(round[key])));
  const sum = (key: 'bytes' | 'seconds') => rounds.reduce((total, round) => total + round[key], 0);
  const rates = rounds.map(({ rank0BytesPerSecond }) => rank0BytesPerSecond);
  return {
    [`${kind}s`]: rounds.length,
    [`${kind}Seconds`]: median('seconds'),
    [`${kind}SecondsMax`]: Math.max(...rounds.map(({ seconds }) => seconds)),
    ...(sum('seconds') > 0 ? { [`${kind}BytesPerSecond`]: sum('bytes') / sum('seconds') } : {}),
    [`${kind}Rank0Seconds`]: median('rank0Seconds'),
    [`${kind}MeanOfRates`]: rates.reduce((total, rate) => total + rate, 0) / rates.length,
    [`${kind}SpreadSeconds`]: median('spreadSeconds'),
    [`${kind}FirstByteSeconds`]: median('firstByteSeconds'),
  };
}

function saveMetrics(saves: readonly CheckpointRoundRecord[]): Metrics {
  const median = (key: 'stallSeconds' | 'waitedSeconds' | 'drainSeconds' | 'removeSeconds' | 'sealSeconds') =>
    medianOf(saves.map((round) => round[key] ?? 0));
  const inBackground = saves.some(({ drainSeconds }) => drainSeconds !== null);
  return {
    stallSeconds: median('stallSeconds'),
    ...(inBackground ? { drainSeconds: median('drainSeconds'), waitedSeconds: median('waitedSeconds') } : {}),
    removeSeconds: median('removeSeconds'),
    sealSeconds: median('sealSeconds'),
  };
}
