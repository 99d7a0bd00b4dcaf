// What happens between the data set and the start of a job: a pause, dropped caches, blocks that the mount does not take.
import { describe, expect, test } from 'vitest';
import type { StepRecord } from '../../src/result/schema.js';
import type { Progress } from '../../src/run/progress.js';
import { nullWorkload, Workplace } from '../helpers/cli.js';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import { isAlive, jobOf, until } from '../helpers/processes.js';
import { runSession } from './sessions.js';

const nullJob = (...keys: string[]) => ['name: job', 'kind: block', "engine: 'null'", 'size: 1MiB', ...keys].join('\n');

function secondsOf({ startedAt, endedAt }: StepRecord): number {
  return (Date.parse(endedAt ?? '') - Date.parse(startedAt ?? '')) / 1000;
}

describe('a pause before the start', () => {
  test('is none of the measured time, and may be longer than the grace', async () => {
    const yaml = nullJob('startDelay: 3500ms', 'runtime: 100ms');
    const { steps } = await runSession({ yaml, graceMs: 3000 });
    expect(steps[0]).toMatchObject({ status: 'complete', endReason: 'runtime' });
    expect(secondsOf(steps[0] as StepRecord)).toBeGreaterThanOrEqual(3.6);
    expect(steps[0]?.elapsedSeconds).toBeLessThan(1);
  });

  test('comes once in a search for a rate, not before each probe', async () => {
    const target =
      'latencyTarget: { percentile: 99, below: 10ms, lowest: 1000, highest: 100000, precision: 50, probe: 200ms }';
    const yaml = nullJob('startDelay: 2s', 'runtime: 100ms', target, 'nullEngine: { latency: 10us }');
    let starts = 0;
    const onProgress = ({ type }: Progress) => (starts += type === 'probe' ? 1 : 0);
    const { steps } = await runSession({ yaml, onProgress });
    expect(steps[0]).toMatchObject({ status: 'complete' });
    expect(starts).toBeGreaterThanOrEqual(2);
    expect(secondsOf(steps[0] as StepRecord)).toBeGreaterThanOrEqual(2);
    expect(secondsOf(steps[0] as StepRecord)).toBeLessThan(2 * (starts + 1));
  });

  test('ends at once by Ctrl-C', async () => {
    const place = new Workplace({ 'late.yaml': nullWorkload('late', 'startDelay: 10m', 'runtime: 1s') });
    const command = place.start('run', 'late.yaml', '--grace', '30s');
    await until(() => command.stderrSoFar.includes('; starts in '), 'the job is ready');
    const job = jobOf(command.id);
    const stoppedAt = performance.now();
    command.signal('SIGINT', 'group');
    const { exitCode } = await command.ended;
    expect(exitCode).toBe(130);
    expect(performance.now() - stoppedAt).toBeLessThan(10_000);
    expect(isAlive(job)).toBe(false);
    expect(place.record().steps[0]).toMatchObject({ status: 'failed', error: { code: 'STOPPED' } });
  });
});

describe('the caches of the machine', () => {
  test('are dropped or not, and the record says which and why', async () => {
    const { steps } = await runSession({ yaml: nullJob('dropSystemCaches: true', 'runtime: 100ms') });
    const { status, systemCaches, warnings } = steps[0] as StepRecord;
    expect(status).toBe('complete');
    const warned = warnings.some(({ code }) => code === 'SYSTEM_CACHES_NOT_DROPPED');
    expect({ dropped: systemCaches?.dropped, told: systemCaches?.reason !== '' }).toEqual({
      dropped: !warned,
      told: warned,
    });
    if (process.getuid?.() !== 0) expect(systemCaches?.reason).toContain('/proc/sys/vm/drop_caches');
  });

  const unprivileged = whyNoLoopMount('ext4');

  test.skipIf(unprivileged)(`hold no inode of the files when the job starts ${unprivileged}`, async () => {
    const mount = loopMount('ext4', 64);
    try {
      const stats = 'kind: files, operations: [stat], files: 2000, fileSize: 1KiB';
      const yaml = `
name: suite
workloads:
  - {name: warm, ${stats}}
  - {name: cold, ${stats}, dropSystemCaches: true}
`;
      const { steps } = await runSession({ yaml, mountPath: mount.path });
      const [warm, cold] = steps as [StepRecord, StepRecord];
      expect(warm).toMatchObject({ status: 'complete', processIo: { readBytes: 0 } });
      // Inodes of 256 bytes, some of which share a block.
      if (cold.systemCaches?.dropped === true) expect(cold.processIo?.readBytes).toBeGreaterThanOrEqual(2000 * 256);
      else expect(cold.warnings.map(({ code }) => code)).toContain('SYSTEM_CACHES_NOT_DROPPED');
    } finally {
      mount.unmount();
    }
  });

  test('are left alone where nobody asked', async () => {
    const { steps } = await runSession({ yaml: nullJob('runtime: 100ms') });
    expect(steps[0]).toMatchObject({ systemCaches: null, verification: null });
  });
});

const missing = whyNoLoopMount('ext4');

describe.skipIf(missing)(`a mount whose O_DIRECT needs 4 KiB ${missing}`, () => {
  test('refuses a split with smaller blocks by the size, before the start, and takes the next step', async () => {
    const mount = loopMount('ext4', 64, 4096);
    try {
      const split = (small: string) =>
        `blockSizeSplit: [{ size: ${small}, percent: 10 }, { size: 8KiB, percent: 90 }]\n    size: 4MiB\n    passes: 1`;
      const yaml = `
name: suite
workloads:
  - name: small
    kind: block
    ${split('512')}
  - name: large
    kind: block
    ${split('4KiB')}
`;
      const { steps } = await runSession({ yaml, mountPath: mount.path });
      expect(steps[0]).toMatchObject({ status: 'failed', operations: {}, error: { code: 'DIRECT_MISALIGNED' } });
      expect(steps[0]?.error?.message).toContain(
        'a block of 512 bytes is no multiple of the alignment of 4096 bytes that direct I/O needs here. Use ',
      );
      expect(steps[1]).toMatchObject({ status: 'complete', engine: { direct: true } });
    } finally {
      mount.unmount();
    }
  });
});
