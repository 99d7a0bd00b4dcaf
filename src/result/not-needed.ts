// Steps that a run has left out because the verdict was certain without them: nothing has failed, and nothing lacks.
import type { StepError, StepRecord } from './schema.js';

const code = 'VERDICT_CERTAIN';

/** What the record of such a step has for an error; `why`: a sentence without its first words. */
export function notNeeded(why: string): StepError {
  return { code, message: `not needed: ${why}` };
}

/** True for a step that was skipped because the verdict was certain. */
export function isNotNeeded({ status, error }: Pick<StepRecord, 'status' | 'error'>): boolean {
  return status === 'skipped' && error?.code === code;
}

/** The steps without those that were not needed. */
export function neededSteps<Step extends Pick<StepRecord, 'status' | 'error'>>(steps: readonly Step[]): Step[] {
  return steps.filter((step) => !isNotNeeded(step));
}
