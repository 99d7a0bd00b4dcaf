// What conforms to CLOSED of each version of the rules, and every key that does not.
import { describe, expect, test } from 'vitest';
import { conformance } from '../../src/spec/closed-rules.js';
import { trainingOf } from './loading.js';

function reasons(lines: string): string[] {
  const workload = trainingOf(`name: t\nkind: training\n${lines}\n`);
  return conformance(workload).map(({ key, what }) => `${key}: ${what}`);
}

describe('conforming', () => {
  test.each([
    'model: unet3d',
    'model: unet3d\naccelerator: a100\nrules: v1',
    'model: resnet50',
    'model: cosmoflow\naccelerator: a100',
    'model: unet3d\naccelerator: b200',
    'model: retinanet',
    'model: retinanet\naccelerator: mi355',
    'model: unet3d\ndirect: true',
    'model: unet3d\nfiles: 20000\nsubfolders: 10\nreadThreads: 32\nprefetch: 0\naccelerators: 8',
    'model: resnet50\nreadSize: 1MiB\nprefetch: 1',
    'model: unet3d\nseed: 7\ntouch: true\nmemoryCheck: warn',
  ])('%j', (lines) => {
    expect(reasons(lines)).toEqual([]);
  });
});

describe('not conforming', () => {
  test.each([
    ['model: bert', 'model: is bert, and CLOSED of v2 has unet3d, resnet50, cosmoflow'],
    ['model: retinanet\nrules: v2', 'model: is retinanet, and CLOSED of v2 has unet3d, resnet50, cosmoflow'],
    ['model: dlrm', 'model: is dlrm, and CLOSED of v3 has unet3d, retinanet'],
    ['model: resnet50\naccelerator: v100', 'accelerator: is v100, and CLOSED of v2 has a100, h100 for resnet50'],
    ['model: unet3d\nrules: v3', 'accelerator: is h100, and CLOSED of v3 has b200 for unet3d'],
    ['model: resnet50\nformat: npz\nloader: torch', 'format: is npz and must be tfrecord'],
    ['model: unet3d\nsamplesPerFile: 2', 'samplesPerFile: is 2 and must be 1'],
    ['model: unet3d\nrecordLength: 146600000', 'recordLength: is 146600000 and must be 146600628'],
    ['model: unet3d\nrecordDeviation: 0', 'recordDeviation: is 0 and must be 68341808'],
    ['model: unet3d\nprefix: part', 'prefix: is part and must be img'],
    ['model: unet3d\nbatchSize: 8', 'batchSize: is 8 and must be 7'],
    ['model: unet3d\nfileShuffle: false', 'fileShuffle: is false and must be true'],
    ['model: cosmoflow\nsampleShuffle: false', 'sampleShuffle: is false and must be true'],
    ['model: unet3d\nnewOrderEachEpoch: false', 'newOrderEachEpoch: is false and must be true'],
    ['model: cosmoflow\nshuffleBuffer: 3', 'shuffleBuffer: is 3 and must be 2'],
    ['model: unet3d\nepochs: 4', 'epochs: is 4 and must be 5'],
    ['model: unet3d\nsteps: 10', 'steps: is 10 and must be null'],
    ['model: unet3d\nauThreshold: 80', 'auThreshold: is 80 and must be 90'],
    ['model: unet3d\ncomputeTime: 400ms', 'computeTime: is 400ms and must be 323ms'],
    ['model: unet3d\ngeneratorSeed: 11', 'generatorSeed: is 11 and must be 10'],
    ['model: unet3d\ncomputeForm: exponential', 'computeForm: is exponential and must be fixed'],
    ['model: unet3d\nbarrierEvery: 2', 'barrierEvery: is 2 and must be 1'],
    ['model: unet3d\nevalEvery: 1\nevalFiles: 10', 'evalEvery: is 1 and must be 0'],
    ['model: unet3d\nruntime: 60s', 'runtime: is 1m and must be null'],
    ['model: unet3d\nloader: stream', 'loader: is stream and must be torch'],
    ['model: unet3d\nprefetch: 3', 'prefetch: is 3 and must be at most 2'],
    ['model: unet3d\nreadThreads: 33', 'readThreads: is 33 and must be at most 32'],
    ['model: resnet50\ndirect: true', 'direct: is true, which is for unet3d only'],
    ['model: unet3d\nreadSize: 1MiB', 'readSize: is 1MiB and must be 256KiB'],
    ['model: retinanet\nreadSize: 4KiB', 'readSize: is 4KiB and must be null'],
    ['model: retinanet\nwindow: 64', 'window: is 64 and must be 256'],
    ['model: retinanet\ninFlight: 32', 'inFlight: is 32 and must be 64'],
    ['model: retinanet\ncoldEpochs: false', 'coldEpochs: is false, and caches are dropped before each epoch'],
  ])('%j', (lines, reason) => {
    expect(reasons(lines)).toContain(reason);
  });

  test('several keys are all told', () => {
    expect(reasons('model: unet3d\nbatchSize: 8\nepochs: 1\nprefetch: 5')).toEqual([
      'batchSize: is 8 and must be 7',
      'epochs: is 1 and must be 5',
      'prefetch: is 5 and must be at most 2',
    ]);
  });
});
