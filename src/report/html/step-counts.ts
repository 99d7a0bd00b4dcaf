// How many steps came to a result.
import { isNotNeeded } from '../../result/not-needed.js';
import type { StepRecord } from '../../result/schema.js';

/** Steps that failed or were skipped; those that were not needed lack nothing. */
export function failedCount(steps: readonly StepRecord[]): number {
  return steps.filter((step) => step.status !== 'complete' && !isNotNeeded(step)).length;
}

/** `24 of 24 steps complete`, `11 of 12 steps complete, 1 failed`. */
export function stepsText(steps: readonly StepRecord[]): string {
  const count = (status: StepRecord['status']) => steps.filter((step) => step.status === status).length;
  const needless = steps.filter(isNotNeeded).length;
  const others = [
    [count('failed'), 'failed'],
    [count('skipped') - needless, 'skipped'],
    [needless, 'not needed'],
  ] as const;
  const parts = others.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  const all = `${count('complete')} of ${steps.length} ${steps.length === 1 ? 'step' : 'steps'} complete`;
  return [all, ...parts].join(', ');
}
