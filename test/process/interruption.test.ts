// Ctrl-C, SIGTERM and the end of the command itself: what was measured is saved, and no process stays behind.
import { expect, test } from 'vitest';
import { nullWorkload, Workplace, type Running } from '../helpers/cli.js';
import { isAlive, jobOf, until } from '../helpers/processes.js';

const twoSteps = `name: two\nworkloads:\n${['first', 'second']
  .map((name) => `  - ${nullWorkload(name, 'runtime: 60s', 'interval: 100ms').trim().replaceAll('\n', '\n    ')}\n`)
  .join('')}`;

/** Starts two steps of a minute each and waits until the first one measures; the job is its process. */
async function measuring(place: Workplace, ...options: string[]): Promise<{ command: Running; job: number }> {
  const command = place.start('run', 'two.yaml', ...options);
  await until(() => place.events().some(({ type }) => type === 'interval'), 'the first interval is over');
  return { command, job: jobOf(command.id) };
}

test.each([
  ['Ctrl-C, which reaches all processes,', 'SIGINT', 'group'],
  ['SIGINT to the command', 'SIGINT', 'command'],
  ['SIGTERM to the command', 'SIGTERM', 'command'],
  ['SIGTERM to all processes, as batch systems send it,', 'SIGTERM', 'group'],
] as const)('%s drains the step, saves what it measured and skips the rest', async (_how, signal, to) => {
  const place = new Workplace({ 'two.yaml': twoSteps });
  const { command, job } = await measuring(place);
  command.signal(signal, to);

  const { exitCode, stdout, stderr } = await command.ended;
  const { run, steps } = place.record();
  expect(exitCode).toBe(130);
  expect(isAlive(job)).toBe(false);
  expect(stderr).toContain(`stopping: interrupted by ${signal}`);
  expect(run.status).toBe('interrupted');
  expect(run.reasons[0]).toBe(`interrupted by ${signal}`);
  expect(run.endedAt).not.toBeNull();
  expect(steps.map(({ status, error }) => [status, error?.code])).toEqual([
    ['failed', 'STOPPED'],
    ['skipped', 'SKIPPED'],
  ]);
  expect(steps[0]).toMatchObject({
    endReason: 'stopped',
    error: { message: expect.stringContaining('figures') as string },
  });
  expect(steps[0]?.operations.read?.count).toBeGreaterThan(0);
  expect(steps[0]?.elapsedSeconds).toBeGreaterThan(0.1);
  expect(steps[0]?.elapsedSeconds).toBeLessThan(59);
  expect(steps[1]).toMatchObject({ startedAt: null, operations: {} });
  expect(stdout).toContain('INTERRUPTED');
});

test('the second Ctrl-C does not wait for a step that cannot drain', async () => {
  const place = new Workplace({ 'two.yaml': twoSteps });
  const { command, job } = await measuring(place);
  // It keeps all signals but SIGKILL pending, and the grace is two minutes.
  process.kill(job, 'SIGSTOP');
  command.signal('SIGINT');
  await command.says('stopping: interrupted by SIGINT');
  expect(isAlive(job)).toBe(true);
  command.signal('SIGINT');

  expect(await command.ended).toMatchObject({ exitCode: 130 });
  expect(isAlive(job)).toBe(false);
  const { run, steps } = place.record();
  expect(run.status).toBe('interrupted');
  expect(steps.map(({ status, error }) => [status, error?.code])).toEqual([
    ['failed', 'STOPPED'],
    ['skipped', 'SKIPPED'],
  ]);
  expect(steps[0]?.operations).toEqual({});
});

test('a step that does not drain after one Ctrl-C is ended by the grace', async () => {
  const place = new Workplace({ 'two.yaml': twoSteps });
  const { command, job } = await measuring(place, '--grace', '3s');
  process.kill(job, 'SIGSTOP');
  command.signal('SIGINT');

  expect(await command.ended).toMatchObject({ exitCode: 130 });
  expect(isAlive(job)).toBe(false);
  expect(place.record().steps[0]?.error?.message).toContain('has not ended after it was stopped within 3 s');
});

test('Ctrl-C while a data set is written leaves one that the next run writes anew', async () => {
  const place = new Workplace();
  const settings = ['size=256MiB', 'runtime=50ms', 'direct=false', 'blockSize=1MiB', 'engine=sync', 'queueDepth=1'];
  const options = ['random-read-4k', ...settings.flatMap((setting) => ['--set', setting])];
  const command = place.start('run', ...options, '--out', 'first');
  await command.says('random-read-4k/here/1: start');
  command.signal('SIGINT');

  expect(await command.ended).toMatchObject({ exitCode: 130 });
  const [stopped] = place.record('first').steps;
  expect(stopped).toMatchObject({ status: 'failed', dataset: null, operations: {}, error: { code: 'STOPPED' } });

  expect(place.run('run', ...options, '--out', 'second')).toMatchObject({ exitCode: 0 });
  expect(place.record('second').steps[0]?.dataset).toMatchObject({ reused: false, bytes: 256 * 2 ** 20 });
});

test('a command that is killed leaves a valid record and no process', async () => {
  const place = new Workplace({ 'two.yaml': twoSteps });
  const { command, job } = await measuring(place);
  command.signal('SIGKILL', 'command');

  expect(await command.ended).toMatchObject({ exitCode: null });
  await until(() => !isAlive(job), 'the job has ended');
  expect(place.record()).toMatchObject({
    run: { status: 'partial', endedAt: null, reasons: ['the run is not over'] },
    steps: [],
  });
});
