// The part of the contract with the addon that tells what verification found. Mirror of Verification in job_result.h.

export const sectorVerdicts = ['good', 'torn', 'stale', 'misplaced', 'foreign', 'zeros', 'corrupt'] as const;
export type SectorVerdict = (typeof sectorVerdicts)[number];

/** What a sector says of itself, or should; 64-bit numbers in decimal digits. */
export interface NativeSectorStamp {
  dataset: string;
  file: string;
  offset: string;
  seed: string;
  generation: string;
  checksum: string;
}

/** One sector that is not what was written there. */
export interface NativeMismatch {
  verdict: Exclude<SectorVerdict, 'good'>;
  path: string;
  /** Bytes from the start of the file. */
  offset: number;
  worker: number;
  expected: NativeSectorStamp;
  /** Null where the sector carries no stamp of ours. */
  found: NativeSectorStamp | null;
  /** Which of the eight parts of 512 bytes do not carry the expected generation. */
  otherParts: number[];
}

export interface NativeVerification {
  /** Sectors of 4 KiB checked, by verdict. */
  sectors: Record<SectorVerdict, number>;
  /** Bytes checked. */
  bytes: number;
  /** Nanoseconds of reading back after the measured time; 0 where all was checked during it. */
  elapsedNs: number;
  /** What was in memory of the files when reading back began, and what they have; 0 of 0 where it was not looked at. */
  residentBytes: number;
  totalBytes: number;
  /** The first mismatches of each worker. */
  mismatches: NativeMismatch[];
}
