// Data sets of trainings that were interrupted, or did not fit: the next run goes on, and a full disk is told.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Workplace } from '../helpers/cli.js';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import { type FileWorkload, interrupted, kill, testTimeoutMs } from './interrupted-dataset.js';
import { preloadBeforeFirstJob } from './preload.js';

const workload = (files: number, recordLength: string, ...more: string[]) =>
  [
    'kind: training',
    'name: small',
    'model: custom',
    'accelerator: other',
    'computeTime: 1ms',
    'format: jpeg',
    `files: ${files}`,
    `recordLength: ${recordLength}`,
    'batchSize: 100',
    'readThreads: 2',
    'engine: sync',
    'workers: 2',
    'epochs: 1',
    'dropCache: false',
    ...more,
    '',
  ].join('\n');

const small: FileWorkload = {
  kind: 'training',
  yaml: (fileCount) => workload(fileCount, '1024', 'recordDeviation: 200'),
  pathOf: (file, fileCount) => join('train', `img_${String(file).padStart(5, '0')}_of_${fileCount}.jpeg`),
};

test('a data set whose writer was killed goes on where its files were safe', { timeout: testTimeoutMs }, async () => {
  const writing = await interrupted(small, kill);
  const { place, fileCount, marks, safe: resumedAt } = writing;
  expect(resumedAt).toBeGreaterThan(0);
  expect(resumedAt).toBeLessThan(fileCount);
  const before = writing.stateBefore(marks);

  const { exitCode, stderr } = writing.again();
  expect(stderr).toContain(`resumed at ${resumedAt} of ${fileCount} files`);
  expect(exitCode).toBe(0);
  expect(writing.stateBefore(marks)).toEqual(before);
  const folder = join(writing.path ?? '', 'train');
  const names = readdirSync(folder);
  const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(names).toHaveLength(fileCount);
  expect(place.record('second').steps[0]).toMatchObject({
    status: 'complete',
    dataset: { reused: false, resumedAt, bytes },
    operations: { open: { count: fileCount }, read: { bytes, short: 0, errors: 0 } },
  });
});

const missing = whyNoLoopMount('ext4');

test.skipIf(missing)(`a disk that runs full tells after how many files ${missing}`, () => {
  const disk = loopMount('ext4', 1024);
  try {
    const place = new Workplace({ 'big.yaml': workload(800, '1048576') });
    preloadBeforeFirstJob('fallocate', '-l', '400M', join(disk.path, 'others'));
    expect(place.run('run', 'big.yaml', '--mount', `here=${disk.path}`, '--out', 'first').exitCode).toBe(3);
    const [full] = place.record('first').steps;
    expect(full?.error).toMatchObject({ code: 'IO_ERROR', errnoName: 'ENOSPC' });
    expect(full?.error?.message).toMatch(
      /^writing the data set "training-jpeg-800x1x1048576-.*" after \d+ of 800 files/,
    );
  } finally {
    disk.unmount();
  }
});

test.skipIf(missing)(`a disk that is too small is refused before a byte is written ${missing}`, () => {
  const disk = loopMount('ext4', 512);
  try {
    const place = new Workplace({ 'big.yaml': workload(600, '1048576') });
    const { exitCode, stderr } = place.run('run', 'big.yaml', '--mount', `here=${disk.path}`);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /mount "here" \(.*\): the test data needs \d+[KM]iB with 2 % to spare, but \d+[KM]iB are free/,
    );
    expect(existsSync(join(disk.path, 'ioproof-data'))).toBe(false);
  } finally {
    disk.unmount();
  }
});
