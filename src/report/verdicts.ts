// What each verdict on a sector means; what a foreign one is of follows from the stamps.
import type { SectorVerdict } from '../native/contract.js';
import type { Verification } from '../result/schema.js';

export type BadVerdict = Exclude<SectorVerdict, 'good'>;
type Mismatch = Verification['mismatches'][number];

const meanings: Record<BadVerdict, string> = {
  torn: 'part of the sector is of another write: a write did not reach the storage as a whole',
  stale: 'the sector holds an older write: the newer one was lost, or a cache answered with what it had',
  misplaced: 'the sector belongs to another place: it was written to or read from a wrong one',
  foreign: 'the sector is of another file, data set or seed, or was not written by this tool',
  zeros: 'nothing is there: the write never arrived, or its place was released',
  corrupt: 'stamp, content and checksum do not fit: its bytes have changed',
};

/** A sentence on a verdict; `found` are the mismatches with it that were recorded, which may be fewer than there were. */
export function meaningOf(verdict: BadVerdict, found: readonly Mismatch[]): string {
  if (verdict !== 'foreign' || found.length === 0) return meanings[verdict];
  return `the sector is ${[...new Set(found.map(originOf))].join(', or ')}`;
}

function originOf({ expected, found }: Mismatch): string {
  if (found === null) return 'not written by this tool';
  if (found.dataset !== expected.dataset || found.seed !== expected.seed) return 'of another data set or seed';
  if (found.file !== expected.file) return 'of another file of this data set';
  const later = BigInt(found.generation) > BigInt(expected.generation);
  return later ? 'of a later write than there has been' : 'of another layout or block size';
}
