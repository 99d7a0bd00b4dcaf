// How long a run takes: its steps one after the other, but those of a scenario that run together at once.
import type { Plan, PlannedStep } from './planned-step.js';
import { isTogether, togetherSeconds } from './scenario-timeline.js';

/** Steps in the order of the run: one that runs by itself, or all that run together. */
export function batchesOf(steps: readonly PlannedStep[]): [PlannedStep, ...PlannedStep[]][] {
  const batches: [PlannedStep, ...PlannedStep[]][] = [];
  for (const step of steps) {
    const last = batches.at(-1);
    if (last !== undefined && areTogether(last[0], step)) last.push(step);
    else batches.push([step]);
  }
  return batches;
}

/** Sum of what is known, and how many steps it is not known of. */
export function runEstimates(
  steps: readonly PlannedStep[],
): Pick<Plan, 'estimatedSeconds' | 'unboundedSteps' | 'leastSeconds'> {
  const estimates = batchesOf(steps).map((batch) => ({ batch, seconds: secondsOf(batch) }));
  return {
    estimatedSeconds: estimates.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0),
    leastSeconds: estimates.reduce((sum, { batch, seconds }) => sum + (seconds ?? longestOf(batch)), 0),
    unboundedSteps: estimates.reduce((count, { batch, seconds }) => count + (seconds === null ? batch.length : 0), 0),
  };
}

function longestOf(batch: readonly PlannedStep[]): number {
  return Math.max(...batch.map(({ leastSeconds }) => leastSeconds));
}

function secondsOf(batch: readonly [PlannedStep, ...PlannedStep[]]): number | null {
  const together = batch.filter(isTogether);
  return together.length === 0 ? batch[0].estimatedSeconds : togetherSeconds(together);
}

function areTogether(a: PlannedStep, b: PlannedStep): boolean {
  if (!isTogether(a) || !isTogether(b)) return false;
  return a.scenario.of === b.scenario.of && a.mount === b.mount && a.repeat === b.repeat;
}
