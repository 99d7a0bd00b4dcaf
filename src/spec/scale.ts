// `--scale`: fewer files of the same sizes, for workloads of kind `files`.
import { exitCodes, IoproofError } from '../errors.js';
import { isRawMap, type RawMap } from './raw-map.js';
import type { Kind } from './workload.js';

/** Throws USAGE for a factor that is not above 0 up to 1. */
export function requireScale(scale: number): void {
  if (scale > 0 && scale <= 1) return;
  throw new IoproofError('USAGE', `--scale ${scale}: must be above 0 up to 1, for example 0.01.`, {
    exitCode: exitCodes.usage,
  });
}

/** Throws USAGE where a factor would change nothing. */
export function requireFiles(scale: number, kindsThere: readonly Kind[]): void {
  if (scale === 1 || kindsThere.length === 0 || kindsThere.includes('files')) return;
  throw new IoproofError(
    'USAGE',
    `--scale ${scale}: lowers the numbers of files of kind "files", and no workload is of it.`,
    {
      advice: 'Use --set size=… for workloads of kind "block".',
      exitCode: exitCodes.usage,
    },
  );
}

/** The map with its numbers of files, also swept ones, multiplied; at least one file each. Whatever is wrong stays so. */
export function scaleFiles(raw: RawMap, scale: number): RawMap {
  if (raw['kind'] !== 'files' || scale === 1) return raw;
  const { files, sweep } = raw;
  const scaled: RawMap = files === undefined ? raw : { ...raw, files: scaledAmount(files, scale) };
  if (!isRawMap(sweep) || !Array.isArray(sweep['files'])) return scaled;
  const swept = sweep['files'].map((amount: unknown) => scaledAmount(amount, scale));
  return { ...scaled, sweep: { ...sweep, files: swept } };
}

/** A share of the free space becomes as many times smaller, and so does its limit. */
function scaledAmount(amount: unknown, scale: number): unknown {
  if (typeof amount === 'number') return Number.isInteger(amount) ? Math.max(1, Math.round(amount * scale)) : amount;
  if (!isRawMap(amount)) return amount;
  const { percentOfFree, atMost } = amount;
  const percent = typeof percentOfFree === 'number' ? percentOfFree * scale : percentOfFree;
  return { ...amount, percentOfFree: percent, atMost: scaledAmount(atMost, scale) };
}
