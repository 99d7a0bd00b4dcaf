// The published workloads against a second table, written from the configurations of MLPerf Storage and DLIO by hand.
import { describe, expect, test } from 'vitest';
import { publishedModels } from '../../src/spec/training-models.js';
import { trainingOf } from './loading.js';

const unet3d = { format: 'npz', loader: 'torch', rules: 'v2', files: 168, samplesPerFile: 1, recordLength: 146600628 };
const unet3dMore = { recordDeviation: 68341808, readThreads: 4, epochs: 5, auThreshold: 90, fileShuffle: true };
const resnet50 = { format: 'tfrecord', loader: 'tf', rules: 'v2', files: 1024, samplesPerFile: 1251 };
const resnet50More = { recordLength: 114660.07, recordDeviation: 0, readThreads: 8, epochs: 5, auThreshold: 90 };
const cosmoflow = { format: 'tfrecord', loader: 'tf', rules: 'v2', files: 524288, samplesPerFile: 1 };
const cosmoflowMore = { recordLength: 2828486, recordDeviation: 71311, batchSize: 1, readThreads: 4, epochs: 5 };
const retinanet = { format: 'jpeg', loader: 'stream', rules: 'v3', files: 1170301, samplesPerFile: 1, epochs: 8 };
const retinanetMore = { recordLength: 322957, recordDeviation: 0, readThreads: 8, auThreshold: 85, inFlight: 64 };
const dlrm = { format: 'parquet', loader: 'stream', rules: 'v3', files: 1024, samplesPerFile: 4718592, epochs: 1 };
const dlrmMore = { recordLength: 761, batchSize: 16384, readThreads: 4, auThreshold: 70, rowGroupRows: 6144 };
const flux = { format: 'parquet', loader: 'stream', rules: 'v3', files: 4296, samplesPerFile: 288, epochs: 1 };
const fluxMore = { recordLength: 2164832, readThreads: 8, auThreshold: 90, fileShuffle: true, sampleShuffle: false };

const seconds = (value: number) => Math.round(value * 1e9);

test.each([
  ['unet3d', 'v100', { ...unet3d, ...unet3dMore, batchSize: 4, computeTime: seconds(1.3604), sampleShuffle: true }],
  ['unet3d', 'a100', { ...unet3d, ...unet3dMore, batchSize: 7, computeTime: seconds(0.636), prefetch: 2 }],
  ['unet3d', 'h100', { ...unet3d, ...unet3dMore, batchSize: 7, computeTime: seconds(0.323), readSize: 262144 }],
  [
    'unet3d',
    'b200',
    { ...unet3d, ...unet3dMore, ...{ rules: 'v3', loader: 'stream', files: 7200, batchSize: 7, readSize: null } },
  ],
  ['unet3d', 'b200', { computeTime: seconds(0.162), window: 256, inFlight: 64, prefetch: 0, coldEpochs: true }],
  ['resnet50', 'v100', { ...resnet50, ...resnet50More, batchSize: 64, computeTime: seconds(0.195) }],
  ['resnet50', 'a100', { ...resnet50, ...resnet50More, batchSize: 400, computeTime: seconds(0.435) }],
  ['resnet50', 'h100', { ...resnet50, ...resnet50More, batchSize: 400, computeTime: seconds(0.224) }],
  ['resnet50', 'h100', { fileShuffle: false, sampleShuffle: false, shuffleBuffer: 0, prefetch: 2, readSize: 262144 }],
  ['cosmoflow', 'v100', { ...cosmoflow, ...cosmoflowMore, computeTime: seconds(0.00936), sampleShuffle: false }],
  ['cosmoflow', 'v100', { shuffleBuffer: 0, fileShuffle: false, auThreshold: 70 }],
  ['cosmoflow', 'a100', { ...cosmoflow, ...cosmoflowMore, computeTime: seconds(0.00551), shuffleBuffer: 2 }],
  ['cosmoflow', 'h100', { ...cosmoflow, ...cosmoflowMore, computeTime: seconds(0.0035), auThreshold: 70 }],
  ['cosmoflow', 'h100', { fileShuffle: true, sampleShuffle: true, shuffleBuffer: 2 }],
  ['retinanet', 'b200', { ...retinanet, ...retinanetMore, batchSize: 24, computeTime: seconds(0.04755) }],
  ['retinanet', 'mi355', { ...retinanet, ...retinanetMore, batchSize: 32, computeTime: seconds(0.0634) }],
  ['retinanet', 'b200', { fileShuffle: true, sampleShuffle: true, window: 256, readSize: null }],
  ['bert', 'v100', { format: 'tfrecord', loader: 'tf', rules: 'v2', files: 500, samplesPerFile: 313532 }],
  ['bert', 'v100', { recordLength: 2500, recordDeviation: 0, prefix: 'part', batchSize: 48, readThreads: 1 }],
  ['bert', 'v100', { computeTime: seconds(0.968), steps: 1000, epochs: 1, newOrderEachEpoch: false }],
  ['bert', 'v100', { fileShuffle: true, sampleShuffle: true, shuffleBuffer: 1024, readSize: 262144 }],
  ['dlrm', 'b200', { ...dlrm, ...dlrmMore, computeTime: 375_000, window: 64, inFlight: 64 }],
  ['dlrm', 'mi355', { ...dlrm, ...dlrmMore, computeTime: 562_500, fileShuffle: true, sampleShuffle: false }],
  ['flux', 'b200', { ...flux, ...fluxMore, batchSize: 48, computeTime: seconds(1.35) }],
  ['flux', 'mi355', { ...flux, ...fluxMore, batchSize: 72, computeTime: seconds(2.025) }],
  ['megatron', 'other', { format: 'megatron', loader: 'torch', rules: 'v2', files: 1, samplesPerFile: 277203535 }],
  ['megatron', 'other', { recordLength: 2048, batchSize: 16, readThreads: 1, epochs: 3, steps: 1000 }],
  ['megatron', 'other', { computeTime: seconds(2.44), fileShuffle: true, sampleShuffle: true, readSize: null }],
])('%s on %s: %j', (model, accelerator, expected) => {
  expect(ofModel(model, `accelerator: ${accelerator}\n`)).toMatchObject(expected);
});

function ofModel(model: string, lines = '') {
  return trainingOf(`name: t\nkind: training\nmodel: ${model}\n${lines}`);
}

test.each([
  ['unet3d', 'h100'],
  ['resnet50', 'h100'],
  ['cosmoflow', 'h100'],
  ['retinanet', 'b200'],
  ['bert', 'v100'],
  ['dlrm', 'b200'],
  ['flux', 'b200'],
  ['megatron', 'other'],
])('%s is on %s unless another is asked for', (model, accelerator) => {
  expect(ofModel(model)).toEqual(ofModel(model, `accelerator: ${accelerator}\n`));
});

test('no configuration is in the product that is not in this table', () => {
  const there = Object.entries(publishedModels).map(
    ([model, { accelerators }]) => `${model}: ${Object.keys(accelerators).sort().join(' ')}`,
  );
  expect(there).toEqual([
    'unet3d: a100 b200 h100 v100',
    'resnet50: a100 h100 v100',
    'cosmoflow: a100 h100 v100',
    'retinanet: b200 mi355',
    'bert: v100',
    'dlrm: b200 mi355',
    'flux: b200 mi355',
    'megatron: other',
  ]);
});

describe('columns', () => {
  const bytes = { float64: 8, float32: 4, float16: 2, int8: 1, uint8: 1 };
  const sum = (columns: ReturnType<typeof ofModel>['columns']) =>
    columns.reduce((total, { type, width, count }) => total + bytes[type] * width * count, 0);

  test('of dlrm are 200, have 761 bytes a row, and 40 of them are read', () => {
    const { columns } = ofModel('dlrm');
    const read = columns.filter((column) => column.read);
    expect(columns.reduce((total, { count }) => total + count, 0)).toBe(200);
    expect(sum(columns)).toBe(761);
    expect(read.reduce((total, { count }) => total + count, 0)).toBe(40);
    expect(columns.slice(0, 3)).toEqual([
      { type: 'float16', width: 1, count: 2, read: false },
      { type: 'float64', width: 1, count: 2, read: false },
      { type: 'float32', width: 1, count: 1, read: false },
    ]);
    expect(columns.at(-1)).toEqual({ type: 'float16', width: 1, count: 1, read: false });
  });

  test('of flux are five, of float32, and make up the record', () => {
    const { columns, recordLength, rowGroupRows } = ofModel('flux');
    expect(columns.map(({ width }) => width)).toEqual([524328, 409, 8232, 8232, 7]);
    expect(sum(columns)).toBe(recordLength);
    expect(rowGroupRows).toBe(288);
  });
});

// Demand at full utilization as others have reckoned it from the same configurations.
test.each([
  ['unet3d', 'h100', 3.18e9],
  ['unet3d', 'a100', 1.61e9],
  ['unet3d', 'b200', 6.33e9],
  ['resnet50', 'h100', 204.8e6],
  ['resnet50', 'a100', 105e6],
  ['cosmoflow', 'h100', 808e6],
  ['cosmoflow', 'a100', 513e6],
  ['retinanet', 'mi355', 163e6],
  ['flux', 'mi355', 77e6],
  ['dlrm', 'b200', 33.2e9],
])('one accelerator of %s on %s takes %d bytes a second', (model, accelerator, demand) => {
  const { batchSize, recordLength, computeTime } = ofModel(model, `accelerator: ${accelerator}\n`);
  expect((batchSize * recordLength * 1e9) / computeTime / demand).toBeCloseTo(1, 2);
});
