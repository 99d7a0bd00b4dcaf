// What besides mount and date is told of the sides, and what refuses their comparison.
import { describe, expect, test } from 'vitest';
import type { Difference } from '../../src/compare/comparison.js';
import type { RunRecord } from '../../src/result/schema.js';
import { blockJob, engine, failedStep, hostRecord, mountRecord, runRecord, stepRecord } from '../fixtures/records.js';
import { compareBy, compared, numberedRun, readSteps } from './compared.js';

function differences(a: RunRecord, b: RunRecord): Difference[] {
  return compareBy(
    'run',
    compared([
      ['a', a],
      ['b', b],
    ]),
  ).differences;
}

const plain = (given: Partial<RunRecord> = {}) => numberedRun(1, readSteps('nfs', [100]), given);
const other = (given: Partial<RunRecord> = {}) => numberedRun(2, readSteps('nfs', [100]), given);
const withJob = (job: Record<string, unknown>) => numberedRun(2, [stepRecord({ mount: 'nfs', job: blockJob(job) })]);

test('runs of another mount and date do not differ', () => {
  expect(differences(plain(), numberedRun(2, readSteps('weka', [100])))).toEqual([]);
});

describe('another job', () => {
  test('refuses, with each key and both values', () => {
    expect(differences(plain(), withJob({ blockSize: 8192, queueDepth: 1 }))).toMatchObject([
      { workload: 'random-read-4k', what: 'blockSize', values: { a: '4KiB', b: '8KiB' }, refuses: true },
      { what: 'queueDepth', values: { a: '32', b: '1' }, refuses: true },
    ]);
  });

  test('is not one where words or expressions differ', () => {
    expect(differences(plain(), withJob({ description: 'other words', accept: ['read.p99 < 1ms'] }))).toEqual([]);
  });

  test('with a key that the other version did not know marks', () => {
    expect(differences(plain(), withJob({ newKey: true }))).toMatchObject([
      { what: 'newKey', values: { a: 'none', b: 'true' }, refuses: false },
    ]);
  });

  test('of the mounts of one run marks, since the same was asked of them', () => {
    const steps = [readSteps('x', [1]), readSteps('y', [1], { job: blockJob({ size: 2 ** 30 }) })].flat();
    const found = compareBy('mount', compared([['run', runRecord(steps)]])).differences;
    expect(found).toMatchObject([{ what: 'size', refuses: false }]);
  });
});

describe('another circumstance marks', () => {
  const cpu = { ...hostRecord().cpu, model: 'Other CPU' };
  test.each<[string, Partial<RunRecord>, string]>([
    ['tool', { tool: { name: 'ioproof', version: '0.2.0' } }, '0.2.0'],
    ['host', { hosts: [hostRecord({ name: 'n002' })] }, 'n002'],
    ['kernel', { hosts: [hostRecord({ kernel: '6.12.0' })] }, '6.12.0'],
    ['cpu', { hosts: [hostRecord({ cpu })] }, 'Other CPU, 16 threads'],
    ['memory', { hosts: [hostRecord({ memoryBytes: 2 ** 35 })] }, '32.0 GiB'],
    ['file system of nfs', { mounts: [mountRecord('nfs', { type: 'nfs4' })] }, 'nfs4'],
    ['mount options of nfs', { mounts: [mountRecord('nfs', { options: ['ro'] })] }, 'ro'],
    ['status', { run: { ...other().run, status: 'partial' } }, 'partial'],
  ])('%s', (what, given, value) => {
    expect(differences(plain(), other(given))).toMatchObject([
      { workload: '', what, refuses: false, values: { b: value } },
    ]);
  });

  test.each([
    ['engine', { engine: engine({ used: 'libaio' }) }, 'libaio direct'],
    ['engine', { engine: engine({ direct: false }) }, 'io_uring buffered'],
    ['data set', { dataset: { directory: 'd', bytes: 1, reused: false, layoutSeconds: 1 } }, 'written'],
  ])('%s of a workload', (what, given, value) => {
    expect(differences(plain(), numberedRun(2, readSteps('nfs', [100], given)))).toMatchObject([
      { workload: 'random-read-4k', what, refuses: false, values: { b: value } },
    ]);
  });

  test('a data set that the first repeat writes, and the others reuse, is none', () => {
    const of = (...reused: boolean[]) =>
      reused.flatMap((is, index) =>
        readSteps('nfs', [100], {
          repeat: index + 1,
          dataset: { directory: 'd', bytes: 1, reused: is, layoutSeconds: is ? 0 : 1 },
        }),
      );
    const against = (...reused: boolean[]) =>
      differences(numberedRun(1, of(true, true)), numberedRun(2, of(...reused))).map(({ what }) => what);
    expect(against(false, true)).toEqual([]);
    expect(against(false, false)).toEqual(['data set']);
  });

  test('a workload that only one side has', () => {
    const more = [...readSteps('nfs', [100]), stepRecord({ mount: 'nfs', workload: 'more' })];
    expect(differences(plain(), numberedRun(2, more))).toMatchObject([
      { workload: 'more', what: 'steps', values: { a: 'has no step', b: 'has steps' }, refuses: false },
    ]);
  });
});

test('a failed step is no missing one', () => {
  const failed = numberedRun(2, [...readSteps('nfs', [100]), failedStep({ mount: 'nfs', workload: 'more' })]);
  const both = numberedRun(1, [...readSteps('nfs', [100]), stepRecord({ mount: 'nfs', workload: 'more' })]);
  expect(differences(both, failed).map(({ what }) => what)).toEqual(['status']);
});
