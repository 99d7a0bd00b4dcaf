// What keys forbid each other that say where the blocks of a block workload lie.
import { blockKeys, hasRegions, largestBlock, layoutUnit, sizeKeysOf, sizesAreOne } from './block-sizes.js';
import type { Breach, Rule } from './rules.js';
import { formatBytes } from './units.js';
import { type BlockAccess, type BlockWorkload, walks, type Zone } from './workload.js';

/** What `skew` is with each access that has one, and what it can be. */
const skews: Partial<Record<BlockAccess, { meaning: string; max: number; open: boolean; example: number }>> = {
  zipf: { meaning: 'theta', max: 10, open: false, example: 1.1 },
  pareto: { meaning: 'h', max: 1, open: true, example: 0.2 },
  normal: { meaning: 'standard deviation in percent', max: 100, open: false, example: 20 },
};

export const accessRules: Rule<BlockWorkload>[] = [
  skewFits,
  zonesFit,
  ({ zones }) => (zones.length > 0 ? (addsUp(zones, 'operations') ?? addsUp(zones, 'space')) : null),
  zonesHoldBlocks,
  strideFits,

  (workload) =>
    ['permutation', 'interleaved'].includes(workload.access) && !sizesAreOne(workload)
      ? {
          keys: ['access', 'blockSize', 'blockSizeRange', 'blockSizeSplit', 'readPercent'],
          what: `is "${workload.access}", which needs blocks of one size`,
          advice: 'Use "access: random", or one size for all blocks',
        }
      : null,

  (workload) =>
    hasRegions(workload) && workload.offsetIncrement < largestBlock(workload)
      ? {
          keys: ['offsetIncrement', ...blockKeys],
          what: `gives each worker ${formatBytes(workload.offsetIncrement)} of shared files, less than a block of ${formatBytes(largestBlock(workload))}`,
          advice: 'Raise it, or remove it',
        }
      : null,

  ({ serviceOrder, access }) =>
    serviceOrder !== 'sequential' && !walks.includes(access)
      ? {
          keys: ['serviceOrder', 'access'],
          what: `is "${serviceOrder}", which has no meaning with access "${access}": it draws from all files at once`,
          advice: 'Remove it, or set "access: sequential"',
        }
      : null,

  ({ fileSharing, files, workers }) =>
    fileSharing === 'perWorker' && files < workers
      ? {
          keys: ['fileSharing', 'files', 'workers'],
          what: `is "perWorker", which needs a file for each of ${workers} workers, but there ${files === 1 ? 'is' : 'are'} ${files}`,
          advice: `Give at least "files: ${workers}", or set "fileSharing: shared"`,
        }
      : null,
];

function skewFits({ access, skew }: BlockWorkload): Breach | null {
  const keys = ['skew', 'access'] as const;
  const known = skews[access];
  if (known === undefined) {
    if (skew === null) return null;
    const what = `is ${skew}, but has no meaning with access "${access}"`;
    return { keys, what, advice: `Remove it, or use access ${Object.keys(skews).join(', ')}` };
  }
  const { meaning, max, open, example } = known;
  const advice = `Give it, like "skew: ${example}"`;
  if (skew === null) return { keys, what: `is missing: access "${access}" needs its ${meaning}`, advice };
  if (open ? skew < max : skew <= max) return null;
  const range = open ? `below ${max}` : `at most ${max}`;
  return { keys, what: `must be ${range} with access "${access}" but is ${skew}`, advice };
}

function zonesFit({ access, zones }: BlockWorkload): Breach | null {
  const keys = ['zones', 'access'] as const;
  if ((access === 'zoned') === zones.length > 0) return null;
  return access === 'zoned'
    ? {
        keys,
        what: 'is missing: access "zoned" needs it',
        advice: 'Write [{operations: 90, space: 10}, {operations: 10, space: 90}]',
      }
    : { keys, what: `has no meaning with access "${access}"`, advice: 'Remove it, or set "access: zoned"' };
}

function addsUp(zones: readonly Zone[], key: 'operations' | 'space'): Breach | null {
  const sum = zones.reduce((total, zone) => total + zone[key], 0);
  return sum === 100
    ? null
    : { keys: ['zones'], what: `has ${key} of ${sum} percent together, not 100`, advice: 'Change the shares' };
}

/** A zone that gets operations must have a block to do them on. What a share of the free space holds, the plan knows. */
function zonesHoldBlocks(workload: BlockWorkload): Breach | null {
  const { access, zones, size, files, workers, fileSharing, offset, offsetIncrement } = workload;
  if (access !== 'zoned' || typeof size !== 'number') return null;
  const unit = layoutUnit(workload);
  const room = size / files - offset - offsetIncrement * (workers - 1) - largestBlock(workload);
  const ownFiles = fileSharing === 'perWorker' ? Math.floor(files / workers) : files;
  const blocks = (Math.floor(room / unit) + 1) * ownFiles;
  const empty = zones.find((zone) => zone.operations > 0 && (blocks * zone.space) / 100 < 1);
  if (empty === undefined || blocks < 1) return null;
  return {
    keys: ['zones', 'size', 'files', 'workers', 'fileSharing', 'offset', 'offsetIncrement'],
    what: `has ${empty.space} percent of the space, which of ${blocks} blocks is less than one`,
    advice: 'Give a larger "size", or larger zones',
  };
}

function strideFits(workload: BlockWorkload): Breach | null {
  const { access, stride } = workload;
  const keys = ['stride', 'access', 'blockSize', 'blockSizeRange', 'blockSizeSplit', 'readPercent'] as const;
  if (access !== 'strided') {
    if (stride === null) return null;
    const what = `is ${formatBytes(stride)}, but has no meaning with access "${access}"`;
    return { keys, what, advice: 'Remove it, or set "access: strided"' };
  }
  const [unit, largest] = [layoutUnit(workload), largestBlock(workload)];
  const advice = `Give a multiple of ${formatBytes(unit)}, like ${formatBytes(2 * Math.ceil(largest / unit) * unit)}`;
  if (stride === null) return { keys, what: 'is missing: access "strided" needs it', advice };
  if (stride < largest) {
    return { keys, what: `is ${formatBytes(stride)}, less than a block of ${formatBytes(largest)}`, advice };
  }
  if (stride % unit === 0) return null;
  const what = `is ${formatBytes(stride)}, not a multiple of the block, ${formatBytes(unit)}`;
  return { keys, what: sizeKeysOf(workload)[0] === 'blockSize' ? what : `${what}, which divides all sizes`, advice };
}
