// What packing gains, against cases that were worked out by hand.
import { describe, expect, test } from 'vitest';
import { packingGains } from '../../src/analyze/packing.js';
import type { StepRecord } from '../../src/result/schema.js';
import { failedStep, operation, stepRecord } from '../fixtures/records.js';

const job = {
  ...{ kind: 'files', files: 1000, fileSize: 65536, seed: 1, engine: 'sync', direct: false, workers: 4 },
  ...{ queueDepth: 1, access: 'permutation', epochs: 1, runtime: null, dropCache: true },
};

function step(packing: string, rate: number, given: Partial<StepRecord> = {}): StepRecord {
  const { repeat = 1, mount = 'nfs', workload = packing } = given;
  return stepRecord({
    ...{ id: `${workload}/${mount}/${repeat}`, workload, mount, repeat },
    ...{ job: { ...job, packing }, metrics: { samples: 1000, samplesPerSecond: rate } },
    ...given,
  });
}

test('the medians over the repeats are divided', () => {
  const loose = [100, 300, 110].map((rate, at) => step('none', rate, { repeat: at + 1 }));
  const tar = [700, 600, 682].map((rate, at) => step('tar', rate, { repeat: at + 1 }));
  expect(packingGains([...loose, ...tar])).toEqual([
    { mount: 'nfs', packing: 'tar', workload: 'tar', variant: {}, packed: 682, loose: 110, ratio: 6.2, tooFew: null },
  ]);
});

test('fewer shards than chains at a time are told of', () => {
  const crowd = { ...job, packing: 'tar', workers: 16 };
  const tar = (count: number) => step('tar', 500, { job: crowd, operations: { open: operation({ count }) } });
  const loose = step('none', 100, { job: { ...job, packing: 'none', workers: 16 } });
  const [gain] = packingGains([loose, tar(15)]);
  expect(gain?.tooFew).toEqual({ shards: 15, chains: 16 });
  expect(packingGains([loose, tar(16)])[0]?.tooFew).toBeNull();
});

test('each mount has its own, and each format', () => {
  const steps = [
    ...[step('none', 100), step('none', 200, { mount: 'lustre' })],
    ...[step('tar', 500), step('tar', 400, { mount: 'lustre' })],
    ...[step('tfrecord', 50), step('tfrecord', 300, { mount: 'lustre' })],
  ];
  expect(packingGains(steps).map(({ mount, packing, ratio }) => [mount, packing, ratio])).toEqual([
    ['nfs', 'tar', 5],
    ['lustre', 'tar', 2],
    ['nfs', 'tfrecord', 0.5],
    ['lustre', 'tfrecord', 1.5],
  ]);
});

describe('nothing is said', () => {
  const none = step('none', 100);

  test.each<[string, StepRecord[]]>([
    ['of other samples', [step('tar', 500, { job: { ...job, packing: 'tar', files: 999 } })]],
    [
      'of other sizes',
      [step('tar', 500, { job: { ...job, packing: 'tar', fileSize: { uniform: { from: 1, to: 2 } } } })],
    ],
    ['of another seed', [step('tar', 500, { job: { ...job, packing: 'tar', seed: 2 } })]],
    ['of other workers', [step('tar', 500, { job: { ...job, packing: 'tar', workers: 8 } })]],
    ['of warm caches', [step('tar', 500, { job: { ...job, packing: 'tar', dropCache: false } })]],
    [
      'of another path to storage',
      [step('tar', 500, { engine: { ...none.engine, direct: none.engine.direct !== true } })],
    ],
    ['where a repeat has failed', [step('tar', 500), failedStep({ ...step('tar', 500), repeat: 2, metrics: {} })]],
    ['where nothing was read to its end', [step('tar', 500, { metrics: {} })]],
    ['of a workload alone', []],
  ])('%s', (_, others) => {
    expect(packingGains([none, ...others])).toEqual([]);
  });

  test('where the loose files have failed', () => {
    expect(packingGains([failedStep({ ...none, metrics: {} }), step('tar', 500)])).toEqual([]);
  });
});

test('variants of one workload are compared as workloads are', () => {
  const steps = ['none', 'tar'].map((packing, at) =>
    step(packing, 100 * (at + 1), { workload: 'epoch', variant: { packing } }),
  );
  expect(packingGains(steps)).toMatchObject([{ workload: 'epoch', variant: { packing: 'tar' }, ratio: 2 }]);
});
