// Size and free space of a file system, with the sense of what some file systems say instead of a number.
import { statfsSync } from 'node:fs';

/**
 * What statfs reports. Numbers over 2^53 - 1 are given as 2^53 - 1, which is 8 PiB for sizes. Sizes are null together, and
 * so are inodes, where the file system does not tell or what it says is an invention.
 */
export interface StatfsFacts {
  /** Magic number, for example `0xef53`. */
  type: string;
  blockSize: number;
  totalBytes: number | null;
  freeBytes: number | null;
  /** Free for a user without privileges. */
  availableBytes: number | null;
  files: number | null;
  freeFiles: number | null;
}

/** Of a file system that was not asked. */
export const untoldStatfs: StatfsFacts = {
  type: '',
  blockSize: 0,
  totalBytes: null,
  freeBytes: null,
  availableBytes: null,
  files: null,
  freeFiles: null,
};

/** `null`: the file system does not tell. */
export interface FreeSpace {
  bytes: number | null;
  inodes: number | null;
}

const inventedFiles = 1_000_000_000n;

/** The fields of `fs.statfsSync` that are used here. */
export interface RawStatfs {
  type: bigint;
  bsize: bigint;
  blocks: bigint;
  bfree: bigint;
  bavail: bigint;
  files: bigint;
  ffree: bigint;
}

/** Facts of the file system that holds `path`. Throws the error of the system call. */
export function readStatfs(path: string): { facts: StatfsFacts; free: FreeSpace } {
  const raw = statfsSync(path, { bigint: true });
  return { facts: statfsFacts(raw), free: freeSpace(raw) };
}

/** The record's form of a statfs result. */
export function statfsFacts(raw: RawStatfs): StatfsFacts {
  const sized = (blocks: bigint) => (tellsSize(raw) ? exact(blocks * raw.bsize) : null);
  const counted = (inodes: bigint) => (tellsInodes(raw) ? exact(inodes) : null);
  return {
    type: `0x${BigInt.asUintN(32, raw.type).toString(16)}`,
    blockSize: exact(raw.bsize),
    totalBytes: sized(raw.blocks),
    freeBytes: sized(raw.bfree),
    availableBytes: sized(raw.bavail),
    files: counted(raw.files),
    freeFiles: counted(raw.ffree),
  };
}

/** What may be planned with. */
export function freeSpace(raw: RawStatfs): FreeSpace {
  const { availableBytes, freeFiles } = statfsFacts(raw);
  return { bytes: availableBytes, inodes: freeFiles };
}

/** No size at all and a size beyond 2^63 bytes are inventions; CephFS without a manager says that it has no size. */
function tellsSize({ blocks, bsize }: RawStatfs): boolean {
  const total = blocks * bsize;
  return total > 0n && total < 2n ** 63n;
}

/**
 * CephFS says -1 free of as many as it has, since there is no limit; FUSE file systems that do not count say 10^9, some of
 * them with none free.
 */
function tellsInodes({ files, ffree }: RawStatfs): boolean {
  return files > 0n && files !== inventedFiles && ffree >= 0n && ffree <= files;
}

function exact(value: bigint): number {
  const largest = BigInt(Number.MAX_SAFE_INTEGER);
  if (value < 0n) return 0;
  return Number(value > largest ? largest : value);
}
