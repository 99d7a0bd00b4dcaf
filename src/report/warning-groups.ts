// Each warning once, with all the steps that it came up in.
import type { StepRecord, Warning } from '../result/schema.js';

export interface WarningGroup {
  /** The first one. */
  warning: Warning;
  /** Ids of the steps, each once. */
  steps: string[];
  count: number;
}

/** Warnings of one code with the same advice are one group; groups in the order of their first warnings. */
export function groupWarnings(steps: readonly StepRecord[]): WarningGroup[] {
  const groups = new Map<string, WarningGroup>();
  for (const step of steps) {
    for (const warning of step.warnings) {
      const key = `${warning.code} ${warning.advice}`;
      const group = groups.get(key) ?? { warning, steps: [], count: 0 };
      groups.set(key, group);
      group.count++;
      if (!group.steps.includes(step.id)) group.steps.push(step.id);
    }
  }
  return [...groups.values()];
}
