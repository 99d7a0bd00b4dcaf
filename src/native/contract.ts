// What crosses the door between TypeScript and the C++ addon: one plain object in, one plain object out.
// Mirror of native/core/job_spec.h and native/core/job_result.h; test/native/contract.test.ts compares the field lists.
// Every field is required: C++ knows no default. Sizes and counts are whole numbers below 2^53.
import type { NativeGpuProbe, NativeGpuProbeRequest } from './contract/gpu.js';
import type { NativeJobSpec } from './contract/job.js';
import type { NativeClockState, NativeDirectAlignment, NativeReadProbe } from './contract/machine.js';
import type { EngineName } from './contract/operations.js';
import type { NativeInterval, NativeJobResult, NativeReady, NativeSnapshot } from './contract/result.js';

export * from './contract/checkpoint.js';
export * from './contract/gpu.js';
export * from './contract/job.js';
export * from './contract/kv-cache.js';
export * from './contract/machine.js';
export * from './contract/operations.js';
export * from './contract/result.js';
export * from './contract/training.js';
export * from './contract/verification.js';

export interface NativeEngineProbe {
  name: EngineName;
  available: boolean;
  /** Empty when available; else the errno and what sets it. */
  reason: string;
  features: string[];
}

export interface NativeJobHandle {
  /** Resolves when every worker is parked; rejects with an error that carries the fields of NativeIoError. */
  ready: Promise<NativeReady>;
  /** Resolves when the measured time is over, before anything is read back; at the latest when the job ends, however. */
  measured: Promise<void>;
  finished: Promise<NativeJobResult>;
  /** Releases the workers at this CLOCK_MONOTONIC time. */
  start(atMonotonicNs: bigint): void;
  snapshot(): NativeSnapshot;
  /** Stops issuing; what is in flight is awaited. */
  stop(): void;
}

export interface NativeBinding {
  version(): { addon: string; compiler: string; specFields: string[]; operationKinds: string[]; clock: string };
  probe(): NativeEngineProbe[];
  /** What a directory does with O_DIRECT, by trial in a file of its own that is removed again. */
  probeDirect(directory: string): NativeReady['direct'];
  /** What statx says of direct I/O on a file. Throws an error with the fields of NativeIoError. */
  statxDirect(path: string): NativeDirectAlignment;
  /** Reads a file of at least 4 KiB in ways that file systems refuse. Throws an error with the fields of NativeIoError. */
  probeReads(path: string): NativeReadProbe;
  /** What the kernel knows of its wall clock (adjtimex(2), asked only). */
  clockState(): NativeClockState;
  monotonicNs(): bigint;
  /** Blocks until it is done. Never throws for what it finds. Once a process, before any job with memory `gpu`. */
  probeGpu(request: NativeGpuProbeRequest): NativeGpuProbe;
  /** `_exit`: no exit handler of any library runs. Does not return. */
  exitAtOnce(code: number): never;
  /** Settles once all dirty data of the file system that holds the path is written; rejects as a job does. */
  syncFileSystem(path: string): Promise<void>;
  /**
   * Value of an extended attribute; follows symbolic links and blocks as long as the file system does. Throws an error with
   * `code`, the name of the errno: `ENODATA` where there is no such attribute, `ENOTSUP` where there are none at all.
   */
  getXattr(path: string, name: string): Buffer;
  /** Makes or replaces it. Throws as getXattr does. */
  setXattr(path: string, name: string, value: Buffer): void;
  prepareJob(spec: NativeJobSpec, onInterval: (interval: NativeInterval) => void): NativeJobHandle;
}
