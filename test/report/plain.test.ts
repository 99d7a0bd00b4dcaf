// Log lines of a run on a fake clock.
import { describe, expect, test } from 'vitest';
import { PlainLog } from '../../src/report/plain.js';
import type { Progress } from '../../src/run/progress.js';
import { failedStep, operation, stepRecord } from '../fixtures/records.js';
import {
  intervalEvent,
  intervalOperation,
  planEvent,
  plannedStep,
  readyEvent,
  snapshotEvent,
  startEvent,
} from './progress-events.js';

const read = plannedStep('random-read-4k/lustre/1');
const files = plannedStep('small-files/nvme/1', { seconds: null });

function logOf(...events: [seconds: number, progress: Progress][]): string[] {
  let seconds = 0;
  const log = new PlainLog(() => seconds * 1000);
  return events.flatMap(([at, progress]) => {
    seconds = at;
    return log.line(progress) ?? [];
  });
}

const layout = (bytesDone: number): Progress => ({ type: 'layout', step: read, bytesDone, bytesTotal: 2 ** 30 });
const reading = intervalOperation(98_311, 4096, 310);
const warning = { code: 'PAGE_CACHE_ANSWERED', evidence: { hitFraction: 0.93 }, advice: 'Use direct: true.' };

test('a run is told line by line', () => {
  const record = stepRecord({ id: read.id, elapsedSeconds: 10, operations: { read: operation({ p50us: 310 }) } });
  expect(
    logOf(
      [100, planEvent([read, files])],
      [100.2, startEvent(read)],
      [101, readyEvent(read)],
      [101.5, { type: 'warning', step: read, warning }],
      [111, { type: 'step-end', step: read, record }],
      [111, startEvent(files)],
      [112, { type: 'step-end', step: files, record: failedStep({ id: files.id }) }],
      [113, { type: 'stopping', reason: 'SIGINT' }],
    ),
  ).toEqual([
    '0:00  run 20261120-224501-ab12 in results/20261120-224501-ab12: ' +
      '2 steps on here, 1.00 GiB of test data, at least 10.0s of load',
    '0:00  [1/2] random-read-4k/lustre/1: start, 4KiB random read, 1 worker, depth 32',
    '0:01  [1/2] random-read-4k/lustre/1: ready, io_uring, direct, depth 32',
    '0:01  [1/2] random-read-4k/lustre/1: WARNING PAGE_CACHE_ANSWERED (hitFraction: 93%). Use direct: true.',
    '0:11  [1/2] random-read-4k/lustre/1: complete, 10.0s measured, ' +
      'read 39.1 MiB/s 10.0k IOPS p50 310us p99 1.24ms max 12.4ms',
    '0:11  [2/2] small-files/nvme/1: start, 4KiB random read, 1 worker, depth 32',
    '0:12  [2/2] small-files/nvme/1: FAILED, IO_ERROR: read failed with EIO ' +
      '(offset 4096, length 4096, path /mnt/nfs/ioproof-data/block-1x1GiB-0123456789ab/0)',
    '0:13  stopping: SIGINT',
  ]);
});

describe('how often', () => {
  test('layout progress every five seconds and at its end', () => {
    const ticks = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((at): [number, Progress] => [at, layout(at * 90_000_000)]);
    expect(logOf([0, startEvent(read)], ...ticks, [12, layout(2 ** 30)]).slice(1)).toEqual([
      '0:05  random-read-4k/lustre/1: writing the data set, 41%, 429 MiB of 1.00 GiB',
      '0:10  random-read-4k/lustre/1: writing the data set, 83%, 858 MiB of 1.00 GiB',
      '0:12  random-read-4k/lustre/1: writing the data set, 100%, 1.00 GiB of 1.00 GiB',
    ]);
  });

  test('an interval every five seconds, but not the one that ends the step', () => {
    const ticks = Array.from({ length: 10 }, (_, index): [number, Progress] => [
      index + 1,
      intervalEvent(read, index, { read: reading }),
    ]);
    expect(logOf([0, startEvent(read)], ...ticks).slice(1)).toEqual([
      '0:05  random-read-4k/lustre/1: at 5.0s read 384 MiB/s 98.3k IOPS p50 310us p99 1.24ms max 12.4ms',
    ]);
  });

  test('warnings do not push the next figures away', () => {
    const late = logOf(
      [0, startEvent(files)],
      [4, { type: 'warning', step: null, warning }],
      [5, intervalEvent(files, 4, {})],
    );
    expect(late.slice(1)).toEqual([
      '0:04  WARNING PAGE_CACHE_ANSWERED (hitFraction: 93%). Use direct: true.',
      '0:05  small-files/nvme/1: at 5.0s no operation completed',
    ]);
  });

  test('snapshots are not told', () => {
    expect(logOf([0, startEvent(read)], [20, snapshotEvent(read, 20)])).toHaveLength(1);
  });
});

test('steps that a stop skips have no line of their own', () => {
  const skipped = failedStep({ id: files.id, status: 'skipped', error: { code: 'SKIPPED', message: 'not run' } });
  const end: Progress = { type: 'step-end', step: files, record: skipped };
  expect(logOf([0, end], [1, { type: 'stopping', reason: 'SIGINT' }], [2, end])).toEqual([
    '0:00  small-files/nvme/1: SKIPPED, SKIPPED: not run',
    '0:01  stopping: SIGINT',
  ]);
});

test('errors are counted in the figures', () => {
  const record = stepRecord({ id: read.id, operations: { read: operation({ errors: 3 }) } });
  expect(logOf([0, { type: 'step-end', step: read, record }])[0]).toMatch(/ 3 ERRORS$/);
});

test('a stopped step has the figures of the time until then', () => {
  const error = { code: 'STOPPED', message: 'the step was stopped' };
  const record = stepRecord({ id: read.id, status: 'failed', error });
  expect(logOf([0, { type: 'step-end', step: read, record }])[0]).toMatch(
    /: FAILED, STOPPED: the step was stopped: read 39\.1 MiB\/s 10\.0k IOPS p50 100us p99 400us max 4\.00ms$/,
  );
});

test('no escape, carriage return or line end, whatever the names hold', () => {
  const error = { code: 'X', message: 'a\u001b[2J\r\nb' };
  const record = failedStep({ id: read.id, error });
  expect(logOf([0, { type: 'step-end', step: plannedStep('a\u001b[31m/b\n/1'), record }])).toEqual([
    '0:00  a?[31m/b /1: FAILED, X: a?[2J b',
  ]);
});
