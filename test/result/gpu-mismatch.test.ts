// Samples of GPU memory that differ from the files fail the step, with place and number.
import { expect, test } from 'vitest';
import type { NativeGpu, NativeGpuSample } from '../../src/native/contract.js';
import { gpuMismatchError } from '../../src/result/gpu-mismatch.js';
import { toStepRecord } from '../../src/result/step-record.js';
import { completeOutcome, nativeResult, stepToRecord } from './samples.js';

const none = { count: 0, bytes: 0, totalNs: 0, longestNs: 0 };

function sample(changes: Partial<NativeGpuSample> = {}): NativeGpuSample {
  const good = { blocks: 4, bytes: 16384, mismatches: 0, firstMismatch: null, error: '', before: null, after: null };
  return { path: '/mnt/a/f0', direction: 'read', ...good, ...changes };
}

function gpu(samples: NativeGpuSample[]): NativeGpu {
  return {
    cudaLibrary: 'libcuda.so.1',
    cudaVersion: '13.0',
    devices: [],
    cufile: null,
    transfers: { reads: 0, writes: 0, readBytes: 0, writeBytes: 0 },
    registration: { handles: none, buffers: none, pinned: none },
    samples,
    noSamples: '',
  };
}

test('samples that agree, samples that could not be taken, and no GPU at all are no error', () => {
  expect(gpuMismatchError(gpu([sample(), sample({ blocks: 0, error: 'EIO' })]))).toBeNull();
  expect(gpuMismatchError(gpu([]))).toBeNull();
  expect(gpuMismatchError(null)).toBeNull();
});

test('the first file that differs is told with the place', () => {
  const wrong = sample({ path: '/mnt/a/f1', mismatches: 2, firstMismatch: 8192 });
  expect(gpuMismatchError(gpu([sample(), wrong]))).toEqual({
    code: 'GPU_DATA_MISMATCH',
    message: 'of 4 blocks read into the memory of the GPU, 2 differ from what is in "/mnt/a/f1", first at offset 8192',
    operation: 'read',
    path: '/mnt/a/f1',
    offset: 8192,
  });
});

test('others are counted', () => {
  const wrong = sample({ direction: 'write', mismatches: 4, firstMismatch: null });
  const told = (count: number) => gpuMismatchError(gpu(Array.from({ length: count }, () => wrong)))?.message;
  const what = 'of 4 blocks written from the memory of the GPU, 4 differ from what is in "/mnt/a/f0"';
  expect(told(1)).toBe(what);
  expect(told(2)).toBe(`${what}; 1 more file alike`);
  expect(told(3)).toBe(`${what}; 2 more files alike`);
});

test('a failed step without another error has it in its record', () => {
  const result = nativeResult({ gpu: gpu([sample({ mismatches: 1, firstMismatch: 0 })]) });
  const record = toStepRecord(stepToRecord(), completeOutcome({ result, status: 'failed' }));
  expect(record.error).toMatchObject({ code: 'GPU_DATA_MISMATCH', path: '/mnt/a/f0', offset: 0 });
});
