// How the readers of a model get at its bytes: what each of them is by default, and what it can be.
import { KiB, MiB } from './shared-fields.js';
import type { Engine, LoadReader } from './workload.js';

/** Defaults and limits of a reader. */
export interface ReaderTraits {
  /** The first is the default. */
  engines: readonly [Engine, ...Engine[]];
  direct: boolean;
  queueDepth: number;
  blockSize: number;
}

/**
 * Large reads one after the other as `read()` of a whole file makes them; several at once as loaders with threads do;
 * copies of 1 MiB out of a mapping, as tensors are taken from it; and past the page cache.
 */
export const readerTraits: Record<LoadReader, ReaderTraits> = {
  sequential: { engines: ['sync'], direct: false, queueDepth: 1, blockSize: 32 * MiB },
  // Reads through the page cache wait in the call with libaio, one after the other.
  parallel: { engines: ['io_uring'], direct: false, queueDepth: 8, blockSize: 8 * MiB },
  mmap: { engines: ['mmap'], direct: false, queueDepth: 1, blockSize: MiB },
  direct: { engines: ['auto', 'io_uring', 'libaio', 'sync'], direct: true, queueDepth: 8, blockSize: 8 * MiB },
};

/** The unit in which a checkpoint carries checksums divides a block, or a block divides it. */
export function isWholeBlock(bytes: number): boolean {
  return bytes % MiB === 0 || (bytes >= 4 * KiB && MiB % bytes === 0);
}
