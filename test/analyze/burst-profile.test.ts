// Bandwidth over the time of saves and loads, from intervals that begin and end where they like.
import { describe, expect, test } from 'vitest';
import { burstProfiles, type Transfer, TransferTrace } from '../../src/analyze/burst-profile.js';
import { checkpointLoad, checkpointRound } from '../fixtures/checkpoints.js';
import { intervalOperation } from '../report/progress-events.js';

const second = 1e9;
/** One a second: megabytes that were written. */
const written = (...megabytes: number[]): Transfer[] =>
  megabytes.map((amount, at) => ({ startNs: at * second, durationNs: second, writeBytes: amount * 1e6, readBytes: 0 }));
const save = (startSeconds: number, seconds: number, complete = true) =>
  checkpointRound({ startNs: startSeconds * second, endNs: seconds * second, complete });

test('a save that begins with an interval has its bytes', () => {
  expect(burstProfiles([save(1, 3)], written(0, 10, 20, 30, 0))).toEqual([
    { kind: 'save', rounds: 1, binSeconds: 1, bytesPerSecond: [10e6, 20e6, 30e6] },
  ]);
});

test('bytes of an interval that is longer than what it has of a save are all of that save', () => {
  // Half a second of the second interval, all of the third, half of the fourth.
  const [profile] = burstProfiles([save(1.5, 2)], written(0, 10, 20, 10));
  expect(profile?.bytesPerSecond).toEqual([20e6, 20e6]);
});

test('saves are averaged, and one that is over adds nothing to what comes later', () => {
  const [profile] = burstProfiles([save(0, 2), save(4, 1)], written(10, 10, 0, 0, 30));
  expect(profile).toEqual({ kind: 'save', rounds: 2, binSeconds: 1, bytesPerSecond: [20e6, 5e6] });
});

test('a save that was cut off takes its part of the bytes and is in no mean', () => {
  const [profile] = burstProfiles([save(0, 2), save(2, 0, false)], written(10, 10, 99));
  expect(profile).toMatchObject({ rounds: 1, bytesPerSecond: [10e6, 10e6] });
  expect(burstProfiles([save(0, 0, false)], written(10))).toEqual([]);
});

test('loads have a profile of their own', () => {
  const transfers = [{ startNs: 0, durationNs: second, writeBytes: 5, readBytes: 8e6 }];
  expect(burstProfiles([checkpointLoad(1)], transfers)).toEqual([
    { kind: 'load', rounds: 1, binSeconds: 1, bytesPerSecond: [8e6] },
  ]);
});

test('there are two hundred bins at most, and no byte is lost in them', () => {
  const amounts = Array.from({ length: 1001 }, (_, at) => at % 17);
  const [profile] = burstProfiles([save(0.3, 1000.4)], written(...amounts));
  expect(profile?.bytesPerSecond).toHaveLength(200);
  const sum = profile?.bytesPerSecond.reduce((total, rate) => total + rate * profile.binSeconds, 0);
  expect(sum).toBeCloseTo(
    amounts.reduce((total, amount) => total + amount * 1e6, 0),
    0,
  );
});

test('a short last interval makes no finer bins', () => {
  const last = { startNs: 3 * second, durationNs: 1000, writeBytes: 1, readBytes: 0 };
  const [profile] = burstProfiles([save(0, 3)], [...written(1, 1, 1), last]);
  expect(profile?.bytesPerSecond).toHaveLength(3);
});

describe('a trace', () => {
  test('keeps the bytes of writes and reads', () => {
    const trace = new TransferTrace();
    const operations = {
      write: intervalOperation(2, 1000),
      read: intervalOperation(3, 100),
      fsync: intervalOperation(9, 0),
    };
    trace.take({ index: 0, startNs: 5, durationNs: second, operations });
    expect(trace.transfers).toEqual([{ startNs: 5, durationNs: second, writeBytes: 2000, readBytes: 300 }]);
  });

  test('of many intervals joins neighbours, and loses nothing', () => {
    const trace = new TransferTrace();
    const count = 50_001;
    for (let index = 0; index < count; index++) {
      trace.take({ index, startNs: index * 100, durationNs: 100, operations: { write: intervalOperation(1, 10) } });
    }
    expect(trace.transfers.length).toBeLessThanOrEqual(16_384);
    expect(trace.transfers.reduce((sum, { writeBytes }) => sum + writeBytes, 0)).toBe(count * 10);
    for (const [at, { startNs, durationNs }] of trace.transfers.entries()) {
      expect(startNs + durationNs).toBe(trace.transfers[at + 1]?.startNs ?? count * 100);
    }
  });
});
