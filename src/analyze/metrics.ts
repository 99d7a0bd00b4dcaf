// Metrics of a step that follow from its result: what `metrics` of the record holds.
import type { StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import type { Goals } from './goals.js';
import { targetMetrics } from './latency-target.js';
import { slowOperationMetrics } from './slow-operations.js';
import { steadyMetrics } from './steady-state.js';
import { workerSpread } from './workers.js';

/** Metrics that this result has; one that cannot be told is left out. */
export function metricsOf(
  { workers, operations }: StepResult,
  { steadiness, target }: Goals = {},
): StepRecord['metrics'] {
  const spread = workerSpread(workers);
  return {
    ...(spread === null ? {} : { workerSpread: spread }),
    ...slowOperationMetrics({ workers, operations }),
    ...(steadiness === undefined ? {} : steadyMetrics(steadiness)),
    ...(target === undefined ? {} : targetMetrics(target)),
  };
}
