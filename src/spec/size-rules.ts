// What the sizes of blocks, files and offsets of a block workload forbid each other.
import {
  blockKeys,
  eachDirection,
  largestBlock,
  layoutUnit,
  leastFileSize,
  sectorSize,
  type SizeKey,
  sizeKeysOf,
  oddSize,
} from './block-sizes.js';
import type { Breach, Rule } from './rules.js';
import { formatBytes } from './units.js';
import type { BlockWorkload } from './workload.js';

const sizeKeys = ['size', 'files', 'workers', ...blockKeys, 'offset', 'offsetIncrement'] as const;

export const sizeRules: Rule<BlockWorkload>[] = [
  oneWayToGiveSizes,
  rangesAreMultiples,
  splitsAddUp,
  blocksAreSectors,
  offsetIsSectors('offset'),
  offsetIsSectors('offsetIncrement'),
  tooSmall,
  notWholeBlocks,
];

function oneWayToGiveSizes(workload: BlockWorkload): Breach | null {
  const given = sizeKeysOf(workload);
  const [first = 'blockSize', ...others] = given;
  if (given.length === 1) return null;
  return {
    keys: [first, ...blockKeys],
    what:
      others.length === 0
        ? 'is null, and so are "blockSizeRange" and "blockSizeSplit"'
        : `is given, and ${others.map((key) => `"${key}"`).join(' and ')} too`,
    advice: others.length === 0 ? 'Give one of them' : 'Keep one of them',
  };
}

function rangesAreMultiples({ blockSizeRange }: BlockWorkload): Breach | null {
  if (blockSizeRange === null) return null;
  const broken = Object.values(eachDirection(blockSizeRange, (range) => range)).find(
    ({ from, to }) => to < from || to % from !== 0,
  );
  if (broken === undefined) return null;
  const [from, to] = [formatBytes(broken.from), formatBytes(broken.to)];
  return broken.to < broken.from
    ? { keys: ['blockSizeRange'], what: `ends at ${to}, below its start, ${from}`, advice: 'Exchange the two' }
    : {
        keys: ['blockSizeRange'],
        what: `ends at ${to}, which is not a multiple of its start, ${from}`,
        advice: `Use ${formatBytes(broken.to - (broken.to % broken.from))}`,
      };
}

function splitsAddUp({ blockSizeSplit }: BlockWorkload): Breach | null {
  if (blockSizeSplit === null) return null;
  const sums = eachDirection(blockSizeSplit, (shares) => shares.reduce((sum, { percent }) => sum + percent, 0));
  const broken = Object.values(sums).find((sum) => sum !== 100);
  if (broken === undefined) return null;
  return {
    keys: ['blockSizeSplit'],
    what: `has percents that add up to ${broken}, not 100`,
    advice: 'Change the shares',
  };
}

/** cuFile asks for whole pages, by a rule of its own. */
function asksForSectors({ direct, engine }: BlockWorkload): boolean {
  return direct && engine !== 'cufile';
}

function blocksAreSectors(workload: BlockWorkload): Breach | null {
  const odd = oddSize(workload, sectorSize);
  if (!asksForSectors(workload) || odd === null) return null;
  return {
    keys: [sizeKeyOf(workload), ...blockKeys, 'direct', 'engine'],
    what: `must be a multiple of 512B with "direct: true" but is ${formatBytes(odd)}`,
    advice: `Use ${formatBytes(Math.ceil(odd / sectorSize) * sectorSize)}, or set "direct: false"`,
  };
}

function offsetIsSectors(key: 'offset' | 'offsetIncrement'): Rule<BlockWorkload> {
  return (workload) => {
    const bytes = workload[key];
    if (!asksForSectors(workload) || bytes % sectorSize === 0) return null;
    return {
      keys: [key, 'direct', 'engine'],
      what: `must be a multiple of 512B with "direct: true" but is ${formatBytes(bytes)}`,
      advice: `Use ${formatBytes(Math.ceil(bytes / sectorSize) * sectorSize)}, or set "direct: false"`,
    };
  };
}

function tooSmall(workload: BlockWorkload): Breach | null {
  const { size, files } = workload;
  const most = typeof size === 'number' ? size : size.atMost;
  if (most >= files * leastFileSize(workload)) return null;
  const name = typeof size === 'number' ? formatBytes(most) : `atMost ${formatBytes(most)}`;
  const skipped = leastFileSize(workload) - largestBlock(workload);
  return {
    keys: sizeKeys,
    what:
      `${name} is less than one block of ${formatBytes(largestBlock(workload))} in each of ${filesText(files)}` +
      (skipped > 0 ? ` after ${formatBytes(skipped)} that a worker leaves out` : ''),
    advice: `Give at least ${formatBytes(leastSize(workload))}, or lower "files"${skipped > 0 ? ', the offsets' : ''} or "${sizeKeyOf(workload)}"`,
  };
}

/** A share of the free bytes is rounded down by the plan, since nobody can know it beforehand. */
function notWholeBlocks(workload: BlockWorkload): Breach | null {
  const { size, files } = workload;
  const block = layoutUnit(workload);
  const unit = files * block;
  if (typeof size !== 'number' || size < files * leastFileSize(workload) || size % unit === 0) return null;
  const down = size - (size % unit);
  const divides = block === largestBlock(workload) ? '' : ', which divides all sizes,';
  return {
    keys: sizeKeys,
    what: `${formatBytes(size)} is not a whole number of blocks of ${formatBytes(block)}${divides} in each of ${filesText(files)}`,
    advice: `Use ${formatBytes(Math.max(down, leastSize(workload)))} or ${formatBytes(down + unit)}`,
  };
}

function sizeKeyOf(workload: BlockWorkload): SizeKey {
  return sizeKeysOf(workload)[0] ?? 'blockSize';
}

/** Whole blocks of every file in which each worker finds room for a block. */
function leastSize(workload: BlockWorkload): number {
  const unit = layoutUnit(workload);
  return workload.files * Math.ceil(leastFileSize(workload) / unit) * unit;
}

function filesText(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}
