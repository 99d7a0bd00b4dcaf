// Refuses blocks that O_DIRECT does not take here, before the job starts and not in the middle of it.
import { IoproofError } from '../errors.js';
import type { NativeBlockSizes, NativeJobSpec, NativeReady } from '../native/contract.js';
import { formatBytes } from '../spec/units.js';

type Blocks = Pick<NativeJobSpec, 'kind' | 'readPercent' | 'readSizes' | 'writeSizes' | 'offset' | 'offsetIncrement'>;

/** Throws DIRECT_MISALIGNED for a size or a place of blocks that is no multiple of the alignment that was found. */
export function refuseMisaligned(spec: Blocks, { used, offsetAlignment }: NativeReady['direct']): void {
  if (!used || offsetAlignment === 0 || spec.kind !== 'block') return;
  const odd = amounts(spec).find(({ bytes }) => bytes % offsetAlignment !== 0);
  if (odd === undefined) return;
  const needed = formatBytes(offsetAlignment);
  throw new IoproofError(
    'DIRECT_MISALIGNED',
    `${odd.what} is ${formatBytes(odd.bytes)}, but O_DIRECT needs multiples of ${needed} on this mount.`,
    { advice: misalignmentAdvice },
  );
}

/** What to do about DIRECT_MISALIGNED, whether it comes from here or from the addon, which sees the largest block only. */
export const misalignmentAdvice =
  'Use multiples of it for blocks and offsets, or set "direct: false" and measure through the page cache.';

function amounts({ readPercent, readSizes, writeSizes, offset, offsetIncrement }: Blocks) {
  return [
    ...(readPercent > 0 ? sizesOf('a read', readSizes) : []),
    ...(readPercent < 100 ? sizesOf('a write', writeSizes) : []),
    { what: '"offset"', bytes: offset },
    { what: '"offsetIncrement"', bytes: offsetIncrement },
  ];
}

// The other sizes of a range are multiples of the first, and all places are multiples of what divides all sizes.
function sizesOf(what: string, { from, shares }: NativeBlockSizes): { what: string; bytes: number }[] {
  const sizes = shares.length > 0 ? shares.map(({ bytes }) => bytes) : [from];
  return sizes.map((bytes) => ({ what: `the block of ${what}`, bytes }));
}
