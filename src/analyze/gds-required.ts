// Which steps break the demand that cuFile takes a direct path.
import { neededSteps } from '../result/not-needed.js';
import type { StepRecord } from '../result/schema.js';
import { isGds } from './gds-verdict.js';

/** True for a step that asks for cuFile. */
export function asksForCufile({ engine }: StepRecord): boolean {
  return engine.requested === 'cufile';
}

/** A sentence for each step with cuFile whose direct path is not proved, steps without a result included. */
export function gdsBreaches(steps: readonly StepRecord[]): string[] {
  return neededSteps(steps)
    .filter(asksForCufile)
    .flatMap((step) => {
      const { id, status, gpu, error } = step;
      if (status !== 'complete') return [`${id} ${status}: ${error?.message ?? 'no reason was recorded'}`];
      const path = gpu?.path ?? null;
      if (path === null) return [`${id} is unverified: it has no statistics of cuFile`];
      return isGds(path.verdict) ? [] : [`${id} is ${path.verdict}: ${path.reasons.join(' ')}`];
    });
}
