// Phases from the command line: on two mounts and twice, behind a stonewall, of blocks, and interrupted.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord, StepRecord } from '../../../src/result/schema.js';
import { Workplace } from '../../helpers/cli.js';
import { findTmpfs, temporaryDirectory } from '../../helpers/temporary.js';

const storm = `name: storm
description: Directories and files are made, looked at, read and removed.
defaults:
  phaseOf: storm
  engine: sync
  direct: false
  files: 60
  workers: 2
  fileSharing: perWorker
  directories: {width: 2, depth: 2, filesIn: everyDirectory}
workloads:
  - {name: directory-create, kind: files, operations: [mkdir]}
  - {name: directory-stat, kind: files, operations: [stat], workerShift: 1}
  - {name: directory-remove, kind: files, operations: [rmdir]}
  - {name: file-create, kind: files, operations: [create, write, close], fileSize: 3901B, fsync: end}
  - {name: file-stat, kind: files, operations: [stat], workerShift: 1}
  - {name: file-read, kind: files, operations: [open, read, close], fileSize: 3901B}
  - {name: file-rename, kind: files, operations: [rename]}
  - {name: file-remove, kind: files, operations: [unlink]}
`;

/** Errors of all operations of a step. */
const errorsOf = ({ operations }: StepRecord) => Object.values(operations).reduce((sum, { errors }) => sum + errors, 0);
const dataOn = (path: string) => readdirSync(join(path, 'ioproof-data')).filter((name) => name !== '.ioproof.json');

function runOn(text: string, ...paths: string[]): RunRecord {
  const mounts = paths.flatMap((path, index) => ['--mount', `m${index}=${path}`]);
  const { stdout, stderr, exitCode } = new Workplace({ 'w.yaml': text }).run(
    ...['run', 'w.yaml', ...mounts, '--repeat', '2', '--json', '--quiet'],
  );
  expect(exitCode, stderr + stdout).toBe(0);
  return JSON.parse(stdout) as RunRecord;
}

const tmpfs = findTmpfs();

test.skipIf(tmpfs.missing)(
  `two mounts, twice: each phase does its work on what the one before has left ${tmpfs.missing}`,
  () => {
    const paths = [temporaryDirectory(tmpfs.path), temporaryDirectory()];
    const { steps } = runOn(storm, ...paths);
    expect(steps).toHaveLength(2 * 2 * 8);
    expect(steps.slice(0, 8).map(({ id }) => id.replace(/\/.*/, ''))).toEqual(
      [...storm.matchAll(/\{name: ([\w-]+)/g)].map(([, name]) => name),
    );
    const counts = {
      mkdir: 60,
      rmdir: 60,
      stat: 60,
      create: 60,
      write: 60,
      read: 60,
      rename: 60,
      unlink: 60,
      fsync: 1,
    };
    for (const step of steps) {
      expect(errorsOf(step), step.id).toBe(0);
      for (const [kind, count] of Object.entries(counts)) {
        const done = step.operations[kind as keyof typeof counts]?.count;
        if (done !== undefined) expect(done, `${kind} of ${step.id}`).toBe(count);
      }
    }
    for (const path of paths) expect(dataOn(path)).toEqual([]);
  },
);

test('a stonewall ends the making of files, and later phases go no further', () => {
  const path = temporaryDirectory();
  const { steps } = runOn(
    `name: walled
defaults: {phaseOf: w, engine: sync, direct: false, files: 40000, workers: 2, access: sequential, fileSharing: perWorker}
workloads:
  - {name: make, kind: files, operations: [create, write, close], fileSize: 1KiB, stonewall: 2ms}
  - {name: look, kind: files, operations: [stat], access: permutation, workerShift: 1}
  - {name: read, kind: files, operations: [open, read, close], fileSize: 1KiB}
  - {name: remove, kind: files, operations: [unlink]}
`,
    path,
  );
  for (const repeat of [1, 2]) {
    const [make, look, read, remove] = steps.filter((step) => step.repeat === repeat);
    const made = make?.operations.create?.count ?? 0;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(40_000);
    expect(make?.stonewall).toMatchObject({ mostItems: made / 2 });
    expect([look?.operations.stat, read?.operations.read, remove?.operations.unlink]).toMatchObject(
      Array.from({ length: 3 }, () => ({ count: made, errors: 0 })),
    );
  }
  expect(dataOn(path)).toEqual([]);
});

test('blocks that one phase has written, another one reads, as far as they were written', () => {
  const path = temporaryDirectory();
  const { steps } = runOn(
    `name: ior
defaults: {phaseOf: ior, engine: sync, direct: false, dropCache: false, size: 64MiB, files: 1, workers: 2, passes: 1, access: interleaved}
workloads:
  - {name: write, kind: block, readPercent: 0, prewrite: false, fallocate: none, blockSize: 4KiB, stonewall: 1ms}
  - {name: read, kind: block, blockSize: 4KiB}
`,
    path,
  );
  for (const repeat of [1, 2]) {
    const [write, read] = steps.filter((step) => step.repeat === repeat);
    const written = write?.operations.write?.count ?? 0;
    expect(written).toBeGreaterThan(0);
    expect(read?.operations.read).toMatchObject({ count: written, errors: 0, short: 0 });
  }
  expect(dataOn(path)).toEqual([]);
});

describe('a run that is interrupted', () => {
  const endless = `name: long
defaults: {phaseOf: long, engine: sync, direct: false, files: 10}
workloads:
  - {name: make, kind: files, operations: [create, close]}
  - {name: look, kind: files, operations: [stat], runtime: 30s, epochs: null}
  - {name: remove, kind: files, operations: [unlink]}
`;

  test('leaves the files to the next one, or to clean', async () => {
    const workplace = new Workplace({ 'w.yaml': endless });
    const path = workplace.mount('m');
    const running = workplace.start('run', 'w.yaml', '--mount', `m=${path}`);
    await running.says('look/m/1: ready');
    running.signal('SIGINT', 'command');
    expect((await running.ended).exitCode).toBe(130);
    const [name = ''] = dataOn(path);
    expect(name).toMatch(/^phases-long-/);
    const short = ['--set', 'runtime=null', '--set', 'epochs=1'];
    const alone = workplace.run('run', 'w.yaml', '--mount', `m=${path}`, ...short, '--out', 'second', '--quiet');
    expect(alone.exitCode, alone.stdout).toBe(0);
    expect(dataOn(path)).toEqual([]);
  });

  test('and its files are removed by clean', async () => {
    const workplace = new Workplace({ 'w.yaml': endless });
    const path = workplace.mount('m');
    const running = workplace.start('run', 'w.yaml', '--mount', `m=${path}`);
    await running.says('look/m/1: ready');
    running.signal('SIGINT', 'command');
    await running.ended;
    expect(dataOn(path)).toHaveLength(1);
    expect(workplace.run('clean', '--mount', `m=${path}`).exitCode).toBe(0);
    expect(existsSync(join(path, 'ioproof-data'))).toBe(false);
  });
});

test('a plan tells what the phases need once, and what does not fit', () => {
  const workplace = new Workplace({ 'w.yaml': storm });
  const path = workplace.mount('m');
  const { stdout, exitCode } = workplace.run('plan', 'w.yaml', '--mount', `m=${path}`);
  expect(exitCode).toBe(0);
  expect(stdout.match(/229 KiB/g)).toHaveLength(2);
  const rows = stdout.split('\n').slice(0, 9);
  expect(rows.filter((row) => row.includes('KiB'))).toHaveLength(1);
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80);
  const { stderr, ...refused } = workplace.run('plan', 'w.yaml', '--mount', `m=${path}`, '--set', 'operations=[rmdir]');
  expect(refused.exitCode).toBe(2);
  expect(stderr).toContain('is the first phase of "storm", and together [rmdir] has "rmdir" in place 1');
});
