// EIO and ENOSPC in the middle of a run: the step fails and says where, the other steps go on, the exit code is 3.
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { nullWorkload, Workplace, type Running } from '../helpers/cli.js';
import { until } from '../helpers/processes.js';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import { tmpfs, whyNoMount } from '../mount/mounts.js';

test('a scripted EIO fails its step with the place of the operation, and the others are measured', () => {
  const script = 'nullEngine: {failEvery: 100}';
  const place = new Workplace({
    'failing.yaml': nullWorkload('failing', 'access: sequential', 'passes: 1', 'runtime: null', script),
    'sound.yaml': nullWorkload('sound', 'passes: 1', 'runtime: null'),
  });
  const { exitCode, stdout, stderr } = place.run('run', 'failing.yaml', 'sound.yaml', '--repeat', '2');
  const { run, steps } = place.record();

  expect(exitCode).toBe(3);
  expect(steps.map(({ id, status }) => [id, status])).toEqual([
    ['failing/here/1', 'failed'],
    ['failing/here/2', 'failed'],
    ['sound/here/1', 'complete'],
    ['sound/here/2', 'complete'],
  ]);
  expect(steps[0]).toMatchObject({
    endReason: 'error',
    error: { code: 'IO_ERROR', operation: 'read', offset: 99 * 4096, length: 4096, errno: 5, errnoName: 'EIO' },
    operations: { read: { count: 99, bytes: 99 * 4096, errors: 1 } },
  });
  expect(steps[0]?.error?.path).toMatch(/f000000000$/);
  expect(steps[2]?.operations.read).toMatchObject({ count: 256, errors: 0 });
  expect(run.status).toBe('partial');
  expect(run.reasons).toHaveLength(2);
  for (const text of [stdout, stderr]) expect(text).toMatch(/EIO.*offset 405504|offset 405504.*EIO/);
});

test('all steps failed is a failed run', () => {
  const place = new Workplace({ 'failing.yaml': nullWorkload('failing', 'nullEngine: {failEvery: 1}') });
  expect(place.run('run', 'failing.yaml', '--quiet').exitCode).toBe(3);
  expect(place.record()).toMatchObject({
    run: { status: 'failed' },
    steps: [{ operations: { read: { count: 0, errors: 1 } } }],
  });
});

// Chains that give back the space they take, so that what another program takes meanwhile is missed by the next chain.
const churn = `
kind: files
name: churn
operations: [create, write, close, unlink]
files: 16
fileSize: 256KiB
engine: sync
direct: false
runtime: 40s
epochs: null
interval: 100ms
`;

/** Takes all space on a file system, again and again until the command is over. */
async function fillUntilOver(directory: string, command: Running): Promise<void> {
  const over = command.ended.then(() => true);
  const filler = join(directory, 'filler');
  const block = Buffer.alloc(64 * 1024, 7);
  do {
    try {
      for (;;) appendFileSync(filler, block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  } while (!(await Promise.race([over, sleep(5, false)])));
  rmSync(filler);
}

async function expectFull(mountPath: string): Promise<void> {
  const place = new Workplace({ 'churn.yaml': churn, 'sound.yaml': nullWorkload('sound', 'runtime: 50ms') });
  const command = place.start('run', 'churn.yaml', 'sound.yaml', '--mount', `small=${mountPath}`);
  await until(() => place.events().some(({ type }) => type === 'interval'), 'the first interval is over');
  await fillUntilOver(mountPath, command);

  expect(await command.ended).toMatchObject({ exitCode: 3 });
  const [full, sound] = place.record().steps;
  expect(full).toMatchObject({ status: 'failed', endReason: 'error' });
  expect(full?.error).toMatchObject({ errno: 28, errnoName: 'ENOSPC' });
  expect(['write', 'create']).toContain(full?.error?.operation);
  const pattern = new RegExp(`^${mountPath}/ioproof-data/${full?.dataset?.directory ?? '?'}/d000000/f0000000\\d\\d$`);
  expect(full?.error?.path).toMatch(pattern);
  expect(full?.operations[full.error?.operation === 'create' ? 'create' : 'write']?.errors).toBe(1);
  expect(full?.operations.unlink?.count).toBeGreaterThan(0);
  expect(sound).toMatchObject({ status: 'complete', error: null });
}

describe('a mount that becomes full', () => {
  test.skipIf(whyNoMount)(`as a tmpfs fails the step with ENOSPC and its file ${whyNoMount}`, async () => {
    await expectFull(tmpfs('size=16m'));
  });

  const noExt4 = whyNoLoopMount('ext4');
  test.skipIf(noExt4)(`as an ext4 fails the step with ENOSPC and its file ${noExt4}`, async () => {
    const mount = loopMount('ext4', 32);
    try {
      await expectFull(mount.path);
    } finally {
      mount.unmount();
    }
  });

  test.skipIf(whyNoMount)(`is refused beforehand where the data set does not fit ${whyNoMount}`, () => {
    const place = new Workplace();
    const path = tmpfs('size=8m');
    const { exitCode, stderr } = place.run('run', 'random-read-4k', '--set', 'size=8MiB', '--mount', `small=${path}`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`mount "small" (${path}): the test data needs`);
  });
});
