// Sizes of the blocks of a workload: by direction, the largest, and the unit in which files are laid out.
import type { BlockWorkload, PerDirection, SizeShare } from './workload.js';

export type SizeKey = 'blockSize' | 'blockSizeRange' | 'blockSizeSplit';

/** Bytes that storage reads and writes as one. */
export const sectorSize = 512;
/** Keys on which the sizes depend. */
export const blockKeys = ['blockSize', 'blockSizeRange', 'blockSizeSplit', 'readPercent'] as const;

/** Sizes of one direction in bytes: each multiple of `unit` from `from` to `to`, or those of the shares where there are any. */
export interface DirectionSizes {
  from: number;
  to: number;
  unit: number;
  shares: SizeShare[];
}

/** Keys of the sizes that are given. */
export function sizeKeysOf(workload: BlockWorkload): SizeKey[] {
  const keys = ['blockSize', 'blockSizeRange', 'blockSizeSplit'] as const;
  return keys.filter((key) => workload[key] !== null);
}

/** Sizes of reads and of writes. A direction that does not occur has those of the other: nothing depends on its own. */
export function blockSizesOf(workload: BlockWorkload): { read: DirectionSizes; write: DirectionSizes } {
  const { readPercent } = workload;
  const { read, write } = givenSizes(workload);
  return { read: readPercent > 0 ? read : write, write: readPercent < 100 ? write : read };
}

/** True where all blocks, read or written, are of one size. */
export function sizesAreOne(workload: BlockWorkload): boolean {
  const { read, write } = blockSizesOf(workload);
  return Math.min(read.from, write.from) === Math.max(read.to, write.to);
}

/** Bytes of the largest block. */
export function largestBlock(workload: BlockWorkload): number {
  const { read, write } = blockSizesOf(workload);
  return Math.max(read.to, write.to);
}

/** Bytes that divide every block, the most there are: files are whole numbers of them. */
export function layoutUnit(workload: BlockWorkload): number {
  const { read, write } = blockSizesOf(workload);
  return commonDivisor(read.unit, write.unit);
}

/** Bytes of the smallest files in which every worker finds room for a block. */
export function leastFileSize(workload: BlockWorkload): number {
  const { offset, offsetIncrement, workers } = workload;
  return offset + offsetIncrement * (workers - 1) + largestBlock(workload);
}

/** A size that is not whole sectors, or null. */
export function oddSize(workload: BlockWorkload, sector: number): number | null {
  const sizes = Object.values(blockSizesOf(workload)).flatMap(({ from, shares }) =>
    // The others of a range are multiples of the first.
    shares.length > 0 ? shares.map(({ size }) => size) : [from],
  );
  return sizes.find((size) => size % sector !== 0) ?? null;
}

/** True where each worker has a region of its own in shared files, `offsetIncrement` bytes long. */
export function hasRegions({ offsetIncrement, fileSharing, workers }: BlockWorkload): boolean {
  return offsetIncrement > 0 && fileSharing === 'shared' && workers > 1;
}

/** Mean bytes of an operation. */
export function meanBlock(workload: BlockWorkload): number {
  const { read, write } = blockSizesOf(workload);
  const { readPercent } = workload;
  return (meanOf(read) * readPercent + meanOf(write) * (100 - readPercent)) / 100;
}

function meanOf({ from, to, shares }: DirectionSizes): number {
  if (shares.length === 0) return (from + to) / 2;
  return shares.reduce((sum, { size, percent }) => sum + (size * percent) / 100, 0);
}

// Without any of the three, which the rules refuse, one byte stands for it.
function givenSizes({ blockSize, blockSizeRange, blockSizeSplit }: BlockWorkload) {
  if (blockSizeSplit !== null) return eachDirection(blockSizeSplit, splitSizes);
  if (blockSizeRange !== null) return eachDirection(blockSizeRange, ({ from, to }) => rangeSizes(from, to));
  return eachDirection(blockSize ?? 1, (size) => rangeSizes(size, size));
}

function rangeSizes(from: number, to: number): DirectionSizes {
  return { from, to, unit: from, shares: [] };
}

function splitSizes(shares: SizeShare[]): DirectionSizes {
  const sizes = shares.map(({ size }) => size);
  const unit = sizes.reduce(commonDivisor, 0);
  return { from: Math.min(...sizes), to: Math.max(...sizes), unit, shares };
}

/** Both directions of a value, changed. */
export function eachDirection<T, R>(value: PerDirection<T>, change: (value: T) => R): { read: R; write: R } {
  const { read, write } = isPair(value) ? value : { read: value, write: value };
  return { read: change(read), write: change(write) };
}

/** True where reads and writes have values of their own. */
export function isPair<T>(value: PerDirection<T>): value is { read: T; write: T } {
  return typeof value === 'object' && value !== null && 'read' in value;
}

export function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
