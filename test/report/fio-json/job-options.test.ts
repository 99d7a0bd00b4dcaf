// Each key of a workload in fio's words; the installed fio accepts all of them.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StepRecord } from '../../../src/result/schema.js';
import { blockJob, engine } from '../../fixtures/records.js';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { documentText, jobOf, jobsOf, readStep, whyNo } from './samples.js';

const GiB = 2 ** 30;
const second = 1e9;
const noFio = whyNo('fio');

interface Case {
  job: Record<string, unknown>;
  step?: Partial<StepRecord>;
  /** Expected options; undefined: this option is not there. */
  options: Record<string, string | undefined>;
}

const block = (job: Record<string, unknown>, options: Case['options']): Case => ({ job: blockJob(job), options });

const cases: Case[] = [
  block(
    {},
    { rw: 'randread', bs: '4k', iodepth: '32', numjobs: '1', ioengine: 'io_uring', direct: '1', rwmixread: undefined },
  ),
  block({ readPercent: 0 }, { rw: 'randwrite' }),
  block({ readPercent: 70 }, { rw: 'randrw', rwmixread: '70' }),
  block({ access: 'sequential', readPercent: 100 }, { rw: 'read', norandommap: undefined }),
  block({ access: 'sequential', readPercent: 30 }, { rw: 'rw', rwmixread: '30' }),
  block({ access: 'random' }, { norandommap: '1', random_distribution: undefined }),
  block({ access: 'permutation' }, { rw: 'randread', norandommap: undefined }),
  block({ access: 'strided', stride: 16_384 }, { rw: 'read:12k' }),
  block({ access: 'strided', stride: 4096 }, { rw: 'read' }),
  block({ access: 'backward', readPercent: 0 }, { rw: 'write:-8k' }),
  block({ access: 'zipf', skew: 1.2 }, { rw: 'randread', random_distribution: 'zipf:1.2' }),
  block({ access: 'pareto', skew: 0.3 }, { random_distribution: 'pareto:0.3' }),
  block({ access: 'normal', skew: 20 }, { random_distribution: 'normal:20' }),
  block(
    {
      access: 'zoned',
      zones: [
        { operations: 60, space: 10 },
        { operations: 40, space: 90 },
      ],
    },
    { random_distribution: 'zoned:60/10:40/90' },
  ),
  block({ blockSize: 1000 }, { bs: '1000' }),
  block({ blockSize: { read: 8192, write: 65_536 } }, { bs: '8k,64k' }),
  block({ blockSizeRange: { from: 4096, to: 65_536 } }, { bsrange: '4k-64k', bs: undefined }),
  block(
    { blockSizeRange: { read: { from: 4096, to: 8192 }, write: { from: 1024, to: 2048 } } },
    { bsrange: '4k-8k,1k-2k' },
  ),
  block(
    {
      blockSizeSplit: [
        { size: 4096, percent: 90 },
        { size: 1_048_576, percent: 10 },
      ],
    },
    { bssplit: '4k/90:1m/10', bs: undefined },
  ),
  block(
    { blockSizeSplit: { read: [{ size: 4096, percent: 100 }], write: [{ size: 8192, percent: 100 }] } },
    { bssplit: '4k/100,8k/100' },
  ),
  block({ size: 8 * GiB, files: 4 }, { size: '8g', nrfiles: '4' }),
  block({ size: 8 * GiB, files: 4, workers: 2, fileSharing: 'perWorker' }, { size: '4g', nrfiles: '2', numjobs: '2' }),
  block({ size: { percentOfFree: 4, atMost: GiB } }, { size: '1g' }),
  block({ serviceOrder: 'sequential' }, { file_service_type: 'sequential' }),
  block(
    { offset: 4096, offsetIncrement: GiB, ioSize: 2 * GiB, operationLimit: 1000 },
    { offset: '4k', offset_increment: '1g', io_size: '2g', number_ios: '1000' },
  ),
  block({ batch: 8 }, { iodepth_batch_submit: '8', iodepth_batch_complete_min: '8' }),
  block({ batch: 1 }, { iodepth_batch_submit: undefined }),
  block({ runtime: 30 * second }, { runtime: '30', time_based: '1', loops: undefined }),
  block({ runtime: 1.5 * second, ramp: 100_000 }, { runtime: '1500ms', ramp_time: '100us' }),
  block({ runtime: null, passes: 3 }, { runtime: undefined, time_based: undefined, loops: '3' }),
  block({ runtime: 60 * second, passes: 1 }, { runtime: '60', time_based: undefined, loops: undefined }),
  block({ startDelay: 5 * second, ramp: 0 }, { startdelay: '5', ramp_time: undefined }),
  block({ rate: { operations: 1000 } }, { rate_iops: '1000', rate: undefined, rate_process: undefined }),
  block(
    { rate: { bytes: 10_485_760 }, arrival: 'poisson' },
    { rate: '10m', rate_iops: undefined, rate_process: 'poisson' },
  ),
  block({ rate: { read: { operations: 500 }, write: { operations: 50 } } }, { rate_iops: '500,50', rate: undefined }),
  block({ rate: { write: { bytes: 1_048_576 } } }, { rate: ',1m', rate_iops: undefined }),
  block({ thinkTime: 20_000, thinkTimeBlocks: 4 }, { thinktime: '20', thinktime_blocks: '4' }),
  block({ thinkTime: 0, thinkTimeBlocks: 1 }, { thinktime: undefined, thinktime_blocks: undefined }),
  block(
    { latencyTarget: { percentile: 99, below: 2_000_000 } },
    { latency_target: '2000us', latency_percentile: '99' },
  ),
  block({ sync: 'dsync', fsync: 'end' }, { sync: 'dsync', end_fsync: '1' }),
  block({ sync: 'none', fsync: 'none' }, { sync: undefined, end_fsync: undefined }),
  block({ fsyncEvery: 32, fdatasyncEvery: 0 }, { fsync: '32', fdatasync: undefined }),
  block({ fallocate: 'keep' }, { fallocate: 'keep' }),
  block({ compressPercent: 50, dedupePercent: 0 }, { buffer_compress_percentage: '50', dedupe_percentage: undefined }),
  block({ pattern: '0xdeadbeef', refill: true }, { buffer_pattern: '0xdeadbeef', refill_buffers: '1' }),
  block({ pattern: 'abc' }, { buffer_pattern: '"abc"' }),
  block({ verify: 'after' }, { verify: 'crc32c', do_verify: '1', verify_only: undefined }),
  block({ verify: 'during' }, { verify: 'crc32c', verify_backlog: '1' }),
  block({ verify: 'only' }, { verify: 'crc32c', verify_only: '1' }),
  block({ verify: 'none' }, { verify: undefined, do_verify: undefined }),
  block(
    { dropCache: true, seed: 7, cpus: [0], numaNode: null },
    {
      invalidate: '1',
      randseed: '7',
      cpus_allowed: '0',
      numa_mem_policy: undefined,
    },
  ),
  block({ description: 'Why "so"?' }, { description: 'Why "so"?' }),
  // fio-plot looks for results of the steady state wherever it finds this option, and the record has none.
  block({ steadyState: { metric: 'iops', limit: 5 } }, { steadystate: undefined }),
  {
    job: blockJob(),
    step: { engine: engine({ used: 'sync', direct: false, queueDepth: 1, features: [] }) },
    options: { ioengine: 'psync', direct: '0', iodepth: '1', fixedbufs: undefined },
  },
  {
    job: blockJob(),
    step: { engine: engine({ features: ['registered-files', 'sq-poll', 'io-poll'] }) },
    options: { fixedbufs: undefined, registerfiles: '1', sqthread_poll: '1', hipri: '1' },
  },
  {
    job: blockJob(),
    step: { dataset: null, engine: engine({ used: 'null', features: [] }) },
    options: { ioengine: 'null', directory: undefined },
  },
  {
    job: { kind: 'files', operations: ['open', 'read', 'close'], access: 'permutation', files: 1000, fileSize: 16_384 },
    options: { rw: 'randread', size: '16000k', filesize: '16k', nrfiles: '1000', norandommap: undefined },
  },
  {
    job: {
      kind: 'files',
      operations: ['create', 'write', 'close'],
      access: 'sequential',
      files: 8,
      fileSize: 4096,
      epochs: 2,
    },
    options: { rw: 'write', loops: '2', nrfiles: '8' },
  },
  {
    job: { kind: 'files', operations: ['stat'], files: 10, fileSize: 4096 },
    options: { ioengine: 'filestat', nrfiles: '10' },
  },
  {
    job: { kind: 'files', operations: ['create', 'close'], files: 10, fileSize: 4096 },
    options: { ioengine: 'filecreate' },
  },
  { job: { kind: 'files', operations: ['unlink'], files: 10, fileSize: 4096 }, options: { ioengine: 'filedelete' } },
];

/** A fio that is built with CUDA is needed to understand these. */
const gpuCases: Case[] = [
  {
    job: blockJob({ gpus: [0, 2] }),
    step: { engine: engine({ used: 'cufile' }) },
    options: { ioengine: 'libcufile', cuda_io: 'cufile', gpu_dev_ids: '0:2' },
  },
  {
    job: blockJob({ gpus: [], copyMode: 'full' }),
    step: { engine: engine({ used: 'gpu-copy' }) },
    options: { ioengine: 'libcufile', cuda_io: 'posix', gpu_dev_ids: undefined },
  },
  {
    job: blockJob({ gpus: [0], copyMode: 'copy-only' }),
    step: { engine: engine({ used: 'gpu-copy' }) },
    options: { ioengine: undefined, cuda_io: undefined, gpu_dev_ids: undefined },
  },
];

const optionsOf = ({ job, step = {} }: Case) => jobOf(readStep({ ...step, job }))['job options'];

test.each([...cases, ...gpuCases])('$job in the words of fio', (tried) => {
  const found = optionsOf(tried);
  expect(Object.fromEntries(Object.keys(tried.options).map((key) => [key, found[key]]))).toEqual(tried.options);
});

test('every job names its workload and directory, and stands for all of its workers', () => {
  const [first, second] = jobsOf(documentText([readStep({ workload: 'a' }), readStep({ workload: 'b' })]));
  const shared = { directory: '/mnt/here', thread: '1', group_reporting: '1' };
  expect(first?.['job options']).toMatchObject({ name: 'a', ...shared });
  expect(second?.['job options']).toMatchObject({ name: 'b', stonewall: '1', ...shared });
  expect(first?.['job options']).not.toHaveProperty('stonewall');
});

test.skipIf(noFio)(`the installed fio understands every job ${noFio}`, () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'all.fio');
  const sections = cases.map((tried, index) => {
    const { name, ...options } = optionsOf(tried);
    const lines = Object.entries({ ...options, directory }).map(([key, value]) => `${key}=${value}`);
    return [`[${name ?? ''}-${index}]`, ...lines].join('\n');
  });
  writeFileSync(file, sections.join('\n'));
  const { status, stdout, stderr } = spawnSync('fio', ['--parse-only', file], { cwd: directory, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
