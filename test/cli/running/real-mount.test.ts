// The main job on a real directory: data set made once and reused, cleaned without touching anything else.
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof, recordIn, settings } from '../command.js';

const small = settings('size=4MiB', 'runtime=200ms');

test('the suite quick measures reads, writes and small files with one data set for the blocks', () => {
  const cwd = temporaryDirectory();
  const result = ioproof(['run', 'quick', ...settings('runtime=200ms', 'size=8MiB'), '--json'], cwd);
  const { steps } = recordIn(result);

  expect(result.status).toBe(0);
  expect(steps.map(({ workload, operations }) => [workload, Object.keys(operations).sort().join()])).toEqual([
    ['sequential-write-1m', 'fsync,write'],
    ['sequential-read-1m', 'read'],
    ['random-read-4k', 'read'],
    ['random-write-4k', 'fsync,write'],
    ['small-files', 'chain,close,firstByte,open,read'],
  ]);
  expect(steps.map(({ dataset }) => dataset?.reused)).toEqual([false, true, true, true, false]);
  expect(readdirSync(join(cwd, 'ioproof-data')).filter((name) => !name.startsWith('.'))).toHaveLength(2);
});

test('a complete data set is used again by the next run, a changed size makes another', () => {
  const cwd = temporaryDirectory();
  const reused = (...extra: string[]): boolean | undefined =>
    recordIn(ioproof(['run', 'latency-4k', ...small, ...extra, '--json'], cwd)).steps[0]?.dataset?.reused;
  expect(reused()).toBe(false);
  expect(reused()).toBe(true);
  expect(reused('--set', 'queueDepth=4')).toBe(true);
});

test('clean removes the test data and nothing else, and follows no symbolic link', () => {
  const cwd = temporaryDirectory();
  const elsewhere = temporaryDirectory();
  writeFileSync(join(elsewhere, 'precious'), 'keep');
  writeFileSync(join(cwd, 'mine'), 'keep');
  ioproof(['run', 'latency-4k', ...small, '--quiet'], cwd);
  const [dataset = ''] = readdirSync(join(cwd, 'ioproof-data')).filter((name) => !name.startsWith('.'));
  symlinkSync(elsewhere, join(cwd, 'ioproof-data', dataset, 'link'));

  const { status, stdout } = ioproof(['clean'], cwd);
  expect(status).toBe(0);
  expect(stdout).toContain('removed');
  expect(readdirSync(cwd).sort()).toEqual(['mine', 'results']);
  expect(readFileSync(join(elsewhere, 'precious'), 'utf8')).toBe('keep');
});

test('a data directory of someone else is refused with exit code 4 and left as it is', () => {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, 'ioproof-data'));
  writeFileSync(join(cwd, 'ioproof-data', 'thesis.txt'), 'keep');
  for (const command of [['run', 'latency-4k', ...small], ['clean']]) {
    const { status, stderr } = ioproof(command, cwd);
    expect(status).toBe(4);
    expect(stderr).toContain('ioproof-data');
  }
  expect(readdirSync(join(cwd, 'ioproof-data'))).toEqual(['thesis.txt']);
  expect(existsSync(join(cwd, 'results'))).toBe(false);
});

test('files that a workload makes itself are gone after its step', () => {
  const cwd = temporaryDirectory();
  writeFileSync(
    join(cwd, 'create.yaml'),
    'name: create\nkind: files\noperations: [create, write, close]\nfiles: 20\nfileSize: 4KiB\ndirect: false\n',
  );
  const { steps } = recordIn(ioproof(['run', './create.yaml', '--repeat', '2', '--json'], cwd));
  expect(steps.map(({ status, operations }) => [status, operations.create?.count])).toEqual([
    ['complete', 20],
    ['complete', 20],
  ]);
  expect(readdirSync(join(cwd, 'ioproof-data')).filter((name) => !name.startsWith('.'))).toEqual([]);
});
