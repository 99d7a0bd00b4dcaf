// Workload files of DLIO: published ones become the published workloads; every key has one of three fates.
import { describe, expect, test } from 'vitest';
import { checkWorkload } from '../../src/spec/check-workload.js';
import { imported, problemsOf, small, workloadOf } from './importing.js';

function training(text: string, given = {}) {
  const { workload, findings } = checkWorkload(workloadOf(text, given));
  if (workload?.kind !== 'training') throw new Error(JSON.stringify(findings));
  return workload;
}

function published(model: string, accelerator: string) {
  const { workload } = checkWorkload({ name: 'mine', kind: 'training', model, accelerator });
  return workload;
}

// What the configurations of MLPerf Storage v2.0 say of these two, in another order.
const unet3d = `
train: {computation_time: 0.323, epochs: 5}
metric: {au: 0.90}
reader: {sample_shuffle: seed, file_shuffle: seed, read_threads: 4, batch_size: 7, data_loader: pytorch}
dataset:
  {record_length_bytes_resize: 2097152, record_length_bytes_stdev: 68341808, record_length_bytes: 146600628,
   num_samples_per_file: 1, num_files_train: 168, format: npz, data_folder: data/unet3d/}
workflow: {checkpoint: True, train: True, generate_data: False}
checkpoint: {checkpoint_folder: checkpoints/unet3d, checkpoint_after_epoch: 5, epochs_between_checkpoints: 2}
framework: pytorch
model: {model_size: 499153191, type: cnn, name: unet3d}
`;
const cosmoflow = `
model: {name: cosmoflow}
framework: tensorflow
workflow: {generate_data: False, train: True}
dataset: {format: tfrecord, num_files_train: 524288, record_length_bytes: 2828486, record_length_bytes_stdev: 71311}
reader: {data_loader: tensorflow, read_threads: 4, batch_size: 1, file_shuffle: seed, sample_shuffle: seed, shuffle_size: 2}
train: {epochs: 5, computation_time: 0.00551}
metric: {au: 0.70}
`;

describe('a published configuration is the published workload, with the seed of DLIO', () => {
  test.each([
    ['unet3d', 'h100', unet3d],
    ['cosmoflow', 'a100', cosmoflow],
  ])('%s', (model, accelerator, text) => {
    const stem = `${model}_${accelerator}`;
    expect(training(text, { stem })).toEqual({ ...published(model, accelerator), name: stem, seed: 123 });
  });

  test('of parquet with columns, for v3.0', () => {
    const text = `
model: {name: flux}
dataset:
  format: parquet
  compression: none
  num_files_train: 4296
  num_samples_per_file: 288
  record_length: 2164832
  parquet:
    columns:
      - {name: t5_encodings, dtype: float32, size: 524328}
      - {name: clip_encodings, dtype: float32, size: 409}
      - {name: mean, dtype: float32, size: 8232}
      - {name: logvar, dtype: float32, size: 8232}
      - {name: timestamp, dtype: float32, size: 7}
reader: {data_loader: pytorch, batch_size: 72, read_threads: 8, file_shuffle: seed}
train: {epochs: 1, computation_time: 2.025}
metric: {au: 0.90}
`;
    const flux = training(text, { stem: 'flux_mi355' });
    // Alike neighbours are one group; 288 rows are less than a row group of DLIO's 1024.
    expect(flux.columns.map(({ width, count }) => [width, count])).toEqual([
      [524328, 1],
      [409, 1],
      [8232, 2],
      [7, 1],
    ]);
    const own = { name: 'flux_mi355', seed: 123, rowGroupRows: 1024, columns: flux.columns };
    expect(flux).toEqual({ ...published('flux', 'mi355'), ...own });
  });
});

describe('keys', () => {
  const cases: [string, Record<string, unknown>][] = [
    [
      'reader.batch_size_eval=2 workflow.evaluation=true dataset.num_files_eval=10',
      { evalFiles: 10, evalBatchSize: 2 },
    ],
    ['workflow.evaluation=true dataset.num_files_eval=4 evaluation.eval_time=0.5', { evalEvery: 1, evalTime: '500ms' }],
    ['reader.odirect=true', { direct: true }],
    ['reader.prefetch_size=7', { prefetch: 7 }],
    ['reader.file_shuffle=seed', { fileShuffle: true }],
    ['reader.sample_shuffle=random', { sampleShuffle: true }],
    ['reader.sample_shuffle=off', { sampleShuffle: false }],
    ['dataset.num_subfolders_train=5', { subfolders: 5 }],
    ['dataset.file_prefix=part', { prefix: 'part' }],
    ['dataset.format=indexed_binary', { format: 'indexed' }],
    ['dataset.format=mmap_indexed_binary', { format: 'megatron' }],
    ['dataset.num_samples_per_file=3', { samplesPerFile: 3 }],
    ['dataset.record_length_bytes_stdev=100', { recordDeviation: 100 }],
    ['train.seed=7 train.seed_change_epoch=false', { seed: 7, newOrderEachEpoch: false }],
    ['train.total_training_steps=10', { steps: 10 }],
    ['train.computation_time_stdev=0.1', { computeForm: 'normal', computeDeviation: '100ms' }],
    ['train.computation_time={mean: 0.1, type: exponential}', { computeTime: '100ms', computeForm: 'exponential' }],
    ['metric.au=0.7', { auThreshold: 70 }],
    ['storage.storage_library=direct', { direct: true }],
  ];
  test.each(cases)('%s', (words, expected) => {
    const overrides = words.split(/ (?=[a-z]+\.)/).map((word) => `++workload.${word}`);
    expect(workloadOf(small, { overrides })).toMatchObject(expected);
  });

  test('of the window count with rules v3', () => {
    const overrides = [
      '++workload.storage.storage_options.prefetch_window=8',
      'storage.storage_options.prefetch_workers=4',
    ];
    expect(workloadOf(small, { overrides, rules: 'v3' })).toMatchObject({ window: 8, inFlight: 4, rules: 'v3' });
  });

  test('of tf.data: transfer size and shuffle buffer', () => {
    const overrides = ['dataset.format=tfrecord', 'reader.data_loader=tensorflow', 'reader.transfer_size=1048576'];
    expect(workloadOf(small, { overrides })).toMatchObject({ readSize: '1048576B', shuffleBuffer: 0 });
    expect(workloadOf(small, { overrides: [...overrides, 'reader.sample_shuffle=seed'] })).toMatchObject({
      shuffleBuffer: 1024,
    });
  });

  test('without effect are told with their lines', () => {
    const { notes } = imported(`${small}checkpoint:\n  checkpoint_folder: ckpt\noutput: {folder: x}\n`);
    expect(notes).toEqual([
      { line: 13, key: 'checkpoint.checkpoint_folder', text: 'checkpoints are no part of a training here' },
      { line: 14, key: 'output.folder', text: '--out is the folder of results' },
    ]);
  });

  test('that are left out have the defaults of DLIO, which is told', () => {
    const { workload, assumed } = imported('reader: {batch_size: 2}\n');
    expect(workload).toMatchObject({ format: 'tfrecord', files: 8, recordLength: 65536, samplesPerFile: 1 });
    expect(assumed).toContain('dataset.format: not given, and DLIO takes tfrecord');
  });
});

describe('refused by name', () => {
  test.each([
    [
      'reader.batchsize=4',
      'reader.batchsize: is not a key of DLIO that is known here. Did you mean "reader.batch_size"?',
    ],
    ['reader.read_type=memory', 'reader.read_type: is "memory": it keeps samples in memory. Set it to on_demand.'],
    ['reader.read_threads=0', 'reader.read_threads: must be a whole number of at least 1 but is 0'],
    ['dataset.format=png', 'dataset.format: must be one of npz, npy, tfrecord'],
    ['dataset.compression=gzip', 'dataset.compression: is "gzip": it compresses'],
    ['dataset.record_dims=[64, 64]', 'dataset.record_dims: gives samples other sizes than record_length_bytes does'],
    ['storage.storage_type=s3', 'storage.storage_type: is "s3": it would take data from elsewhere than a file system'],
    ['workflow.train=false', 'workflow.train: is false: it trains nothing'],
    ['reader.data_loader=dali', 'reader.data_loader: must be one of pytorch, tensorflow but is "dali"'],
    ['reader.data_loader=tensorflow', 'reader.data_loader: is tensorflow, which reads format npz in a way that is not'],
    ['train.computation_time=fast', 'train.computation_time: must be seconds, or a map with mean, stdev and type'],
    ['train.computation_time={mean: 1, type: gamma}', 'train.computation_time: has the law gamma'],
    ['metric.exclude_start_steps=0', 'metric.exclude_start_steps: is 0: it leaves out other steps than the rules do'],
  ])('%s', (word, message) => {
    expect(problemsOf(small, { overrides: [`++workload.${word}`] }).join('\n')).toContain(message);
  });

  test('with line and column, all at once', () => {
    expect(problemsOf(small.replace('npz', 'png').replace('epochs: 3', 'epoch: 3'))).toEqual([
      'c.yaml:2:11 dataset.format: must be one of npz, npy, tfrecord, hdf5, jpeg, indexed_binary, mmap_indexed_binary, parquet but is "png". Correct it.',
      'c.yaml:10:10 train.epoch: is not a key of DLIO that is known here. Did you mean "train.epochs"?',
    ]);
  });

  test('what the workload could not be, at the key of DLIO', () => {
    expect(problemsOf(small, { accelerators: 26 })).toEqual([
      'c.yaml:3:20 dataset.num_files_train (files): hold 100 samples, fewer than the 104 of one step of all accelerators. Give at least 104 files, or fewer accelerators.',
    ]);
  });

  test('a column that is none', () => {
    const columns = '[{name: a, dtype: int8}, {name: b, dtype: text}, {name: c, dtype: int8, size: 0}]';
    const overrides = ['dataset.format=parquet', `dataset.parquet.columns=${columns}`];
    expect(problemsOf(small, { overrides }).map((line) => line.split(': ').slice(1).join(': '))).toEqual([
      '[1] b is of dtype text, not one of float64, float32, float16, int8, uint8. Correct the column.',
      '[2] must have a whole size of at least 1. Correct the column.',
    ]);
  });
});
