// What a native job does with the memory of GPUs.
import type { NativeJobSpec } from '../native/contract.js';

export type GpuFields = Pick<
  NativeJobSpec,
  'memory' | 'gpus' | 'cufileMode' | 'cufileCompat' | 'copyMode' | 'cudaLibrary' | 'cufileLibrary'
>;

/** Nothing: all of it is in the memory of the host. */
export function hostMemory(): GpuFields {
  return {
    memory: 'host',
    gpus: [],
    cufileMode: 'sync',
    cufileCompat: 'refuse',
    copyMode: 'full',
    cudaLibrary: '',
    cufileLibrary: '',
  };
}
