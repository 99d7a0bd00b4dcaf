// What a native job tells of GPUs → its part of the record, with the verdicts on the paths that were passed in.
import type { NativeGpu, NativeRegistration } from '../native/contract.js';
import type { GdsTrial, GdsVerdict, GpuRecord, MemoryTraffic } from './gpu-schema.js';
import type { StepResult } from './step-result.js';

/** The verdicts on a job and on each of its samples, in their order; null where the engine is not cufile. */
export interface GpuVerdicts {
  path: GdsVerdict | null;
  samples: readonly (GdsVerdict | null)[];
}

/** Both parts of the record; nothing with memory `host`. */
export function gpuRecords(
  { gpu, memoryTraffic, memoryTrafficReason }: StepResult,
  verdicts: GpuVerdicts | null,
  trial: GdsTrial | null,
): { gpu: GpuRecord; memoryTraffic: MemoryTraffic } | null {
  if (gpu === null) return null;
  const unknown = { readBytes: null, writeBytes: null, method: '', reason: memoryTrafficReason };
  return {
    gpu: gpuRecord(gpu, verdicts, trial),
    memoryTraffic: memoryTraffic === null ? unknown : { ...memoryTraffic, reason: '' },
  };
}

function gpuRecord(gpu: NativeGpu, verdicts: GpuVerdicts | null, trial: GdsTrial | null): GpuRecord {
  const { handles, buffers, pinned } = gpu.registration;
  return {
    ...gpu,
    devices: gpu.devices.map((device) => ({ ...device, numaNode: device.numaNode < 0 ? null : device.numaNode })),
    registration: {
      handles: registrationRecord(handles),
      buffers: registrationRecord(buffers),
      pinned: registrationRecord(pinned),
    },
    samples: gpu.samples.map((sample, at) => ({ ...sample, verdict: verdicts?.samples[at] ?? null })),
    trial,
    path: verdicts?.path ?? null,
  };
}

function registrationRecord({ count, bytes, totalNs, longestNs }: NativeRegistration) {
  return { count, bytes, seconds: totalNs / 1e9, longestSeconds: longestNs / 1e9 };
}
