// Options of the commands that take a fio job file.
import type { Options, PositionalOptions } from 'yargs';
import { engines } from '../../spec/workload.js';

const engineOption = {
  choices: engines,
  requiresArg: true,
  defaultDescription: 'that of each section',
  describe: 'Engine of all sections, in place of their ioengine',
} as const satisfies Options;

const sequentialOption = {
  type: 'boolean',
  default: false,
  describe: 'Run sections one after another that fio runs at the same time',
} as const satisfies Options;

const sectionOption = {
  type: 'string',
  array: true,
  nargs: 1,
  default: [] as string[],
  defaultDescription: 'all',
  describe: 'Import this section only; repeat it for more',
} as const satisfies Options;

/** Of each command that takes a job file, which `jobPositional` names. */
export const jobFileOptions = {
  engine: engineOption,
  section: sectionOption,
  sequential: sequentialOption,
} as const satisfies Record<string, Options>;

export const jobPositional = {
  type: 'string',
  demandOption: true,
  describe: 'The job file',
} as const satisfies PositionalOptions;
