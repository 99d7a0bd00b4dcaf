// Options of `ioproof fit` and what they mean; settings that the search makes itself are refused.
import type { Options } from 'yargs';
import { exitCodes, IoproofError } from '../../errors.js';
import { parseDuration } from '../../spec/units.js';

export const mostOption = {
  type: 'number',
  requiresArg: true,
  defaultDescription: 'what memory and data set allow',
  describe: 'Accelerators to try at most; a data set that fit sizes itself is made for them, or for 8',
} as const satisfies Options;

export const requireOption = {
  type: 'number',
  requiresArg: true,
  default: 1,
  describe: 'Exit with 1 where a mount feeds fewer accelerators',
} as const satisfies Options;

export const tryOption = {
  type: 'string',
  requiresArg: true,
  default: '60s',
  describe: 'Time of a try at full utilization, at most',
} as const satisfies Options;

export interface FitLimits {
  /** Null: not given. */
  most: number | null;
  require: number;
  longestTryNs: number;
}

/** Throws USAGE for what cannot be. */
export function readFitLimits(options: { most?: number | undefined; require: number; try: string }): FitLimits {
  const { most, require } = options;
  if (most !== undefined && !isCount(most)) throw usage(`--most ${most}: must be a whole number from 1 to 4096.`);
  if (!isCount(require)) throw usage(`--require ${require}: must be a whole number from 1 to 4096.`);
  if (most !== undefined && require > most) throw usage(`--require ${require}: is more than --most ${most}.`);
  return { most: most ?? null, require, longestTryNs: readTry(options.try) };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 4096;
}

function readTry(text: string): number {
  try {
    const ns = parseDuration(text);
    if (ns >= 1e9 && ns <= 3600e9) return ns;
  } catch {
    // Reported below, with what is allowed.
  }
  throw usage(`--try "${text}": must be a duration from 1s to 1h, for example 60s.`);
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

function usage(message: string): IoproofError {
  return new IoproofError('USAGE', message, { exitCode: exitCodes.usage });
}
