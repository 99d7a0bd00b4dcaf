// Words of a command line that are for workloads of kind `training` only.
import { exitCodes, IoproofError } from '../errors.js';
import type { Kind } from './workload.js';

/** What is not given is left as the workloads have it. */
export interface TrainingSettings {
  accelerator?: string | undefined;
  accelerators?: number | undefined;
  /** What the rules do not allow is refused by the plan. */
  closed?: boolean | undefined;
}

/** The settings in the form of `--set`. */
export function settingsText({ accelerator, accelerators }: TrainingSettings): string[] {
  return [
    ...(accelerator === undefined ? [] : [`accelerator=${accelerator}`]),
    ...(accelerators === undefined ? [] : [`accelerators=${accelerators}`]),
  ];
}

/** Throws USAGE where no workload is a training that they could be for. */
export function requireTraining(settings: TrainingSettings, kindsThere: readonly Kind[]): void {
  const given = [
    ...(settings.accelerator === undefined ? [] : ['--accelerator']),
    ...(settings.accelerators === undefined ? [] : ['--accelerators']),
    ...(settings.closed === true ? ['--closed'] : []),
  ];
  if (given.length === 0 || kindsThere.length === 0 || kindsThere.includes('training')) return;
  const verb = given.length === 1 ? 'is' : 'are';
  throw new IoproofError('USAGE', `${given.join(', ')}: ${verb} for workloads of kind "training", and none is of it.`, {
    advice: 'Name one that "ioproof list" shows as training, for example unet3d.',
    exitCode: exitCodes.usage,
  });
}
