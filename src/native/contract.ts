// What crosses the door between TypeScript and the C++ addon: one plain object in, one plain object out.
// Mirror of native/core/job_spec.h and native/core/job_result.h; test/native/contract.test.ts compares the field lists.
// Every field is required: C++ knows no default. Sizes and counts are whole numbers below 2^53.

import type { NativeVerification } from './contract/verification.js';

export * from './contract/verification.js';

export const engineNames = ['null', 'sync', 'io_uring', 'libaio', 'mmap'] as const;
export type EngineName = (typeof engineNames)[number];

export const operationKinds = [
  'read',
  'write',
  'open',
  'create',
  'close',
  'stat',
  'unlink',
  'fsync',
  'mkdir',
  'rmdir',
  'rename',
  'readdir',
  'setattr',
  'setxattr',
  'getxattr',
  'link',
  'symlink',
] as const;
export type OperationKind = (typeof operationKinds)[number];

/** `chain` is the time of a whole item of several operations: open to close. */
export type RecordedKind = OperationKind | 'chain';

export const nativeAccesses = [
  'sequential',
  'random',
  'permutation',
  'backward',
  'strided',
  'zipf',
  'pareto',
  'normal',
  'zoned',
] as const;
export type NativeAccess = (typeof nativeAccesses)[number];

/** Generations tell one writing of a stamped sector from the next; this is that of the first. */
export const firstGeneration = 1;
/**
 * Generations that a job may use, one a pass. A job that dies leaves nobody who knows how many it has used, so all of
 * them count as used until it has told.
 */
export const generationsOfJob = 2 ** 20;

/** Each multiple of `unit` from `from` to `to` alike, or the sizes of `shares` by weight where there are any. */
export interface NativeBlockSizes {
  from: number;
  to: number;
  unit: number;
  shares: { bytes: number; weight: number }[];
}

/** The law of the sizes of files: that of a file depends on its number and on the seed of the job alone. */
export interface NativeFileSizes {
  /** Kind `block` knows `fixed` only. */
  form: 'fixed' | 'uniform' | 'lognormal' | 'histogram';
  /** Bytes of the smallest and of the largest file of `uniform` and `lognormal`; else 0. */
  from: number;
  to: number;
  /** Bytes, and deviation of the natural logarithm, of `lognormal` before it is cut off; else 0. */
  median: number;
  sigma: number;
  /** Of `histogram`; else empty. */
  shares: { bytes: number; weight: number }[];
}

export interface NativeJobSpec {
  /**
   * `block`: single reads and writes at an offset of open files. `files`: `operations` on one file after the other.
   */
  kind: 'block' | 'files';
  /** `auto` takes the first of io_uring, libaio, sync that this kernel allows; the result says which and why. */
  engine: 'auto' | EngineName;
  direct: boolean;
  workers: number;
  /** Chains in flight a worker. */
  queueDepth: number;
  /** Chains handed to the engine at once, 1 … queueDepth. */
  submitBatch: number;
  /** Completions that a full worker waits for, 1 … queueDepth. */
  completeBatch: number;
  /** Bytes a read or write. A file of kind `files` that is larger is read or written in pieces of it. */
  blockSize: number;

  /** Directory that holds the files; each path is computed from the index, see native/core/file_namespace.h. */
  root: string;
  fileCount: number;
  /** Files in each of the directories, side by side; with a tree the most that one of its leaves gets. */
  filesPerDirectory: number;
  /** A tree of width^depth leaf directories, which share the files evenly; both 0: directories side by side. */
  directoryWidth: number;
  directoryDepth: number;
  /** Start of the name of each file, before its number. */
  filePrefix: string;
  /** Bytes of the largest file; with `fileSizes` of form `fixed`, of each. */
  fileSize: number;
  fileSizes: NativeFileSizes;

  /**
   * Order of blocks or files: `permutation` touches each exactly once a pass. Kind `files` knows the first three
   * only.
   */
  access: NativeAccess;
  /** Bytes between the starts of two blocks of access `strided`; else 0. */
  stride: number;
  /** Theta of `zipf`, h of `pareto`, deviation in percent of `normal`; else 0. */
  skew: number;
  /** Shares of operations and of space, in percent, of access `zoned`; else empty. */
  zones: { operations: number; space: number }[];
  /** Sizes of reads and of writes of kind `block`; `blockSize` is the largest of them. */
  readSizes: NativeBlockSizes;
  writeSizes: NativeBlockSizes;
  /** Bytes at the start of each file that are left out, and how many more for each worker after the first. */
  offset: number;
  offsetIncrement: number;
  /** `perWorker`: each worker uses files of its own, and there are at least as many files as workers. */
  fileSharing: 'shared' | 'perWorker';
  /** How a worker with several files takes turns, for accesses that walk in order. */
  serviceOrder: 'sequential' | 'roundrobin' | 'random';
  /** Bytes and operations after which a worker ends; 0: no such limit. */
  ioBytes: number;
  operationLimit: number;
  /** Share of reads among the operations of kind `block`, 0 … 100. */
  readPercent: number;
  /** Chain of kind `files`, in order; empty for `block`. */
  operations: OperationKind[];
  seed: number;

  /** What a worker may do a second: operations, or bytes; both 0: as much as it can. */
  rateOperations: number;
  rateBytes: number;
  /**
   * `closed`: the rate limits the worker. `fixed`, `poisson`: an open loop; operations have an intended start, and
   * the latency from it is recorded as well.
   */
  arrival: 'closed' | 'fixed' | 'poisson';
  /** Nanoseconds of pause after every `thinkEvery` operations; 0: none. */
  thinkNs: number;
  thinkEvery: number;

  /** Nanoseconds before the measured time; nothing in it is counted. */
  rampNs: number;
  /** Measured nanoseconds; 0: until the passes are done. */
  runtimeNs: number;
  /** Passes over all blocks or files; 0: until the runtime is over. */
  passes: number;
  /** Nanoseconds of an interval of the time series. */
  intervalNs: number;
  /**
   * `end`: kind `block`: each worker syncs its files after its last write, inside the elapsed time. Kind `files`: the
   * file system is synced once after the last worker; that is not part of the elapsed time.
   */
  fsync: 'none' | 'end';
  /** O_SYNC or O_DSYNC of the files. */
  sync: 'none' | 'sync' | 'dsync';
  /** Writes of a worker after which it syncs the file; 0: never. */
  fsyncEvery: number;
  /** These syncs are fdatasync. */
  fsyncDataOnly: boolean;
  /** New content for every write; else the buffers keep what they were filled with. */
  refill: boolean;
  /** How much a compressor takes off what is written, and the share of blocks that repeat an earlier one; 0 … 100. */
  compressPercent: number;
  dedupePercent: number;
  /** Hex digits of the bytes that are written again and again; empty: none. */
  pattern: string;

  /**
   * `during`: what is read is checked, and what was written is read back at once. `after`: what was written is read
   * back once the measured time is over and the data is on the storage. Needs stamped sectors.
   */
  verify: 'none' | 'after' | 'during';
  /** Number of the data set in the stamp of each sector that is written; 0: written sectors are not stamped. */
  stampDataset: number;
  /** Generation that the writes of the first pass carry; those of each further pass carry one more. */
  stampGeneration: number;
  /** The oldest generation that a sector may have which this job has not written. */
  stampOldest: number;

  /** Create missing files (and directories) and set their length before the start. */
  createFiles: boolean;
  /**
   * How the space of files that are made is reserved: not, fallocate(2), that without a change of length,
   * ftruncate(2).
   */
  fallocate: 'none' | 'native' | 'keep' | 'truncate';
  /** Refuse to read a file that has holes or unwritten extents. */
  requireWritten: boolean;
  /** Drop the clean page cache of the files before the start, and prove it. */
  dropCache: boolean;

  registerBuffers: boolean;
  registerFiles: boolean;
  /** Operations from the first of a chain to the one that closes its file are handed over together, where the kernel can. */
  linkChains: boolean;
  sqPoll: boolean;
  ioPoll: boolean;
  hugePages: boolean;
  /** Processors to pin the workers to, round-robin; empty: no pinning. */
  cpus: number[];
  /** NUMA node of the buffers; -1: local to the worker. */
  numaNode: number;

  /** Script of the null engine: every operation takes this long on a virtual clock; 0: real time. */
  nullLatencyNs: number;
  /** The null engine fails every n-th read or write with EIO; 0: never. */
  nullFailEvery: number;
  /** The null engine completes every n-th read or write with half of its bytes; 0: never. */
  nullShortEvery: number;
}

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
  cacheBefore: { residentBytes: number; totalBytes: number; method: string };
}

export interface NativeWorkerResult {
  worker: number;
  elapsedNs: number;
  operations: number;
  bytes: number;
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
  cacheAfter: { residentBytes: number; totalBytes: number; method: string };
  firstError: NativeIoError | null;
  /** Null without `verify`. */
  verification: NativeVerification | null;
  /** Of stamped writes: the newest generation written; 0 without. */
  newestGeneration: number;
  /** Every sector of the data set carries this generation or a newer one; 0 where the job cannot know. */
  coveredGeneration: number;
  workers: NativeWorkerResult[];
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
  durationNs: number;
  operations: Partial<Record<RecordedKind, NativeIntervalOperation>>;
}

/** Counters since the start of the measured time, for the live view. */
export interface NativeSnapshot {
  phase: 'prepare' | 'ready' | 'ramp' | 'measure' | 'drain' | 'verify' | 'done';
  elapsedNs: number;
  operations: number;
  bytes: number;
  errors: number;
  /** Share of the passes done, 0 … 1; 0 without passes. In phase `verify`: of what is read back. */
  fractionDone: number;
}

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
  monotonicNs(): bigint;
  prepareJob(spec: NativeJobSpec, onInterval: (interval: NativeInterval) => void): NativeJobHandle;
}
