// Keys of trainings: what must be given, what follows from what, what cannot be, and its neighbours that can.
import { describe, expect, test } from 'vitest';
import { variantsOf, withVariant } from '../../src/spec/resolve.js';
import { problemsOf, training, trainingOf } from './loading.js';

const head = 'name: t\nkind: training\nfiles: 100\nrecordLength: 10000\nbatchSize: 4\ncomputeTime: 1ms\n';

describe('what must be given', () => {
  test('of a custom training: files, sizes, batch and compute time', () => {
    expect(problemsOf('name: t\nkind: training\n')).toEqual([
      'w.yaml:1:1 files: is missing. Add it, for example "files: 1000".',
      'w.yaml:1:1 recordLength: is missing. Add it, for example "recordLength: 1000000".',
      'w.yaml:1:1 batchSize: is missing. Add it, for example "batchSize: 8".',
      'w.yaml:1:1 computeTime: is missing. Add it, for example "computeTime: 500ms".',
    ]);
  });

  test('where nothing is published for the accelerator, the compute time alone', () => {
    const text = 'name: t\nkind: training\nmodel: resnet50\naccelerator: b200\n';
    expect(problemsOf(text)).toEqual([expect.stringMatching(/computeTime: is missing/)]);
    expect(trainingOf(`${text}computeTime: 0.1s\n`)).toMatchObject({ batchSize: 400, files: 1024, computeTime: 1e8 });
  });

  test('a given compute time wins over the published one', () => {
    const text = 'name: t\nkind: training\nmodel: unet3d\ncomputeTime: 100ms\n';
    expect(trainingOf(text)).toMatchObject({ accelerator: 'h100', computeTime: 1e8 });
  });
});

describe('what follows', () => {
  test.each([
    ['', { engine: 'sync', workers: 1, queueDepth: 1, direct: false, dropCache: true, coldEpochs: false }],
    ['accelerators: 8\nreadThreads: 4', { engine: 'sync', workers: 32, queueDepth: 1 }],
    ['accelerators: 8\nreadThreads: 4\ndirect: true', { engine: 'auto', workers: 8, queueDepth: 4, readSize: null }],
    ['accelerators: 8\nreadThreads: 4\nengine: io_uring\nworkers: 3', { queueDepth: 11 }],
    ['engine: "null"\naccelerators: 8\nreadThreads: 4', { workers: 8, dropCache: false }],
    ['engine: "null"\naccelerators: 8\nnullEngine: {latency: 1ms}', { workers: 1, queueDepth: 8 }],
    ['rules: v3', { loader: 'stream', window: 256, inFlight: 64, engine: 'auto', queueDepth: 64, coldEpochs: true }],
    ['rules: v3\nwindow: 8', { inFlight: 8, queueDepth: 8, readSize: null, prefetch: 0 }],
    ['rules: v3\nsamplesPerFile: 4', { loader: 'torch', window: 1, inFlight: 1, engine: 'sync' }],
    ['format: tfrecord', { loader: 'tf', shuffleBuffer: 0, readSize: 262144 }],
    ['format: tfrecord\nsampleShuffle: true', { loader: 'tf', shuffleBuffer: 1024 }],
    ['format: tfrecord\ndirect: true', { readSize: 262144 }],
    ['format: parquet', { loader: 'stream', rowGroupRows: 1024, columns: [], window: 64 }],
    ['format: hdf5', { loader: 'torch', readSize: null }],
    ['recordLength: 4KiB', { recordLength: 4096 }],
    ['recordLength: 114660.07', { recordLength: 114660.07 }],
    ['files: official', { files: 'official' }],
    ['files: {percentOfFree: 10, atMost: 500}', { files: { percentOfFree: 10, atMost: 500 } }],
    ['evalFiles: 4\nevalEvery: 1', { evalBatchSize: 4 }],
    ['cold: false', { dropCache: false }],
  ])('%j', (lines, expected) => {
    const given = new Set(lines.split('\n').map((line) => line.split(':')[0]));
    const kept = head.split('\n').filter((line) => !given.has(line.split(':')[0]));
    expect(trainingOf(`${kept.join('\n')}${lines}\n`)).toMatchObject(expected);
  });

  test('batch, compute time and files follow a swept accelerator', () => {
    const workload = trainingOf('name: t\nkind: training\nmodel: unet3d\nsweep: {accelerator: [v100, h100, b200]}\n');
    const variants = variantsOf(workload).map((variant) => withVariant(workload, variant));
    expect(variants).toMatchObject([
      { batchSize: 4, computeTime: 1_360_400_000, files: 168, loader: 'torch' },
      { batchSize: 7, computeTime: 323_000_000, files: 168, loader: 'torch' },
      { batchSize: 7, computeTime: 162_000_000, files: 7200, loader: 'stream' },
    ]);
  });
});

describe('what goes together', () => {
  test.each([
    'accelerators: 25',
    'accelerators: 100\nbatchSize: 1\nrules: v3',
    'computeForm: normal\ncomputeDeviation: 1us',
    'computeForm: exponential',
    'evalFiles: 1\nevalEvery: 1\nevalBatchSize: 2\nevalTime: 1ms',
    'format: parquet\ncolumns: [{type: float16, width: 4, read: false}, {type: int8}]',
    'format: tfrecord\nsampleShuffle: true\nshuffleBuffer: 1',
    'rules: v3\nwindow: 8\ninFlight: 8\nengine: libaio',
    'direct: true\nreadSize: 512B',
    'direct: true\nsamplesPerFile: 2\nformat: tfrecord',
    'dropSystemCaches: true\ncoldEpochs: true',
    'engine: io_uring\nreadThreads: 4\nworkers: 4\nqueueDepth: 1',
  ])('%j', (lines) => {
    const given = new Set(lines.split('\n').map((line) => line.split(':')[0]));
    const kept = head.split('\n').filter((line) => !given.has(line.split(':')[0]));
    expect(trainingOf(`${kept.join('\n')}${lines}\n`).kind).toBe('training');
  });
});

describe('what cannot be', () => {
  test.each([
    [
      'accelerators: 26',
      'files: hold 100 samples, fewer than the 104 of one step of all accelerators. Give at least 104',
    ],
    ['accelerators: 101\nrules: v3', 'files: are 100 for 101 accelerators, and loader "stream" deals whole files'],
    [
      'accelerators: 101\nrules: v3\nformat: hdf5',
      'files: are 100 for 101 accelerators, and rules v3 deals whole files',
    ],
    ['evalEvery: 1', 'evalEvery: needs files for evaluation, and evalFiles is 0. Give "evalFiles"'],
    ['evalFiles: 1', 'evalFiles: has no effect without "evalEvery". Remove it, or give "evalEvery: 1"'],
    ['evalTime: 1ms', 'evalTime: has no effect without "evalEvery"'],
    ['evalBatchSize: 5', 'evalBatchSize: has no effect without "evalEvery"'],
    ['format: jpeg\nsamplesPerFile: 2', 'samplesPerFile: must be 1 with format "jpeg" but is 2'],
    [
      'format: parquet\nrecordDeviation: 1\ncolumns: [{type: int8}]',
      'recordDeviation: has no effect with "columns", which give all rows the same bytes. Remove it',
    ],
    ['recordDeviation: 40001', 'recordDeviation: must be at most 4 times recordLength, 10000, but is 40001'],
    ['format: parquet\nrowGroupRows: 0', 'rowGroupRows: must be above 0 with format "parquet"'],
    ['rowGroupRows: 5', 'rowGroupRows: has no effect with format "npz". Remove it, or set "format: parquet"'],
    ['columns: [{type: int8}]', 'columns: has no effect with format "npz". Remove it, or set "format: parquet"'],
    ['format: parquet\ncolumns: [{type: int8, read: false}]', 'columns: leave nothing to read'],
    ['format: parquet\ncolumns: [{type: int9}]', 'columns[0].type: must be one of float64'],
    ['format: parquet\ncolumns: [{kind: int8}]', 'columns[0].kind: is not a key'],
    ['files: offical', 'files: must be a whole number'],
    ['prefix: a/b', 'prefix: must be text of letters'],
    ['loader: tf', 'loader: is "tf", which reads format "tfrecord" only, and format is "npz"'],
    ['format: parquet\nloader: torch', 'loader: is "torch", and format "parquet" is read by loader "stream" only'],
    [
      'loader: stream\nsamplesPerFile: 2',
      'loader: is "stream", which reads files of one sample or of format "parquet"',
    ],
    ['window: 2', 'window: has no effect with loader "torch". Remove it, or set "loader: stream"'],
    ['inFlight: 2\nwindow: 1', 'inFlight: has no effect with loader "torch"'],
    ['rules: v3\nwindow: 2\ninFlight: 3', 'inFlight: must be at most window, 2, but is 3'],
    ['shuffleBuffer: 5', 'shuffleBuffer: has no effect with loader "torch". Remove it, or set "loader: tf"'],
    ['format: tfrecord\nshuffleBuffer: 5', 'shuffleBuffer: has no effect without "sampleShuffle"'],
    ['format: tfrecord\nreadSize: null', 'readSize: is null, and loader "tf" reads files from start to end'],
    [
      'direct: true\nreadSize: 1000B',
      'readSize: must be a multiple of 512B with "direct: true" but is 1000B. Use 1KiB',
    ],
    ['direct: true\nsamplesPerFile: 2', 'direct: cannot be true where samples begin inside a file'],
    ['direct: true\nformat: parquet', 'direct: cannot be true where samples begin inside a file'],
    [
      'readThreads: 4\nworkers: 3\nengine: sync',
      'workers: must be accelerators x readThreads, 4, with engine "sync" but is 3',
    ],
    ['engine: io_uring\nworkers: 2', 'workers: must be at most accelerators x readThreads, 1, but is 2'],
    ['accelerators: 20\nreadThreads: 205', 'accelerators: have 4100 readers, and engine "sync" has a thread for each'],
    ['rules: v3\nengine: sync', 'inFlight: must be 1 with engine "sync" but is 64. Set "engine: io_uring"'],
    ['engine: io_uring\nreadThreads: 4\nworkers: 2\nqueueDepth: 1', 'queueDepth: must be at least the 2 items'],
    [
      'engine: "null"\nreadThreads: 2\nnullEngine: {latency: 1us}\nworkers: 2',
      'workers: must be 1 with the virtual clock',
    ],
    [
      'engine: mmap',
      'engine: is "mmap", which does not read for loaders. Use one of auto, null, sync, io_uring, libaio',
    ],
    ['engine: cufile', 'engine: is "cufile", which does not read for loaders'],
    ['engine: gpu-copy', 'engine: is "gpu-copy", which does not read for loaders'],
    ['memory: gpu', 'memory: is "gpu", and loaders read into the memory of the host'],
    ['ramp: 1s\nruntime: 5s', 'ramp: cannot be of a training, whose figures are those of whole epochs'],
    ['computeDeviation: 1ms', 'computeDeviation: has no effect with "computeForm: fixed"'],
    ['computeForm: normal', 'computeForm: is "normal", and computeDeviation is 0'],
    ['engine: "null"\ncoldEpochs: true', 'coldEpochs: cannot be true with engine "null", which has no files'],
  ])('%j', (lines, message) => {
    const given = new Set(lines.split('\n').map((line) => line.split(':')[0]));
    const kept = head.split('\n').filter((line) => !given.has(line.split(':')[0]));
    const problems = problemsOf(`${kept.join('\n')}${lines}\n`);
    expect(problems.join('\n')).toContain(message);
  });

  test('one of them is told once, at its place', () => {
    expect(problemsOf(`${head}window: 2\n`)).toEqual([
      'w.yaml:7:9 window: has no effect with loader "torch". Remove it, or set "loader: stream".',
    ]);
  });
});

test('a training that is small is in order', () => {
  expect(training()).toMatchObject({ model: 'custom', accelerator: 'other', accelerators: 1, auThreshold: 90 });
});
