// What keys of a block workload forbid each other.
import type { Breach, Rule } from './rules.js';
import { formatBytes } from './units.js';
import type { BlockWorkload } from './workload.js';

const sizeKeys = ['size', 'files', 'blockSize', 'workers'] as const;

export const blockRules: Rule<BlockWorkload>[] = [
  ({ runtime, passes }) =>
    runtime === null && passes === null
      ? {
          keys: ['runtime', 'passes'],
          what: 'is null, and "passes" too, so that the workload never ends',
          advice: 'Give "runtime: 30s" or "passes: 1"',
        }
      : null,

  ({ fsync, readPercent }) =>
    fsync === 'end' && readPercent === 100
      ? {
          keys: ['fsync', 'readPercent'],
          what: 'is "end", but the workload writes nothing',
          advice: 'Set "fsync: none", or lower "readPercent"',
        }
      : null,

  tooSmall,
  notWholeBlocks,
];

function tooSmall({ size, files, blockSize }: BlockWorkload): Breach | null {
  const most = typeof size === 'number' ? size : size.atMost;
  const least = files * blockSize;
  if (most >= least) return null;
  const name = typeof size === 'number' ? formatBytes(most) : `atMost ${formatBytes(most)}`;
  return {
    keys: sizeKeys,
    what: `${name} is less than one block of ${formatBytes(blockSize)} in each of ${files} ${plural(files)}`,
    advice: `Give at least ${formatBytes(least)}, or lower "files" or "blockSize"`,
  };
}

/** A share of the free bytes is rounded down by the plan, since nobody can know it beforehand. */
function notWholeBlocks({ size, files, blockSize }: BlockWorkload): Breach | null {
  const unit = files * blockSize;
  if (typeof size !== 'number' || size < unit || size % unit === 0) return null;
  const down = size - (size % unit);
  return {
    keys: sizeKeys,
    what: `${formatBytes(size)} is not a whole number of blocks of ${formatBytes(blockSize)} in each of ${files} ${plural(files)}`,
    advice: `Use ${formatBytes(down)} or ${formatBytes(down + unit)}`,
  };
}

function plural(files: number): string {
  return files === 1 ? 'file' : 'files';
}
