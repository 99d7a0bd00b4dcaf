// Tools that answer, fail, hang, babble, leave children behind or may not be run: each ends as a value, in its time.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { killTools, maxToolOutput, runTool } from '../../src/system/tool.js';
import { FakeTools, type FakeAnswer } from '../helpers/fake-tools.js';
import { buildFaultfs, FaultMount, whyNoFaultMount } from '../helpers/fault-mount.js';
import { isAlive } from '../helpers/processes.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../helpers/temporary.js';

const timeoutMs = 5000;

afterEach(() => {
  vi.unstubAllEnvs();
});

function inPath(tools: Record<string, FakeAnswer[] | 'unexecutable'>): FakeTools {
  const fake = new FakeTools(tools);
  vi.stubEnv('PATH', fake.path);
  return fake;
}

describe('a tool', () => {
  test('answers with its standard output; arguments are passed on as they are, and the language is C', async () => {
    const fake = inPath({
      lfs: [
        { args: "getstripe -y /mnt/it's here; rm *", stdout: 'lmm_stripe_count: 4\n', stderr: 'a warning' },
        { args: 'language', script: 'echo $LC_ALL $LANGUAGE; pwd' },
      ],
    });

    const answer = await runTool('lfs', ['getstripe', '-y', "/mnt/it's here; rm *"], { timeoutMs });
    expect(answer).toEqual({ ok: true, text: 'lmm_stripe_count: 4\n' });
    expect(await runTool('lfs', ['language'], { timeoutMs })).toEqual({ ok: true, text: 'C C\n/\n' });
    expect(fake.calls()).toEqual(["lfs getstripe -y /mnt/it's here; rm *", 'lfs language']);
  });

  test('is given its standard input, and may leave it unread', async () => {
    inPath({ mmpmon: [{ args: '-p', script: 'cat' }, { stdout: 'done' }] });

    const stdin = 'fs_io_s\n'.repeat(20_000);
    expect(await runTool('mmpmon', ['-p'], { timeoutMs, stdin })).toEqual({ ok: true, text: stdin });
    expect(await runTool('mmpmon', ['-s'], { timeoutMs, stdin })).toEqual({ ok: true, text: 'done' });
  });

  test('is looked for in other folders, too, after those of PATH', async () => {
    const directory = temporaryDirectory();
    new FakeTools({ mmlsfs: [{ stdout: 'elsewhere' }], lctl: [{ stdout: 'second' }] }, directory);
    inPath({ lctl: [{ stdout: 'first' }] });

    const options = { timeoutMs, searchPath: [directory] };
    expect(await runTool('mmlsfs', [], options)).toEqual({ ok: true, text: 'elsewhere' });
    expect(await runTool('lctl', [], options)).toEqual({ ok: true, text: 'first' });
  });

  test('that is not there, or may not be run, is told apart', async () => {
    const { directory } = inPath({ weka: 'unexecutable' });

    expect(await runTool('beegfs', [], { timeoutMs })).toEqual({
      ...{ ok: false, code: 'MISSING', reason: 'beegfs is not installed, or not in PATH' },
    });
    expect(await runTool('weka', [], { timeoutMs })).toEqual({
      ...{ ok: false, code: 'REFUSED', reason: `${join(directory, 'weka')} is not executable` },
    });
  });

  test('that is no program for this machine, or gets an impossible argument, has failed', async () => {
    const { directory } = inPath({ daos: [] });
    writeFileSync(join(directory, 'daos'), '\x7fELF\x01\x02garbage');

    const broken = await runTool('daos', ['version'], { timeoutMs });
    expect(broken).toMatchObject({
      ok: false,
      code: 'FAILED',
      reason: expect.stringContaining('daos version: ') as string,
    });
    expect(await runTool('daos', ['a\0b'], { timeoutMs })).toMatchObject({ ok: false, code: 'FAILED' });
  });

  test.each([
    { status: 2, stderr: 'error: list_param: obdfilter: No such file\n', code: 'FAILED' },
    { status: 1, stderr: 'mmlsfs: You must be root to run this command.\n', code: 'REFUSED' },
    { status: 1, stderr: 'error: Permission denied\n', code: 'REFUSED' },
    { status: 3, stdout: 'error: Unauthorized, please log in\n', code: 'REFUSED' },
  ])('with exit status $status and words is $code, with both', async ({ code, ...answer }) => {
    inPath({ tool: [answer] });

    const words = Object.values({ ...answer, status: '' })
      .join('')
      .trim();
    const reason = `tool x: exit status ${answer.status}: ${words}`;
    const output = answer.stdout === undefined ? {} : { output: answer.stdout };
    expect(await runTool('tool', ['x'], { timeoutMs })).toEqual({ ok: false, code, reason, ...output });
  });

  test.each(['hang', 'ignore-sigterm'] as const)('that never ends (%s) is ended with its children', async (stays) => {
    const fake = inPath({ ceph: [{ stays, stdout: 'half an answer' }] });

    expect(await runTool('ceph', ['status'], { timeoutMs: 300 })).toEqual({
      ...{ ok: false, code: 'TIMED_OUT', reason: 'ceph status: no end within 0.3 s' },
    });
    expect(fake.waiting().map(isAlive)).toEqual([false]);
  });

  test('whose answer has no end is not read to the end', async () => {
    inPath({ babbler: [{ babbles: 100 }], enough: [{ babbles: maxToolOutput / 2 ** 20 }] });

    expect(await runTool('babbler', [], { timeoutMs })).toEqual({
      ...{ ok: false, code: 'TOO_LONG', reason: 'babbler: more than 4 MiB of output' },
    });
    const enough = await runTool('enough', [], { timeoutMs });
    expect(enough.ok && enough.text.length).toBe(maxToolOutput);
  });

  test('that leaves a process behind which holds its output is ended in time', async () => {
    inPath({ daemon: [{ script: 'setsid sleep 4 & exit 0' }] });

    const answer = await runTool('daemon', [], { timeoutMs: 300 });
    expect(answer).toMatchObject({ ok: false, code: 'TIMED_OUT' });
  });

  test('is killed when its caller is about to end', async () => {
    inPath({ slow: [{ stays: 'hang' }] });

    const answer = runTool('slow', [], { timeoutMs });
    killTools();
    expect(await answer).toEqual({ ok: false, code: 'FAILED', reason: 'slow: ended by SIGKILL' });
  });
});

const missing = whyNoFaultMount();

describe.skipIf(missing)(`a tool on a mount that does not answer ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  let faultfs = '';
  beforeAll(() => {
    faultfs = buildFaultfs(directory);
  });

  test('is left behind, with where it waits', async () => {
    const mount = await FaultMount.make(faultfs);
    try {
      writeFileSync(join(mount.path, 'file'), 'data');
      await mount.set('other stall');
      const answer = await runTool('stat', [join(mount.path, 'file')], { timeoutMs: 300 });
      expect(answer).toMatchObject({
        ...{ ok: false, code: 'ABANDONED' },
        reason: expect.stringMatching(
          /^stat .*: not even SIGKILL ended it after 0\.3 s \(D \(disk sleep\), \w+\)$/,
        ) as string,
      });
    } finally {
      await mount.unmount();
    }
  });
});
