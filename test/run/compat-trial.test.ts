// What a trial of the direct path comes to: whether all went well, or the first thing that did not.
import { describe, expect, test } from 'vitest';
import type { NativeGpuProbe } from '../../src/native/contract.js';
import { trialOf } from '../../src/run/compat-trial.js';
import { failure, gpuProbe, transfer, untried } from './gpu-answers.js';

test('a strict probe in which all goes well is a direct path', () => {
  expect(trialOf({ probe: gpuProbe(), error: null })).toEqual({ ok: true, code: '', reason: '' });
});

const later = { transfers: [] };

describe('the first stage that fails says why', () => {
  test.each<[string, Partial<NativeGpuProbe>]>([
    [
      'CUDA_LIBRARY_MISSING',
      {
        cuda: failure('CUDA_LIBRARY_MISSING'),
        cufile: untried,
        driverOpen: untried,
        handleRegister: untried,
        ...later,
      },
    ],
    ['CUFILE_TOO_OLD', { cufile: failure('CUFILE_TOO_OLD'), driverOpen: untried, handleRegister: untried, ...later }],
    [
      'CUFILE_DRIVER_NOT_INITIALIZED',
      { driverOpen: failure('CUFILE_DRIVER_NOT_INITIALIZED'), handleRegister: untried, ...later },
    ],
    ['CUFILE_IO_NOT_SUPPORTED', { handleRegister: failure('CUFILE_IO_NOT_SUPPORTED'), ...later }],
    ['IO_ERROR', { transfers: [transfer(), transfer({ stage: failure('IO_ERROR'), sameBytes: false }), transfer()] }],
  ])('%s', (code, changes) => {
    expect(trialOf({ probe: gpuProbe(changes), error: null })).toEqual({
      ok: false,
      code,
      reason: `because of ${code}`,
    });
  });
});

test('bytes that differ are no direct path', () => {
  const transfers = [transfer(), transfer({ bytes: 2 ** 20, sameBytes: false })];
  expect(trialOf({ probe: gpuProbe({ transfers }), error: null })).toEqual({
    ok: false,
    code: 'GPU_DATA_MISMATCH',
    reason: 'after a read of 1048576 bytes the memory of the GPU does not hold what the file does',
  });
});

test('a probe without an answer is no direct path, for the reason why there is none', () => {
  const error = { code: 'GPU_PROBE_TIMED_OUT', message: 'no answer' };
  expect(trialOf({ probe: null, error })).toEqual({ ok: false, code: 'GPU_PROBE_TIMED_OUT', reason: 'no answer' });
});
