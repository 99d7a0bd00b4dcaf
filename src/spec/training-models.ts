// The published workloads of MLPerf Storage and DLIO with all their numbers; the defaults of kind `training` come from here.
import { dlrmColumns, fluxColumns } from './published-columns.js';
import type { Accelerator, SampleColumns, SampleFormat, TrainingModel, TrainingRules } from './workload.js';

/** What a configuration of a published workload says, in the words and units of a workload. */
export interface PublishedTraining {
  rules: TrainingRules;
  format: SampleFormat;
  files: number;
  samplesPerFile: number;
  recordLength: number;
  recordDeviation: number;
  prefix: string;
  batchSize: number;
  readThreads: number;
  fileShuffle: boolean;
  sampleShuffle: boolean;
  newOrderEachEpoch: boolean;
  /** Samples of the buffer where samples are shuffled by tf.data; 0 where they are not. */
  shuffleBuffer: number;
  epochs: number;
  steps: number | null;
  /** Percent. */
  auThreshold: number;
  rowGroupRows: number;
  columns: SampleColumns[];
}

/** What a configuration for one accelerator has of its own; `computeTime` in nanoseconds. */
type ForAccelerator = Partial<PublishedTraining> & { computeTime: number };

interface PublishedModel {
  /** What is emulated unless somebody asks for another. */
  usual: Accelerator;
  values: PublishedTraining;
  accelerators: Partial<Record<Accelerator, ForAccelerator>>;
}

const second = 1e9;

// Defaults of the arguments of DLIO (dlio_benchmark/utils/config.py) where a configuration leaves a key out; of the threshold,
// the 90 % that all versions of the rules ask for unless they name another.
const unnamed = {
  rules: 'v2',
  samplesPerFile: 1,
  recordDeviation: 0,
  prefix: 'img',
  readThreads: 1,
  fileShuffle: false,
  sampleShuffle: false,
  newOrderEachEpoch: true,
  shuffleBuffer: 0,
  epochs: 1,
  steps: null,
  auThreshold: 90,
  rowGroupRows: 0,
  columns: [] as SampleColumns[],
} as const;

const shuffled = { fileShuffle: true, sampleShuffle: true } as const;

// DLIO's default of parquet.row_group_size is 1024, and a file of flux has fewer rows.
const fluxRows = 288;

/**
 * Sources: mlcommons/storage, configs/dlio/workload (v1.0, v2.0; from v3.0 those for b200 and mi355), and DLIO,
 * dlio_benchmark/configs/workload, for v100, bert and megatron_deepspeed_LLNL.
 */
export const publishedModels: Readonly<Record<Exclude<TrainingModel, 'custom'>, PublishedModel>> = {
  unet3d: {
    usual: 'h100',
    values: {
      ...unnamed,
      ...shuffled,
      format: 'npz',
      files: 168,
      recordLength: 146_600_628,
      recordDeviation: 68_341_808,
      batchSize: 7,
      readThreads: 4,
      epochs: 5,
    },
    accelerators: {
      v100: { computeTime: 1.3604 * second, batchSize: 4 },
      a100: { computeTime: 0.636 * second },
      h100: { computeTime: 0.323 * second },
      b200: { computeTime: 0.162 * second, rules: 'v3', files: 7200 },
    },
  },
  resnet50: {
    usual: 'h100',
    values: {
      ...unnamed,
      format: 'tfrecord',
      files: 1024,
      samplesPerFile: 1251,
      recordLength: 114_660.07,
      batchSize: 400,
      readThreads: 8,
      epochs: 5,
    },
    accelerators: {
      v100: { computeTime: 0.195 * second, batchSize: 64 },
      a100: { computeTime: 0.435 * second },
      h100: { computeTime: 0.224 * second },
    },
  },
  cosmoflow: {
    usual: 'h100',
    values: {
      ...unnamed,
      ...shuffled,
      format: 'tfrecord',
      files: 524_288,
      recordLength: 2_828_486,
      recordDeviation: 71_311,
      batchSize: 1,
      readThreads: 4,
      shuffleBuffer: 2,
      epochs: 5,
      auThreshold: 70,
    },
    accelerators: {
      v100: { computeTime: 0.00936 * second, fileShuffle: false, sampleShuffle: false, shuffleBuffer: 0 },
      a100: { computeTime: 0.00551 * second },
      h100: { computeTime: 0.0035 * second },
    },
  },
  retinanet: {
    usual: 'b200',
    values: {
      ...unnamed,
      ...shuffled,
      rules: 'v3',
      format: 'jpeg',
      files: 1_170_301,
      recordLength: 322_957,
      batchSize: 24,
      readThreads: 8,
      epochs: 8,
      auThreshold: 85,
    },
    accelerators: {
      b200: { computeTime: 0.04755 * second },
      mi355: { computeTime: 0.0634 * second, batchSize: 32 },
    },
  },
  bert: {
    usual: 'v100',
    values: {
      ...unnamed,
      ...shuffled,
      format: 'tfrecord',
      files: 500,
      samplesPerFile: 313_532,
      recordLength: 2500,
      prefix: 'part',
      batchSize: 48,
      newOrderEachEpoch: false,
      shuffleBuffer: 1024,
      steps: 1000,
    },
    accelerators: { v100: { computeTime: 0.968 * second } },
  },
  dlrm: {
    usual: 'b200',
    values: {
      ...unnamed,
      rules: 'v3',
      format: 'parquet',
      files: 1024,
      samplesPerFile: 4_718_592,
      recordLength: 761,
      batchSize: 16_384,
      readThreads: 4,
      fileShuffle: true,
      auThreshold: 70,
      rowGroupRows: 6144,
      columns: dlrmColumns,
    },
    accelerators: {
      b200: { computeTime: 0.000_375 * second },
      mi355: { computeTime: 0.000_562_5 * second },
    },
  },
  flux: {
    usual: 'b200',
    values: {
      ...unnamed,
      rules: 'v3',
      format: 'parquet',
      files: 4296,
      samplesPerFile: 288,
      recordLength: 2_164_832,
      batchSize: 48,
      readThreads: 8,
      fileShuffle: true,
      rowGroupRows: fluxRows,
      columns: fluxColumns,
    },
    accelerators: {
      b200: { computeTime: 1.35 * second },
      mi355: { computeTime: 2.025 * second, batchSize: 72 },
    },
  },
  megatron: {
    // The configuration names a site and no accelerator.
    usual: 'other',
    values: {
      ...unnamed,
      ...shuffled,
      format: 'megatron',
      files: 1,
      samplesPerFile: 277_203_535,
      recordLength: 2048,
      batchSize: 16,
      epochs: 3,
      steps: 1000,
    },
    accelerators: { other: { computeTime: 2.44 * second } },
  },
};

// What is emulated is newer than the rules of v2.
const onlyInV3: readonly Accelerator[] = ['b200', 'mi355'];

// Stands for the keys of a custom workload that have to be given.
const custom: PublishedTraining = {
  ...unnamed,
  format: 'npz',
  files: 1000,
  recordLength: 1_000_000,
  batchSize: 1,
};

interface Chosen {
  model: TrainingModel;
  accelerator: Accelerator;
}

/** The accelerator that a model is published for first of all. */
export function usualAccelerator(model: TrainingModel): Accelerator {
  return model === 'custom' ? 'other' : publishedModels[model].usual;
}

/** Nanoseconds that an accelerator computes on a batch of a model; null where nobody has published it. */
export function publishedComputeTime({ model, accelerator }: Chosen): number | null {
  if (model === 'custom') return null;
  const time = publishedModels[model].accelerators[accelerator]?.computeTime;
  // Decimal fractions of a second are not whole in binary.
  return time === undefined ? null : Math.round(time);
}

/** What is published of a model for an accelerator; for one that is not, what its usual accelerator has. */
export function publishedTraining({ model, accelerator }: Chosen): PublishedTraining {
  const newest: Partial<PublishedTraining> = onlyInV3.includes(accelerator) ? { rules: 'v3' } : {};
  if (model === 'custom') return { ...custom, ...newest };
  const { values, accelerators, usual } = publishedModels[model];
  const own = accelerators[accelerator] ?? accelerators[usual];
  return { ...values, ...newest, ...own };
}
