// What tells the steps of a workload apart: swept keys with their values, or of a part of a scenario whether it ran alone.
import type { StepRecord } from '../../result/schema.js';
import { variantText } from '../step-text.js';

/** `queueDepth=32`, `alone`; empty without a sweep. */
export function variantLabel({ variant, scenario }: StepRecord): string {
  return scenario === undefined ? variantText(variant) : scenario.run;
}

/** Keys that were swept. */
export function sweptKeys(steps: readonly StepRecord[]): string[] {
  const swept = steps.filter(({ scenario }) => scenario === undefined);
  return [...new Set(swept.flatMap(({ variant }) => Object.keys(variant)))];
}
