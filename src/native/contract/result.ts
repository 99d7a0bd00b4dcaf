// What a native job tells: mirror of native/core/job_result.h.
import type { NativeCheckpointResult, NativeCheckpointSnapshot } from './checkpoint.js';
import type { NativeKvCacheResult, NativeKvCacheSnapshot } from './kv-cache.js';
import type { EngineName, OperationKind, RecordedKind } from './operations.js';
import type { NativeGpu } from './gpu.js';
import type { NativeTrainingResult, NativeTrainingSnapshot } from './training.js';
import type { NativeVerification } from './verification.js';

export interface NativeLatency {
  min: number;
  mean: number;
  stddev: number;
  max: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  p9999: number;
  /** Values over one hour; they are in `max` and the mean, not in the percentiles. */
  overflow: number;
  /** HdrHistogram V2 payload, not compressed. */
  histogram: Uint8Array;
}

export interface NativeOperationResult {
  count: number;
  bytes: number;
  errors: number;
  short: number;
  /** Entries that readdir and list saw; 0 for other kinds. */
  entries: number;
  /** Entries that were gone when list looked at them; 0 for other kinds. */
  missing: number;
  latencyNs: NativeLatency;
  /** Latency from the intended start; null without an open loop. */
  intendedLatencyNs: NativeLatency | null;
}

export interface NativeIoError {
  operation: OperationKind;
  path: string;
  offset: number;
  length: number;
  /** 0: end of file where data was expected. */
  errno: number;
  errnoName: string;
  worker: number;
}

/** What the native side did to make ready, and what it found. */
export interface NativeReady {
  engineUsed: EngineName;
  engineRefused: { engine: EngineName; reason: string }[];
  /** What of the engine's options is on, for example `registered-buffers`, `defer-taskrun`. */
  engineFeatures: string[];
  /** Asked-for engine options that this kernel or file system refused, with the reason. */
  engineFeaturesRefused: { feature: string; reason: string }[];
  queueDepthUsed: number;
  direct: {
    requested: boolean;
    /** True only where O_DIRECT was accepted and a trial showed that the page cache is passed by. */
    used: boolean;
    memoryAlignment: number;
    offsetAlignment: number;
    /** `statx`, `trial` or `none`. */
    method: string;
    reason: string;
  };
  cacheBefore: NativeResidency;
  /** Bytes of the files that `resumeAt` leaves out. */
  resumedBytes: number;
}

export interface NativeResidency {
  residentBytes: number;
  totalBytes: number;
  method: string;
}

/** A pass of a job with cold passes; nothing of it is of a pause. */
export interface NativePassResult {
  index: number;
  elapsedNs: number;
  /** The pause before it. */
  pausedNs: number;
  chains: number;
  cacheBefore: NativeResidency;
  /** Whether the caches of the whole machine were dropped in that pause; null where they were not to be. */
  systemCaches: { dropped: boolean; reason: string } | null;
}

export interface NativeWorkerResult {
  worker: number;
  elapsedNs: number;
  operations: number;
  bytes: number;
  /** Chains that completed in the measured time. */
  chains: number;
}

/** What the workers had issued, in chains, when they came to the stonewall; a worker that was done before counts, too. */
export interface NativeStonewall {
  /** Measured nanoseconds until the last of those that were still at work came to it. */
  reachedNs: number;
  leastItems: number;
  mostItems: number;
}

/** What a share of a mixture has done in the measured time. */
export interface NativeShareResult {
  percent: number;
  operations: OperationKind[];
  chains: number;
  errors: number;
  /** Of whole chains. */
  latencyNs: NativeLatency;
}

export interface NativeJobResult {
  ready: NativeReady;
  endReason: 'runtime' | 'passes' | 'error' | 'stopped';
  startSkewNs: number;
  elapsedNs: number;
  firstDoneNs: number;
  /** Only kinds that occurred. */
  operations: Partial<Record<RecordedKind, NativeOperationResult>>;
  cpu: { userNs: number; systemNs: number };
  /** Deltas of /proc/self/io over the measured time; -1 where the kernel does not tell. */
  processIo: { readBytes: number; writeBytes: number; rchar: number; wchar: number };
  cacheAfter: NativeResidency;
  firstError: NativeIoError | null;
  /** Null with memory `host`. */
  gpu: NativeGpu | null;
  /** Bytes that the memory of the host moved in the measured time, for all that ran on the machine; null: see the reason. */
  memoryTraffic: { readBytes: number; writeBytes: number; method: string } | null;
  memoryTrafficReason: string;
  /** Null without `verify`. */
  verification: NativeVerification | null;
  /** Of stamped writes: the newest generation written; 0 without. */
  newestGeneration: number;
  /** Every sector of the data set carries this generation or a newer one; 0 where the job cannot know. */
  coveredGeneration: number;
  workers: NativeWorkerResult[];
  /** Null without a stonewall, where every worker was done before it, and for a job that failed or was stopped. */
  stonewall: NativeStonewall | null;
  /**
   * Of a job of kind `files` that reads: files that were read whole in the measured time, with packing the samples in
   * them; else 0.
   */
  samples: number;
  /** In the order of the job's `mix`; empty without. */
  mix: NativeShareResult[];
  /** Empty without cold passes. Its pauses are in no other time, rate or counter of the result. */
  passes: NativePassResult[];
  /** Null of other kinds than `training`. */
  training: NativeTrainingResult | null;
  /** Null of other kinds than `checkpoint`. */
  checkpoint: NativeCheckpointResult | null;
  /** Null of other kinds than `kv-cache`. */
  kvCache: NativeKvCacheResult | null;
}

export interface NativeIntervalOperation {
  count: number;
  bytes: number;
  errors: number;
  p50: number;
  p99: number;
  max: number;
  histogram: Uint8Array;
}

/** One interval of the measured time, over all workers. */
export interface NativeInterval {
  index: number;
  startNs: number;
  /** As long as the interval was measured: pauses between cold passes are left out, the start is where it is. */
  durationNs: number;
  operations: Partial<Record<RecordedKind, NativeIntervalOperation>>;
}

/** Counters since the start of the measured time, for the live view. */
export interface NativeSnapshot {
  /** `pause`: between two cold passes. */
  phase: 'prepare' | 'ready' | 'ramp' | 'measure' | 'pause' | 'drain' | 'verify' | 'done';
  elapsedNs: number;
  operations: number;
  bytes: number;
  errors: number;
  /** Share of the passes done, 0 … 1; 0 without passes. In phase `verify`: of what is read back. */
  fractionDone: number;
  /** Of all pauses between cold passes; `elapsedNs` is without them. */
  pausedNs: number;
  /** Kind `files`: chains of each worker, those of `resumeAt` included and failed ones not; else empty. */
  workersDone: number[];
  /** Null of other kinds than `training`, and before its first epoch. */
  training: NativeTrainingSnapshot | null;
  /** Null of other kinds than `checkpoint`, and before its first round. */
  checkpoint: NativeCheckpointSnapshot | null;
  /** Null of other kinds than `kv-cache`. */
  kvCache: NativeKvCacheSnapshot | null;
}
