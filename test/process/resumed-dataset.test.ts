// Data sets of small files that were interrupted: the next run goes on, writes nothing twice, and reads all.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { testNeeding, tmpfs, whyNoMount } from '../mount/mounts.js';
import { DatasetWriting, type FileWorkload, interrupted, kill, testTimeoutMs } from './interrupted-dataset.js';
import { preloadBeforeFirstJob } from './preload.js';

const padded = (value: number, width: number) => String(value).padStart(width, '0');

const epoch: FileWorkload = {
  kind: 'files',
  yaml: (fileCount) =>
    [
      'kind: files',
      'name: epoch',
      `files: ${fileCount}`,
      'fileSize: {uniform: {from: 1, to: 9}}',
      'blockSize: 4KiB',
      'direct: false',
      'engine: sync',
      'epochs: 1',
      '',
    ].join('\n'),
  pathOf: (file) => join(`d${padded(Math.floor(file / 1000), 6)}`, `f${padded(file, 9)}`),
};

test('a data set whose writer was killed goes on where its files were safe', { timeout: testTimeoutMs }, async () => {
  const writing = await interrupted(epoch, kill);
  const { place, fileCount, marks, safe: resumedAt } = writing;
  expect(marks).toHaveLength(4);
  expect(resumedAt).toBeGreaterThan(0);
  expect(resumedAt).toBeLessThan(fileCount);
  const before = writing.stateBefore(marks);

  const { exitCode, stderr } = writing.again();
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`resumed at ${resumedAt} of ${fileCount} files`);
  expect(writing.stateBefore(marks)).toEqual(before);
  const [step] = place.record('second').steps;
  const path = writing.path ?? '';
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /f\d{9}$/.test(name));
  const bytes = names.reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  expect(names).toHaveLength(fileCount);
  expect(step).toMatchObject({
    status: 'complete',
    dataset: { reused: false, resumedAt, bytes },
    operations: { open: { count: fileCount }, read: { count: fileCount, bytes, short: 0 } },
  });
});

/** As a user who does not want to wait; what has been written before is some hundred files at least. */
async function ctrlC(writing: DatasetWriting): Promise<boolean> {
  await writing.until(() => writing.path !== null && existsSync(writing.pathOf(500)), 'some files');
  writing.command.signal('SIGINT');
  const { exitCode, stderr } = await writing.command.ended;
  if (exitCode !== 0 && exitCode !== 130) throw new Error(`exit code ${exitCode}: ${stderr}`);
  return exitCode === 130 && writing.safe > 0 && writing.safe < writing.fileCount;
}

test('Ctrl-C leaves a data set that the next run finishes', { timeout: testTimeoutMs }, async () => {
  const writing = await interrupted(epoch, ctrlC);
  const { place, fileCount, safe: kept } = writing;
  const [stopped] = place.record('first').steps;
  expect(stopped?.error?.code).toBe('STOPPED');
  expect(stopped?.error?.message).toContain(`was stopped after ${kept} of ${fileCount} files`);
  expect(kept).toBeGreaterThanOrEqual(500);
  expect(writing.again().exitCode).toBe(0);
  expect(place.record('second').steps[0]).toMatchObject({
    dataset: { resumedAt: kept },
    operations: { open: { count: fileCount } },
  });
});

testNeeding(
  whyNoMount,
  'a file system that runs out of inodes says after how many files, and goes on once there are more',
  async () => {
    const fileCount = 24_000;
    const mount = tmpfs(`size=500m,nr_inodes=${fileCount + 100}`);
    preloadBeforeFirstJob('mount', '-o', `remount,nr_inodes=${fileCount - 2000}`, mount);
    const writing = new DatasetWriting(epoch, fileCount, mount);
    const { place } = writing;
    expect(await writing.command.ended).toMatchObject({ exitCode: 3 });

    const [full] = place.record('first').steps;
    const kept = writing.safe;
    expect(full?.error).toMatchObject({ code: 'IO_ERROR', operation: 'create', errnoName: 'ENOSPC' });
    expect(full?.error?.message).toContain(` after ${kept} of ${fileCount} files: create in `);
    expect(full?.error?.message).toContain('The next run goes on from there.');
    expect(kept).toBeGreaterThan(fileCount - 2500);

    vi.unstubAllEnvs();
    execFileSync('mount', ['-o', `remount,nr_inodes=${fileCount + 100}`, mount]);
    expect(writing.again().exitCode).toBe(0);
    expect(place.record('second').steps[0]?.dataset?.resumedAt).toBe(kept);
  },
);
