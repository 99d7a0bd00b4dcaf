// Checkpoints by the real command: what a save leaves, what a load accepts, and what interruptions and full disks do.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Workplace } from '../helpers/cli.js';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import { jobOf, until } from '../helpers/processes.js';

const ranks = 2;

/** Of two ranks, with two files each. */
const workload = (bytesPerRank: string, ...more: string[]) =>
  [
    'kind: checkpoint',
    'name: burst',
    'model: custom',
    'format: deepspeed',
    `ranks: ${ranks}`,
    `bytesPerRank: ${bytesPerRank}`,
    'blockSize: 1MiB',
    ...more,
    '',
  ].join('\n');

const saving = (bytesPerRank: string, ...more: string[]) =>
  workload(bytesPerRank, 'saves: 1', 'loads: 0', 'pause: 0s', ...more);
const loading = (bytesPerRank: string, ...more: string[]) =>
  workload(bytesPerRank, 'saves: 0', 'loads: 1', 'verify: during', ...more);

function rootIn(mount: string): string {
  const data = join(mount, 'ioproof-data');
  const [name] = existsSync(data) ? readdirSync(data).filter((entry) => entry.startsWith('checkpoint-')) : [];
  return join(data, name ?? 'none');
}

function filesOf(mount: string, number: number): string[] {
  const directory = join(rootIn(mount), `global_epoch1_step${number}`);
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

const checkpointsIn = (mount: string) =>
  readdirSync(rootIn(mount))
    .filter((name) => name.startsWith('global_epoch1_step'))
    .sort();

const isBegun = (mount: string, number: number) => filesOf(mount, number).some((name) => name.endsWith('.partial'));

describe('a save', () => {
  test('keeps as many checkpoints as it is asked to, each complete, for loads of later runs', () => {
    const place = new Workplace({
      'save.yaml': workload('3MiB', 'saves: 4', 'loads: 1', 'keep: 2', 'pause: 0s'),
      'load.yaml': loading('3MiB', 'loadShift: 1').replace('loads: 1', 'loads: 3'),
    });
    const mount = place.mount('data');
    const saved = place.run('run', 'save.yaml', '--mount', `here=${mount}`, '--out', 'first');
    expect(saved).toMatchObject({ exitCode: 0 });
    expect(checkpointsIn(mount)).toEqual(['global_epoch1_step3', 'global_epoch1_step4']);
    expect(filesOf(mount, 4)).toHaveLength(2 * ranks + 1);
    const [step] = place.record('first').steps;
    expect(step).toMatchObject({ status: 'complete', dataset: { reused: false, layoutSeconds: 0 } });
    expect(bytesBelow(rootIn(mount))).toBeLessThanOrEqual((step?.dataset?.bytes ?? 0) + 4096);

    expect(place.run('run', 'load.yaml', '--mount', `here=${mount}`, '--out', 'second')).toMatchObject({ exitCode: 0 });
    expect(place.record('second').steps[0]).toMatchObject({
      status: 'complete',
      dataset: { reused: true, bytes: 2 * ranks * 3 * 2 ** 20 },
      operations: { read: { bytes: 3 * ranks * 3 * 2 ** 20, errors: 0 } },
    });

    expect(place.run('clean', '--mount', `here=${mount}`)).toMatchObject({ exitCode: 0 });
    expect(readdirSync(mount)).toEqual([]);
  });

  test('begins again with an empty place, and refuses with exit code 4 where that is not all its own', () => {
    const place = new Workplace({ 'save.yaml': saving('1MiB') });
    const mount = place.mount('data');
    const run = () => place.run('run', 'save.yaml', '--mount', `here=${mount}`);
    expect(run()).toMatchObject({ exitCode: 0 });
    const inode = () => statSync(join(rootIn(mount), 'global_epoch1_step1')).ctimeMs;
    const before = inode();
    expect(run()).toMatchObject({ exitCode: 0 });
    expect(inode()).not.toBe(before);

    const notes = join(rootIn(mount), 'global_epoch1_step1', 'notes.txt');
    writeFileSync(notes, 'mine');
    const { exitCode, stderr } = run();
    expect(exitCode).toBe(4);
    expect(stderr).toContain(`"${notes}" is not of the checkpoints that it lies among`);
    expect(filesOf(mount, 1)).toHaveLength(2 * ranks + 2);
  });
});

test('a pause between saves that is longer than the grace is no sign of a step that hangs', () => {
  const place = new Workplace({
    'pause.yaml': workload('1MiB', 'saves: 2', 'loads: 0', 'pause: 5s', "engine: 'null'", 'direct: false'),
  });
  const { exitCode } = place.run('run', 'pause.yaml', '--mount', `here=${place.mount('data')}`, '--grace', '3s');
  expect(exitCode).toBe(0);
  expect(place.record().steps[0]).toMatchObject({ status: 'complete', error: null });
});

test('retention that would remove a foreign file ends the step, and removes nothing', async () => {
  const place = new Workplace({ 'save.yaml': workload('1MiB', 'saves: 3', 'loads: 0', 'pause: 2s') });
  const mount = place.mount('data');
  const command = place.start('run', 'save.yaml', '--mount', `here=${mount}`);
  await until(() => filesOf(mount, 1).includes('ioproof.seal'), 'the first save');
  const notes = join(rootIn(mount), 'global_epoch1_step1', 'notes.txt');
  writeFileSync(notes, 'mine');
  expect(await command.ended).toMatchObject({ exitCode: 3 });
  const { error } = place.record().steps[0] ?? {};
  expect(error).toMatchObject({ code: 'FOREIGN_FILES', path: notes });
  expect(filesOf(mount, 1)).toHaveLength(2 * ranks + 2);
});

describe('a load', () => {
  test.each([
    [
      'a file that was cut off',
      (path: string) => {
        truncateSync(path, 100);
      },
    ],
    [
      'a file that is gone',
      (path: string) => {
        rmSync(path);
      },
    ],
  ])('refuses a sealed checkpoint with %s', (_what, spoil) => {
    const place = new Workplace({ 'save.yaml': saving('1MiB'), 'load.yaml': loading('1MiB') });
    const mount = place.mount('data');
    expect(place.run('run', 'save.yaml', '--mount', `here=${mount}`, '--out', 'first')).toMatchObject({ exitCode: 0 });
    const name = filesOf(mount, 1).find((file) => file.startsWith('zero_')) ?? '';
    spoil(join(rootIn(mount), 'global_epoch1_step1', name));
    expect(place.run('run', 'load.yaml', '--mount', `here=${mount}`, '--out', 'second')).toMatchObject({ exitCode: 3 });
    const [step] = place.record('second').steps;
    expect(step?.error?.code).toBe('CHECKPOINT_INCOMPLETE');
    expect(step?.error?.message).toContain(name);
  });
});

test('a load that verifies fails where a byte is another one, and names the place', () => {
  const place = new Workplace({ 'save.yaml': saving('3MiB'), 'load.yaml': loading('3MiB') });
  const mount = place.mount('data');
  expect(place.run('run', 'save.yaml', '--mount', `here=${mount}`, '--out', 'first')).toMatchObject({ exitCode: 0 });
  const name = filesOf(mount, 1).findLast((file) => file.endsWith('optim_states.pt')) ?? '';
  const path = join(rootIn(mount), 'global_epoch1_step1', name);
  const content = readFileSync(path);
  content[1_500_000] = (content[1_500_000] ?? 0) ^ 1;
  writeFileSync(path, content);
  expect(place.run('run', 'load.yaml', '--mount', `here=${mount}`, '--out', 'second')).toMatchObject({ exitCode: 3 });
  const [step] = place.record('second').steps;
  expect(step).toMatchObject({ status: 'failed', checkpoint: { damagedPieces: 1 } });
  expect(step?.error?.message).toContain(name);
});

describe('an interrupted save', () => {
  test('whose process was killed is never loaded, and the next save removes it', async () => {
    const place = new Workplace({ 'save.yaml': saving('256MiB'), 'load.yaml': loading('256MiB') });
    const mount = place.mount('data');
    const command = place.start('run', 'save.yaml', '--mount', `here=${mount}`, '--out', 'first');
    await until(() => isBegun(mount, 1), 'the first file of the save');
    process.kill(jobOf(command.id), 'SIGKILL');
    expect(await command.ended).toMatchObject({ exitCode: 3 });
    expect(filesOf(mount, 1)).not.toContain('ioproof.seal');

    const refused = place.run('run', 'load.yaml', '--mount', `here=${mount}`);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/no complete checkpoint of custom.*but a save that was interrupted\. Save first/);

    expect(place.run('run', 'save.yaml', '--mount', `here=${mount}`, '--out', 'next')).toMatchObject({ exitCode: 0 });
    expect(filesOf(mount, 1)).toHaveLength(2 * ranks + 1);
  });

  test('leaves the complete one before it, which is loaded', async () => {
    const place = new Workplace({
      'save.yaml': workload('128MiB', 'saves: 1000', 'loads: 0', 'pause: 0s'),
      'load.yaml': loading('128MiB'),
    });
    const mount = place.mount('data');
    const command = place.start('run', 'save.yaml', '--mount', `here=${mount}`, '--out', 'first');
    await until(() => isBegun(mount, 2), 'the first file of the second save');
    process.kill(jobOf(command.id), 'SIGKILL');
    expect(await command.ended).toMatchObject({ exitCode: 3 });
    expect(place.run('run', 'load.yaml', '--mount', `here=${mount}`, '--out', 'second')).toMatchObject({ exitCode: 0 });
    expect(place.record('second').steps[0]).toMatchObject({
      status: 'complete',
      operations: { read: { bytes: ranks * 128 * 2 ** 20 } },
    });
  });

  test('that Ctrl-C has stopped leaves nothing that a load accepts', async () => {
    const place = new Workplace({ 'save.yaml': saving('512MiB'), 'load.yaml': loading('512MiB') });
    const mount = place.mount('data');
    const command = place.start('run', 'save.yaml', '--mount', `here=${mount}`, '--out', 'first');
    await until(() => isBegun(mount, 1), 'the first file of the save');
    command.signal('SIGINT');
    expect(await command.ended).toMatchObject({ exitCode: 130 });
    expect(place.record('first').steps[0]).toMatchObject({ status: 'failed', error: { code: 'STOPPED' } });
    expect(filesOf(mount, 1)).not.toContain('ioproof.seal');
    expect(place.run('run', 'load.yaml', '--mount', `here=${mount}`)).toMatchObject({ exitCode: 2 });
  });
});

const missing = whyNoLoopMount('ext4');

describe(`a small disk ${missing}`, () => {
  test.skipIf(missing)('is refused for K + 1 checkpoints before the first byte, with the number', () => {
    const disk = loopMount('ext4', 256);
    try {
      const place = new Workplace({ 'save.yaml': workload('40MiB', 'saves: 5', 'keep: 2', 'loads: 0') });
      const { exitCode, stderr } = place.run('run', 'save.yaml', '--mount', `here=${disk.path}`);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/for 3 checkpoints of 80MiB at once \(2 kept and the next one\), but \d+[KM]iB are free/);
      expect(existsSync(join(disk.path, 'ioproof-data'))).toBe(false);
    } finally {
      disk.unmount();
    }
  });

  test.skipIf(missing)('that is filled by its own checkpoints takes the next run all the same', () => {
    const disk = loopMount('ext4', 256);
    try {
      const place = new Workplace({ 'save.yaml': workload('40MiB', 'saves: 2', 'keep: 2', 'loads: 0', 'pause: 0s') });
      for (let turn = 0; turn < 2; turn++) {
        expect(place.run('run', 'save.yaml', '--mount', `here=${disk.path}`)).toMatchObject({ exitCode: 0 });
        expect(checkpointsIn(disk.path)).toHaveLength(2);
      }
    } finally {
      disk.unmount();
    }
  });

  test.skipIf(missing)('that runs full fails the step, and keeps what was complete', async () => {
    const disk = loopMount('ext4', 256);
    try {
      const place = new Workplace({
        'save.yaml': workload('40MiB', 'saves: 2', 'loads: 0', 'pause: 2s'),
        'load.yaml': loading('40MiB'),
      });
      const command = place.start('run', 'save.yaml', '--mount', `here=${disk.path}`, '--out', 'first');
      await until(() => filesOf(disk.path, 1).includes('ioproof.seal'), 'the first save');
      // Somebody else takes the space of the second one.
      execFileSync('fallocate', ['-l', '100M', join(disk.path, 'others')]);
      expect(await command.ended).toMatchObject({ exitCode: 3 });
      const { error } = place.record('first').steps[0] ?? {};
      expect(error).toMatchObject({ errnoName: 'ENOSPC' });
      expect(error?.message).toContain('global_epoch1_step2/zero_');
      expect(filesOf(disk.path, 2)).not.toContain('ioproof.seal');

      const load = place.run('run', 'load.yaml', '--mount', `here=${disk.path}`, '--out', 'second');
      expect(load).toMatchObject({ exitCode: 0 });
      rmSync(join(disk.path, 'others'));
      expect(place.run('run', 'save.yaml', '--mount', `here=${disk.path}`, '--out', 'third').exitCode).toBe(0);
    } finally {
      disk.unmount();
    }
  });
});

function bytesBelow(directory: string): number {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const status = statSync(join(directory, name));
    return sum + (status.isFile() ? status.size : 0);
  }, 0);
}
