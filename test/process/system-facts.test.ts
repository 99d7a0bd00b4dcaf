// Facts of a mount by real processes and fake tools: whole, in part, and when tools or the process that asks hang or crash.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { InspectedMount } from '../../src/run/messages.js';
import type { SystemRecord } from '../../src/result/system-schema.js';
import { mountRecord } from '../fixtures/records.js';
import { instance, text } from '../filesystem/lustre/texts.js';
import { FakeTools, type FakeAnswer } from '../helpers/fake-tools.js';
import { buildFaultfs, FaultMount, whyNoFaultMount } from '../helpers/fault-mount.js';
import { isAlive } from '../helpers/processes.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../helpers/temporary.js';

// The compiled module: its child processes cannot run TypeScript.
const compiled = fileURLToPath(new URL('../../dist/run/system-facts.js', import.meta.url));
const { describeSystems } = (await import(
  pathToFileURL(compiled).href
)) as typeof import('../../src/run/system-facts.js');

const deadlineMs = 20_000;
const shortMs = 6000;

function mounted(kind: SystemRecord['kind'], name = 'scratch'): InspectedMount {
  const { fileSystem } = mountRecord(name);
  const system: SystemRecord = {
    ...{ kind, title: kind, evidence: 'type of mountinfo', version: '', details: { flock: true } },
    ...{ targets: [], asked: [{ what: '/proc/self/mountinfo', state: 'answered', reason: '' }] },
  };
  return {
    capacity: { name, path: '/mnt/scratch', freeBytes: null, freeInodes: null },
    fileSystem: { ...fileSystem, type: kind, mountPoint: '/mnt/scratch', source: 'a@o2ib:/scratch', system },
  };
}

const lfs: FakeAnswer[] = [
  { args: 'getname /mnt/scratch', stdout: `${instance} /mnt/scratch\n` },
  { args: 'df -l /mnt/scratch', stdout: text('df') },
  { args: 'df -i -l /mnt/scratch', stdout: text('df-inodes') },
  { args: 'pool_list scratch', stdout: 'Pools from scratch:\nscratch.flash\n' },
  { args: 'pool_list scratch.flash', stdout: 'Pool: scratch.flash\nscratch-OST0000_UUID\n' },
];
const lctl: FakeAnswer[] = [
  { args: 'get_param version', stdout: 'version=2.15.3\n' },
  { args: '*.import*', stdout: text('import') },
  {
    args: '*hybrid_io*',
    stderr: "error: get_param: param_path 'llite/x/hybrid_io': No such file or directory",
    status: 2,
  },
  { args: '*max_cached_mb*', stdout: `llite.${instance}.max_cached_mb=\nusers: 1\nmax_cached_mb: 64000\n` },
  { args: 'get_param *', stderr: 'error: get_param: Permission denied', status: 1 },
];

function inPath(tools: Record<string, FakeAnswer[] | 'unexecutable'>): FakeTools {
  const fake = new FakeTools(tools);
  vi.stubEnv('PATH', fake.path);
  return fake;
}

/** Runs a script in the process that asks for facts, in place of a defect. */
function preload(script: string): void {
  const file = join(temporaryDirectory(), 'preload.cjs');
  writeFileSync(file, `if ((process.argv[1] ?? '').endsWith('fact-child.js')) { ${script} }`);
  vi.stubEnv('NODE_OPTIONS', `--require ${file}`);
}

async function factsOf(limitMs: number): Promise<SystemRecord> {
  const [mount] = await describeSystems([mounted('lustre')], limitMs);
  if (mount?.fileSystem.system === undefined) throw new Error('no system');
  return mount.fileSystem.system;
}

const failures = ({ asked }: SystemRecord) => asked.filter(({ state }) => state !== 'answered');

afterEach(() => {
  vi.unstubAllEnvs();
});

test('are added to what the mount was recognised as; a mount of another kind is left as it is', async () => {
  inPath({ lfs, lctl });
  const local = mounted('tmpfs', 'local');
  const mounts = await describeSystems([mounted('lustre'), local], deadlineMs);
  const [{ system } = {}, other] = [mounts[0]?.fileSystem, mounts[1]];

  expect(system).toMatchObject({ kind: 'lustre', evidence: 'type of mountinfo', version: '2.15.3' });
  expect(system?.details).toMatchObject({ flock: true, transport: 'o2ib', maxCachedMb: 64000, pools: 'flash' });
  expect(system?.targets.map(({ name, pools }) => [name, pools])).toEqual([
    ['MDT0000', []],
    ['OST0000', ['flash']],
    ['OST0001', []],
    ['OST0002', []],
  ]);
  expect(system?.asked[0]?.what).toBe('/proc/self/mountinfo');
  const refused = system === undefined ? [] : failures(system);
  expect(refused.map(({ what, state }) => [what.split(' ').slice(0, 2).join(' '), state])).toEqual([
    ['lctl get_param', 'REFUSED'],
    ['lctl get_param', 'REFUSED'],
  ]);
  expect(other).toBe(local);
});

test.each(['hang', 'ignore-sigterm'] as const)(
  'of a tool that never ends (%s) are missing, and it is ended',
  async (stays) => {
    const fake = inPath({ lfs: [{ args: 'df -l *', stays }, ...lfs], lctl });
    const facts = await factsOf(shortMs);

    expect(facts).toMatchObject({ version: '2.15.3', details: { transport: 'o2ib' } });
    expect(facts.targets.map(({ totalBytes }) => totalBytes)).toEqual([null, null, null, null]);
    expect(failures(facts)).toContainEqual({
      ...{ what: 'lfs df -l /mnt/scratch', state: 'TIMED_OUT' },
      reason: expect.stringMatching(/^lfs df -l \/mnt\/scratch: no end within \S+ s$/) as string,
    });
    expect(fake.waiting().map(isAlive)).toEqual([false]);
  },
);

test('of tools that babble, print garbage or may not be run are missing, and say why', async () => {
  inPath({
    lfs: [{ args: 'df -l *', babbles: 100 }, { args: 'df -i *', stdout: '\0\x01\x02' }, ...lfs],
    lctl: 'unexecutable',
  });
  const facts = await factsOf(deadlineMs);

  expect(facts).toMatchObject({ version: '', details: { flock: true, fileSystem: 'scratch' }, targets: [] });
  const reasons = failures(facts).map(({ what, state }) => [what.split(' ').slice(0, 2).join(' '), state]);
  expect(reasons).toContainEqual(['lctl get_param', 'REFUSED']);
  expect(reasons).toContainEqual(['lfs df', 'TOO_LONG']);
  expect(reasons).toContainEqual(['lfs df', 'FAILED']);
});

test('of a process that crashes are missing, with its last words', async () => {
  inPath({ lfs, lctl });
  preload(`process.once('message', () => { console.error('out of luck'); process.exit(7); });`);

  const facts = await factsOf(deadlineMs);
  expect(facts).toMatchObject({ version: '', details: { flock: true } });
  expect(failures(facts)).toContainEqual({
    ...{ what: '/mnt/scratch', state: 'FAILED' },
    reason: 'the process that asked ended with exit code 7: out of luck',
  });
});

test('of a process that is stuck are missing after the deadline, with what was asked', async () => {
  inPath({ lfs, lctl });
  preload(`const { send } = process;
    process.send = (message, ...rest) => {
      send.call(process, message, ...rest);
      if (message.type === 'asking' && message.what.includes('import'))
        setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 0);
    };`);

  const facts = await factsOf(shortMs);
  const stuck = failures(facts).filter(({ state }) => state === 'TIMED_OUT');
  expect(stuck.map(({ what, reason }) => [what.includes('import'), reason])).toContainEqual([
    true,
    'no answer within 6 s',
  ]);
});

const missing = whyNoFaultMount();

describe.skipIf(missing)(`on a mount that does not answer ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  let faultfs = '';
  let mount: FaultMount | undefined;
  beforeAll(() => {
    faultfs = buildFaultfs(directory);
  });
  afterEach(() => mount?.unmount());

  test('a tool is left behind, with where it waits, and the rest is told', async () => {
    mount = await FaultMount.make(faultfs);
    writeFileSync(join(mount.path, 'file'), 'data');
    await mount.set('other stall');
    const stalled = { args: 'df -l *', script: `exec stat '${join(mount.path, 'file')}'` };
    inPath({ lfs: [stalled, ...lfs], lctl });

    const facts = await factsOf(shortMs);
    expect(facts).toMatchObject({ version: '2.15.3', details: { transport: 'o2ib' } });
    expect(failures(facts)).toContainEqual({
      ...{ what: 'lfs df -l /mnt/scratch', state: 'ABANDONED' },
      reason: expect.stringMatching(/not even SIGKILL ended it after \S+ s \(D \(disk sleep\), \w+\)$/) as string,
    });
  });

  test('the process that asks is left behind, and what it has told is kept', async () => {
    mount = await FaultMount.make(faultfs);
    const file = join(mount.path, 'file');
    writeFileSync(file, 'data');
    await mount.set('other stall');
    inPath({ lfs, lctl });
    preload(`const { send } = process;
      process.send = (message, ...rest) => {
        send.call(process, message, ...rest);
        if (message.type === 'asking' && message.what.includes('import'))
          setImmediate(() => require('node:fs').statSync('${file}'));
      };`);

    const facts = await factsOf(shortMs);
    expect(facts.asked).toContainEqual({ what: 'lfs getname /mnt/scratch', state: 'answered', reason: '' });
    expect(failures(facts).map(({ state, reason }) => [state, reason])).toContainEqual([
      'ABANDONED',
      expect.stringMatching(
        /^no answer within 6 s; the process that asked is still blocked \(D \(disk sleep\), \w+\)$/,
      ),
    ]);
  });
});
