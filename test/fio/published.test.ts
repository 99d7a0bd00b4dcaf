// Job files as guides and acceptance tests publish them become these workloads.
import { describe, expect, test } from 'vitest';
import { accepted, importFixture, sectionsOf } from './importing.js';

describe('the jobs that guides publish', () => {
  test('sequential reads of 1 MiB, 16 jobs, depth 32', () => {
    expect(sectionsOf('seq-read')['seq-read']).toEqual({
      name: 'seq-read',
      description: 'Imported from seq-read.fio, section [seq-read]',
      kind: 'block',
      access: 'sequential',
      readPercent: 100,
      blockSize: '1MiB',
      files: 16,
      size: '160GiB',
      fileSharing: 'perWorker',
      engine: 'libaio',
      direct: true,
      workers: 16,
      queueDepth: 32,
      batch: 1,
      runtime: '1m',
    });
  });

  test('random reads of 4 KiB, 32 jobs, depth 64', () => {
    expect(sectionsOf('rand-read')['rand-read']).toEqual({
      name: 'rand-read',
      description: 'Imported from rand-read.fio, section [rand-read]',
      kind: 'block',
      access: 'permutation',
      readPercent: 100,
      blockSize: '4KiB',
      files: 32,
      size: '32GiB',
      fileSharing: 'perWorker',
      engine: 'libaio',
      direct: true,
      workers: 32,
      queueDepth: 64,
      batch: 1,
      runtime: '1m',
    });
  });

  test('70 % random reads of 64 KiB, 16 jobs, depth 32', () => {
    expect(sectionsOf('mixed')['mixed']).toEqual({
      name: 'mixed',
      description: 'Imported from mixed.fio, section [mixed]',
      kind: 'block',
      access: 'permutation',
      readPercent: 70,
      blockSize: '64KiB',
      files: 16,
      size: '80GiB',
      fileSharing: 'perWorker',
      engine: 'libaio',
      direct: true,
      workers: 16,
      queueDepth: 32,
      batch: 1,
      runtime: '1m',
      fsync: 'none',
    });
  });

  test.each(['seq-read', 'rand-read', 'mixed'])('%s runs with io_uring by --engine', (name) => {
    const words = sectionsOf(name, { engine: 'io_uring' })[name];
    expect(words).toEqual({ ...sectionsOf(name)[name], engine: 'io_uring' });
  });
});

describe('the acceptance test of a cluster', () => {
  test('reads at full bandwidth, after a section that only lays out files', () => {
    const { groups, workloads } = accepted(importFixture('acceptance-bandwidth'));
    expect(groups.map(({ sections }) => sections.map(({ workload }) => workload))).toEqual([
      [null],
      ['fio-bandwidthsr'],
    ]);
    expect(workloads[0]?.words).toMatchObject({
      access: 'sequential',
      blockSize: '1MiB',
      files: 32,
      size: '320GiB',
      fileSharing: 'perWorker',
      workers: 32,
      queueDepth: 1,
      startDelay: '5s',
      runtime: '30s',
      direct: true,
    });
  });

  test('counts reads and writes one after the other', () => {
    expect(sectionsOf('acceptance-iops')).toMatchObject({
      'fio-iopsR': { access: 'permutation', readPercent: 100, blockSize: '4KiB', workers: 64, queueDepth: 8, batch: 1 },
      'fio-iopsW': { access: 'permutation', readPercent: 0, blockSize: '4KiB', workers: 64, queueDepth: 8, batch: 1 },
    });
  });

  test('times single reads', () => {
    const words = sectionsOf('acceptance-latency')['fio-latencyR'];
    expect(words).toMatchObject({ workers: 1, queueDepth: 1, files: 1, size: '1GiB' });
    expect(words).not.toHaveProperty('batch');
  });
});

test('the mix of enterprise disks has its sizes and zones', () => {
  expect(sectionsOf('enterprise-mix')['enterprise']).toMatchObject({
    access: 'zoned',
    readPercent: 40,
    zones: [
      { operations: 50, space: 5 },
      { operations: 30, space: 15 },
      { operations: 20, space: 80 },
    ],
    blockSizeSplit: [
      { size: '512B', percent: 4 },
      { size: '1KiB', percent: 1 },
      { size: '1.5KiB', percent: 1 },
      { size: '2KiB', percent: 1 },
      { size: '2.5KiB', percent: 1 },
      { size: '3KiB', percent: 1 },
      { size: '3.5KiB', percent: 1 },
      { size: '4KiB', percent: 67 },
      { size: '8KiB', percent: 10 },
      { size: '16KiB', percent: 7 },
      { size: '32KiB', percent: 3 },
      { size: '64KiB', percent: 3 },
    ],
    size: '1GiB',
  });
});
