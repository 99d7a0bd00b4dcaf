// Whether mounts feed as many accelerators as are required of them.
import type { StepRecord } from '../result/schema.js';

/** A sentence for each search that came to its end with fewer accelerators than `least`. */
export function fitBreaches(steps: readonly StepRecord[], least: number): string[] {
  return steps.flatMap(({ id, fit }) => {
    if (fit === undefined || !fit.complete || fit.accelerators >= least) return [];
    return [`${id} feeds ${fit.accelerators} of the ${least} that are required`];
  });
}
