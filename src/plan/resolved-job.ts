// The workload of a step as the record keeps it.
import type { PlannedStep } from './planned-step.js';
import type { SizedWorkload } from './size.js';

/** The workload without what only planning needs; acceptance expressions only where there are any. */
export function resolvedJob(workload: SizedWorkload): PlannedStep['job'] {
  const left = ['sweep', 'computedKeys', ...(workload.accept.length === 0 ? ['accept'] : [])];
  return Object.fromEntries(Object.entries(workload).filter(([key]) => !left.includes(key)));
}
