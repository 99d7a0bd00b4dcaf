// What saves and failures cost a whole job, from the saves and loads of one machine.
import type { LostTime } from '../result/checkpoint-schema.js';
import type { StepRecord } from '../result/schema.js';
import { dalyInterval, lostFraction, youngInterval } from './young-daly.js';

/** Seconds of the saves and loads that were measured: medians. */
export interface MeasuredTimes {
  /** What a save holds the training up, without waits for the save before. */
  stallSeconds: number;
  /** What it takes beyond that in the background; else 0. */
  drainSeconds: number;
  /** Of a load; 0 without. */
  loadSeconds: number;
}

/**
 * All machines of the job are taken to save and load as fast as this one did while it was alone. A save in the background that is
 * not over when a failure comes is lost: on average that costs each failure what such a save takes, as if its restart took so
 * much longer. Null where the job names no failures or nothing takes time.
 *
 * @param job resolved workload: `mtbf` and `saveEvery` in nanoseconds, `jobGpus`, `scale`.
 */
export function lostTimeOf(job: StepRecord['job'], measured: MeasuredTimes): LostTime | null {
  const { mtbf, jobGpus: gpus, saveEvery } = job;
  if (typeof mtbf !== 'number' || typeof gpus !== 'number' || measured.stallSeconds <= 0) return null;
  const scale = typeof job['scale'] === 'number' ? job['scale'] : 1;
  const mtbfSeconds = mtbf / 1e9;
  const stallSeconds = measured.stallSeconds / scale;
  const drainSeconds = measured.drainSeconds / scale;
  const restartSeconds = measured.loadSeconds / scale;
  const failing = { save: stallSeconds, mtbf: mtbfSeconds, restart: restartSeconds + drainSeconds };
  const optimumSeconds = Math.max(dalyInterval(stallSeconds, mtbfSeconds), drainSeconds);
  const everySeconds = typeof saveEvery === 'number' ? saveEvery / 1e9 : null;
  const optimumLostFraction = lostFraction(optimumSeconds, failing);
  const lost = everySeconds === null ? optimumLostFraction : lostFraction(everySeconds, failing);
  return {
    gpus,
    mtbfSeconds,
    stallSeconds,
    drainSeconds,
    restartSeconds,
    scale,
    youngSeconds: youngInterval(stallSeconds, mtbfSeconds),
    optimumSeconds,
    optimumLostFraction,
    optimumGpuHoursPerDay: 24 * gpus * optimumLostFraction,
    everySeconds,
    lostFraction: lost,
    gpuHoursPerDay: 24 * gpus * lost,
  };
}
