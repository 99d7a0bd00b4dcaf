// The workload of a step as the record keeps it.
import type { PlannedStep } from './planned-step.js';
import type { SizedWorkload } from './size.js';

/** The workload without what only planning needs. */
export function resolvedJob(workload: SizedWorkload): PlannedStep['job'] {
  return Object.fromEntries(Object.entries(workload).filter(([key]) => key !== 'sweep' && key !== 'computedKeys'));
}
