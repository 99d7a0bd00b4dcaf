// All metrics that the result of a step has, of whatever kind it is.
import type { Metrics } from '../result/metrics-schema.js';
import type { StepResult } from '../result/step-result.js';
import { checkpointMetrics, type CheckpointStep } from './checkpoint-metrics.js';
import type { Goals } from './goals.js';
import { kvCacheMetrics } from './kv-cache-metrics.js';
import { metricsOf } from './metrics.js';
import { modelLoadMetrics } from './model-load-metrics.js';
import { trainingMetrics, type TrainingStep } from './training-metrics.js';

/** Metrics that can be told. A search adds its own: `probes` of one for a rate, `fitAccelerators` of one for a number. */
export function stepMetrics(step: TrainingStep & CheckpointStep, result: StepResult, goals: Goals): Metrics {
  return {
    ...metricsOf(result, goals),
    ...trainingMetrics(step, result),
    ...checkpointMetrics(step, result),
    ...kvCacheMetrics(result),
    ...modelLoadMetrics(step, result),
  };
}
