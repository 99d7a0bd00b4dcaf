// What a native job is told: mirror of native/core/job_spec.h.
import type { NativeCheckpoint } from './checkpoint.js';
import type { NativeKvCache } from './kv-cache.js';
import type { EngineName, OperationKind } from './operations.js';
import type { NativeSampleFiles, NativeTraining } from './training.js';

export const nativeAccesses = [
  'sequential',
  'random',
  'permutation',
  'backward',
  'strided',
  'interleaved',
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
   * `training`: samples into batches for emulated accelerators. `checkpoint`: all ranks save at once, or load.
   * `kv-cache`: objects that are written once, read often and evicted.
   */
  kind: 'block' | 'files' | 'training' | 'checkpoint' | 'kv-cache';
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
  /** Directories of a tree that hold files: its leaves, or all of them and the root of the tree. */
  filesIn: 'leaves' | 'everyDirectory';
  /** Start of the name of each file, before its number. */
  filePrefix: string;
  /** Bytes of the largest file; with `fileSizes` of form `fixed`, of each. */
  fileSize: number;
  fileSizes: NativeFileSizes;
  /**
   * Other than `none`: the files are shards that hold `sampleCount` samples, evenly and in their order; `fileSize` and
   * `fileSizes` are those of the samples.
   */
  packing: 'none' | 'tar' | 'tfrecord';
  /** 0 without packing. */
  sampleCount: number;
  /**
   * The files are those of a training data set, of kind `files` for the job that writes it; `fileCount` counts all of
   * them, and `fileSize` is a limit that none is above. Null: they are not.
   */
  sampleFiles: NativeSampleFiles | null;
  /** Of kind `training`; else null. */
  training: NativeTraining | null;
  /** Of kind `checkpoint`; else null. */
  checkpoint: NativeCheckpoint | null;
  /** Of kind `kv-cache`; else null. */
  kvCache: NativeKvCache | null;

  /**
   * Order of blocks or files: `permutation` touches each exactly once a pass; with `interleaved`, worker w of W takes
   * blocks w, w+W, w+2W, … of one size. Kind `files` knows the first three only.
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
  /** What earlier jobs have done to each file, so that names which they have made are known; else empty. */
  operationsBefore: OperationKind[];
  /** Chains in given shares, in percent that add up to 100, in place of `operations`; else empty. */
  mix: { percent: number; operations: OperationKind[] }[];
  /** What a chain of kind `files` is on. */
  items: 'files' | 'directories';
  /** `once`: the workers share the items. `everyWorker`: each of them goes over all. */
  visits: 'once' | 'everyWorker';
  /** Each worker uses the items of the worker that comes so many later. */
  workerShift: number;
  /** Items of a worker in a pass at most, the first of its part; 0: all of its part. */
  itemsPerWorker: number;
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
  /**
   * Nanoseconds after which the workers only make good: each goes on until it has done as much as the one that had done
   * most by then, or to the end of its part. Not together with a runtime; 0: none.
   */
  stonewallNs: number;
  /** Chains of the first pass that each worker has done in an earlier job; empty: none. */
  resumeAt: number[];
  /** Nanoseconds of an interval of the time series. */
  intervalNs: number;
  /**
   * `end`: kind `block`: each worker syncs its files after its last write. Kind `files`: the file system is synced once
   * after the last worker. Both are an operation `fsync` inside the elapsed time of the job; that of the workers goes on
   * to the end of a sync of files, but not of one of the file system, which is for all of them.
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
  /**
   * Before each pass but the first, all workers wait until caches are dropped: the clean page cache of the files, or
   * besides it all caches of the machine. That time is not part of the measured time.
   */
  coldPasses: 'none' | 'files' | 'system';

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

  /** Where the bytes end up and come from. `gpu` needs engine `cufile` or `gpu-copy`, and these need it; `auto` becomes `gpu-copy`. */
  memory: 'host' | 'gpu';
  /** Ordinals of the GPUs that the workers take in turn; empty: all that there are. Of memory `gpu`. */
  gpus: number[];
  /** Calls of engine `cufile`. `sync` has a queueDepth of 1. */
  cufileMode: 'sync' | 'batch' | 'stream';
  /**
   * What cuFile does with files that it has no direct path to: refuse them, go through the memory of the host, or go there
   * with all files. `refuse` and `force` are proved by the state of its driver; see native/gpu/.
   */
  cufileCompat: 'refuse' | 'allow' | 'force';
  /** Of engine `gpu-copy`: all of it, the storage without the copies, or the copies without the storage. */
  copyMode: 'full' | 'host-only' | 'copy-only';
  /** Paths of libcuda and libcufile; empty: where the system has them. */
  cudaLibrary: string;
  cufileLibrary: string;

  /** Script of the null engine: every operation takes this long on a virtual clock; 0: real time. */
  nullLatencyNs: number;
  /** The null engine fails every n-th read or write with EIO; 0: never. */
  nullFailEvery: number;
  /** The null engine completes every n-th read or write with half of its bytes; 0: never. */
  nullShortEvery: number;
}
