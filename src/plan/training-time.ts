// How long a training computes: what it takes where no accelerator ever waits.
import type { SizedTraining } from './size.js';
import { evalStepsOf, evaluationsOf, stepsOf } from './training-steps.js';

/** Seconds of compute of an accelerator over all epochs: the least that the run can take unless its runtime ends it. */
export function computeSeconds(workload: SizedTraining): number {
  const { epochs, computeTime, evalTime } = workload;
  const training = epochs * stepsOf(workload) * computeTime;
  const evaluation = evaluationsOf(workload) * evalStepsOf(workload) * evalTime;
  return (training + evaluation) / 1e9;
}

/** Seconds of a training that its runtime ends for sure; null where the storage decides. */
export function trainingSeconds(workload: SizedTraining): number | null {
  const { runtime } = workload;
  return runtime !== null && computeSeconds(workload) >= runtime / 1e9 ? runtime / 1e9 : null;
}
