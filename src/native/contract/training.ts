// What a native job of kind training is told, and what it tells: mirror of native/core/training_spec.h,
// sample_file_spec.h and training_result.h.
import type { NativeLatency } from './result.js';

export const containers = ['raw', 'npz', 'npy', 'tfrecord', 'hdf5', 'indexed', 'megatron', 'parquet'] as const;
export type Container = (typeof containers)[number];
export const columnTypes = ['float64', 'float32', 'float16', 'int8', 'uint8'] as const;
export type ColumnType = (typeof columnTypes)[number];

/** Bytes of a value. */
export const columnTypeBytes: Readonly<Record<ColumnType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  int8: 1,
  uint8: 1,
};

/** The files of a training data set; those of a job that writes it and of one that reads it are the same. */
export interface NativeSampleFiles {
  container: Container;
  /** `<prefix>_<number>_of_<count>.<extension>`. */
  prefix: string;
  extension: string;
  trainFiles: number;
  evalFiles: number;
  /** Directories that the files of each kind take in turn; 0: none. */
  subfolders: number;
  samplesPerFile: number;
  /** Bytes of a sample and their deviation, as the generator of DLIO takes them: it draws the sides of a square. */
  recordLength: number;
  recordDeviation: number;
  generatorSeed: number;
  /** Of container `parquet`; else 0 and empty. */
  rowGroupRows: number;
  columns: { type: ColumnType; width: number; count: number; read: boolean }[];
}

export interface NativeComputeTime {
  form: 'fixed' | 'normal' | 'exponential';
  meanNs: number;
  /** Of `normal`; else 0. */
  deviationNs: number;
}

export interface NativeTraining {
  /** How samples are shared among the ranks: as this version of MLPerf Storage does it. */
  rules: 'v1' | 'v2' | 'v3';
  /** `torch`: map-style DataLoader. `tf`: tf.data. `stream`: iterable data set with a window of reads ahead. */
  loader: 'torch' | 'tf' | 'stream';
  /** Ranks of this process; each has readers of its own. */
  accelerators: number;
  /** Readers of a rank. */
  readThreads: number;
  /** Batches ahead, as the loader counts them. */
  prefetch: number;
  /** Samples of the shuffle buffer of loader `tf`; 0: none. */
  shuffleBuffer: number;
  /** Of loader `stream`: items that a reader is ahead at most, and those under way at once. Else 1 and 1. */
  window: number;
  inFlight: number;
  /** Samples a step of a rank. */
  batchSize: number;
  fileShuffle: boolean;
  sampleShuffle: boolean;
  newOrderEachEpoch: boolean;
  /** Most steps of an epoch; 0: all. */
  steps: number;
  compute: NativeComputeTime;
  /** Ranks await each other after every so many steps; 0: never but at the end of an epoch. */
  barrierEvery: number;
  /** Each item is read by one call; else by reads of `blockSize`. */
  wholeItems: boolean;
  /** A checksum is made of every byte that is read. */
  touch: boolean;
  /** An evaluation after every so many epochs; 0: none. */
  evalEvery: number;
  evalBatchSize: number;
  evalCompute: NativeComputeTime;
}

/** One accelerator in one epoch, in nanoseconds. */
export interface NativeRankEpoch {
  steps: number;
  samples: number;
  /** From the start of the epoch until the first batch was there. */
  firstBatchNs: number;
  /** Wait for the first batch and compute on it: what MLPerf leaves out. */
  firstStepNs: number;
  /** Of all steps, and of all but the first. */
  computeNs: number;
  computeAfterFirstNs: number;
  /** Time in which a batch was missing, of all steps and of all but the first. */
  dataWaitNs: number;
  dataWaitAfterFirstNs: number;
  /** Time in which others were awaited. */
  barrierNs: number;
}

export interface NativeTrainingEpoch {
  kind: 'train' | 'eval';
  /** Of its kind, from 1. */
  number: number;
  /** Within the measured time. */
  startNs: number;
  endNs: number;
  /** False where the runtime or a stop has cut it off. */
  complete: boolean;
  stepsPlanned: number;
  ranks: NativeRankEpoch[];
}

export interface NativeTrainingResult {
  epochs: NativeTrainingEpoch[];
  /** Of training, over all ranks. */
  stepNs: NativeLatency;
  dataWaitNs: NativeLatency;
  /** From the first call of an item to its last. */
  itemNs: NativeLatency;
  /** How late readers were told that they may go on: what the emulation itself has cost. */
  latenessNs: NativeLatency;
  /** Samples in steps of training that were done, and their bytes without containers. */
  samples: number;
  sampleBytes: number;
  /** 0 where bytes are not touched. */
  checksum: number;
}

/** Where a job of kind training is. Sums are over the ranks, of this epoch, after its first step. */
export interface NativeTrainingSnapshot {
  kind: 'train' | 'eval';
  epoch: number;
  step: number;
  stepsPlanned: number;
  computeAfterFirstNs: number;
  elapsedAfterFirstNs: number;
}
