// What a GPU probe finds where all goes well, and parts of it that tests change.
import type { NativeGpuProbe, NativeGpuProbeStage } from '../../src/native/contract.js';

export const passed: NativeGpuProbeStage = { ok: true, code: '', reason: '' };
/** It did not come to it. */
export const untried: NativeGpuProbeStage = { ok: false, code: '', reason: '' };

export function failure(code: string): NativeGpuProbeStage {
  return { ok: false, code, reason: `because of ${code}` };
}

export function transfer(
  changes: Partial<NativeGpuProbe['transfers'][number]> = {},
): NativeGpuProbe['transfers'][number] {
  return { direction: 'read', bytes: 4096, stage: passed, sameBytes: true, before: null, after: null, ...changes };
}

export function gpuProbe(changes: Partial<NativeGpuProbe> = {}): NativeGpuProbe {
  return {
    cuda: passed,
    cudaLibrary: '/opt/libcuda.so.1',
    cudaVersion: '13.0',
    devices: [],
    cufile: passed,
    driverOpen: passed,
    facts: null,
    handleRegister: passed,
    transfers: [transfer({ direction: 'write' }), transfer()],
    ...changes,
  };
}
