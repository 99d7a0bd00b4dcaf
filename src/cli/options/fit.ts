// Options of `ioproof fit` and what they mean; settings that the search makes itself are refused.
import type { Options } from 'yargs';
import { duration, usage, wholeNumber } from '../usage.js';

const mostOption = {
  type: 'number',
  requiresArg: true,
  defaultDescription: 'what memory and data set allow',
  describe: 'Accelerators to try at most; a data set that fit sizes itself is made for them, or for 8',
} as const satisfies Options;

const requireOption = {
  type: 'number',
  requiresArg: true,
  default: 1,
  describe: 'Exit with 1 where a mount feeds fewer accelerators',
} as const satisfies Options;

const tryOption = {
  type: 'string',
  requiresArg: true,
  default: '60s',
  describe: 'Time of a try at full utilization, at most',
} as const satisfies Options;

export const searchOptions = {
  most: mostOption,
  require: requireOption,
  try: tryOption,
} as const satisfies Record<string, Options>;

export interface FitLimits {
  /** Null: not given. */
  most: number | null;
  require: number;
  longestTryNs: number;
}

const mostAccelerators = 4096;

const tryBounds = { leastNs: 1e9, mostNs: 3600e9, allowed: 'from 1s to 1h, for example 60s' };

/** Throws USAGE for what cannot be. */
export function readFitLimits(options: { most?: number | undefined; require: number; try: string }): FitLimits {
  const { most, require } = options;
  if (most !== undefined) wholeNumber('most', most, 1, mostAccelerators);
  wholeNumber('require', require, 1, mostAccelerators);
  if (most !== undefined && require > most) throw usage(`--require ${require}: is more than --most ${most}.`);
  return { most: most ?? null, require, longestTryNs: duration('try', options.try, tryBounds) };
}

/** What each try has a value of its own for. */
const searched: Readonly<Record<string, string>> = {
  accelerators: 'it is what fit searches for; --most limits it',
  epochs: 'fit chooses it; --try says how long a try is',
  steps: 'fit chooses it; --try says how long a try is',
  sweep: 'fit searches for the number of accelerators alone; run it once for each value',
};

/** Throws USAGE for settings that the search makes itself. True when the number of files is among the others. */
export function checkFitSettings(set: readonly string[]): boolean {
  const keys = set.map((text) => text.split('=')[0] ?? '');
  const refused = keys.filter((key) => Object.hasOwn(searched, key));
  if (refused.length > 0) throw usage(refused.map((key) => `--set ${key}: ${searched[key] ?? ''}.`).join('\n'));
  return keys.includes('files');
}
