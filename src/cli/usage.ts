// What the commands say of options that cannot be, in one form: which option, what was given, what is allowed.
import { exitCodes, IoproofError } from '../errors.js';
import { parseDuration } from '../spec/units.js';

/** Exit code 2. */
export function usage(message: string, advice = ''): IoproofError {
  return new IoproofError('USAGE', message, { advice, exitCode: exitCodes.usage });
}

/** The number of `--option` as it is. Throws USAGE unless it is whole and within both bounds. */
export function wholeNumber(option: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw usage(`--${option} ${value}: must be a whole number from ${least} to ${most}.`);
}

interface DurationBounds {
  leastNs: number;
  mostNs: number;
  /** Both, and an example, in words. */
  allowed: string;
}

/** Nanoseconds of `--option`. Throws USAGE for anything but a duration within the bounds. */
export function duration(option: string, text: string, { leastNs, mostNs, allowed }: DurationBounds): number {
  try {
    const ns = parseDuration(text);
    if (ns >= leastNs && ns <= mostNs) return ns;
  } catch {
    // Told below, with what is allowed.
  }
  throw usage(`--${option} "${text}": must be a duration ${allowed}.`);
}
