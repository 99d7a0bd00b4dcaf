// The block device below the file system over the step: iostat's figures, from the differences of /proc/diskstats.
import type { CountersRecord } from '../../result/schema.js';
import { type Asked, perByteAsked } from './asked.js';
import type { Totals } from './totals.js';

/** Null where the mount has no block device, or that does not count. */
export function deviceFigures(
  { deltas, gauges, seconds }: Pick<Totals, 'deltas' | 'gauges' | 'seconds'>,
  name: string | null,
  asked: Asked,
): CountersRecord['device'] {
  // A device that did nothing has no differences; this one of its values is there all the same.
  if (name === null || gauges[`disk.${name}.inFlight`] === undefined) return null;
  const of = (field: string): number => deltas[`disk.${name}.${field}`] ?? 0;
  const [reads, writes] = [of('reads'), of('writes')];
  const [readBytes, writtenBytes] = [of('readBytes'), of('writtenBytes')];
  const requests = reads + writes;
  const milliseconds = seconds * 1000;
  return {
    ...{ name, reads, writes, readBytes, writtenBytes },
    // The kernel counts in ticks of its clock, so it may be a little more than the time.
    busyFraction: milliseconds === 0 ? 0 : Math.min(1, of('busyMs') / milliseconds),
    // Little's law: time that requests have spent in the queue and the device, by time.
    meanQueue: milliseconds === 0 ? 0 : of('queuedMs') / milliseconds,
    meanWaitMs: requests === 0 ? null : (of('readMs') + of('writeMs')) / requests,
    readPerByteAsked: perByteAsked(readBytes, asked.readBytes),
    writtenPerByteAsked: perByteAsked(writtenBytes, asked.writtenBytes),
  };
}
