// Which epochs are cold: what a workload asks for, and where it means something.
import { expect, test } from 'vitest';
import { coldPasses } from '../../src/plan/cold-job.js';
import { block, files } from './samples.js';
import type { FilesWorkload } from '../../src/spec/workload.js';

const of = (given: Partial<FilesWorkload>, root = '/mnt/a') => coldPasses({ ...files(given), files: 2000 }, root);

test('several epochs of files that are read are cold each', () => {
  expect(of({ epochs: 3 })).toBe('files');
  expect(of({ runtime: 1e9 })).toBe('files');
  expect(of({ epochs: 3, dropSystemCaches: true })).toBe('system');
  expect(of({ epochs: 3, operations: ['stat'], dropSystemCaches: true })).toBe('system');
});

test('one epoch, warm ones, none on storage, and those of files that the chains make are not', () => {
  expect(of({ epochs: 1, dropSystemCaches: true })).toBe('none');
  expect(of({ epochs: 3, dropCache: false })).toBe('none');
  expect(of({ epochs: 3 }, '')).toBe('none');
  expect(of({ epochs: 3, operations: ['create', 'write', 'close'], dropCache: true })).toBe('none');
  expect(coldPasses({ ...block({ passes: 3, dropSystemCaches: true }), size: 2 ** 20 }, '/mnt/a')).toBe('none');
});
