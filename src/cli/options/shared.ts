// Options that several commands share, declared once, and those that always come together as one record.
import type { Options, PositionalOptions } from 'yargs';

/** Named, so that it stands before the groups of options for some workloads only. */
const firstGroup = 'Options:';

export const mountOption = {
  group: firstGroup,
  type: 'string',
  array: true,
  // One value each time, so that a workload may be named after it.
  nargs: 1,
  default: [] as string[],
  defaultDescription: 'here=<current directory>',
  describe: 'Directory under test as name=path; repeat it to compare mounts',
} as const satisfies Options;

export const setOption = {
  group: firstGroup,
  type: 'string',
  array: true,
  // One value each time, so that a workload may be named after it.
  nargs: 1,
  default: [] as string[],
  defaultDescription: 'none',
  describe: 'Change a key of the workload: key=value, for example runtime=10s',
} as const satisfies Options;

export const scaleOption = {
  type: 'number',
  requiresArg: true,
  default: 1,
  describe:
    'Factor above 0 up to 1: fewer files of the same sizes of kinds files and training, smaller checkpoints and models',
} as const satisfies Options;

export const repeatOption = {
  type: 'number',
  requiresArg: true,
  default: 1,
  describe: 'Run every step this often, mounts interleaved',
} as const satisfies Options;

export const graceOption = {
  type: 'string',
  requiresArg: true,
  default: '2m',
  describe: 'Time without progress, or beyond the planned time, after which a step is ended',
} as const satisfies Options;

export const outOption = {
  type: 'string',
  requiresArg: true,
  default: 'results',
  describe: 'Folder of results',
} as const satisfies Options;

export const quietOption = {
  type: 'boolean',
  default: false,
  describe: 'Show no progress',
} as const satisfies Options;

const countersOption = {
  type: 'boolean',
  default: true,
  describe: 'Read counters of client and machine around each step; --no-counters reads none',
} as const satisfies Options;

export const jsonOption = {
  type: 'boolean',
  default: false,
  describe: 'Write JSON, and nothing else, to standard output',
} as const satisfies Options;

export const outputOption = {
  type: 'string',
  requiresArg: true,
  alias: 'o',
  defaultDescription: 'standard output',
  describe: 'File to write; one that exists is replaced as a whole',
} as const satisfies Options;

/** Of each command that runs something and saves what was measured. */
export const measuringOptions = {
  out: outOption,
  grace: graceOption,
  counters: countersOption,
  quiet: quietOption,
  json: jsonOption,
} as const satisfies Record<string, Options>;

/** The words of `run`, `plan` and their like. */
export const workloadsPositional = {
  type: 'string',
  array: true,
  demandOption: true,
  describe: 'Built-in names (ioproof list) or workload files',
} as const satisfies PositionalOptions;

/** The word of commands that take one workload. */
export const workloadPositional = {
  type: 'string',
  demandOption: true,
  describe: 'Built-in name (ioproof list) or workload file',
} as const satisfies PositionalOptions;

/** The words of commands that read saved runs. */
export const runsPositional = {
  type: 'string',
  array: true,
  demandOption: true,
  describe: 'Folders of runs, their run.json, or ids of runs in the folder of results',
} as const satisfies PositionalOptions;
