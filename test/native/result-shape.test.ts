// What comes back from C++ has exactly the fields of the contract, and numbers where the contract says so.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type {
  NativeEngineProbe,
  NativeInterval,
  NativeIntervalOperation,
  NativeIoError,
  NativeJobResult,
  NativeLatency,
  NativeOperationResult,
  NativePassResult,
  NativeReady,
  NativeSnapshot,
  NativeWorkerResult,
} from '../../src/native/contract.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding, layOut, runJob, sampleSpec } from './jobs.js';

/** Every field of a type of the contract, which the compiler checks in both directions. */
type Fields<Type> = Record<keyof Type, true>;

const resultFields: Fields<NativeJobResult> = {
  ready: true,
  endReason: true,
  startSkewNs: true,
  elapsedNs: true,
  firstDoneNs: true,
  operations: true,
  cpu: true,
  processIo: true,
  cacheAfter: true,
  firstError: true,
  gpu: true,
  memoryTraffic: true,
  memoryTrafficReason: true,
  verification: true,
  newestGeneration: true,
  coveredGeneration: true,
  workers: true,
  stonewall: true,
  samples: true,
  mix: true,
  passes: true,
  training: true,
  checkpoint: true,
  kvCache: true,
};
const readyFields: Fields<NativeReady> = {
  engineUsed: true,
  engineRefused: true,
  engineFeatures: true,
  engineFeaturesRefused: true,
  queueDepthUsed: true,
  direct: true,
  cacheBefore: true,
  resumedBytes: true,
};
const directFields: Fields<NativeReady['direct']> = {
  requested: true,
  used: true,
  memoryAlignment: true,
  offsetAlignment: true,
  method: true,
  reason: true,
};
const latencyFields: Fields<NativeLatency> = {
  min: true,
  mean: true,
  stddev: true,
  max: true,
  p50: true,
  p90: true,
  p99: true,
  p999: true,
  p9999: true,
  overflow: true,
  histogram: true,
};
const operationFields: Fields<NativeOperationResult> = {
  count: true,
  bytes: true,
  errors: true,
  short: true,
  entries: true,
  missing: true,
  latencyNs: true,
  intendedLatencyNs: true,
};
const errorFields: Fields<NativeIoError> = {
  operation: true,
  path: true,
  offset: true,
  length: true,
  errno: true,
  errnoName: true,
  worker: true,
};
const intervalFields: Fields<NativeInterval> = { index: true, startNs: true, durationNs: true, operations: true };
const intervalOperationFields: Fields<NativeIntervalOperation> = {
  count: true,
  bytes: true,
  errors: true,
  p50: true,
  p99: true,
  max: true,
  histogram: true,
};
const workerFields: Fields<NativeWorkerResult> = {
  worker: true,
  elapsedNs: true,
  operations: true,
  bytes: true,
  chains: true,
};
const snapshotFields: Fields<NativeSnapshot> = {
  phase: true,
  elapsedNs: true,
  operations: true,
  bytes: true,
  errors: true,
  fractionDone: true,
  pausedNs: true,
  workersDone: true,
  training: true,
  checkpoint: true,
  kvCache: true,
};
const passFields: Fields<NativePassResult> = {
  index: true,
  elapsedNs: true,
  pausedNs: true,
  chains: true,
  cacheBefore: true,
  systemCaches: true,
};
const probeFields: Fields<NativeEngineProbe> = { name: true, available: true, reason: true, features: true };

function expectFields(value: object | null | undefined, fields: Record<string, true>): void {
  expect(Object.keys(value ?? {}).sort()).toEqual(Object.keys(fields).sort());
}

test('a result, its parts and its intervals have the fields of the contract', async () => {
  const intervals: NativeInterval[] = [];
  const files = await layOut(temporaryDirectory(), 2 ** 20);
  const result = await runJob({ ...files, engine: 'sync' }, (interval) => intervals.push(interval));

  expectFields(result, resultFields);
  expectFields(result.ready, readyFields);
  expectFields(result.ready.direct, directFields);
  expectFields(result.ready.cacheBefore, { residentBytes: true, totalBytes: true, method: true });
  expectFields(result.cacheAfter, { residentBytes: true, totalBytes: true, method: true });
  expectFields(result.processIo, { readBytes: true, writeBytes: true, rchar: true, wchar: true });
  expectFields(result.cpu, { userNs: true, systemNs: true });
  expect(result.workers).toHaveLength(1);
  expectFields(result.workers[0], workerFields);
  expectFields(result.operations.read, operationFields);
  expectFields(result.operations.read?.latencyNs, latencyFields);
  expect(result.operations.read?.latencyNs.histogram).toBeInstanceOf(Uint8Array);
  expect(result.operations.read?.intendedLatencyNs).toBeNull();
  expect(result.verification).toBeNull();
  expect(result.firstError).toBeNull();
  expect(intervals.length).toBeGreaterThan(0);
  expectFields(intervals[0], intervalFields);
  expectFields(intervals[0]?.operations.read, intervalOperationFields);
});

test('cold passes have the fields of the contract, and so has what became of the caches', async () => {
  const files = { kind: 'files', root: temporaryDirectory(), fileCount: 3, fileSize: 4096, engine: 'sync' } as const;
  await runJob({ ...files, operations: ['create', 'write', 'close'], createFiles: true });
  const job = { ...files, operations: ['open', 'read', 'close'], passes: 2 } as const;
  const { passes } = await runJob({ ...job, operations: [...job.operations], coldPasses: 'system' });

  expect(passes).toHaveLength(2);
  for (const pass of passes) expectFields(pass, passFields);
  expectFields(passes[1]?.cacheBefore, { residentBytes: true, totalBytes: true, method: true });
  expect(passes[0]?.systemCaches).toBeNull();
  expectFields(passes[1]?.systemCaches, { dropped: true, reason: true });
});

test('an open loop has latencies from the intended start, of the same shape', async () => {
  const { operations } = await runJob({ arrival: 'fixed', rateOperations: 100_000, nullLatencyNs: 1000, passes: 1 });
  expectFields(operations.read?.intendedLatencyNs, latencyFields);
});

test('a failed operation is told with all fields of the contract', async () => {
  const { firstError } = await runJob({ nullFailEvery: 1 });
  expectFields(firstError, errorFields);
});

test('an error of the preparation is an Error with code and all fields of the contract', async () => {
  const root = join(temporaryDirectory(), 'nowhere');
  const job = binding.prepareJob({ ...sampleSpec, root, engine: 'sync' }, () => undefined);
  const [ready, finished] = await Promise.allSettled([job.ready, job.finished]);

  expect([ready.status, finished.status]).toEqual(['rejected', 'rejected']);
  for (const { reason } of [ready, finished] as PromiseRejectedResult[]) {
    expect(reason).toBeInstanceOf(Error);
    expect(reason).toMatchObject({ code: 'IO_ERROR', operation: 'open', errno: 2, errnoName: 'ENOENT' });
    expect((reason as Error).message).toContain(root);
    for (const field of Object.keys(errorFields)) expect(reason).toHaveProperty(field);
  }
});

test('a snapshot tells the phase, and counts up to the result', async () => {
  const job = binding.prepareJob({ ...sampleSpec, nullLatencyNs: 1000, passes: 2 }, () => undefined);
  expectFields(job.snapshot(), snapshotFields);
  await job.ready;
  expect(job.snapshot()).toMatchObject({ phase: 'ready', elapsedNs: 0, operations: 0, fractionDone: 0 });
  job.start(binding.monotonicNs());
  const { operations } = await job.finished;

  expect(operations.read?.count).toBe(2048);
  expect(job.snapshot()).toMatchObject({
    phase: 'done',
    operations: 2048,
    bytes: 2048 * 4096,
    errors: 0,
    fractionDone: 1,
  });
});

test('the probe and the version have the fields of the contract', () => {
  for (const engine of binding.probe()) expectFields(engine, probeFields);
  expectFields(binding.version(), { addon: true, compiler: true, specFields: true, operationKinds: true, clock: true });
  expectFields(binding.probeDirect(temporaryDirectory()), directFields);
  expect(binding.version().clock).toMatch(/^(tsc|cntvct|clock_gettime)$/);
});

test('the clock is CLOCK_MONOTONIC, which Node reads too', () => {
  const before = process.hrtime.bigint();
  const clock = binding.monotonicNs();
  const after = process.hrtime.bigint();
  // The time stamp counter is calibrated against it, to within a millisecond.
  expect(Number(clock - before)).toBeGreaterThan(-1_000_000);
  expect(Number(clock - after)).toBeLessThan(1_000_000);
});
