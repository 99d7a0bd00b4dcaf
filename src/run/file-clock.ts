// The clock that stamps the files of a mount, against that of this machine.
import type { MountTrial } from '../result/doctor-mount-schema.js';

/** The kernel stamps files by a clock that moves in ticks of up to 10 ms. */
const tickMs = 10;
const secondNs = 1_000_000_000n;

/**
 * By the time of change (in nanoseconds) of a file that was written between two moments of this machine (in milliseconds).
 * Where a file system keeps whole seconds (SFTP, some object stores), the rest of the second is not known.
 */
export function clockOffset(
  changedNs: bigint,
  beforeMs: number,
  afterMs: number,
): Pick<MountTrial, 'clockOffsetMs' | 'clockToleranceMs'> {
  const halfRestMs = changedNs % secondNs === 0n ? 500 : 0;
  return {
    clockOffsetMs: Math.round(Number(changedNs) / 1e6 + halfRestMs - (beforeMs + afterMs) / 2),
    clockToleranceMs: Math.ceil((afterMs - beforeMs) / 2) + tickMs + halfRestMs,
  };
}
