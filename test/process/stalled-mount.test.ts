// A mount that takes requests and does not answer: the command ends in time, says where it hangs and measures the rest.
import { beforeAll, describe, expect, test } from 'vitest';
import { buildFaultfs, whyNoFaultMount } from '../helpers/fault-mount.js';
import { sharedTemporaryDirectory } from '../helpers/temporary.js';
import { expectSound, FaultyPlace, middle } from './faulty-place.js';

const missing = whyNoFaultMount();
const blockedWhere = /It is blocked in the kernel: D \(disk sleep\), \w+\.$/;

describe.skipIf(missing)(`a mount that stalls ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  let faultfs = '';
  beforeAll(() => {
    faultfs = buildFaultfs(directory);
  });

  test.each([
    { engine: 'sync', grace: '3s', settings: ['passes=1'], what: 'completed another operation within 3 s' },
    { engine: 'io_uring', grace: '3s', settings: ['queueDepth=8', 'runtime=2s'], what: 'ended within 5 s' },
    { engine: 'libaio', grace: '3s', settings: ['queueDepth=8', 'runtime=2s'], what: 'ended within 5 s' },
  ])('reads that are not answered with $engine: the step is ended, the next mount is measured', async (row) => {
    const place = await FaultyPlace.make(faultfs);
    await place.mount.set(`read stall from ${middle}`);

    const command = place.run([`engine=${row.engine}`, ...row.settings], ['--grace', row.grace]);

    expect(await command.ended).toMatchObject({ exitCode: 3 });
    const { run, steps } = command.record();
    const [stalled, sound] = steps;
    // Whether SIGKILL ends a process with reads in flight is up to the kernel. With read(2) it never does.
    const left = command.left();
    if (row.engine === 'sync') expect(left).toHaveLength(1);
    expect(stalled).toMatchObject({ status: 'failed', operations: {} });
    expect(stalled?.error?.code).toBe(left.length > 0 ? 'STEP_ABANDONED' : 'STEP_TIMED_OUT');
    expect(stalled?.error?.message).toMatch(`the step has not ${row.what} and was ended`);
    if (left.length > 0) expect(stalled?.error?.message).toMatch(blockedWhere);
    expect(sound).toMatchObject({ mount: 'sound', status: 'complete', error: null });
    expect(sound?.operations.read?.count).toBeGreaterThan(0);
    expect(run).toMatchObject({ status: 'partial', reasons: [expect.stringMatching(/^block\/faulty\/1 failed: /)] });
  });

  test('writes of the data set that are not answered', async () => {
    const place = await FaultyPlace.make(faultfs);
    await place.mount.set(`write stall from ${middle}`);

    const command = place.run(['passes=1'], ['--grace', '3s']);

    expect(await command.ended).toMatchObject({ exitCode: 3 });
    const [stalled, sound] = command.record().steps;
    expect(stalled).toMatchObject({ status: 'failed', dataset: null, operations: {} });
    expect(stalled?.error?.message).toMatch('the step has not gone on writing its data set within 3 s and was ended');
    expectSound(sound, 'read');
  });

  test('a mount that does not answer at the start: the command names it and ends', async () => {
    const place = await FaultyPlace.make(faultfs);
    await place.mount.set('other stall');

    const command = place.run(['passes=1'], ['--grace', '1s']);

    const { exitCode, stderr } = await command.ended;
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`no answer from "faulty" (${place.mount.path}) within 1 s`);
    expect(stderr).toMatch(/the process is still blocked \(D \(disk sleep\), \w+\)/);
    expect(stderr).not.toContain('"sound"');
    expect(() => command.record()).toThrow('ENOENT');
  });

  test.each([{ engine: 'sync' }, { engine: 'io_uring' }])(
    'Ctrl-C twice during a stall with $engine ends at once and saves what there is',
    async ({ engine }) => {
      const place = await FaultyPlace.make(faultfs);
      const command = place.run([`engine=${engine}`, 'runtime=60s']);
      await command.says('block/faulty/1: ready');
      await place.mount.set('read stall');

      command.signal('SIGINT');
      await command.says('stopping: interrupted by SIGINT');
      const secondAt = performance.now();
      command.signal('SIGINT');

      // Far below the five seconds that a step gets which is ended without a user who waits.
      expect(await command.ended).toMatchObject({ exitCode: 130 });
      expect(performance.now() - secondAt).toBeLessThan(4000);
      const { run, steps } = command.record();
      expect(run).toMatchObject({
        status: 'interrupted',
        reasons: expect.arrayContaining(['interrupted by SIGINT']) as string[],
      });
      expect(steps.map(({ status }) => status)).toEqual(['failed', 'skipped']);
      const [error] = steps.map((step) => step.error);
      if (command.left().length > 0) {
        expect(error).toMatchObject({ code: 'STEP_ABANDONED', message: expect.stringMatching(blockedWhere) as string });
      } else {
        expect(error).toMatchObject({
          code: 'STOPPED',
          message: expect.stringContaining('it has no figures') as string,
        });
      }
    },
  );
});
