// Options of `ioproof accept` and what their words mean.
import type { Options } from 'yargs';

const expectOption = {
  type: 'string',
  array: true,
  // One value each time, so that a workload may be named after it.
  nargs: 1,
  default: [] as string[],
  defaultDescription: 'none',
  describe: 'A further expression, such as "read.p99 < 2ms"; without the name of a workload it is of each one',
} as const satisfies Options;

export const marginalOption = {
  choices: ['pass', 'fail'] as const,
  requiresArg: true,
  describe: 'What an expression counts as whose interval holds its limit, so that more repeats could say otherwise',
} as const satisfies Options;

/** More than half the scatter of single repeats is known from five, and a clear case ends before them. */
const acceptRepeats = 5;

export const repeatToAcceptOption = {
  type: 'number',
  requiresArg: true,
  default: acceptRepeats,
  describe: 'Run every step so often at most, mounts interleaved',
} as const satisfies Options;

const earlyStopOption = {
  type: 'boolean',
  default: true,
  describe: 'Leave out repeats once all verdicts on them are certain; --no-early-stop runs them all',
} as const satisfies Options;

const failFastOption = {
  type: 'boolean',
  default: false,
  describe: 'End the run at the first certain breach',
} as const satisfies Options;

const resultsOption = {
  type: 'string',
  array: true,
  requiresArg: true,
  default: [] as string[],
  defaultDescription: 'none',
  describe: 'Judge these saved runs again instead: folders, run.json, or ids',
} as const satisfies Options;

/** Of `ioproof accept` alone. */
export const judgingOptions = {
  results: resultsOption,
  expect: expectOption,
  marginal: { ...marginalOption, defaultDescription: '"fail"' },
  'early-stop': earlyStopOption,
  'fail-fast': failFastOption,
} as const satisfies Record<string, Options>;
