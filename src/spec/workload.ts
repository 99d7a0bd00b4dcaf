// What a workload is once every default is in place: the types that planning and the record build on.
// Keys, ranges, defaults and help are declared in shared-fields.ts and in a file for each kind (block-fields.ts, …) with
// the tables that they join; the compiler refuses a key that is missing on either side.
import type { LayoutRequest } from '../filesystem/layout.js';
import type { CheckpointWorkload } from './checkpoint-workload.js';
import type { KvCacheWorkload } from './kv-cache-workload.js';
import type { ModelLoadWorkload } from './model-load-workload.js';
import type { TrainingWorkload } from './training-workload.js';

export * from './checkpoint-workload.js';
export * from './kv-cache-workload.js';
export * from './model-load-workload.js';
export * from './training-workload.js';

export const kinds = ['block', 'files', 'training', 'checkpoint', 'model-load', 'kv-cache'] as const;
export const engines = ['auto', 'null', 'sync', 'io_uring', 'libaio', 'mmap', 'cufile', 'gpu-copy'] as const;
export const accesses = ['sequential', 'random', 'permutation'] as const;
export const blockAccesses = [
  ...accesses,
  'backward',
  'strided',
  'zipf',
  'pareto',
  'normal',
  'zoned',
  'interleaved',
] as const;
export const fileOperations = [
  'open',
  'create',
  'read',
  'write',
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
  'statx',
  'list',
  'statMissing',
  'openMissing',
  'fsyncDirectory',
] as const;
export const itemKinds = ['files', 'directories'] as const;
export const visits = ['once', 'everyWorker'] as const;
export const syncs = ['none', 'end'] as const;
export const fileSharings = ['shared', 'perWorker'] as const;
export const filesIns = ['leaves', 'everyDirectory'] as const;
export const serviceOrders = ['sequential', 'roundrobin', 'random'] as const;
export const arrivals = ['closed', 'fixed', 'poisson'] as const;
export const syncModes = ['none', 'sync', 'dsync'] as const;
export const verifies = ['none', 'after', 'during', 'only'] as const;
export const fallocations = ['none', 'native', 'keep', 'truncate'] as const;
export const packings = ['none', 'tar', 'tfrecord'] as const;
export const steadyMetrics = ['iops', 'bandwidth', 'p99'] as const;
export const steadyCriteria = ['slope', 'deviation'] as const;
export const memories = ['host', 'gpu'] as const;
export const cufileModes = ['sync', 'batch', 'stream'] as const;
export const cufileCompats = ['refuse', 'allow', 'force'] as const;
export const copyModes = ['full', 'host-only', 'copy-only'] as const;
export const targetPercentiles = [50, 90, 99, 99.9, 99.99] as const;

export type Kind = (typeof kinds)[number];
export type Engine = (typeof engines)[number];
export type Access = (typeof accesses)[number];
export type BlockAccess = (typeof blockAccesses)[number];
/** Accesses that go through files in an order; the others draw from all files at once. */
export const walks: readonly BlockAccess[] = ['sequential', 'backward', 'strided'];
/** Accesses that come to no block twice in a pass. */
export const onceAPass: readonly BlockAccess[] = [...walks, 'permutation', 'interleaved'];
export type FileOperation = (typeof fileOperations)[number];
export type ItemKind = (typeof itemKinds)[number];
export type Visits = (typeof visits)[number];
export type Sync = (typeof syncs)[number];
export type FileSharing = (typeof fileSharings)[number];
export type FilesIn = (typeof filesIns)[number];
export type ServiceOrder = (typeof serviceOrders)[number];
export type Arrival = (typeof arrivals)[number];
export type SyncMode = (typeof syncModes)[number];
export type Verify = (typeof verifies)[number];
export type Fallocation = (typeof fallocations)[number];
export type Packing = (typeof packings)[number];
/** One value for reads and writes, or one for each. */
export type PerDirection<T> = T | { read: T; write: T };

/** Bytes: `from`, its multiples, `to`. */
export interface SizeRange {
  from: number;
  to: number;
}

/** Blocks of this many bytes are this share of the operations of their direction. */
export interface SizeShare {
  size: number;
  /** Whole number; those of a direction add up to 100. */
  percent: number;
}

/** How the sizes of files are drawn, in bytes. The size of a file depends on the seed and on its number alone. */
export type FileSizeLaw = { uniform: SizeRange } | { lognormal: LognormalSizes } | { histogram: SizeShare[] };

/** The natural logarithm of the size is normal with this median and deviation, cut off at the limits. */
export interface LognormalSizes {
  median: number;
  sigma: number;
  atLeast: number;
  atMost: number;
}

/** width^depth leaf directories. */
export interface DirectoryTree {
  width: number;
  depth: number;
  /** The directories that share the files evenly: the leaves, or those of every level and the root of the tree. */
  filesIn: FilesIn;
}

/** A chain and its share of all chains. */
export interface MixShare {
  /** Whole number; those of a mixture add up to 100. */
  percent: number;
  operations: FileOperation[];
}

/** A part of the blocks, in the order of the files, and what part of the operations falls there. */
export interface Zone {
  /** Percent, a whole number; those of all zones add up to 100. */
  operations: number;
  /** Percent, a whole number; those of all zones add up to 100. */
  space: number;
}

/** What a worker may do a second: operations, or bytes. */
export type Rate = { operations: number } | { bytes: number };

/** When a workload is steady, so that it may end. */
export interface SteadyState {
  metric: (typeof steadyMetrics)[number];
  criterion: (typeof steadyCriteria)[number];
  /** Percent. */
  limit: number;
  /** Nanoseconds, three or more whole intervals. */
  window: number;
  /** Nanoseconds of the measured time before the first window. */
  rampTime: number;
}

/** The limit of the latency at which the highest rate is searched for. */
export interface LatencyTarget {
  percentile: (typeof targetPercentiles)[number];
  /** Nanoseconds. */
  below: number;
  /** Operations a second over all workers, multiples of their number. */
  lowest: number;
  highest: number;
  /** Percent. */
  precision: number;
  /** Measured nanoseconds of a try. */
  probe: number;
}

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

/** Where the bytes end up and come from, and how they get there. */
export interface GpuKeys {
  memory: (typeof memories)[number];
  /** Ordinals of the GPUs that the workers take in turn; empty: all that there are. */
  gpus: number[];
  /** Calls of engine `cufile`. */
  cufileMode: (typeof cufileModes)[number];
  /** What cuFile does with a file that it has no direct path to; `force`: it goes through the memory of the host always. */
  cufileCompat: (typeof cufileCompats)[number];
  /** Of engine `gpu-copy`: all of it, the storage without the copies, or the copies without the storage. */
  copyMode: (typeof copyModes)[number];
}

/** Keys of every kind. */
export interface SharedWorkload extends GpuKeys {
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
  /** Measured nanoseconds; null: until the passes or epochs are done. */
  runtime: number | null;
  /** Nanoseconds before the measured time. */
  ramp: number;
  /** Nanoseconds of an interval of the time series. */
  interval: number;
  dropCache: boolean;
  /** The caches of the whole system are dropped right before the start, as far as that is permitted. */
  dropSystemCaches: boolean;
  seed: number;
  registerBuffers: boolean;
  registerFiles: boolean;
  sqPoll: boolean;
  ioPoll: boolean;
  /** Of the files of the data set on the storage; null: as the file system has it. */
  layout: LayoutRequest | null;
  hugePages: boolean;
  /** Processors to pin the workers to, round-robin; empty: no pinning. */
  cpus: number[];
  /** NUMA node of the buffers; null: local to the worker. */
  numaNode: number | null;
  /** All zero with any engine but `null`. */
  nullEngine: NullEngine;
  /** Expressions that must hold of what is measured, each as it was written. */
  accept: string[];
  /** Values by key. The swept keys themselves hold the first variant; `withVariant` gives the others. */
  sweep: Record<string, SweepValue[]>;
  /** Keys that were not given and that follow from the swept ones, such as `direct`; they too hold the first variant. */
  computedKeys: string[];
}

/** Keys of workloads that follow one another on the same files. */
export interface PhaseKeys {
  /** Workloads of a run with the same name here are phases: each finds what the one before has left. Empty: none. */
  phaseOf: string;
  /**
   * Nanoseconds after which each worker goes on only until it has done as much as the one that had done most by then;
   * 0: no such limit.
   */
  stonewall: number;
}

/** Single reads and writes at an offset of files that exist. */
export interface BlockWorkload extends SharedWorkload, PhaseKeys {
  kind: 'block';
  access: BlockAccess;
  /** Theta of `zipf`, h of `pareto`, deviation of `normal` in percent; null with any other access. */
  skew: number | null;
  /** Empty with any access but `zoned`. */
  zones: Zone[];
  /** Bytes between the starts of two blocks; null with any access but `strided`. */
  stride: number | null;
  /** Share of reads among the operations, a whole number 0 … 100. */
  readPercent: number;
  /** Bytes a read or write. Of this, the range and the split one is given and two are null. */
  blockSize: PerDirection<number> | null;
  blockSizeRange: PerDirection<SizeRange> | null;
  blockSizeSplit: PerDirection<SizeShare[]> | null;
  /**
   * Bytes of the data set over all files. A number is a multiple of the files and of what divides all sizes of blocks;
   * the plan rounds a share down.
   */
  size: number | ShareOfFree;
  /** Number of files, each of size / files bytes. */
  files: number;
  fileSharing: FileSharing;
  serviceOrder: ServiceOrder;
  /** Bytes at the start of each file that are left out. */
  offset: number;
  /** Bytes that are left out besides, for each worker after the first. */
  offsetIncrement: number;
  /** A second and worker; null: as much as it can. */
  rate: Rate | null;
  arrival: Arrival;
  /** Nanoseconds of a pause after every `thinkTimeBlocks` operations; 0: none. */
  thinkTime: number;
  thinkTimeBlocks: number;
  /** Nanoseconds of a pause before the workload starts. */
  startDelay: number;
  /** Passes over all blocks; null: no limit. */
  passes: number | null;
  /** Bytes a worker; null: no limit. */
  ioSize: number | null;
  /** Reads and writes a worker; null: no limit. */
  operationLimit: number | null;
  /** Ends the workload before its runtime; null: nothing does. */
  steadyState: SteadyState | null;
  /** The rate is searched for; null: it is not. */
  latencyTarget: LatencyTarget | null;
  fsync: Sync;
  sync: SyncMode;
  /** Writes of a worker between two syncs; 0: none. */
  fsyncEvery: number;
  fdatasyncEvery: number;
  /** New content for every write. */
  refill: boolean;
  /** How much a compressor takes off the data, a whole number 0 … 100. */
  compressPercent: number;
  /** Share of the blocks that repeat another, a whole number 0 … 100. */
  dedupePercent: number;
  /** What each block repeats, as `patternBytes` reads it; empty: nothing. */
  pattern: string;
  /** The data set is written before a job that writes; false: the job writes to files of its own, removed after the step. */
  prewrite: boolean;
  /** How the space of these files of its own is reserved. */
  fallocate: Fallocation;
  verify: Verify;
}

/** A chain of operations on one file after the other. */
export interface FilesWorkload extends SharedWorkload, PhaseKeys {
  kind: 'files';
  /** Empty with a mixture. */
  operations: FileOperation[];
  /** Number of files; a share counts as many files of the mean size as fit into it. */
  files: number | ShareOfFree;
  /** Bytes of each file, or the law that gives each file a size of its own. */
  fileSize: number | FileSizeLaw;
  /** Null where the directories are a tree. */
  filesPerDirectory: number | null;
  /** Null where the directories are side by side. */
  directories: DirectoryTree | null;
  /** Start of the name of each file. */
  prefix: string;
  access: Access;
  /** Bytes a read or write. */
  blockSize: number;
  /** Passes over all files; null: until the runtime is over. */
  epochs: number | null;
  /** A chain is handed to the kernel at once, where it can do that. */
  linkChains: boolean;

  /** With `perWorker`, each worker has directories of its own, with its part of the files. */
  fileSharing: FileSharing;
  /** Each worker uses the files of the worker that comes so many later, after the last the first. */
  workerShift: number;
  /** With `end`, the file system is synced after the last worker, inside the measured time. */
  fsync: Sync;

  /** Other than `none`: `files` and `fileSize` are those of samples, and the files are shards that hold them. */
  packing: Packing;
  /** Bytes of a shard, about; null without packing. */
  shardSize: number | null;

  /** Directories are those that hold files. */
  items: ItemKind;
  visits: Visits;
  /** Chains in given shares; empty: `operations`. */
  mix: MixShare[];
}

export type Workload =
  BlockWorkload | FilesWorkload | TrainingWorkload | CheckpointWorkload | ModelLoadWorkload | KvCacheWorkload;

/** The chains of a files workload: that of `operations`, or those of the mixture. */
export function chainsOf({ operations, mix }: Pick<FilesWorkload, 'operations' | 'mix'>): FileOperation[][] {
  return mix.length === 0 ? [operations] : mix.map((share) => share.operations);
}

/** True when the workload reads file content. */
export function readsData(workload: Workload): boolean {
  if (workload.kind === 'training' || workload.kind === 'model-load' || workload.kind === 'kv-cache') return true;
  if (workload.kind === 'checkpoint') return workload.loads > 0;
  return workload.kind === 'block' ? workload.readPercent > 0 : does(workload, 'read');
}

/** True when the workload writes file content. */
export function writesData(workload: Workload): boolean {
  if (workload.kind === 'training' || workload.kind === 'model-load') return false;
  if (workload.kind === 'kv-cache') return true;
  if (workload.kind === 'checkpoint') return workload.saves > 0;
  return workload.kind === 'block' ? workload.readPercent < 100 : does(workload, 'write');
}

function does(workload: FilesWorkload, operation: FileOperation): boolean {
  return chainsOf(workload).some((chain) => chain.includes(operation));
}
