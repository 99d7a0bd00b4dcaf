// Status and reasons of a run from those of its steps.
import type { RunRecord, StepRecord } from '../result/schema.js';

type RunStatus = RunRecord['run']['status'];

/** `interrupted` wins: the user ended it, whatever the steps say. `lacking`: something beside the steps has failed. */
export function runStatus(steps: StepRecord[], interrupted: boolean, lacking: boolean): RunStatus {
  if (interrupted) return 'interrupted';
  const complete = steps.filter(({ status }) => status === 'complete').length;
  if (complete === steps.length) return lacking ? 'partial' : 'complete';
  return complete === 0 ? 'failed' : 'partial';
}

/** One sentence a step that is not complete. */
export function runReasons(steps: StepRecord[]): string[] {
  return steps
    .filter(({ status }) => status !== 'complete')
    .map(({ id, status, error }) => `${id} ${status}: ${error?.message ?? 'no reason known'}`);
}
