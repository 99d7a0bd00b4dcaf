// A step that reads back what it wrote: how long that takes is up to the storage, as long as it goes on.
import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Progress } from '../../src/run/progress.js';
import { buildFaultfs, FaultMount, whyNoFaultMount } from '../helpers/fault-mount.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../helpers/temporary.js';
import { runSession } from './sessions.js';

const MiB = 2 ** 20;
const workload = (...keys: string[]) =>
  ['name: job', 'kind: block', 'access: sequential', 'size: 8MiB', 'direct: false', ...keys].join('\n');
const writing = (...keys: string[]) => workload('readPercent: 0', 'engine: sync', ...keys);

/** The only file of the only data set on a mount. */
function dataFile(mountPath: string): string {
  const names = readdirSync(mountPath, { recursive: true, encoding: 'utf8' }).filter((name) => /\bf0+$/.test(name));
  if (names.length !== 1) throw new Error(`${names.length} files`);
  return join(mountPath, names[0] ?? '');
}

test('a sound step says how much it has checked', async () => {
  const { steps } = await runSession({ yaml: writing('passes: 1', 'verify: after') });
  expect(steps[0]).toMatchObject({
    status: 'complete',
    verification: { mode: 'after', bytes: 8 * MiB, sectors: { good: 2048, stale: 0 }, mismatches: [] },
  });
  expect(steps[0]?.verification?.seconds).toBeGreaterThan(0);
});

test('a sector that has changed since fails the step that checks an earlier run, and is named', async () => {
  const mountPath = temporaryDirectory();
  await runSession({ yaml: writing('passes: 1', 'verify: after'), mountPath });
  const path = dataFile(mountPath);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(4096), 0, 4096, 3 * 4096);
  closeSync(file);

  const { steps, run } = await runSession({ yaml: writing('passes: 1', 'verify: only'), mountPath });
  expect(run.status).toBe('failed');
  expect(steps[0]).toMatchObject({
    status: 'failed',
    error: { code: 'DATA_MISMATCH', path, offset: 3 * 4096, length: 4096 },
    verification: { mode: 'only', sectors: { good: 2047, zeros: 1 }, mismatches: [{ verdict: 'zeros', path }] },
  });
  expect(steps[0]?.error?.message).toContain('1 of 2048 sectors checked is not what was written (zeros: 1)');
});

const missing = whyNoFaultMount();

describe.skipIf(missing)(`storage that does not answer for some time ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  let faultfs = '';
  beforeAll(() => {
    faultfs = buildFaultfs(directory);
  });

  async function stalling(): Promise<FaultMount> {
    const mount = await FaultMount.make(faultfs);
    onTestFinished(() => mount.unmount());
    await mount.set(`read stall from ${2 * MiB}`);
    return mount;
  }

  const isVerifying = (progress: Progress) => progress.type === 'snapshot' && progress.snapshot.phase === 'verify';

  test('a timed step is not ended by its runtime while the checking goes on', async () => {
    const mount = await stalling();
    const going: Promise<void>[] = [];
    const goOn = async (): Promise<void> => {
      for (const next of [...[3, 4, 5, 6, 7].map((at) => `stall from ${at * MiB}`), 'clear']) {
        await sleep(800);
        await mount.set(`read ${next}`);
      }
    };
    const { steps } = await runSession({
      yaml: writing('passes: 1', 'runtime: 400ms', 'fsync: none', 'verify: after'),
      mountPath: mount.path,
      graceMs: 3000,
      onProgress: (progress) => {
        if (isVerifying(progress) && going.length === 0) going.push(goOn());
      },
    });
    await Promise.all(going);
    expect(steps[0]).toMatchObject({ status: 'complete', error: null });
    // Longer than runtime and grace together.
    expect(steps[0]?.verification?.seconds).toBeGreaterThan(3.4);
  });

  test('a step that does not go on checking is ended after the grace', async () => {
    const mount = await stalling();
    const { steps } = await runSession({
      yaml: writing('passes: 1', 'verify: after'),
      mountPath: mount.path,
      graceMs: 3000,
    });
    expect(steps[0]?.status).toBe('failed');
    expect(steps[0]?.error?.message).toContain(
      'the step has not gone on checking what it wrote within 3 s and was ended',
    );
    await mount.set('read clear');
  });
});
