// What a workload of kind `training` is once every default is in place.
import type { ShareOfFree, SharedWorkload } from './workload.js';

export const trainingModels = [
  'unet3d',
  'resnet50',
  'cosmoflow',
  'retinanet',
  'bert',
  'dlrm',
  'flux',
  'megatron',
  'custom',
] as const;
export const accelerators = ['a100', 'h100', 'v100', 'b200', 'mi355', 'other'] as const;
export const trainingRules = ['v1', 'v2', 'v3'] as const;
export const loaders = ['torch', 'tf', 'stream'] as const;
export const sampleFormats = ['npz', 'npy', 'tfrecord', 'hdf5', 'jpeg', 'indexed', 'megatron', 'parquet'] as const;
export const columnTypes = ['float64', 'float32', 'float16', 'int8', 'uint8'] as const;
export const computeForms = ['fixed', 'normal', 'exponential'] as const;
export const memoryChecks = ['refuse', 'warn'] as const;

export type TrainingModel = (typeof trainingModels)[number];
export type Accelerator = (typeof accelerators)[number];
export type TrainingRules = (typeof trainingRules)[number];
export type Loader = (typeof loaders)[number];
export type SampleFormat = (typeof sampleFormats)[number];
export type ComputeForm = (typeof computeForms)[number];

/** As many columns of one type side by side; `read: false`: the loader leaves them out. */
export interface SampleColumns {
  type: (typeof columnTypes)[number];
  /** Values of a column in a row. */
  width: number;
  count: number;
  read: boolean;
}

/** Keys of how much a training reads, and of what. */
export interface SampleKeys {
  /** Number of files for training; a share counts as many files of the mean size as fit into it; `official`: the rules' formula. */
  files: number | ShareOfFree | 'official';
  /** Files for evaluation; 0: none. */
  evalFiles: number;
  format: SampleFormat;
  samplesPerFile: number;
  /** Bytes, with fractions, and their deviation, as the generator of DLIO takes them. */
  recordLength: number;
  recordDeviation: number;
  /** Start of the name of each file. */
  prefix: string;
  /** Directories that the files take in turn; 0: none. */
  subfolders: number;
  /** Seed of the sizes. */
  generatorSeed: number;
  /** Of format `parquet`; else 0 and empty. */
  rowGroupRows: number;
  columns: SampleColumns[];
}

/** Keys of how the samples are loaded. */
export interface LoaderKeys {
  loader: Loader;
  /** Samples a step of an accelerator. */
  batchSize: number;
  /** Readers of an accelerator. */
  readThreads: number;
  /** Batches ahead, as the loader counts them. */
  prefetch: number;
  /** Samples; 0: none. Of loader `tf`. */
  shuffleBuffer: number;
  /** Items that a reader of loader `stream` is ahead at most, and those under way at once; else 1 and 1. */
  window: number;
  inFlight: number;
  fileShuffle: boolean;
  sampleShuffle: boolean;
  /** Another order in each epoch. */
  newOrderEachEpoch: boolean;
  /** Bytes of a read; null: each item is read at once. */
  readSize: number | null;
  /** A checksum is made of every byte, as decoding would touch it. */
  touch: boolean;
}

/** Samples into batches for emulated accelerators, as MLPerf Storage asks for them. */
export interface TrainingWorkload extends SharedWorkload, SampleKeys, LoaderKeys {
  kind: 'training';
  /** The published workload that the defaults are of. */
  model: TrainingModel;
  accelerator: Accelerator;
  /** Ranks of this machine. */
  accelerators: number;
  rules: TrainingRules;
  /** Nanoseconds that an accelerator computes on a batch: mean, law, deviation. */
  computeTime: number;
  computeForm: ComputeForm;
  computeDeviation: number;
  /** Accelerators await each other after every so many steps; 0: at the end of an epoch only. */
  barrierEvery: number;
  epochs: number;
  /** Most steps of an epoch; null: all. */
  steps: number | null;
  /** An evaluation after every so many epochs; 0: none. */
  evalEvery: number;
  evalBatchSize: number;
  evalTime: number;
  /** Percent of accelerator utilization that the rules ask for. */
  auThreshold: number;
  /** Caches are dropped before each epoch but the first. */
  coldEpochs: boolean;
  /** What to do where the memory of this machine would not hold what the loaders hold. */
  memoryCheck: (typeof memoryChecks)[number];
}
