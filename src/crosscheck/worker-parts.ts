// Which part of the files each worker of a block job uses, as native/sources/block_positions.cpp gives them out.
import type { NativeBlockSizes, NativeJobSpec } from '../native/contract.js';

/** A run of files, and the same bytes of each of them. */
export interface WorkerPart {
  firstFile: number;
  fileCount: number;
  /** Where the part begins in each file, and how long it is there. Bytes. */
  offset: number;
  length: number;
  /** Bytes of the worker's share of a pass. */
  passBytes: number;
}

const walking = ['sequential', 'backward', 'strided'];

/** True where blocks come in order, and each worker of shared files has a part of its own. */
export function walks({ access }: Pick<NativeJobSpec, 'access'>): boolean {
  return walking.includes(access);
}

/** True where not every block of the job is of the same size. */
export function sizesVary({ readSizes, writeSizes, blockSize }: NativeJobSpec): boolean {
  return [readSizes, writeSizes].some(({ from, to }: NativeBlockSizes) => from !== blockSize || to !== blockSize);
}

/** The part of each worker, in order; null where a worker's part has different bytes in different files. */
export function workerParts(spec: NativeJobSpec): WorkerPart[] | null {
  const parts = Array.from({ length: spec.workers }, (_, worker) => partOf(spec, worker));
  return parts.every((part) => part !== null) ? parts : null;
}

function partOf(spec: NativeJobSpec, worker: number): WorkerPart | null {
  const own = spec.fileSharing === 'perWorker';
  const firstOf = (index: number) => (own ? Math.floor((spec.fileCount * index) / spec.workers) : 0);
  const firstFile = firstOf(worker);
  const fileCount = own ? firstOf(worker + 1) - firstFile : spec.fileCount;
  const offset = spec.offset + spec.offsetIncrement * worker;
  const unit = commonDivisor(spec.readSizes.unit, spec.writeSizes.unit);
  const hasRegion = spec.offsetIncrement > 0 && !own && spec.workers > 1;
  const rest = spec.fileSize - offset;
  const units = Math.floor((hasRegion ? Math.min(rest, spec.offsetIncrement) : rest) / unit);
  const whole = { firstFile, fileCount, offset, length: units * unit };
  // With files or a region of its own, a worker is alone there.
  const [index, count] = own || hasRegion ? [0, 1] : [worker, spec.workers];
  if (!walks(spec)) return { ...whole, passBytes: shareOf(units * fileCount, index, count).length * unit };
  if (spec.serviceOrder !== 'sequential') {
    const share = shareOf(units, index, count);
    const [start, length] = [share.start * unit, share.length * unit];
    return { ...whole, offset: offset + start, length, passBytes: length * fileCount };
  }
  return endToEnd(whole, shareOf(units * fileCount, index, count), units, unit);
}

/** A share of the files laid end to end: bytes of one file, or whole files. */
function endToEnd(
  whole: Omit<WorkerPart, 'passBytes'>,
  share: { start: number; length: number },
  unitsPerFile: number,
  unit: number,
): WorkerPart | null {
  const before = Math.floor(share.start / unitsPerFile);
  const [start, passBytes] = [share.start % unitsPerFile, share.length * unit];
  const part = { ...whole, firstFile: whole.firstFile + before, passBytes };
  if (start + share.length <= unitsPerFile) {
    return { ...part, fileCount: 1, offset: whole.offset + start * unit, length: passBytes };
  }
  if (start !== 0 || share.length % unitsPerFile !== 0) return null;
  return { ...part, fileCount: share.length / unitsPerFile };
}

/** Contiguous shares that differ by one at most. */
function shareOf(total: number, index: number, count: number): { start: number; length: number } {
  const start = (at: number) => Math.floor(total / count) * at + Math.min(at, total % count);
  return { start: start(index), length: start(index + 1) - start(index) };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
