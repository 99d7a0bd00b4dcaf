// Whether and when a step was steady, judged once more from its intervals.
import { type Steadiness, type SteadyCriteria, SteadyStateWatch } from '../analyze/steady-state.js';
import type { StepRecord } from '../result/schema.js';
import type { StepSeries } from './series.js';

/** Undefined for a step that was not to be steady. */
export function steadinessOf({ job }: StepRecord, { intervals }: StepSeries): Steadiness | undefined {
  const criteria = job['steadyState'] as SteadyCriteria | null | undefined;
  if (criteria === null || criteria === undefined || typeof job['interval'] !== 'number') return undefined;
  const watch = new SteadyStateWatch(criteria, job['interval']);
  for (const interval of intervals) watch.take(interval);
  return watch.state;
}
