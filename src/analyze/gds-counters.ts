// What the statistics of cuFile have counted between two looks, by the way that the operations took.
import type { NativeCufileStats } from '../native/contract.js';

/** Operations of one direction. */
interface DirectionCounts {
  all: number;
  p2p: number;
  nvfs: number;
}

/** Operations between two looks at the statistics. */
export interface GdsCounts {
  reads: DirectionCounts;
  writes: DirectionCounts;
  /** Entries of batches, where the counters of single operations have not moved. */
  batch: DirectionCounts;
  /** Through the memory of the host, whoever counted them. */
  host: number;
  /** Aligned neither in the file nor in memory, by way of another device, in holes, inside of inodes. */
  unaligned: number;
  routed: number;
  sparse: number;
  inline: number;
}

/** Null where a counter has gone back, so that the two looks do not belong together. */
export function countsBetween(before: NativeCufileStats, after: NativeCufileStats): GdsCounts | null {
  const keys = Object.keys(before) as (keyof NativeCufileStats)[];
  if (keys.some((key) => after[key] < before[key])) return null;
  const moved = (key: keyof NativeCufileStats) => after[key] - before[key];
  const reads = { all: moved('reads'), p2p: moved('p2pReads'), nvfs: moved('nvfsReads') };
  const writes = { all: moved('writes'), p2p: moved('p2pWrites'), nvfs: moved('nvfsWrites') };
  // Entries for the host are handed to one of these three; an entry in two counters is still one.
  const batchHost = Math.max(
    moved('batchPosixEnqueued'),
    moved('batchAio') + moved('batchUring') + moved('batchMixed'),
  );
  return {
    reads,
    writes,
    batch:
      reads.all + writes.all > 0
        ? { all: 0, p2p: 0, nvfs: 0 }
        : { all: moved('batchEnqueued'), p2p: moved('batchP2p'), nvfs: moved('batchNvfs') },
    host: Math.max(moved('posixReads') + moved('posixWrites'), batchHost),
    unaligned: moved('unalignedReads') + moved('unalignedWrites'),
    routed: moved('routedReads') + moved('routedWrites'),
    sparse: moved('sparseRegions'),
    inline: moved('inlineRegions'),
  };
}

/** Sum over both directions and batches. */
export function countOf({ reads, writes, batch }: GdsCounts, key: keyof DirectionCounts): number {
  return reads[key] + writes[key] + batch[key];
}
