// Starts a planned step in the way that it asks for.
import type { PlannedStep } from '../plan/planned-step.js';
import { CompatTrial } from './compat-trial.js';
import { FitSearch } from './fit-search.js';
import type { RunningStep, StepOptions } from './running-step.js';
import { StepProcess } from './step-process.js';
import { TargetSearch } from './target-search.js';

export type { RunningStep } from './running-step.js';

/** A step that may leave the direct path begins with a trial of it. */
export function startStep(step: PlannedStep, options: StepOptions): RunningStep {
  const { engine, cufileCompat } = step.spec;
  return engine === 'cufile' && cufileCompat === 'allow'
    ? new CompatTrial(step, options, startJobs)
    : startJobs(step, options);
}

/** A step with a latency target or a number of accelerators to find is a search of several jobs, any other one job. */
function startJobs(step: PlannedStep, options: StepOptions): RunningStep {
  const { latencyTarget, fit } = step;
  if (fit !== undefined) return new FitSearch({ ...step, fit }, options);
  return latencyTarget === null
    ? new StepProcess(step, options)
    : new TargetSearch({ ...step, latencyTarget }, options);
}
