// Status and reasons of a run from those of its steps.
import { neededSteps } from '../result/not-needed.js';
import type { RunRecord, StepRecord } from '../result/schema.js';

type RunStatus = RunRecord['run']['status'];

/**
 * `interrupted` wins: the user ended it, whatever the steps say. `lacking`: something beside the steps has failed. Steps that
 * were not needed leave nothing incomplete.
 */
export function runStatus(all: StepRecord[], interrupted: boolean, lacking: boolean): RunStatus {
  if (interrupted) return 'interrupted';
  const steps = neededSteps(all);
  const complete = steps.filter(({ status }) => status === 'complete').length;
  if (complete === steps.length) return lacking ? 'partial' : 'complete';
  return complete === 0 ? 'failed' : 'partial';
}

/** One sentence a step that is not complete, although it was needed. */
export function runReasons(steps: StepRecord[]): string[] {
  return neededSteps(steps)
    .filter(({ status }) => status !== 'complete')
    .map(({ id, status, error }) => `${id} ${status}: ${error?.message ?? 'no reason known'}`);
}
