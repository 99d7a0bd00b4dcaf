// Metrics of a step that follow from its result: what `metrics` of the record holds.
import type { Metrics } from '../result/metrics-schema.js';
import type { StepResult } from '../result/step-result.js';
import type { Goals } from './goals.js';
import { costMetrics } from './gpu-metrics.js';
import { targetMetrics } from './latency-target.js';
import { slowOperationMetrics } from './slow-operations.js';
import { steadyMetrics } from './steady-state.js';
import { workerSpread } from './workers.js';

/** Metrics that this result has; one that cannot be told is left out. */
export function metricsOf(result: StepResult, { steadiness, target }: Goals = {}): Metrics {
  return {
    ...(givesItsOwnWork(result) ? {} : evennessMetrics(result)),
    ...costMetrics(result),
    ...(steadiness === undefined ? {} : steadyMetrics(steadiness)),
    ...(target === undefined ? {} : targetMetrics(target)),
  };
}

/** Threads that wait for what is emulated, or for one another: they are not even, and a file of theirs may well take long. */
function givesItsOwnWork({ training, checkpoint, kvCache }: StepResult): boolean {
  return training !== null || checkpoint !== null || kvCache !== null;
}

function evennessMetrics(result: StepResult): Metrics {
  const spread = workerSpread(result.workers);
  return {
    ...(spread === null ? {} : { workerSpread: spread }),
    ...sampleMetrics(result),
    ...slowOperationMetrics(result),
  };
}

/** Of a step that reads whole files, or packed ones: how many samples, and how many a second. */
function sampleMetrics({ samples, elapsedNs }: StepResult): Metrics {
  return samples > 0 && elapsedNs > 0 ? { samples, samplesPerSecond: samples / (elapsedNs / 1e9) } : {};
}
