// The built-in workloads that storage is bought by: the published jobs, the mix of JESD219, and the acceptance suite.
import { expect, describe, test } from 'vitest';
import { largestFile } from '../../src/spec/file-sizes.js';
import { loadWorkloads } from '../../src/spec/load.js';
import type { BlockWorkload, SizeShare, Workload } from '../../src/spec/workload.js';
import { builtinDirectory } from './loading.js';

const KiB = 1024;
const GiB = 1024 ** 3;

function load(name: string, set: string[] = []): Workload[] {
  return loadWorkloads(name, { set, cwd: builtinDirectory, builtinDirectory }).workloads;
}

function blockOf(name: string): BlockWorkload {
  const workload = load(name)[0];
  if (workload?.kind !== 'block') throw new Error(`${name} is no block workload`);
  return workload;
}

describe('the published fio jobs', () => {
  test.each([
    ['parallel-sequential-read-1m', 10],
    ['parallel-random-read-4k', 1],
    ['parallel-mixed-64k', 5],
  ])('%s gives each worker a file of its own, of %d GiB where there is room', (name, gibibytes) => {
    const { files, workers, fileSharing, size, direct } = blockOf(name);
    expect({ files, fileSharing, direct }).toEqual({ files: workers, fileSharing: 'perWorker', direct: true });
    expect(size).toEqual({ percentOfFree: 20, atMost: workers * gibibytes * GiB });
  });
});

describe('the mix of JESD219', () => {
  const exact = {
    512: 4,
    1024: 1,
    1536: 1,
    2048: 1,
    2560: 1,
    3072: 1,
    3584: 1,
    4096: 67,
    8192: 10,
    16384: 7,
    32768: 3,
    65536: 3,
  };

  function sharesOf(name: string): Record<number, number> {
    const { blockSizeSplit } = blockOf(name);
    return Object.fromEntries((blockSizeSplit as SizeShare[]).map(({ size, percent }) => [size, percent]));
  }

  test('has its sizes with 512-byte sectors', () => {
    expect(sharesOf('enterprise-mix-512')).toEqual(exact);
  });

  test('counts those below 4 KiB to 4 KiB elsewhere, and nothing else', () => {
    const shares = Object.entries(exact).map(([size, percent]) => [Number(size), percent] as const);
    const small = shares.filter(([size]) => size < 4 * KiB).reduce((sum, [, percent]) => sum + percent, 0);
    const large = shares.filter(([size]) => size >= 4 * KiB);
    expect(sharesOf('enterprise-mix')).toEqual({ ...Object.fromEntries(large), 4096: 67 + small });
  });

  test('has half of the operations on a twentieth of the space', () => {
    const zones = [
      { operations: 50, space: 5 },
      { operations: 30, space: 15 },
      { operations: 20, space: 80 },
    ];
    expect([blockOf('enterprise-mix').zones, blockOf('enterprise-mix-512').zones]).toEqual([zones, zones]);
  });
});

describe('cluster-acceptance', () => {
  const workloads = load('cluster-acceptance');
  const blocks = workloads.filter((workload) => workload.kind === 'block');

  test('asks for bandwidth, operations a second, latency and metadata', () => {
    expect(workloads.map(({ name }) => name)).toEqual([
      'sequential-write-1m',
      'sequential-read-1m',
      'random-write-4k',
      'random-read-4k',
      'latency-4k',
      'metadata-create',
      'metadata-stat',
      'metadata-unlink',
    ]);
    expect(blocks.at(-1)).toMatchObject({ readPercent: 100, blockSize: 4 * KiB, workers: 1, queueDepth: 1 });
  });

  test('shares one data set among its block workloads', () => {
    expect(new Set(blocks.map(({ size, files, seed }) => JSON.stringify({ size, files, seed }))).size).toBe(1);
  });

  test('takes a tenth of the free space for blocks and some for files, and never more than 65 GiB', () => {
    const files = workloads.flatMap((workload) => (workload.kind === 'files' ? [workload] : []));
    const shares = [blocks[0]?.size, ...files.map((workload) => workload.files)];
    expect(shares).toEqual([
      { percentOfFree: 10, atMost: 64 * GiB },
      ...files.map(() => ({ percentOfFree: 1, atMost: 100_000 })),
    ]);
    expect(files.map(({ fileSize }) => largestFile(fileSize) * 100_000)).toEqual(files.map(() => 409_600_000));
  });

  test('can be cut short as a whole', () => {
    const runtimes = load('cluster-acceptance', ['runtime=1s']).map(({ runtime }) => runtime);
    expect(runtimes).toEqual(workloads.map(() => 1e9));
  });
});
