// The built-in workloads: what they are, and that they keep their promises about space and time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { largestFile, sizeMoments } from '../../src/spec/file-sizes.js';
import { loadWorkloads, readBuiltins } from '../../src/spec/load.js';
import { builtinNames } from '../../src/spec/locate.js';
import { builtinDirectory } from './loading.js';

const GiB = 1024 ** 3;
const names = builtinNames(builtinDirectory);

function load(name: string) {
  return loadWorkloads(name, { set: [], cwd: builtinDirectory, builtinDirectory });
}

test('are listed with description and kind', () => {
  const entries = readBuiltins(builtinDirectory);
  expect(entries.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'bert training',
    'checkpoint-storm-over-epoch scenario',
    'cluster-acceptance suite',
    'cosmoflow training',
    'dlrm training',
    'enterprise-mix block',
    'enterprise-mix-512 block',
    'flux training',
    'gds-compare suite',
    'imagenet-epoch files',
    'import-storm files',
    'io-blender scenario',
    'io500-like suite',
    'kv-cache-blocks kv-cache',
    'kv-cache-option1 kv-cache',
    'kv-cache-option2 kv-cache',
    'kv-cache-option3 kv-cache',
    'latency-4k block',
    'llama3-1t checkpoint',
    'llama3-405b checkpoint',
    'llama3-70b checkpoint',
    'llama3-8b checkpoint',
    'ls-storm files',
    'mdtest suite',
    'megatron training',
    'mixed-70-30 block',
    'model-load model-load',
    'model-load-scale-out model-load',
    'noisy-neighbour scenario',
    'open-storm suite',
    'packed-vs-loose suite',
    'parallel-mixed-64k block',
    'parallel-random-read-4k block',
    'parallel-sequential-read-1m block',
    'quick suite',
    'random-read-4k block',
    'random-write-4k block',
    'real-world-mix files',
    'resnet50 training',
    'retinanet training',
    'sequential-read-1m block',
    'sequential-write-1m block',
    'small-files files',
    'unet3d training',
  ]);
  for (const { description } of entries) expect(description).toMatch(/^[A-Z].*\?$/);
});

describe.each(names)('%s', (name) => {
  test('opens with the question that it answers', () => {
    expect(readFileSync(join(builtinDirectory, `${name}.yaml`), 'utf8')).toMatch(/^# .+\?\n# /);
  });

  test('has the name of its file', () => {
    const { suite, workloads, scenarios } = load(name);
    expect(suite?.name ?? [...workloads, ...scenarios][0]?.name).toBe(name);
  });
});

test('do what their names say', () => {
  const facts = names.map(load).flatMap(({ suite, workloads }) => (suite === null ? workloads : []));
  expect(facts).toMatchObject([
    { name: 'bert', kind: 'training', model: 'bert' },
    { name: 'cosmoflow', kind: 'training', model: 'cosmoflow' },
    { name: 'dlrm', kind: 'training', model: 'dlrm' },
    { name: 'enterprise-mix', access: 'zoned', readPercent: 40, workers: 4, queueDepth: 32 },
    { name: 'enterprise-mix-512', access: 'zoned', readPercent: 40, workers: 4, queueDepth: 32 },
    { name: 'flux', kind: 'training', model: 'flux' },
    { name: 'imagenet-epoch', operations: ['open', 'read', 'close'], files: 1_281_167, dropCache: true, epochs: 1 },
    { name: 'import-storm', visits: 'everyWorker', workers: 32, files: 2000, dropCache: true },
    { name: 'kv-cache-blocks', kind: 'kv-cache', direct: true, blockTokens: 16, sweep: { blockTokens: [16, 256, 0] } },
    { name: 'kv-cache-option1', kind: 'kv-cache', users: 200, cpuMemory: 0 },
    { name: 'kv-cache-option2', kind: 'kv-cache', users: 100, cpuMemory: 4 * 2 ** 30 },
    { name: 'kv-cache-option3', kind: 'kv-cache', users: 70, model: 'llama3.1-70b' },
    { name: 'latency-4k', access: 'random', readPercent: 100, blockSize: 4096, workers: 1, queueDepth: 1 },
    { name: 'llama3-1t', kind: 'checkpoint', model: 'llama3-1t', mode: 'subset', ranks: 8 },
    { name: 'llama3-405b', kind: 'checkpoint', model: 'llama3-405b', mode: 'subset', ranks: 8 },
    { name: 'llama3-70b', kind: 'checkpoint', model: 'llama3-70b', mode: 'subset', ranks: 8 },
    { name: 'llama3-8b', kind: 'checkpoint', model: 'llama3-8b', mode: 'full', ranks: 8 },
    { name: 'ls-storm', operations: ['list'], items: 'directories', visits: 'everyWorker', workers: 8, files: 100_000 },
    { name: 'megatron', kind: 'training', model: 'megatron' },
    { name: 'mixed-70-30', access: 'random', readPercent: 70, blockSize: 4096, queueDepth: 32 },
    {
      name: 'model-load',
      kind: 'model-load',
      model: 'llama3-8b',
      reader: 'sequential',
      processes: 1,
      loads: 3,
      scale: 1,
    },
    {
      name: 'model-load-scale-out',
      kind: 'model-load',
      sweep: { reader: ['mmap', 'direct'], processes: [1, 2, 4, 8] },
    },
    { name: 'parallel-mixed-64k', access: 'random', readPercent: 70, blockSize: 65536, workers: 16, queueDepth: 32 },
    {
      name: 'parallel-random-read-4k',
      access: 'random',
      readPercent: 100,
      blockSize: 4096,
      workers: 32,
      queueDepth: 64,
    },
    {
      name: 'parallel-sequential-read-1m',
      access: 'sequential',
      readPercent: 100,
      blockSize: 1024 ** 2,
      workers: 16,
      queueDepth: 32,
    },
    { name: 'random-read-4k', access: 'random', readPercent: 100, blockSize: 4096, workers: 1, queueDepth: 32 },
    { name: 'random-write-4k', access: 'random', readPercent: 0, blockSize: 4096, queueDepth: 32, fsync: 'end' },
    { name: 'real-world-mix', operations: [], mix: [{}, {}, {}, { percent: 5, operations: ['unlink'] }, {}] },
    { name: 'resnet50', kind: 'training', model: 'resnet50' },
    { name: 'retinanet', kind: 'training', model: 'retinanet' },
    { name: 'sequential-read-1m', access: 'sequential', readPercent: 100, blockSize: 1024 ** 2, queueDepth: 8 },
    { name: 'sequential-write-1m', access: 'sequential', readPercent: 0, blockSize: 1024 ** 2, queueDepth: 8 },
    { name: 'small-files', operations: ['open', 'read', 'close'], dropCache: true, epochs: 1 },
    { name: 'unet3d', kind: 'training', model: 'unet3d', accelerator: 'h100', accelerators: 1 },
  ]);
});

describe('quick', () => {
  const { workloads } = load('quick');
  const blocks = workloads.filter((workload) => workload.kind === 'block');
  const files = workloads.filter((workload) => workload.kind === 'files');

  test('covers both directions, both orders and small files', () => {
    expect(workloads.map(({ name }) => name)).toEqual([
      'sequential-write-1m',
      'sequential-read-1m',
      'random-read-4k',
      'random-write-4k',
      'small-files',
    ]);
  });

  test('shares one data set among its block workloads', () => {
    expect(new Set(blocks.map(({ size, files: count, seed }) => JSON.stringify({ size, count, seed }))).size).toBe(1);
  });

  test('never takes more than 5 % of the free space, nor 4 GiB', () => {
    const size = blocks[0]?.size;
    const count = files[0]?.files;
    if (typeof size !== 'object' || typeof count !== 'object') throw new Error('quick does not size itself');
    expect(size.percentOfFree + count.percentOfFree).toBeLessThanOrEqual(5);
    expect(size.atMost + count.atMost * largestFile(files[0]?.fileSize ?? Infinity)).toBeLessThanOrEqual(4 * GiB);
  });

  test('measures for less than half a minute, which leaves the other half for the data', () => {
    const total = workloads.reduce((sum, { runtime, ramp }) => sum + (runtime ?? Infinity) + ramp, 0);
    expect(total).toBeLessThanOrEqual(30e9);
  });
});

test('the files of imagenet-epoch are as many and as large as those of the data set, on average', () => {
  const [workload] = load('imagenet-epoch').workloads;
  if (workload?.kind !== 'files') throw new Error('not a workload of files');
  expect(sizeMoments(workload.fileSize).mean / 1024).toBeCloseTo(110, 0);
  expect(workload.directories).toEqual({ width: 1000, depth: 1, filesIn: 'leaves' });
});

test('the workloads of packed-vs-loose differ in nothing but the packing', () => {
  const { workloads } = load('packed-vs-loose');
  const shared = workloads.map((workload) => ({
    ...workload,
    ...{ name: '', description: '', packing: '', shardSize: 0, blockSize: 0 },
  }));
  expect(workloads.map((workload) => (workload.kind === 'files' ? workload.packing : ''))).toEqual([
    'none',
    'tar',
    'tfrecord',
  ]);
  expect(shared).toEqual(Array.from(workloads, () => shared[0]));
});
