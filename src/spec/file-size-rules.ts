// Which laws of file sizes cannot be, and which sizes cannot be written past the page cache.
import { fileSizeUnit } from './file-sizes.js';
import type { Breach, Rule } from './rules.js';
import { formatBytes } from './units.js';
import { type FilesWorkload, readsData, writesData } from './workload.js';

const sectorSize = 512;

export const fileSizeRules: Rule<FilesWorkload>[] = [
  ({ fileSize }) => (typeof fileSize === 'number' ? null : brokenLaw(fileSize)),

  (workload) =>
    workload.fileSize === 0 && (readsData(workload) || writesData(workload))
      ? {
          keys: ['fileSize', 'operations'],
          what: 'is 0B, but the chain reads or writes',
          advice: 'Give a size, like 64KiB, or leave "read" and "write" out of the chain',
        }
      : null,

  ({ direct, engine, operations, fileSize, packing }) => {
    if (
      !direct ||
      (engine === 'cufile' && packing === 'none') ||
      !operations.includes('write') ||
      fileSizeUnit(fileSize) % sectorSize === 0
    )
      return null;
    const keys = ['fileSize', 'direct', 'operations', 'engine'] as const;
    if (typeof fileSize === 'number') {
      return {
        keys,
        what: `must be a multiple of 512B to be written with "direct: true" but is ${formatBytes(fileSize)}`,
        advice: `Use ${formatBytes(Math.ceil(fileSize / sectorSize) * sectorSize)}, or set "direct: false"`,
      };
    }
    return {
      keys,
      what: 'gives sizes that are no multiples of 512B, which cannot be written with "direct: true"',
      advice: 'Set "direct: false", or give a histogram of multiples',
    };
  },
];

function brokenLaw(law: Exclude<FilesWorkload['fileSize'], number>): Breach | null {
  const keys = ['fileSize'] as const;
  if ('uniform' in law) {
    const { from, to } = law.uniform;
    if (from <= to) return null;
    return {
      keys,
      what: `goes from ${formatBytes(from)} to ${formatBytes(to)}`,
      advice: 'Give the smaller size first',
    };
  }
  if ('lognormal' in law) {
    const { median, atLeast, atMost } = law.lognormal;
    if (atLeast <= median && median <= atMost) return null;
    const limits = `${formatBytes(atLeast)} to ${formatBytes(atMost)}`;
    return { keys, what: `has a median of ${formatBytes(median)} outside of ${limits}`, advice: 'Move the limits' };
  }
  const sum = law.histogram.reduce((total, { percent }) => total + percent, 0);
  return sum === 100
    ? null
    : { keys, what: `has percents that add up to ${sum}`, advice: 'Change them so that they add up to 100' };
}
