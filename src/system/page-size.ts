// Size of a memory page: 4 KiB on most machines, up to 64 KiB on arm64.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const pageSizeEntry = 6n;
const usual = 4096;

/** Bytes of a page, from the auxiliary vector of this process (AT_PAGESZ); 4096 where the kernel hides it. */
export function pageBytes(root = '/'): number {
  try {
    return pageSizeIn(readFileSync(join(root, 'proc/self/auxv'))) ?? usual;
  } catch {
    return usual;
  }
}

/** Pairs of 64-bit numbers, little-endian on all machines that this tool runs on. */
function pageSizeIn(vector: Buffer): number | null {
  for (let at = 0; at + 16 <= vector.length; at += 16) {
    if (vector.readBigUInt64LE(at) === pageSizeEntry) return Number(vector.readBigUInt64LE(at + 8));
  }
  return null;
}
