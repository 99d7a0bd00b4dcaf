// Tries and records of fits that tests start from.
import type { FitRecord, FitTry } from '../../src/result/fit-schema.js';

/** A whole try that reached 90 % where its utilization says so, at 3 GB/s an accelerator. */
export function fitTryOf(accelerators: number, given: Partial<FitTry> = {}): FitTry {
  const auPercent = given.auPercent ?? 95;
  return {
    accelerators,
    reached: auPercent >= 90,
    by: 'whole',
    auPercent,
    interval: null,
    wallAuPercent: auPercent - 2,
    samplesPerSecond: 20 * accelerators,
    steps: 100,
    seconds: 33,
    readBytesPerSecond: 3e9 * accelerators,
    itemP50Ns: 200e6,
    itemP99Ns: 300e6,
    coresUsed: 0.5 * accelerators,
    ...given,
  };
}

/** What a search for up to eight found: four, since the mount has no more bandwidth. */
export function fitRecordOf(given: Partial<FitRecord> = {}): FitRecord {
  return {
    threshold: 90,
    most: 8,
    accelerators: 4,
    complete: true,
    tries: [fitTryOf(1), fitTryOf(2), fitTryOf(4), fitTryOf(8, { auPercent: 50, by: 'bound', wallAuPercent: null })],
    limit: {
      resource: 'bandwidth',
      evidence: {
        ...{ fedAccelerators: 4, fedAuPercent: 95, fedReadBytesPerSecond: 12e9, fedItemP50Ns: 200e6 },
        ...{ missedAccelerators: 8, missedAuPercent: 50, missedReadBytesPerSecond: 12.5e9, missedItemP50Ns: 400e6 },
      },
    },
    ...given,
  };
}
