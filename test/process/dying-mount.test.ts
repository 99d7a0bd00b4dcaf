// A file system that goes away during a run over two mounts: its steps fail with the reason, the other mount is measured.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { StepRecord } from '../../src/result/schema.js';
import { serverMount, whyNoServer, type ServerMount, type ServerScript } from '../helpers/server-mount.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { CommandGroup } from './command-group.js';

const block = (name: string, runtime: string): string =>
  `  - {name: ${name}, kind: block, engine: sync, size: 8MiB, runtime: ${runtime}}\n`;
const suite = `name: suite\nworkloads:\n${block('block', '3s')}${block('again', '500ms')}`;
/** Seconds that a step has beyond its runtime. */
const graceSeconds = 6;
/** For a busy machine, the start of the servers included. */
const patienceMs = 120_000;

/** A run on the mount of a server, then on one that is sound; all of it is gone when the test is over. */
function startRun(name: ServerScript): { server: ServerMount; command: CommandGroup } {
  const server = serverMount(name);
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'sound'));
  writeFileSync(join(directory, 'suite.yaml'), suite);
  const mounts = [`dying=${server.path}`, `sound=${join(directory, 'sound')}`].flatMap((mount) => ['--mount', mount]);
  const options = [join(directory, 'suite.yaml'), '--grace', `${graceSeconds}s`, ...mounts];
  const command = new CommandGroup(options, join(directory, 'results'));
  onTestFinished(async () => {
    // The mount first: it lets go of processes that are blocked in it.
    server.unmount();
    expect(await command.end()).toEqual([]);
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(server.directory);
  });
  return { server, command };
}

const bothFailed: string[] = [
  expect.stringMatching(/^block\/dying\/1 failed: /) as string,
  expect.stringMatching(/^again\/dying\/1 failed: /) as string,
];

/** Every other step is on the sound mount. */
function expectSound(steps: StepRecord[]): void {
  for (const step of [steps[1], steps[3]]) {
    expect(step).toMatchObject({ mount: 'sound', status: 'complete', error: null });
  }
}

function idIn(server: ServerMount, file: string): number {
  return Number(readFileSync(join(server.directory, file), 'utf8'));
}

describe('CephFS', () => {
  const missing = whyNoServer('cephfs');

  test.skipIf(missing)(
    `an OSD that does not answer: blocked in the kernel, left behind ${missing}`,
    async () => {
      const { server, command } = startRun('cephfs');
      await command.says('block/dying/1: ready');
      process.kill(idIn(server, 'run/osd.0.pid'), 'SIGSTOP');

      expect(await command.ended).toMatchObject({ exitCode: 3 });

      const { run, steps } = command.record();
      expect(run).toMatchObject({ status: 'partial', reasons: bothFailed });
      expect(steps[0]).toMatchObject({ mount: 'dying', status: 'failed', error: { code: 'STEP_ABANDONED' } });
      expect(steps[0]?.error?.message).toContain(`the step has not ended within ${3 + graceSeconds} s and was ended`);
      expect(steps[0]?.error?.message).toMatch(/It is blocked in the kernel: D \(disk sleep\), \w+\.$/);
      // The next step cannot even open a directory there, and costs the grace.
      expect(steps[2]).toMatchObject({ mount: 'dying', status: 'failed', error: { code: 'STEP_ABANDONED' } });
      expect(steps[2]?.error?.message).toContain(
        `the step has not become ready within ${graceSeconds} s and was ended`,
      );
      expectSound(steps);
    },
    patienceMs,
  );
});

describe('sshfs', () => {
  const missing = whyNoServer('sshfs');

  test.skipIf(missing)(
    `a server that is killed: the errno of the first operation that failed ${missing}`,
    async () => {
      const { server, command } = startRun('sshfs');
      await command.says('block/dying/1: ready');
      process.kill(idIn(server, 'server.pid'), 'SIGKILL');

      expect(await command.ended).toMatchObject({ exitCode: 3 });

      const { run, steps } = command.record();
      expect(run).toMatchObject({ status: 'partial', reasons: bothFailed });
      expect(steps[0]).toMatchObject({
        mount: 'dying',
        status: 'failed',
        error: { errnoName: expect.stringMatching(/^(EIO|ENOTCONN|ECONNABORTED)$/) as string },
      });
      // sshfs ends with its server and takes the mount with it.
      expect(steps[2]).toMatchObject({ mount: 'dying', status: 'failed', error: { code: 'MOUNT_CHANGED' } });
      expectSound(steps);
    },
    patienceMs,
  );

  test.skipIf(missing)(
    `a mount that is taken away: the file system below is not measured in its place ${missing}`,
    async () => {
      const { server, command } = startRun('sshfs');
      await command.says('block/dying/1: ready');
      execFileSync('fusermount3', ['-u', '-z', server.path]);

      expect(await command.ended).toMatchObject({ exitCode: 3 });

      const { run, steps } = command.record();
      // The step that has its files open can go on with them.
      expect(steps[0]).toMatchObject({ mount: 'dying', status: 'complete', error: null });
      expect(steps[2]).toMatchObject({ mount: 'dying', status: 'failed', error: { code: 'MOUNT_CHANGED' } });
      expect(steps[2]?.error?.message).toContain(`"${server.path}" is no longer on `);
      expect(run).toMatchObject({ status: 'partial', reasons: [expect.stringMatching(/^again\/dying\/1 failed: /)] });
      expect(readdirSync(server.path)).toEqual([]);
      expectSound(steps);
    },
    patienceMs,
  );
});
