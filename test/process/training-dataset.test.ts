// Data sets of trainings that were interrupted, or did not fit: the next run goes on, and a full disk is told.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Workplace } from '../helpers/cli.js';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import { jobOf, until } from '../helpers/processes.js';

/** So many that writing them takes longer than until the first account. */
const fileCount = 24_000;

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

function datasetIn(mount: string): string {
  const data = join(mount, 'ioproof-data');
  return join(data, readdirSync(data).find((name) => name.startsWith('training-')) ?? '');
}

/** Watermarks of the data set that is being written; null before the first account. */
function written(mount: string): number[] | null {
  if (!existsSync(join(mount, 'ioproof-data'))) return null;
  const manifest = join(datasetIn(mount), '.manifest.partial.json');
  if (!existsSync(manifest)) return null;
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { written?: number[] }).written ?? null;
}

const pathOf = (mount: string, file: number) =>
  join(datasetIn(mount), 'train', `img_${String(file).padStart(5, '0')}_of_${fileCount}.jpeg`);

/** Some of the files before the watermarks, as they lie on the storage. */
function stateBefore(mount: string, marks: readonly number[]): string[] {
  return marks.flatMap((count, worker) =>
    Array.from({ length: Math.min(count, 50) }, (_, at) => {
      const file = Math.floor((fileCount * worker) / marks.length) + Math.floor((at * count) / 50);
      const { ino, mtimeNs, size } = statSync(pathOf(mount, file), { bigint: true });
      return `${file} ${ino} ${mtimeNs} ${size}`;
    }),
  );
}

test('a data set whose writer was killed goes on where its files were safe', { timeout: 90_000 }, async () => {
  const place = new Workplace({ 'small.yaml': workload(fileCount, '1024', 'recordDeviation: 200') });
  const mount = place.mount('data');
  const command = place.start('run', 'small.yaml', '--mount', `here=${mount}`, '--out', 'first');
  await until(() => written(mount) !== null, 'the first account');
  process.kill(jobOf(command.id), 'SIGKILL');
  expect(await command.ended).toMatchObject({ exitCode: 3 });

  const marks = written(mount) ?? [];
  const resumedAt = marks.reduce((sum, files) => sum + files, 0);
  expect(resumedAt).toBeGreaterThan(0);
  expect(resumedAt).toBeLessThan(fileCount);
  const before = stateBefore(mount, marks);

  const { exitCode, stderr } = place.run('run', 'small.yaml', '--mount', `here=${mount}`, '--out', 'second');
  expect(stderr).toContain(`resumed at ${resumedAt} of ${fileCount} files`);
  expect(exitCode).toBe(0);
  expect(stateBefore(mount, marks)).toEqual(before);
  const names = readdirSync(join(datasetIn(mount), 'train'));
  const bytes = names.reduce((sum, name) => sum + statSync(join(datasetIn(mount), 'train', name)).size, 0);
  expect(names).toHaveLength(fileCount);
  expect(place.record('second').steps[0]).toMatchObject({
    status: 'complete',
    dataset: { reused: false, resumedAt, bytes },
    operations: { open: { count: fileCount }, read: { bytes, short: 0, errors: 0 } },
  });
});

const missing = whyNoLoopMount('ext4');

test.skipIf(missing)(`a disk that runs full tells after how many files ${missing}`, { timeout: 90_000 }, async () => {
  const disk = loopMount('ext4', 1024);
  try {
    const place = new Workplace({ 'big.yaml': workload(800, '1048576') });
    const command = place.start('run', 'big.yaml', '--mount', `here=${disk.path}`, '--out', 'first');
    await until(() => existsSync(join(disk.path, 'ioproof-data')), 'the check of the space');
    // Somebody else takes the space after the check.
    execFileSync('fallocate', ['-l', '400M', join(disk.path, 'others')]);
    expect(await command.ended).toMatchObject({ exitCode: 3 });
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
