// Files with sizes of their own, in a tree: written by the real addon, and read each once an epoch.
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NativeFileSizes, NativeJobSpec } from '../../src/native/contract.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { runJob } from './jobs.js';

const law: NativeFileSizes = { form: 'lognormal', from: 100, to: 50_000, median: 5000, sigma: 1, shares: [] };

test.each(['sync', 'auto'] as const)('what is written is read, file by file, with engine %s', async (engine) => {
  const root = join(temporaryDirectory(), 'data');
  mkdirSync(root);
  const shape = { directoryWidth: 3, directoryDepth: 2, filePrefix: 'image-', fileCount: 500, fileSize: 50_000 };
  const files = { ...shape, root, kind: 'files', access: 'permutation', fileSizes: law } as const;
  const write = { operations: ['create' as const, 'write' as const, 'close' as const], createFiles: true };
  const written = await runJob({ ...files, ...write, engine: 'sync', blockSize: 4096 });

  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('image-'));
  const sizes = names.map((name) => statSync(join(root, name)).size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(names).toHaveLength(500);
  expect(new Set(sizes).size).toBeGreaterThan(400);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(100);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(50_000);
  expect(written.operations.write?.bytes).toBe(total);

  const read = { operations: ['open' as const, 'read' as const, 'close' as const], passes: 3, workers: 2 };
  const result = await runJob({ ...files, ...read, engine, blockSize: 4096, requireWritten: true });
  expect(result.operations.open?.count).toBe(1500);
  expect(result.operations.read).toMatchObject({ bytes: 3 * total, short: 0, errors: 0 });
});

test('another seed means other sizes, which the files do not have', async () => {
  const root = join(temporaryDirectory(), 'data');
  mkdirSync(root);
  const files: Partial<NativeJobSpec> = {
    root,
    kind: 'files',
    engine: 'sync',
    access: 'sequential',
    fileCount: 5,
    fileSize: 50_000,
    fileSizes: law,
  };
  await runJob({ ...files, operations: ['create', 'write', 'close'], createFiles: true });
  const job: Partial<NativeJobSpec> = { ...files, operations: ['open', 'read', 'close'], requireWritten: true };
  await runJob(job);
  await expect(runJob({ ...job, seed: 2 })).rejects.toMatchObject({ code: 'WRONG_SIZE' });
});

test('a law that has a larger file than the job is refused', () => {
  return expect(runJob({ kind: 'files', operations: ['stat'], fileSize: 10, fileSizes: law })).rejects.toMatchObject({
    code: 'BAD_SPEC',
  });
});
