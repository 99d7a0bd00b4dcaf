// Options of commands that are for workloads of kind training: short words for settings, and what the rules allow.
import type { Options } from 'yargs';
import { accelerators } from '../../spec/workload.js';

const group = 'Workloads of kind training:';

export const acceleratorOption = {
  group,
  type: 'string',
  requiresArg: true,
  choices: accelerators,
  defaultDescription: 'that of the workload',
  describe: 'Accelerator to emulate',
} as const satisfies Options;

const acceleratorsOption = {
  group,
  type: 'number',
  requiresArg: true,
  defaultDescription: 'that of the workload, 1',
  describe: 'Number of emulated accelerators',
} as const satisfies Options;

const closedOption = {
  group,
  type: 'boolean',
  default: false,
  describe: 'Refuse those that CLOSED of MLPerf Storage would not let count',
} as const satisfies Options;

/** Settings of trainings in short words. */
export const trainingSettingsOptions = {
  accelerator: acceleratorOption,
  accelerators: acceleratorsOption,
} as const satisfies Record<string, Options>;

export const trainingOptions = { ...trainingSettingsOptions, closed: closedOption } as const satisfies Record<
  string,
  Options
>;
