// Metrics of a step that follow from its result: what `metrics` of the record holds.
import type { StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import type { Goals } from './goals.js';
import { costMetrics } from './gpu-metrics.js';
import { targetMetrics } from './latency-target.js';
import { slowOperationMetrics } from './slow-operations.js';
import { steadyMetrics } from './steady-state.js';
import { workerSpread } from './workers.js';

/** Metrics that this result has; one that cannot be told is left out. */
export function metricsOf(result: StepResult, { steadiness, target }: Goals = {}): StepRecord['metrics'] {
  return {
    ...(result.training === null ? evennessMetrics(result) : {}),
    ...costMetrics(result),
    ...(steadiness === undefined ? {} : steadyMetrics(steadiness)),
    ...(target === undefined ? {} : targetMetrics(target)),
  };
}

/** Not of a training: its readers wait for the accelerators, and a file of it may well take long. */
function evennessMetrics(result: StepResult): StepRecord['metrics'] {
  const spread = workerSpread(result.workers);
  return {
    ...(spread === null ? {} : { workerSpread: spread }),
    ...sampleMetrics(result),
    ...slowOperationMetrics(result),
  };
}

/** Of a step that reads whole files, or packed ones: how many samples, and how many a second. */
function sampleMetrics({ samples, elapsedNs }: StepResult): StepRecord['metrics'] {
  return samples > 0 && elapsedNs > 0 ? { samples, samplesPerSecond: samples / (elapsedNs / 1e9) } : {};
}
