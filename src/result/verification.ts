// What reading back found: its part of the record, and the error of a step whose data is not what was written.
import { type NativeMismatch, type NativeVerification, sectorVerdicts } from '../native/contract.js';
import type { StepError, StepRecord, Verification } from './schema.js';

/** Bytes of a sector. */
const sectorSize = 4096;
const stampFields = ['dataset', 'file', 'offset', 'seed', 'generation'] as const;

/** Null where nothing was to be checked. */
export function verificationRecord(
  mode: Verification['mode'] | null,
  found: NativeVerification | null,
): StepRecord['verification'] {
  if (mode === null || found === null) return null;
  const { sectors, bytes, elapsedNs, residentBytes, totalBytes, mismatches } = found;
  const residentFraction = totalBytes === 0 ? null : residentBytes / totalBytes;
  return { mode, sectors, bytes, seconds: elapsedNs / 1e9, residentFraction, mismatches };
}

/** DATA_MISMATCH with the counts and the first mismatch; null where every sector is good. */
export function mismatchError(found: Pick<NativeVerification, 'sectors' | 'mismatches'> | null): StepError | null {
  if (found === null || badSectors(found.sectors) === 0) return null;
  const code = 'DATA_MISMATCH';
  const [first] = found.mismatches;
  const [bad, all] = [badSectors(found.sectors), allSectors(found.sectors)];
  const message =
    `${bad} of ${all} sectors checked ${bad === 1 ? 'is' : 'are'} not what was written ` +
    `(${mismatchCounts(found.sectors)})`;
  if (first === undefined) return { code, message };
  const { verdict, path, offset } = first;
  const example = `the first is ${verdict}, at offset ${offset} of "${path}": ${mismatchText(first)}`;
  return { code, message: `${message}; ${example}`, path, offset, length: sectorSize };
}

/** `torn: 2, stale: 10`; empty where every sector is good. */
export function mismatchCounts(sectors: NativeVerification['sectors']): string {
  const bad = sectorVerdicts.filter((verdict) => verdict !== 'good' && sectors[verdict] > 0);
  return bad.map((verdict) => `${verdict}: ${sectors[verdict]}`).join(', ');
}

export function allSectors(sectors: NativeVerification['sectors']): number {
  return Object.values(sectors).reduce((sum, count) => sum + count, 0);
}

function badSectors(sectors: NativeVerification['sectors']): number {
  return allSectors(sectors) - sectors.good;
}

/** What was expected and what was found, as far as they differ: `expected generation 7, found 6`. */
export function mismatchText({
  verdict,
  expected,
  found,
  otherParts,
}: Omit<NativeMismatch, 'path' | 'worker'>): string {
  if (verdict === 'zeros') return `expected generation ${expected.generation}, found zeros`;
  if (verdict === 'torn') return tornText(expected.generation, found?.generation, otherParts);
  if (found === null) return `expected generation ${expected.generation}, found no stamp`;
  const differing = stampFields.filter((field) => expected[field] !== found[field]);
  if (differing.length === 0) return 'the stamp is right, and the content does not fit its checksum';
  const text = (stamp: NativeMismatch['expected']) => differing.map((field) => `${field} ${stamp[field]}`).join(', ');
  return `expected ${text(expected)}; found ${text(found)}`;
}

function tornText(expected: string, found: string | undefined, otherParts: readonly number[]): string {
  const parts = `${otherParts.length === 1 ? 'part' : 'parts'} ${otherParts.join(', ')} of its eight`;
  const other = found === undefined || found === expected ? '' : `; its stamp has generation ${found}`;
  return `expected generation ${expected}, which ${parts} (from 0) ${otherParts.length === 1 ? 'is' : 'are'} not of${other}`;
}
