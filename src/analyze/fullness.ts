// Which parts of a storage are nearly full: space or inodes of the file system, of a pool, of a target.
import type { FileSystemRecord } from '../result/schema.js';

/**
 * Operators see storage that is fuller fragment, and writes on it crawl: allocators search longer, and parallel file systems
 * take targets out of use.
 */
export const fullFraction = 0.85;

export interface FullPart {
  /** Target or pool; `file system` for all of it. */
  target: string;
  of: 'space' | 'inodes';
  usedFraction: number;
}

/** The fullest first. What a file system invents of itself (no size, more free than there is) tells nothing. */
export function fullParts(fileSystem: Pick<FileSystemRecord, 'statfs' | 'system'> | undefined): FullPart[] {
  if (fileSystem === undefined) return [];
  const { totalBytes, freeBytes, availableBytes, files, freeFiles } = fileSystem.statfs;
  // As df has it: what only root may use counts as neither.
  const isTold = totalBytes !== null && freeBytes !== null && availableBytes !== null;
  const all = {
    target: 'file system',
    totalBytes: isTold ? totalBytes - freeBytes + availableBytes : null,
    availableBytes,
  };
  const parts = [
    { ...all, inodes: files, freeInodes: freeFiles },
    ...(fileSystem.system?.targets ?? []).map((one) => ({ ...one, target: one.name })),
  ];
  return parts
    .flatMap((one): FullPart[] => [
      ...usedOf(one.target, 'space', one.totalBytes, one.availableBytes),
      ...usedOf(one.target, 'inodes', one.inodes, one.freeInodes),
    ])
    .filter(({ usedFraction }) => usedFraction > fullFraction)
    .sort((a, b) => b.usedFraction - a.usedFraction);
}

/** Whether so much is used that it shows; what is not told is not. */
export function isNearlyFull(total: number | null, free: number | null): boolean {
  const used = usedFraction(total, free);
  return used !== null && used > fullFraction;
}

function usedOf(target: string, of: FullPart['of'], total: number | null, free: number | null): FullPart[] {
  const used = usedFraction(total, free);
  return used === null ? [] : [{ target, of, usedFraction: used }];
}

function usedFraction(total: number | null, free: number | null): number | null {
  if (total === null || free === null || total <= 0 || free < 0 || free > total) return null;
  return 1 - free / total;
}
