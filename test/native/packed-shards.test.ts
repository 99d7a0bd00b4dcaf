// Shards as a layout job writes them, read by others: GNU tar, and a reader of TFRecord of the tests' own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { datasetOf } from '../../src/plan/dataset.js';
import { layoutJob } from '../../src/plan/layout-job.js';
import { nativeJob } from '../../src/plan/native-job.js';
import type { SizedFiles } from '../../src/plan/size.js';
import type { FilesWorkload } from '../../src/spec/workload.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { files } from '../plan/samples.js';
import { binding } from './jobs.js';
import { maskedCrc32c, recordsOf } from './tfrecord-reader.js';

const KiB = 2 ** 10;
const samples = 300;
const law = { lognormal: { median: 5 * KiB, sigma: 0.7, atLeast: 1, atMost: 40 * KiB } };
const given = { files: samples, fileSize: law, shardSize: 256 * KiB, seed: 5, engine: 'sync', direct: false } as const;

async function run(spec: Parameters<typeof binding.prepareJob>[0]) {
  const job = binding.prepareJob(spec, () => undefined);
  job.finished.catch(() => undefined);
  await job.ready;
  job.start(binding.monotonicNs());
  return job.finished;
}

/** Writes the data set of a workload; returns it, and its files in their order. */
async function layOut(changes: Partial<FilesWorkload>) {
  const workload = files({ ...given, ...changes }) as SizedFiles;
  const dataset = datasetOf(workload);
  if (dataset === null) throw new Error('no data set');
  const root = temporaryDirectory();
  const written = await run(layoutJob('files', dataset, root));
  expect(written).toMatchObject({ endReason: 'passes', firstError: null, samples: 0 });
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /f\d{9}$/.test(name))
    .sort()
    .map((name) => join(root, name));
  return { workload, dataset, root, paths, written };
}

const sizesOf = (paths: string[]) => paths.map((path) => statSync(path).size);
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
/** What each sample has as a file of its own. */
const looseSizes = async () => sizesOf((await layOut({})).paths);

test('the checksum is that of the published check value', () => {
  // CRC-32C of "123456789" is e3069283.
  const masked = (((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0;
  expect(maskedCrc32c(Buffer.from('123456789'))).toBe(masked);
});

describe('TFRecord shards', () => {
  test('hold the samples in their order, each with the size that it has as a file', async () => {
    const { dataset, paths } = await layOut({ packing: 'tfrecord' });
    const shards = paths.map((path) => recordsOf(readFileSync(path)));
    expect(paths).toHaveLength(dataset.fileCount);
    expect(shards.flat().map(({ length }) => length)).toEqual(await looseSizes());
    const counts = shards.map(({ length }) => length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  test('hold content that never repeats', async () => {
    const { paths } = await layOut({ packing: 'tfrecord', fileSize: 4 * KiB });
    const parts = paths
      .flatMap((path) => recordsOf(readFileSync(path)))
      .flatMap((data) => Array.from({ length: 32 }, (_, at) => data.toString('latin1', at * 128, (at + 1) * 128)));
    expect(new Set(parts).size).toBe(samples * 32);
  });
});

const tar = spawnSync('tar', ['--version'], { encoding: 'utf8' });
const noTar = tar.status === 0 && tar.stdout.includes('GNU tar') ? '' : '(no GNU tar here)';

describe('tar shards', () => {
  test.skipIf(noTar)(`are listed by GNU tar without complaint, a sample and its label in turn ${noTar}`, async () => {
    const { dataset, paths } = await layOut({ packing: 'tar' });
    expect(paths).toHaveLength(dataset.fileCount);
    const names = paths.flatMap((path) => {
      const { stdout, stderr, status } = spawnSync('tar', ['-tf', path], { encoding: 'utf8' });
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      return stdout.trim().split('\n');
    });
    const numbered = Array.from({ length: samples }, (_, at) => String(at).padStart(9, '0'));
    expect(names).toEqual(numbered.flatMap((name) => [`${name}.jpg`, `${name}.cls`]));
  });

  test.skipIf(noTar)(`give back samples of the size that they have as files, and labels ${noTar}`, async () => {
    const { paths } = await layOut({ packing: 'tar' });
    const out = join(temporaryDirectory(), 'out');
    mkdirSync(out);
    for (const path of paths) {
      const { stderr, status } = spawnSync('tar', ['-xf', path, '-C', out], { encoding: 'utf8' });
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    }
    const names = readdirSync(out).sort();
    const data = names.filter((name) => name.endsWith('.jpg')).map((name) => join(out, name));
    const labels = names.filter((name) => name.endsWith('.cls')).map((name) => readFileSync(join(out, name), 'utf8'));
    expect(sizesOf(data)).toEqual(await looseSizes());
    expect(labels).toHaveLength(samples);
    for (const label of labels) expect(label).toMatch(/^(0|[1-9]\d{0,2})$/);
    expect(new Set(labels).size).toBeGreaterThan(samples / 2);
  });
});

describe.each(['tar', 'tfrecord'] as const)('%s', (packing) => {
  test('the plan knows the bytes of samples of one size exactly, and of drawn ones the most', async () => {
    const fixed = await layOut({ packing, fileSize: 5000 });
    expect(sum(sizesOf(fixed.paths))).toBe(fixed.dataset.bytes);
    expect(fixed.written.operations.write?.bytes).toBe(fixed.dataset.bytes);
    expect(Math.max(...sizesOf(fixed.paths))).toBe(fixed.dataset.fileSize);
    const drawn = await layOut({ packing });
    expect(sum(sizesOf(drawn.paths))).toBeLessThanOrEqual(drawn.dataset.bytes);
    expect(sum(sizesOf(drawn.paths))).toBeGreaterThan(drawn.dataset.bytes * 0.7);
  });

  test.each([
    { engine: 'sync', queueDepth: 1 },
    { engine: 'auto', queueDepth: 4 },
  ] as const)('each shard is read once an epoch with engine $engine', async (engine) => {
    const { workload, root, paths } = await layOut({ packing });
    const reading = { ...workload, ...engine, workers: 3, epochs: 2, blockSize: 4 * KiB };
    const result = await run(nativeJob(reading, root, 0));
    expect(result).toMatchObject({ endReason: 'passes', firstError: null, samples: 2 * samples });
    expect(result.operations.open?.count).toBe(2 * paths.length);
    expect(result.operations.read).toMatchObject({ bytes: 2 * sum(sizesOf(paths)), short: 0, errors: 0 });
  });
});

test('an epoch over the shards of 1.28 million drawn samples comes to all of them', async () => {
  const many = { packing: 'tar', files: 1_281_167, shardSize: 2 ** 28, engine: 'null' } as const;
  const { samples: read } = await run(nativeJob(files({ ...given, ...many }) as SizedFiles, '', 0));
  expect(read).toBe(1_281_167);
});
