// Packed samples: how many shards, how many bytes with headers, and how native jobs and data sets are told.
import { describe, expect, test } from 'vitest';
import { datasetOf } from '../../src/plan/dataset.js';
import { layoutJob } from '../../src/plan/layout-job.js';
import { nativeJob } from '../../src/plan/native-job.js';
import { allocatedInAll, type SizedFiles } from '../../src/plan/size.js';
import type { FilesWorkload } from '../../src/spec/workload.js';
import { files, KiB, MiB } from './samples.js';

const sized = (given: Partial<FilesWorkload>) => files(given) as SizedFiles;

function dataset(given: Partial<FilesWorkload>) {
  const found = datasetOf(sized(given));
  if (found === null) throw new Error('no data set');
  return found;
}

const uniform = { uniform: { from: 1, to: 999 } };

describe('the data set', () => {
  test('of TFRecord shards: 16 bytes a sample on top', () => {
    // 2000 × 16400 bytes are 31.3 MiB: four shards of 500.
    expect(dataset({ packing: 'tfrecord', shardSize: 8 * MiB })).toEqual({
      directory: expect.stringMatching(/^tfrecord-2000x16KiB-[0-9a-f]{12}$/) as string,
      fileCount: 4,
      filesPerDirectory: 1000,
      fileSize: 500 * 16400,
      packed: { format: 'tfrecord', samples: 2000, sampleSize: 16 * KiB },
      seed: 1,
      bytes: 2000 * 16400,
      inodes: 4 + 1 + 2,
    });
  });

  test('of tar shards: two headers and a label a sample, whole blocks, and an end of whole records', () => {
    // 1000 bytes are two blocks: 2560 in all; 10 samples in 3 shards of 4, 3 and 3: 11264 → 20480, 8704 → 10240.
    expect(dataset({ packing: 'tar', files: 10, fileSize: 1000, shardSize: 10_000 })).toMatchObject({
      directory: expect.stringMatching(/^tar-10x1000B-[0-9a-f]{12}$/) as string,
      fileCount: 3,
      fileSize: 20480,
      bytes: 20480 + 2 * 10240,
      inodes: 3 + 1 + 2,
    });
  });

  test('of drawn sizes: the expected sum and four standard deviations', () => {
    const deviation = Math.sqrt((999 ** 2 - 1) / 12);
    expect(dataset({ packing: 'tfrecord', files: 10_000, fileSize: uniform, shardSize: MiB })).toMatchObject({
      directory: expect.stringMatching(/^tfrecord-10000xuniform-/) as string,
      fileCount: Math.ceil((10_000 * 516) / MiB),
      packed: { samples: 10_000, sampleSize: 999, sampleSizes: uniform },
      bytes: Math.ceil(10_000 * 516 + 4 * deviation * 100),
    });
  });

  test('is one shard where all fits, and one for each sample at most', () => {
    expect(dataset({ packing: 'tar', shardSize: 1024 * MiB }).fileCount).toBe(1);
    expect(dataset({ packing: 'tar', files: 3, fileSize: 1000, shardSize: 1000 }).fileCount).toBe(3);
  });

  test('takes what its bytes take, not what as many samples would', () => {
    const data = dataset({ packing: 'tfrecord', shardSize: 8 * MiB });
    expect(allocatedInAll(data)).toBeGreaterThanOrEqual(data.bytes);
    expect(allocatedInAll(data)).toBeLessThanOrEqual(data.bytes + 4 * 4096);
  });

  test('has another name for other samples, formats and shards, and the same for another way of reading', () => {
    const plain = { packing: 'tar', shardSize: MiB } as const;
    const changes: Partial<FilesWorkload>[] = [
      { packing: 'tfrecord' },
      { files: 2001 },
      { fileSize: 17 * KiB },
      { fileSize: uniform },
      { seed: 2 },
      { shardSize: 2 * MiB },
      { prefix: 'shard-' },
    ];
    const names = [{}, ...changes].map((change) => dataset({ ...plain, ...change }).directory);
    expect(new Set(names).size).toBe(1 + changes.length);
    expect(dataset({ ...plain, workers: 8, blockSize: 4096, epochs: 3 }).directory).toBe(names[0]);
  });
});

test('the job reads shards of samples', () => {
  const job = nativeJob(sized({ packing: 'tfrecord', shardSize: 8 * MiB, fileSize: uniform }), '/data', 0);
  expect(job).toMatchObject({
    ...{ fileCount: 1, sampleCount: 2000, packing: 'tfrecord', blockSize: MiB },
    ...{ fileSize: 999, fileSizes: { form: 'uniform', from: 1, to: 999 }, createFiles: false, requireWritten: true },
  });
  expect(nativeJob(sized({}), '/data', 0)).toMatchObject({ packing: 'none', sampleCount: 0, fileCount: 2000 });
});

test('the layout writes them in pieces that the native side takes, however the sizes are drawn', () => {
  const heavy = {
    histogram: [
      { size: 1000, percent: 99 },
      { size: 256 * MiB, percent: 1 },
    ],
  };
  const data = dataset({ packing: 'tar', files: 100_000, fileSize: heavy, shardSize: 256 * MiB });
  const job = layoutJob('files', data, '/data');
  expect(job).toMatchObject({ packing: 'tar', sampleCount: 100_000, fileSize: 256 * MiB, queueDepth: 1 });
  expect(job.operations).toEqual(['create', 'write', 'close']);
  expect(job.blockSize % MiB).toBe(0);
  expect(data.fileSize / job.blockSize).toBeLessThanOrEqual(4096);
  expect(layoutJob('files', dataset({ packing: 'tar' }), '/data').blockSize).toBe(MiB);
});
