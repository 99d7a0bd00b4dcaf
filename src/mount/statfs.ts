// Size and free space of a file system, with the sense of what some file systems say instead of a number.
import { statfsSync } from 'node:fs';

/** What statfs reports. Numbers over 2^53 - 1 are given as 2^53 - 1, which is 8 PiB for sizes. */
export interface StatfsFacts {
  /** Magic number, for example `0xef53`. */
  type: string;
  blockSize: number;
  totalBytes: number;
  freeBytes: number;
  /** Free for a user without privileges. */
  availableBytes: number;
  files: number;
  freeFiles: number;
}

/** `null`: the file system does not tell. */
export interface FreeSpace {
  bytes: number | null;
  inodes: number | null;
}

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
  return {
    type: `0x${BigInt.asUintN(32, raw.type).toString(16)}`,
    blockSize: exact(raw.bsize),
    totalBytes: exact(raw.blocks * raw.bsize),
    freeBytes: exact(raw.bfree * raw.bsize),
    availableBytes: exact(raw.bavail * raw.bsize),
    files: exact(raw.files),
    freeFiles: exact(raw.ffree),
  };
}

/** What may be planned with. No size at all and a size beyond 2^63 bytes are inventions of the file system. */
export function freeSpace(raw: RawStatfs): FreeSpace {
  const total = raw.blocks * raw.bsize;
  const tellsSize = total > 0n && total < 2n ** 63n;
  return {
    bytes: tellsSize ? exact(raw.bavail * raw.bsize) : null,
    inodes: raw.files > 0n ? exact(raw.ffree) : null,
  };
}

function exact(value: bigint): number {
  const largest = BigInt(Number.MAX_SAFE_INTEGER);
  if (value < 0n) return 0;
  return Number(value > largest ? largest : value);
}
