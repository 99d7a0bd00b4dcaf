// What a job tells of GPUs, in the words of the record, and what the schema takes.
import { expect, test } from 'vitest';
import { runJsonSchema, runSchema } from '../../src/result/schema.js';
import { toStepRecord, type StepOutcome } from '../../src/result/step-record.js';
import { cufileStats, gdsVerdict, nativeCufile, nativeGpu, nativeSample } from '../fixtures/gpu.js';
import { completeOutcome, nativeResult, runRecord, stepToRecord } from './samples.js';

const [device] = nativeGpu().devices;
const gpu = nativeGpu({
  devices: device === undefined ? [] : [device, { ...device, ordinal: 1, numaNode: -1 }],
  samples: [nativeSample(), nativeSample({ path: 'b', mismatches: 1, firstMismatch: 4097 })],
});
const trial = { ok: false, code: 'CUFILE_IO_NOT_SUPPORTED', reason: 'tmpfs' };
const path = gdsVerdict('gds-nvfs', 0);
const gdsVerdicts = { path, samples: [path, gdsVerdict('unverified')] };
const step = (given: Partial<StepOutcome>) => toStepRecord(stepToRecord(), completeOutcome(given));

test('times are seconds, unknown NUMA nodes null, and each sample has its verdict', () => {
  const record = step({ result: nativeResult({ gpu }), gdsVerdicts, gdsTrial: trial });
  expect(record.gpu).toMatchObject({
    devices: [
      { ordinal: 0, numaNode: 1 },
      { ordinal: 1, numaNode: null },
    ],
    registration: { handles: { count: 1, seconds: 0.002 }, buffers: { seconds: 0.004, longestSeconds: 0.0015 } },
    samples: [{ verdict: path }, { path: 'b', firstMismatch: 4097, verdict: { verdict: 'unverified' } }],
    ...{ trial, path },
  });
  expect(record.gpu?.cufile?.after).toEqual(cufileStats({ reads: 1000, nvfsReads: 1000 }));
});

test('what the memory of the host moved, or why nobody knows', () => {
  const memoryTraffic = { readBytes: 3, writeBytes: 1, method: 'uncore_imc' };
  const known = step({ result: nativeResult({ gpu, memoryTraffic, memoryTrafficReason: '' }) });
  expect(known.memoryTraffic).toEqual({ ...memoryTraffic, reason: '' });
  const unknown = step({ result: nativeResult({ gpu, memoryTrafficReason: 'EACCES' }) });
  expect(unknown.memoryTraffic).toEqual({ readBytes: null, writeBytes: null, method: '', reason: 'EACCES' });
});

test('neither is there without a GPU', () => {
  for (const result of [null, nativeResult()]) {
    const record = step({ result });
    expect(record).not.toHaveProperty('gpu');
    expect(record).not.toHaveProperty('memoryTraffic');
  }
});

test('the schema takes them, with nothing it does not know', () => {
  const copied = nativeGpu({ cufile: null, samples: [], noSamples: 'none was asked for' });
  const old = nativeGpu({ cufile: nativeCufile({ version: '', before: null, after: null }) });
  const steps = [gpu, copied, old].map((one) => step({ result: nativeResult({ gpu: one }), gdsVerdicts }));
  const record = runRecord(steps);
  expect(runSchema.strict().parse(record)).toEqual(JSON.parse(JSON.stringify(record)));
  const published = JSON.stringify(runJsonSchema());
  expect(published).toContain('gds-p2pdma');
});
