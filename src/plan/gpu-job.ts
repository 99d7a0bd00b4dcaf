// What a native job does with the memory of GPUs.
import type { NativeJobSpec } from '../native/contract.js';
import type { GpuKeys } from '../spec/workload.js';

export type GpuFields = Pick<
  NativeJobSpec,
  'memory' | 'gpus' | 'cufileMode' | 'cufileCompat' | 'copyMode' | 'cudaLibrary' | 'cufileLibrary'
>;

/** Paths of libraries on the machine that runs the job; empty: where the system has them. */
export type GpuLibraries = Pick<NativeJobSpec, 'cudaLibrary' | 'cufileLibrary'>;

export const systemLibraries: Readonly<GpuLibraries> = { cudaLibrary: '', cufileLibrary: '' };

/** The libraries are told only to a job that opens them. */
export function gpuFields(workload: GpuKeys, libraries: GpuLibraries): GpuFields {
  const { memory, gpus, cufileMode, cufileCompat, copyMode } = workload;
  const { cudaLibrary, cufileLibrary } = memory === 'gpu' ? libraries : systemLibraries;
  return { memory, gpus: [...gpus], cufileMode, cufileCompat, copyMode, cudaLibrary, cufileLibrary };
}

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
