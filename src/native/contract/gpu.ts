// What a job or a probe tells of GPUs and cuFile: mirror of native/core/gpu_facts.h and native/gpu/gpu_probe.h.

export interface NativeGpuDevice {
  ordinal: number;
  name: string;
  uuid: string;
  /** As sysfs names it: 0000:65:00.0. */
  pciBusId: string;
  /** -1: the system does not tell. */
  numaNode: number;
  /** For example 9.0. */
  computeCapability: string;
  memoryBytes: number;
  gpuDirectRdma: boolean;
  dmaBuf: boolean;
}

/** Statistics of cuFile (level 3), added up over the GPUs; those of batches are of level 1. */
export interface NativeCufileStats {
  reads: number;
  p2pReads: number;
  nvfsReads: number;
  posixReads: number;
  unalignedReads: number;
  routedReads: number;
  sparseRegions: number;
  inlineRegions: number;
  readErrors: number;
  readBytes: number;
  writes: number;
  p2pWrites: number;
  nvfsWrites: number;
  posixWrites: number;
  unalignedWrites: number;
  routedWrites: number;
  writeErrors: number;
  writeBytes: number;
  batchEnqueued: number;
  batchPosixEnqueued: number;
  batchNvfs: number;
  batchP2p: number;
  batchAio: number;
  batchUring: number;
  batchMixed: number;
  batchReadBytes: number;
  batchWriteBytes: number;
}

/** The driver of cuFile as it was opened. */
export interface NativeCufile {
  library: string;
  /** For example 1.15; empty: it does not tell. */
  version: string;
  /** Opened so that a file without a direct path is refused. */
  strict: boolean;
  /** Of batch, stream, stats, parameters. */
  capabilities: string[];
  /** Of nvidia-fs; 0.0: none. */
  nvfsVersion: string;
  statusFlags: string[];
  controlFlags: string[];
  featureFlags: string[];
  maxDirectIoBytes: number;
  maxBatch: number;
  /** Before the first operation and after the last one, the ramp included; null where cuFile is too old. */
  before: NativeCufileStats | null;
  after: NativeCufileStats | null;
}

/** Calls that make memory or files known to a library; no latency contains them. */
export interface NativeRegistration {
  count: number;
  bytes: number;
  totalNs: number;
  longestNs: number;
}

/** Blocks of one file, moved once more after the measured time and compared byte for byte with a plain read of the file. */
export interface NativeGpuSample {
  path: string;
  direction: 'read' | 'write';
  blocks: number;
  bytes: number;
  mismatches: number;
  /** Offset in the file of the first byte that differs; null: none does. */
  firstMismatch: number | null;
  /** Name of the error of an operation that failed; empty: none did. */
  error: string;
  /** Statistics of cuFile around these blocks. */
  before: NativeCufileStats | null;
  after: NativeCufileStats | null;
}

/** Of a job with memory `gpu`. */
export interface NativeGpu {
  cudaLibrary: string;
  /** Of the driver API, for example 13.0. */
  cudaVersion: string;
  /** Those that the workers used. */
  devices: NativeGpuDevice[];
  /** Null with engine gpu-copy. */
  cufile: NativeCufile | null;
  /** What the engines have done from their first operation on, the ramp included. */
  transfers: { reads: number; writes: number; readBytes: number; writeBytes: number };
  registration: { handles: NativeRegistration; buffers: NativeRegistration; pinned: NativeRegistration };
  samples: NativeGpuSample[];
  /** Why there are none; empty where there are. */
  noSamples: string;
}

export interface NativeGpuProbeRequest {
  cudaLibrary: string;
  cufileLibrary: string;
  compat: 'refuse' | 'allow' | 'force';
  /** Directory of the tool's own in which a file is written, read and removed; empty: none. */
  directory: string;
  /** Bytes of the transfers to try, each a write and a read. */
  sizes: number[];
}

/** Code and reason are empty when ok; also when it did not come to it. */
export interface NativeGpuProbeStage {
  ok: boolean;
  code: string;
  reason: string;
}

export interface NativeGpuProbe {
  cuda: NativeGpuProbeStage;
  cudaLibrary: string;
  cudaVersion: string;
  devices: NativeGpuDevice[];
  cufile: NativeGpuProbeStage;
  driverOpen: NativeGpuProbeStage;
  /** Null where the driver could not be opened. */
  facts: NativeCufile | null;
  handleRegister: NativeGpuProbeStage;
  transfers: {
    direction: 'read' | 'write';
    bytes: number;
    stage: NativeGpuProbeStage;
    /** The memory of the GPU holds what the file does. */
    sameBytes: boolean;
    before: NativeCufileStats | null;
    after: NativeCufileStats | null;
  }[];
}
