// Sentences about jobs, errors and evidence.
import { describe, expect, test } from 'vitest';
import { engineText, errorBrief, errorText, evidenceText, jobText, variantText } from '../../src/report/step-text.js';
import type { GpuRecord } from '../../src/result/schema.js';
import { gdsVerdict, gpuRecord } from '../fixtures/gpu.js';
import { blockJob, engine, failedStep, stepRecord } from '../fixtures/records.js';

describe('jobText', () => {
  test.each([
    [blockJob(), '4KiB random read, 1 worker, depth 32'],
    [blockJob({ readPercent: 70, workers: 4 }), '4KiB random 70% read, 4 workers, depth 32'],
    [
      blockJob({ readPercent: 0, access: 'sequential', blockSize: 2 ** 20 }),
      '1MiB sequential write, 1 worker, depth 32',
    ],
    [blockJob({ access: 'zipf', skew: 1.2 }), '4KiB zipf 1.2 read, 1 worker, depth 32'],
    [
      blockJob({ blockSize: { read: 4096, write: 65536 }, readPercent: 70 }),
      '4KiB/64KiB random 70% read, 1 worker, depth 32',
    ],
    [
      blockJob({ blockSize: null, blockSizeRange: { from: 4096, to: 65536 } }),
      '4KiB-64KiB random read, 1 worker, depth 32',
    ],
    [
      blockJob({
        blockSize: null,
        blockSizeSplit: [
          { size: 65536, percent: 60 },
          { size: 512, percent: 40 },
        ],
      }),
      '512B-64KiB split random read, 1 worker, depth 32',
    ],
    [
      blockJob({ rate: { operations: 1500 }, arrival: 'closed' }),
      '4KiB random read, 1 worker, depth 32, at most 1.50k/s a worker',
    ],
    [
      blockJob({ rate: { bytes: 2 ** 20 }, arrival: 'poisson' }),
      '4KiB random read, 1 worker, depth 32, poisson 1.00 MiB/s a worker',
    ],
    [{ kind: 'files', operations: ['create', 'write', 'close'], fileSize: 65536 }, 'create-write-close 64KiB files'],
    [
      blockJob({ access: 'permutation', readPercent: 0, verify: 'only' }),
      '4KiB permutation verify, 1 worker, depth 32',
    ],
    [blockJob({ readPercent: 0, verify: 'after' }), '4KiB random write, 1 worker, depth 32'],
    [{}, ''],
  ])('of %j', (job, text) => {
    expect(jobText(job)).toBe(text);
  });

  test('leaves out the swept keys, which the variant names', () => {
    expect(jobText(blockJob(), ['queueDepth', 'blockSize'])).toBe('random read, 1 worker');
    expect(variantText({ queueDepth: 8, blockSize: 4096, runtime: 5e9, direct: false })).toBe(
      'queueDepth=8 blockSize=4KiB runtime=5s direct=false',
    );
  });
});

test('the engine is named as used', () => {
  expect(engineText(stepRecord())).toBe('io_uring direct');
  expect(engineText(stepRecord({ engine: engine({ used: 'sync', direct: false }) }))).toBe('sync buffered');
  expect(engineText(stepRecord({ engine: engine({ used: 'null', direct: false }) }))).toBe('null engine');
  expect(engineText(failedStep())).toBe('');
});

test('of GPUs, with its mode and the path that is proved', () => {
  const copies = (copyMode: string) =>
    engineText(stepRecord({ job: blockJob({ copyMode }), engine: engine({ used: 'gpu-copy' }) }));
  expect(['full', 'host-only', 'copy-only'].map(copies)).toEqual([
    'gpu-copy direct',
    'gpu-copy host-only direct',
    'gpu-copy copy-only',
  ]);
  const cufile = (given: Record<string, unknown>, gpu?: GpuRecord) =>
    engineText(
      stepRecord({ job: blockJob(given), engine: engine({ used: 'cufile' }), ...(gpu === undefined ? {} : { gpu }) }),
    );
  const direct = gpuRecord(gdsVerdict('gds-p2pdma', 0));
  expect(cufile({ cufileMode: 'sync' }, direct)).toBe('cufile sync, gds-p2pdma');
  expect(cufile({ cufileMode: 'batch' })).toBe('cufile batch, unverified');
  const forced = gpuRecord(gdsVerdict('compat', 1));
  expect(cufile({ cufileMode: 'stream', cufileCompat: 'force' }, forced)).toBe('cufile stream, compat (forced)');
});

describe('errors', () => {
  test('values that the message says are not said again', () => {
    const error = {
      code: 'IO_ERROR',
      message: 'read at 4096 failed with EIO',
      errnoName: 'EIO',
      offset: 4096,
      path: '/a/0',
    };
    expect(errorText(error)).toBe('IO_ERROR: read at 4096 failed with EIO (path /a/0)');
    expect(errorBrief(error)).toBe('EIO: read at 4096 failed with EIO');
  });

  test('a crash is named by its signal', () => {
    const error = { code: 'STEP_DIED', message: 'the process of the step ended', signal: 'SIGSEGV' };
    expect(errorText(error)).toBe('STEP_DIED: the process of the step ended (signal SIGSEGV)');
    expect(errorBrief(error)).toBe('SIGSEGV: the process of the step ended');
  });

  test('an end of file has no errno to start with', () => {
    const error = { code: 'END_OF_FILE', message: 'read met the end of the file', errno: 0, errnoName: '' };
    expect(errorBrief(error)).toBe('END_OF_FILE: read met the end of the file');
  });

  test('a missing error is said to be missing', () => {
    expect([errorText(null), errorBrief(null)]).toEqual(['no reason was recorded', 'no reason was recorded']);
  });
});

test('evidence shows each value in the unit that its name says', () => {
  const evidence = {
    residentBytes: 2 ** 30,
    hitFraction: 0.934,
    startSkewSeconds: 0.0013,
    latencyNs: 98_300,
    count: 60,
    refused: [
      { engine: 'io_uring', reason: 'EPERM' },
      { engine: 'libaio', reason: 'ENOSYS' },
    ],
    known: null,
  };
  expect(evidenceText({ code: 'X', evidence, advice: '' })).toBe(
    'residentBytes: 1.00 GiB; hitFraction: 93%; startSkewSeconds: 1.30ms; latencyNs: 98.3us; count: 60; ' +
      'refused: (engine: io_uring, reason: EPERM), (engine: libaio, reason: ENOSYS); known: null',
  );
});

test.each([
  [{ lastValuePercent: 3.4567, lastMeanNs: 250_000 }, 'lastValuePercent: 3.46%; lastMeanNs: 250us'],
  [{ lastValuePercent: null, lastMeanPerSecond: 12_345.6 }, 'lastValuePercent: null; lastMeanPerSecond: 12.3k'],
  [{ lastMeanBytesPerSecond: 2 ** 30 }, 'lastMeanBytesPerSecond: 1.00 GiB/s'],
  [{ askedPerSecond: 50_000, reachedPerSecond: 16_812.4 }, 'askedPerSecond: 50.0k; reachedPerSecond: 16.8k'],
])('evidence of rates, percents and means %j', (evidence, text) => {
  expect(evidenceText({ code: 'X', evidence, advice: '' })).toBe(text);
});
