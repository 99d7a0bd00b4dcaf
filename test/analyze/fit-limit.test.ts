// What a fit names as being in the way of more accelerators, and the figures that it gives for it.
import { describe, expect, test } from 'vitest';
import { limitOf, type FitFacts } from '../../src/analyze/fit-limit.js';
import { fitBreaches } from '../../src/analyze/fit-required.js';
import { stepRecord } from '../fixtures/records.js';
import { fitRecordOf, fitTryOf } from './fits.js';

const missed = { auPercent: 60 };

function facts(given: Partial<FitFacts>): FitFacts {
  const tries = [fitTryOf(1), fitTryOf(2), fitTryOf(4, missed), fitTryOf(3, missed)];
  return { accelerators: 2, most: 8, mostBy: 'asked', tries, cores: 64, workersOf: (count) => 4 * count, ...given };
}

test.each(['asked', 'memory', 'dataset', 'readers'] as const)(
  'nothing but "%s", where all that were tried are fed',
  (mostBy) => {
    const tries = [fitTryOf(1), fitTryOf(2), fitTryOf(4)];
    expect(limitOf(facts({ most: 4, mostBy, accelerators: 4, tries }))).toEqual({
      resource: mostBy,
      evidence: { most: 4 },
    });
  },
);

describe('the least number that missed the threshold', () => {
  const busy = (coresUsed: number) => [fitTryOf(2), fitTryOf(4, missed), fitTryOf(3, { ...missed, coresUsed })];

  test('that has all processors busy is short of them', () => {
    expect(limitOf(facts({ cores: 4, tries: busy(3.7) }))).toEqual({
      resource: 'processors',
      evidence: { accelerators: 3, coresUsed: 3.7, cores: 4 },
    });
    expect(limitOf(facts({ cores: 4, tries: busy(3.5) }))?.resource).not.toBe('processors');
  });

  test('that has all workers busy is short of them, though processors are left', () => {
    expect(limitOf(facts({ workersOf: () => 2, tries: busy(1.9) }))).toEqual({
      resource: 'threads',
      evidence: { accelerators: 3, coresUsed: 1.9, workers: 2 },
    });
  });
});

describe('more accelerators', () => {
  test('that get no more bytes are short of bandwidth; the tries furthest apart show it', () => {
    const far = fitTryOf(4, { ...missed, readBytesPerSecond: 6.2e9, itemP50Ns: 390e6 });
    const tries = [fitTryOf(2), far, fitTryOf(3, { ...missed, readBytesPerSecond: 8.9e9 })];
    expect(limitOf(facts({ tries }))).toEqual({
      resource: 'bandwidth',
      evidence: {
        ...{ fedAccelerators: 2, fedAuPercent: 95, fedReadBytesPerSecond: 6e9, fedItemP50Ns: 200e6 },
        ...{ missedAccelerators: 4, missedAuPercent: 60, missedReadBytesPerSecond: 6.2e9, missedItemP50Ns: 390e6 },
      },
    });
  });

  test('that get as many more bytes wait too long for each', () => {
    expect(limitOf(facts({}))?.resource).toBe('latency');
  });

  test('that read nothing have no time of items in the evidence', () => {
    const nothing = { ...missed, itemP50Ns: null, readBytesPerSecond: 0 };
    const limit = limitOf(facts({ tries: [fitTryOf(2), fitTryOf(3, nothing)] }));
    expect(limit?.resource).toBe('bandwidth');
    expect(limit?.evidence).not.toHaveProperty('missedItemP50Ns');
  });
});

test('where not even one is fed, nothing tells bandwidth from latency', () => {
  const tries = [fitTryOf(1, { ...missed, readBytesPerSecond: 1.8e9 })];
  expect(limitOf(facts({ accelerators: 0, tries }))).toEqual({
    resource: 'storage',
    evidence: { accelerators: 1, auPercent: 60, readBytesPerSecond: 1.8e9, itemP50Ns: 200e6 },
  });
});

test('a number that reached the threshold when cut short and missed it as a whole is compared as what it is', () => {
  const tries = [fitTryOf(2), fitTryOf(4, missed), fitTryOf(3, { by: 'interval' }), fitTryOf(3, missed), fitTryOf(2)];
  expect(limitOf(facts({ tries }))?.evidence).toMatchObject({ fedAccelerators: 2, missedAccelerators: 4 });
});

describe('what is required of mounts', () => {
  const step = (accelerators: number, complete = true) =>
    stepRecord({ workload: 'unet3d', mount: `m${accelerators}`, fit: fitRecordOf({ accelerators, complete }) });

  test('is breached by each search that found fewer', () => {
    expect(fitBreaches([step(0), step(3), step(4)], 4)).toEqual([
      'unet3d/m0/1 feeds 0 of the 4 that are required',
      'unet3d/m3/1 feeds 3 of the 4 that are required',
    ]);
  });

  test('is not breached by one that did not come to its end, nor by other steps', () => {
    expect(fitBreaches([step(0, false), stepRecord()], 1)).toEqual([]);
  });
});
