// A step that hangs comes to an end by its deadline, whatever its process does; one that is only slow is left alone.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { isAlive, jobOf } from '../helpers/processes.js';
import { findTmpfs, temporaryDirectory } from '../helpers/temporary.js';
import { preloadInJobs } from './preload.js';
import { longThenShort, measuring, once, runSession } from './sessions.js';

/** Far longer than a process takes to start, also where others want the processors: sound steps must not be ended. */
const graceMs = 3000;

const tmpfs = findTmpfs();

const hang = (workload: string, note: (job: number) => void): ReturnType<typeof once> =>
  once(workload, measuring, () => {
    const job = jobOf(process.pid);
    note(job);
    // A stopped process keeps SIGTERM pending: only SIGKILL ends it.
    process.kill(job, 'SIGSTOP');
  });

test('a timed step that hangs is ended after its runtime and the grace, by force', async () => {
  let job = 0;
  const { run, steps } = await runSession({
    yaml: longThenShort("engine: 'null'\n    runtime: 2s"),
    graceMs,
    onProgress: hang('long', (id) => (job = id)),
  });

  expect(job).toBeGreaterThan(0);
  expect(isAlive(job)).toBe(false);
  expect(steps[0]).toMatchObject({
    status: 'failed',
    operations: {},
    error: { code: 'STEP_TIMED_OUT', message: 'the step has not ended within 5 s and was ended; see --grace' },
  });
  expect(steps[1]).toMatchObject({ status: 'complete', error: null });
  expect(run.status).toBe('partial');
});

test('a step without a runtime that completes nothing more is ended after the grace', async () => {
  let job = 0;
  const { steps } = await runSession({
    yaml: longThenShort("engine: 'null'\n    passes: 1000000000"),
    graceMs,
    onProgress: hang('long', (id) => (job = id)),
  });

  expect(isAlive(job)).toBe(false);
  expect(steps[0]?.error?.code).toBe('STEP_TIMED_OUT');
  expect(steps[0]?.error?.message).toContain('the step has not completed another operation within 3 s');
  expect(steps[1]).toMatchObject({ status: 'complete' });
});

test('a process that never answers and ignores SIGTERM is ended by SIGKILL', async () => {
  const pidFile = join(temporaryDirectory(), 'pid');
  preloadInJobs(`
    process.on('SIGTERM', () => undefined);
    require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`);
  const { steps } = await runSession({
    yaml: longThenShort(),
    graceMs,
    onProgress: once(
      'short',
      ({ type }) => type === 'step-start',
      () => {
        vi.unstubAllEnvs();
      },
    ),
  });

  expect(steps[0]?.error).toMatchObject({
    code: 'STEP_TIMED_OUT',
    message: 'the step has not become ready within 3 s and was ended; see --grace',
  });
  expect(isAlive(Number(readFileSync(pidFile, 'utf8')))).toBe(false);
  expect(steps[1]).toMatchObject({ status: 'complete' });
});

test('a file that never opens, here a pipe without a writer, is given up after the grace', async () => {
  const mountPath = temporaryDirectory();
  const yaml = longThenShort('engine: sync\n    direct: false\n    runtime: 50ms');
  const first = await runSession({ yaml, mountPath });
  const file = join(mountPath, 'ioproof-data', first.steps[0]?.dataset?.directory ?? '', 'd000000', 'f000000000');
  rmSync(file);
  execFileSync('mkfifo', [file]);
  const { steps } = await runSession({ yaml, mountPath, graceMs });

  expect(steps[0]).toMatchObject({ status: 'failed', dataset: { reused: true }, error: { code: 'STEP_TIMED_OUT' } });
  expect(steps[0]?.error?.message).toContain('has not become ready within 3 s');
  expect(steps[1]).toMatchObject({ status: 'complete' });
});

test.skipIf(tmpfs.missing)(`a step that works for longer than the grace is left alone ${tmpfs.missing}`, async () => {
  let snapshots = 0;
  const { steps } = await runSession({
    yaml: longThenShort('engine: sync\n    direct: false\n    dropCache: false\n    passes: 16000'),
    mountPath: temporaryDirectory(tmpfs.path),
    // Shorter than the step.
    graceMs: 1500,
    onProgress: (progress) => {
      if (progress.type === 'snapshot') snapshots += 1;
    },
  });

  expect(steps[0]).toMatchObject({ status: 'complete', endReason: 'passes', error: null });
  expect(steps[0]?.operations.read).toMatchObject({ count: 16_000 * 256, bytes: 16_000 * 2 ** 20 });
  expect(snapshots).toBeGreaterThan(0);
});
