// What a workload is once every default is in place: the types that planning and the record build on.
// Keys, ranges, defaults and help are declared in shared-fields.ts, block-fields.ts and files-fields.ts; the compiler
// refuses a key that is missing on either side.

export const kinds = ['block', 'files'] as const;
export const engines = ['auto', 'null', 'sync', 'io_uring', 'libaio', 'mmap'] as const;
export const accesses = ['sequential', 'random', 'permutation'] as const;
export const fileOperations = ['open', 'create', 'read', 'write', 'close', 'stat', 'unlink', 'fsync'] as const;
export const syncs = ['none', 'end'] as const;

export type Kind = (typeof kinds)[number];
export type Engine = (typeof engines)[number];
export type Access = (typeof accesses)[number];
export type FileOperation = (typeof fileOperations)[number];
export type Sync = (typeof syncs)[number];

/** An amount that depends on the mount: a share of its free bytes, limited. */
export interface ShareOfFree {
  /** Percent of the free bytes, above 0 up to 100. */
  percentOfFree: number;
  /** Upper limit: bytes for `size`, a number of files for `files`. */
  atMost: number;
}

/** Script of the null engine. */
export interface NullEngine {
  /** Nanoseconds of each operation on a virtual clock; 0: real time. */
  latency: number;
  /** Every n-th read or write fails with EIO; 0: never. */
  failEvery: number;
  /** Every n-th read or write moves half of its bytes; 0: never. */
  shortEvery: number;
}

/** A swept value as the workload file writes it, for example 8, "64KiB" or true. */
export type SweepValue = string | number | boolean;
/** One value for each swept key. */
export type Variant = Record<string, SweepValue>;

/** Keys of every kind. */
export interface SharedWorkload {
  /** Unique in a run; `[a-z0-9][a-z0-9._-]*`. */
  name: string;
  description: string;
  engine: Engine;
  direct: boolean;
  workers: number;
  /** Chains in flight a worker. */
  queueDepth: number;
  /** Chains handed to the kernel together and completions awaited together, 1 … queueDepth. */
  batch: number;
  /** Bytes a read or write. */
  blockSize: number;
  /** Measured nanoseconds; null: until the passes or epochs are done. */
  runtime: number | null;
  /** Nanoseconds before the measured time. */
  ramp: number;
  /** Nanoseconds of an interval of the time series. */
  interval: number;
  dropCache: boolean;
  seed: number;
  registerBuffers: boolean;
  registerFiles: boolean;
  sqPoll: boolean;
  ioPoll: boolean;
  hugePages: boolean;
  /** Processors to pin the workers to, round-robin; empty: no pinning. */
  cpus: number[];
  /** NUMA node of the buffers; null: local to the worker. */
  numaNode: number | null;
  /** All zero with any engine but `null`. */
  nullEngine: NullEngine;
  /** Values by key. The swept keys themselves hold the first variant; `withVariant` gives the others. */
  sweep: Record<string, SweepValue[]>;
  /** Keys that were not given and that follow from the swept ones, such as `direct`; they too hold the first variant. */
  computedKeys: string[];
}

/** Single reads and writes at an offset of files that exist. */
export interface BlockWorkload extends SharedWorkload {
  kind: 'block';
  access: Access;
  /** Share of reads among the operations, a whole number 0 … 100. */
  readPercent: number;
  /** Bytes of the data set over all files. A number is a multiple of files * blockSize; the plan rounds a share down. */
  size: number | ShareOfFree;
  /** Number of files, each of size / files bytes. */
  files: number;
  /** Passes over all blocks; null: until the runtime is over. */
  passes: number | null;
  fsync: Sync;
}

/** A chain of operations on one file after the other. */
export interface FilesWorkload extends SharedWorkload {
  kind: 'files';
  operations: FileOperation[];
  /** Number of files; a share counts as many files of fileSize as fit into it. */
  files: number | ShareOfFree;
  /** Bytes of each file. */
  fileSize: number;
  filesPerDirectory: number;
  access: Access;
  /** Passes over all files; null: until the runtime is over. */
  epochs: number | null;
}

export type Workload = BlockWorkload | FilesWorkload;

/** True when the workload reads file content. */
export function readsData(workload: Workload): boolean {
  return workload.kind === 'block' ? workload.readPercent > 0 : workload.operations.includes('read');
}

/** True when the workload writes file content. */
export function writesData(workload: Workload): boolean {
  return workload.kind === 'block' ? workload.readPercent < 100 : workload.operations.includes('write');
}
