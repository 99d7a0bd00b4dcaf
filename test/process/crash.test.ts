// A step whose process dies: its record says how, with the signal, and the next step runs.
import { readdirSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isAlive, jobOf } from '../helpers/processes.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { preloadInJobs, stubEnvironment } from './preload.js';
import { longThenShort, measuring, once, runSession } from './sessions.js';

test.each(['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGBUS'] as const)(
  'a step that %s ends in mid-measurement is failed with that signal, and the next step runs',
  async (signal) => {
    let job = 0;
    const { run, steps } = await runSession({
      yaml: longThenShort(),
      onProgress: once('long', measuring, () => {
        job = jobOf(process.pid);
        process.kill(job, signal);
      }),
    });

    expect(isAlive(job)).toBe(false);
    expect(steps).toHaveLength(2);
    expect(steps[0]).toMatchObject({ status: 'failed', operations: {}, elapsedSeconds: null, endReason: null });
    expect(steps[0]?.error).toMatchObject({ code: 'STEP_CRASHED', signal });
    expect(steps[0]?.error?.message).toContain(`with signal ${signal}`);
    expect(steps[1]).toMatchObject({ status: 'complete', error: null, endReason: 'runtime' });
    expect(steps[1]?.operations.read?.count).toBeGreaterThan(0);
    expect(run).toMatchObject({ status: 'partial', reasons: [expect.stringMatching(/^long\/here\/1 failed: /)] });
  },
);

test('a process that ends before it says anything is told with its exit code and its last words', async () => {
  preloadInJobs(`process.stderr.write('no such library\\n'); process.exit(9);`);
  const { run, steps } = await runSession({ yaml: longThenShort() });

  expect(steps.map(({ status }) => status)).toEqual(['failed', 'failed']);
  expect(steps[0]?.error).toEqual({
    code: 'STEP_CRASHED',
    message: 'the process of the step ended without a result, with exit code 9: no such library',
  });
  expect(run.status).toBe('failed');
});

test('an exception that nobody catches in a job is told with its text', async () => {
  preloadInJobs(`setTimeout(() => { throw new Error('a defect in a timer'); }, 100);`);
  const { steps } = await runSession({ yaml: longThenShort() });

  expect(steps[0]).toMatchObject({ status: 'failed', error: { code: 'STEP_CRASHED' } });
  expect(steps[0]?.error?.message).toContain('Error: a defect in a timer');
  expect(steps[0]?.error?.message).toContain('with exit code 1');
});

test('a process that cannot be started fails the step and says why', async () => {
  const program = process.execPath;
  process.execPath = '/nonexistent/node';
  onTestFinished(() => {
    process.execPath = program;
  });
  const { run, steps } = await runSession({ yaml: longThenShort() });

  expect(run.status).toBe('failed');
  expect(steps[0]?.error).toEqual({
    code: 'STEP_CRASHED',
    message: 'the process of the step could not be started: spawn /nonexistent/node ENOENT',
  });
});

test('an addon that cannot be loaded fails the step with what was tried and what to do', async () => {
  stubEnvironment('IOPROOF_ADDON', '/nonexistent/ioproof.node');
  const { steps } = await runSession({ yaml: longThenShort() });

  expect(steps[0]?.error?.code).toBe('ADDON_NOT_LOADED');
  expect(steps[0]?.error?.message).toContain('/nonexistent/ioproof.node: does not exist');
  expect(steps[0]?.error?.message).toContain('npm run build:native');
});

test('a data set survives the crash of the step that read it, and is used again', async () => {
  const mountPath = temporaryDirectory();
  const yaml = longThenShort('engine: sync\n    direct: false\n    runtime: 60s');
  const kill = once('long', measuring, () => {
    process.kill(jobOf(process.pid), 'SIGKILL');
  });
  const first = await runSession({ yaml, mountPath, onProgress: kill });
  expect(first.steps[0]?.dataset).toMatchObject({ bytes: 2 ** 20, reused: false });

  const again = await runSession({ yaml: yaml.replace('60s', '50ms'), mountPath });
  expect(again.steps.map(({ status }) => status)).toEqual(['complete', 'complete']);
  expect(again.steps[0]?.dataset).toMatchObject({ directory: first.steps[0]?.dataset?.directory, reused: true });
});

test('a process that dies right before its data set is complete leaves one that is written anew', async () => {
  const mountPath = temporaryDirectory();
  const yaml = longThenShort('engine: sync\n    direct: false\n    runtime: 50ms');
  preloadInJobs(`
    const fs = require('node:fs');
    const rename = fs.renameSync;
    fs.renameSync = (from, to) => {
      if (to.endsWith('.manifest.json')) process.kill(process.pid, 'SIGKILL');
      rename(from, to);
    };
    require('node:module').syncBuiltinESMExports();`);
  const first = await runSession({ yaml, mountPath });
  vi.unstubAllEnvs();
  expect(first.steps[0]).toMatchObject({ status: 'failed', dataset: null, error: { signal: 'SIGKILL' } });
  // All of the data is there, and only its manifest is not.
  expect(
    readdirSync(mountPath, { recursive: true }).filter((name) => String(name).endsWith('/f000000000')),
  ).toHaveLength(1);

  const again = await runSession({ yaml, mountPath });
  expect(again.steps[0]).toMatchObject({ status: 'complete', dataset: { reused: false } });
});
