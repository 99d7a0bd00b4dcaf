// Native results → records: rates, shares and units by hand-made numbers.
import { describe, expect, test } from 'vitest';
import { decodeHistogram } from '../../src/result/histogram.js';
import { ioErrorRecord, toStepRecord } from '../../src/result/step-record.js';
import type { NativeIoError, NativeJobResult } from '../../src/native/contract.js';
import {
  completeOutcome,
  directFacts,
  nativeOperation,
  nativeReady,
  nativeResult,
  payloadOf,
  referenceHistogram,
  stepToRecord,
} from './samples.js';

const recordOf = (result: Partial<NativeJobResult>) =>
  toStepRecord(stepToRecord(), completeOutcome({ result: nativeResult(result) }));

describe('a complete step', () => {
  test('takes over the words of the plan and of the outcome', () => {
    const { id, workload, mount, repeat, variant, job } = stepToRecord();
    const { status, error, startedAt, endedAt, dataset, metrics, warnings } = completeOutcome();
    const record = toStepRecord(stepToRecord(), completeOutcome());
    expect(record).toMatchObject({ id, workload, mount, repeat, variant, job });
    expect(record).toMatchObject({ status, error, startedAt, endedAt, dataset, metrics, warnings });
  });

  test('has times in seconds', () => {
    const record = recordOf({ elapsedNs: 2_500_000_000, firstDoneNs: 1_250_000_000, startSkewNs: 1500 });
    expect(record).toMatchObject({ elapsedSeconds: 2.5, firstDoneSeconds: 1.25, startSkewSeconds: 0.000_001_5 });
    expect(record.workers).toEqual([
      { worker: 0, elapsedSeconds: 2, operations: 1000, bytes: 4_096_000, chains: 1000 },
    ]);
    expect(record.stonewall).toBeNull();
  });

  test('has the stonewall, where there was one', () => {
    const stonewall = { reachedNs: 1_500_000_000, leastItems: 90, mostItems: 100 };
    expect(recordOf({ stonewall }).stonewall).toEqual({ reachedSeconds: 1.5, leastItems: 90, mostItems: 100 });
  });

  test('rates are what completed over the elapsed time, not over the runtime asked for', () => {
    const read = nativeOperation({ count: 300, bytes: 3000, errors: 7, short: 2 });
    const { operations } = recordOf({ operations: { read }, elapsedNs: 1_500_000_000 });
    expect(operations.read).toMatchObject({ count: 300, bytes: 3000, errors: 7, short: 2 });
    expect(operations.read).toMatchObject({ perSecond: 200, bytesPerSecond: 2000 });
    expect(Object.keys(operations)).toEqual(['read']);
  });

  test('no time gives rates of 0, not infinite ones', () => {
    expect(recordOf({ elapsedNs: 0 }).operations.read).toMatchObject({ perSecond: 0, bytesPerSecond: 0 });
  });

  test('latencies stay nanoseconds and the histogram can be decoded', () => {
    const read = nativeOperation();
    read.latencyNs = { ...read.latencyNs, overflow: 3, histogram: payloadOf(referenceHistogram([10, 20, 30])) };
    const latency = recordOf({ operations: { read } }).operations.read?.latencyNs;
    expect(latency).toMatchObject({ ...read.latencyNs, histogram: expect.any(String) as string });
    expect(decodeHistogram(latency?.histogram ?? '').totalCount).toBe(3);
  });

  test('latencies from the intended start stand beside those from issue, in the same shape', () => {
    const intendedLatencyNs = { ...nativeOperation().latencyNs, p99: 70_000 };
    const histogram = payloadOf(referenceHistogram([10, 20]));
    const read = nativeOperation({ intendedLatencyNs: { ...intendedLatencyNs, histogram } });
    const record = recordOf({ operations: { read } }).operations.read;
    expect(record).toMatchObject({ latencyNs: { p99: 4000 }, intendedLatencyNs: { p99: 70_000, min: 1000 } });
    expect(decodeHistogram(record?.intendedLatencyNs?.histogram ?? '').totalCount).toBe(2);
  });

  test('there are none without an open loop', () => {
    expect(recordOf({ operations: { read: nativeOperation() } }).operations.read?.intendedLatencyNs).toBeNull();
  });
});

describe('processor time', () => {
  test('a chain is not counted on top of its operations', () => {
    const operations = {
      open: nativeOperation({ count: 10 }),
      read: nativeOperation({ count: 30 }),
      close: nativeOperation({ count: 10 }),
      chain: nativeOperation({ count: 10 }),
    };
    const cpu = { userNs: 60_000, systemNs: 40_000 };
    expect(recordOf({ operations, cpu }).cpu).toEqual({
      userSeconds: 0.000_06,
      systemSeconds: 0.000_04,
      microsecondsPerOperation: 2,
    });
  });

  test('without operations there is no time per operation', () => {
    expect(recordOf({ operations: {} }).cpu?.microsecondsPerOperation).toBeNull();
  });
});

describe('cache hits', () => {
  const io = (readBytes: number) => ({ readBytes, writeBytes: 0, rchar: 0, wchar: 0 });
  const read = nativeOperation({ bytes: 1000 });
  const warm = { cacheBefore: { residentBytes: 500, totalBytes: 1000, method: 'mincore' } };

  test.each([
    [0, 1],
    [250, 0.75],
    [1000, 0],
    [1600, 0],
  ])('%d of 1000 bytes from storage: hit fraction %d', (readBytes, hitFraction) => {
    const record = recordOf({ operations: { read }, processIo: io(readBytes), ready: nativeReady(warm) });
    expect(record.cache).toMatchObject({ hitFraction, method: 'proc-self-io' });
  });

  test('unknown where the kernel does not tell, and its counters are null', () => {
    const record = recordOf({ operations: { read }, processIo: io(-1) });
    expect(record.cache).toMatchObject({ hitFraction: null, method: 'unknown' });
    expect(record.processIo).toEqual({ readBytes: null, writeBytes: 0, rchar: 0, wchar: 0 });
  });

  test('nothing resident before and nothing fetched: the counter does not count this file system', () => {
    const cold = { residentBytes: 0, totalBytes: 1000, method: 'mincore' };
    const cache = (readBytes: number) =>
      recordOf({ operations: { read }, processIo: io(readBytes), ready: nativeReady({ cacheBefore: cold }) }).cache;
    expect(cache(0)).toMatchObject({ hitFraction: null, method: 'unknown' });
    expect(cache(400)).toMatchObject({ hitFraction: 0.6, method: 'proc-self-io' });
  });

  test('O_DIRECT in use: none, whatever the kernel counts', () => {
    const ready = nativeReady({ direct: directFacts(true) });
    const { cache } = recordOf({ operations: { read }, processIo: io(0), ready });
    expect(cache).toMatchObject({ hitFraction: 0, method: 'direct' });
  });

  test('O_DIRECT asked for and not in use: the counters decide', () => {
    const ready = nativeReady({ direct: directFacts(false), ...warm });
    const { cache } = recordOf({ operations: { read }, processIo: io(0), ready });
    expect(cache).toMatchObject({ hitFraction: 1, method: 'proc-self-io' });
  });

  test('no reads from storage: no fraction', () => {
    const write = nativeOperation();
    expect(recordOf({ operations: { write } }).cache).toMatchObject({ hitFraction: null, method: 'none' });
    const ready = nativeReady({ engineUsed: 'null' });
    expect(recordOf({ ready }).cache).toMatchObject({ hitFraction: null, method: 'none' });
  });

  test('keeps the residency before and after', () => {
    const { ready, cacheAfter } = nativeResult();
    expect(recordOf({}).cache).toMatchObject({ before: ready.cacheBefore, after: cacheAfter });
  });
});

test('the engine: asked for, used, and all that was refused', () => {
  const ready = nativeReady({
    engineUsed: 'sync',
    engineRefused: [{ engine: 'io_uring', reason: 'EPERM' }],
    engineFeaturesRefused: [{ feature: 'sq-poll', reason: 'EINVAL' }],
    queueDepthUsed: 1,
    direct: directFacts(false),
  });
  const step = { ...stepToRecord(), spec: { engine: 'auto', direct: true } as const };
  expect(toStepRecord(step, completeOutcome({ result: nativeResult({ ready }) })).engine).toEqual({
    requested: 'auto',
    used: 'sync',
    directRequested: true,
    direct: false,
    directReason: 'open with O_DIRECT gives EINVAL',
    queueDepth: 1,
    features: ['registered-buffers'],
    refused: [
      { what: 'io_uring', reason: 'EPERM' },
      { what: 'sq-poll', reason: 'EINVAL' },
    ],
  });
});

describe('a step that did not complete', () => {
  const eio: NativeIoError = {
    operation: 'read',
    path: '/data/f1',
    offset: 8192,
    length: 4096,
    errno: 5,
    errnoName: 'EIO',
    worker: 3,
  };

  test('without a result nothing is claimed to be measured', () => {
    const error = { code: 'STEP_ABANDONED', message: 'no answer within 30 s' };
    const record = toStepRecord(stepToRecord(), completeOutcome({ status: 'failed', result: null, error }));
    expect(record).toMatchObject({ error, elapsedSeconds: null, operations: {}, cpu: null, endReason: null });
    expect(record.engine).toMatchObject({ requested: 'auto', used: null, direct: null, refused: [] });
    expect(record.cache).toEqual({ hitFraction: null, method: 'unknown', before: null, after: null });
  });

  test('takes the first failed operation as its error', () => {
    const failed = completeOutcome({ status: 'failed', result: nativeResult({ firstError: eio, endReason: 'error' }) });
    const { operation, path, offset, length, errno, errnoName } = eio;
    const message = 'read of 4096 bytes at offset 8192 in "/data/f1" failed with EIO';
    expect(toStepRecord(stepToRecord(), failed).error).toEqual({
      code: 'IO_ERROR',
      message,
      operation,
      path,
      offset,
      length,
      errno,
      errnoName,
    });
  });

  test('an error of its own comes before the failed operation', () => {
    const error = { code: 'CHILD_DIED', message: 'SIGSEGV', signal: 'SIGSEGV' };
    const failed = completeOutcome({ status: 'failed', error, result: nativeResult({ firstError: eio }) });
    expect(toStepRecord(stepToRecord(), failed).error).toEqual(error);
  });

  test('a failure of cuFile tells where to look', () => {
    const { message } = ioErrorRecord({ ...eio, errno: 5011, errnoName: 'CUFILE_CUDA_DRIVER_ERROR (5011)' });
    expect(message).toMatch(
      /failed with CUFILE_CUDA_DRIVER_ERROR \(5011\); see the log of cuFile in the folder of the run$/,
    );
  });

  test('an end of file and an operation without a range read as what they are', () => {
    expect(ioErrorRecord({ ...eio, errno: 0, errnoName: '' })).toMatchObject({
      code: 'END_OF_FILE',
      message: 'read of 4096 bytes at offset 8192 in "/data/f1" met the end of the file',
    });
    const open = ioErrorRecord({ ...eio, operation: 'open', offset: 0, length: 0, errnoName: 'EMFILE' });
    expect(open.message).toBe('open in "/data/f1" failed with EMFILE');
  });
});
