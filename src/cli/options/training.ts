// Options of commands that are for workloads of kind training: short words for settings, and what the rules allow.
import type { Options } from 'yargs';
import { accelerators } from '../../spec/workload.js';

export const acceleratorOption = {
  type: 'string',
  requiresArg: true,
  choices: accelerators,
  defaultDescription: 'that of the workload',
  describe: 'Accelerator to emulate in workloads of kind training',
} as const satisfies Options;

export const acceleratorsOption = {
  type: 'number',
  requiresArg: true,
  defaultDescription: 'that of the workload, 1',
  describe: 'Number of emulated accelerators in workloads of kind training',
} as const satisfies Options;

export const closedOption = {
  type: 'boolean',
  default: false,
  describe: 'Refuse trainings that CLOSED of MLPerf Storage would not let count',
} as const satisfies Options;
