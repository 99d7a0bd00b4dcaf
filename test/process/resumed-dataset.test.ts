// Data sets of small files that were interrupted: the next run goes on, writes nothing twice, and reads all.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Running, Workplace } from '../helpers/cli.js';
import { jobOf, until } from '../helpers/processes.js';
import { testNeeding, tmpfs, whyNoMount } from '../mount/mounts.js';

/** So many that writing them takes longer than until the first account. */
const fileCount = 24_000;

const epoch = (files: number, ...more: string[]) =>
  ['kind: files', 'name: epoch', `files: ${files}`, 'direct: false', 'engine: sync', 'epochs: 1', ...more, ''].join(
    '\n',
  );

const many = epoch(fileCount, 'fileSize: {uniform: {from: 1, to: 9}}', 'blockSize: 4KiB');

function datasetIn(mount: string): string {
  const data = join(mount, 'ioproof-data');
  return join(data, readdirSync(data).find((name) => name.startsWith('files-')) ?? '');
}

/** Watermarks of the data set that is being written; null before the first account. */
function written(mount: string): number[] | null {
  if (!existsSync(join(mount, 'ioproof-data'))) return null;
  const manifest = join(datasetIn(mount), '.manifest.partial.json');
  if (!existsSync(manifest)) return null;
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { written?: number[] }).written ?? null;
}

function pathOf(mount: string, file: number): string {
  const digits = (value: number, width: number) => String(value).padStart(width, '0');
  return join(datasetIn(mount), `d${digits(Math.floor(file / 1000), 6)}`, `f${digits(file, 9)}`);
}

/** Files before the watermarks, some of each worker, as they lie on the storage. */
function stateBefore(mount: string, marks: readonly number[]): string[] {
  return marks.flatMap((count, worker) =>
    Array.from({ length: Math.min(count, 50) }, (_, at) => {
      const file = Math.floor((fileCount * worker) / marks.length) + Math.floor((at * count) / 50);
      const { ino, mtimeNs, size } = statSync(pathOf(mount, file), { bigint: true });
      return `${file} ${ino} ${mtimeNs} ${size}`;
    }),
  );
}

function start(place: Workplace, mount: string): Running {
  return place.start('run', 'epoch.yaml', '--mount', `here=${mount}`, '--out', 'first');
}

test('a data set whose writer was killed goes on where its files were safe', { timeout: 90_000 }, async () => {
  const place = new Workplace({ 'epoch.yaml': many });
  const mount = place.mount('data');
  const command = start(place, mount);
  await until(() => written(mount) !== null, 'the first account');
  process.kill(jobOf(command.id), 'SIGKILL');
  expect(await command.ended).toMatchObject({ exitCode: 3 });

  const marks = written(mount) ?? [];
  const resumedAt = marks.reduce((sum, files) => sum + files, 0);
  expect(marks).toHaveLength(4);
  expect(resumedAt).toBeGreaterThan(0);
  expect(resumedAt).toBeLessThan(fileCount);
  const before = stateBefore(mount, marks);

  const { exitCode, stderr } = place.run('run', 'epoch.yaml', '--mount', `here=${mount}`, '--out', 'second');
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`resumed at ${resumedAt} of ${fileCount} files`);
  expect(stateBefore(mount, marks)).toEqual(before);
  const [step] = place.record('second').steps;
  const names = readdirSync(datasetIn(mount), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /f\d{9}$/.test(name),
  );
  const bytes = names.reduce((sum, name) => sum + statSync(join(datasetIn(mount), name)).size, 0);
  expect(names).toHaveLength(fileCount);
  expect(step).toMatchObject({
    status: 'complete',
    dataset: { reused: false, resumedAt, bytes },
    operations: { open: { count: fileCount }, read: { count: fileCount, bytes, short: 0 } },
  });
});

test('Ctrl-C leaves a data set that the next run finishes', { timeout: 90_000 }, async () => {
  const place = new Workplace({ 'epoch.yaml': many });
  const mount = place.mount('data');
  const command = start(place, mount);
  await until(
    () => existsSync(join(mount, 'ioproof-data')) && datasetIn(mount) !== join(mount, 'ioproof-data'),
    'a data set',
  );
  await until(() => existsSync(pathOf(mount, 500)), 'some files');
  command.signal('SIGINT');
  expect(await command.ended).toMatchObject({ exitCode: 130 });

  const [stopped] = place.record('first').steps;
  const kept = (written(mount) ?? []).reduce((sum, files) => sum + files, 0);
  expect(stopped?.error?.code).toBe('STOPPED');
  expect(stopped?.error?.message).toContain(`was stopped after ${kept} of ${fileCount} files`);
  expect(kept).toBeGreaterThanOrEqual(500);
  expect(place.run('run', 'epoch.yaml', '--mount', `here=${mount}`, '--out', 'second').exitCode).toBe(0);
  expect(place.record('second').steps[0]).toMatchObject({
    dataset: { resumedAt: kept },
    operations: { open: { count: fileCount } },
  });
});

testNeeding(
  whyNoMount,
  'a file system that runs out of inodes says after how many files, and goes on once there are more',
  async () => {
    const place = new Workplace({ 'epoch.yaml': many });
    const mount = tmpfs(`size=500m,nr_inodes=${fileCount + 100}`);
    const command = start(place, mount);
    await until(() => existsSync(join(mount, 'ioproof-data')), 'the check of the inodes');
    // Somebody else takes inodes after the check, in the middle of the creation.
    execFileSync('mount', ['-o', `remount,nr_inodes=${fileCount - 2000}`, mount]);
    expect(await command.ended).toMatchObject({ exitCode: 3 });

    const [full] = place.record('first').steps;
    const kept = (written(mount) ?? []).reduce((sum, files) => sum + files, 0);
    expect(full?.error).toMatchObject({ code: 'IO_ERROR', operation: 'create', errnoName: 'ENOSPC' });
    expect(full?.error?.message).toContain(` after ${kept} of ${fileCount} files: create in `);
    expect(full?.error?.message).toContain('The next run goes on from there.');
    expect(kept).toBeGreaterThan(fileCount - 2500);

    execFileSync('mount', ['-o', `remount,nr_inodes=${fileCount + 100}`, mount]);
    expect(place.run('run', 'epoch.yaml', '--mount', `here=${mount}`, '--out', 'second').exitCode).toBe(0);
    expect(place.record('second').steps[0]?.dataset?.resumedAt).toBe(kept);
  },
);
