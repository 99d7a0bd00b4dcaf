// `ioproof doctor` on this machine as it is made for a test: limits, refused engines, tools that hang, mounts of all sorts.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctorSchema, type DoctorRecord } from '../../../src/result/doctor-schema.js';
import { FakeTools, type FakeAnswer } from '../../helpers/fake-tools.js';
import { buildFaultfs, FaultMount, whyNoFaultMount } from '../../helpers/fault-mount.js';
import { loopMount, whyNoLoopMount, type LoopMount } from '../../helpers/loop-mount.js';
import { isAlive } from '../../helpers/processes.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof, main, type CommandResult } from '../command.js';

function recordOf({ stdout }: CommandResult): DoctorRecord {
  const document: unknown = JSON.parse(stdout);
  expect(doctorSchema.parse(document)).toEqual(document);
  return document as DoctorRecord;
}

function doctor(args: string[] = [], environment: NodeJS.ProcessEnv = {}): CommandResult {
  return ioproof(['doctor', '--json', ...args], temporaryDirectory(), environment);
}

/** The command started by a launcher: `bash -c 'ulimit …; exec "$@"' …`. */
function launched(launcher: string[]): DoctorRecord {
  const [program, ...rest] = launcher;
  const command = [...rest, process.execPath, main, 'doctor', '--json', '--no-write'];
  const { stdout, status } = spawnSync(program ?? '', command, { cwd: temporaryDirectory(), encoding: 'utf8' });
  const record = recordOf({ stdout, stderr: '', status });
  expect(status).toBe(record.spoilers === 0 ? 0 : 1);
  return record;
}

/** Matchers, which vitest types as `any`. */
const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string;
const containing = (text: string) => expect.stringContaining(text) as string;

const limited = (limit: string) => ['bash', '-c', `ulimit ${limit}; exec "$@"`, 'bash'];
const nodeCheck = ({ checks }: DoctorRecord, name: string) => checks.find(({ what }) => what === name);
const mountCheck = ({ mounts }: DoctorRecord, name: string) => mounts[0]?.checks.find(({ what }) => what === name);

describe('the machine', () => {
  test('with few open files: that spoils a measurement, and the command ends with 1', () => {
    const record = launched(limited('-n 512'));
    expect(nodeCheck(record, 'open files')).toMatchObject({
      state: 'missing',
      finding: matching(/^512 /),
    });
    expect(record.spoilers).toBeGreaterThan(0);
  });

  test('with io_uring refused by a seccomp filter', () => {
    const launcher = join(temporaryDirectory(), 'no-io-uring');
    const source = fileURLToPath(new URL('../../servers/no-io-uring.c', import.meta.url));
    execFileSync('cc', ['-o', launcher, source]);
    const record = launched([launcher, '1']);
    expect(nodeCheck(record, 'io_uring')).toMatchObject({
      state: 'missing',
      finding: containing('EPERM'),
      advice: containing('seccomp'),
    });
    expect(nodeCheck(record, 'libaio')?.state).toBe('ok');
  });

  test('of which every engine works is told so by trial, with its clock', () => {
    const record = recordOf(doctor(['--no-write']));
    const known = record.node.engines.map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining(['io_uring', 'libaio', 'mmap', 'sync']));
    expect(record.node.clock).toMatchObject({ refusal: '' });
    expect(record.node.problem).toBe('');
  });
});

describe('tools', () => {
  const withTools = (tools: Record<string, FakeAnswer[] | 'unexecutable'>) => {
    const fakes = new FakeTools(tools);
    const result = doctor(['--no-write'], { PATH: fakes.path });
    return { fakes, record: recordOf(result), result };
  };

  test('tell their version in their first line', () => {
    const { record } = withTools({
      mpirun: [{ args: '--version', stdout: 'mpirun (Open MPI) 5.0.3\n\nReport bugs\n' }],
      srun: [{ args: '--version', stdout: 'slurm 24.05.1\n' }],
    });
    expect(nodeCheck(record, 'MPI')).toMatchObject({
      state: 'ok',
      finding: matching(/: mpirun \(Open MPI\) 5\.0\.3$/),
    });
    expect(nodeCheck(record, 'Slurm')).toMatchObject({ state: 'ok', finding: matching(/^srun.*: slurm 24\.05\.1$/) });
  });

  test('that hang, fail or print garbage cost their version only, and nothing of them stays', () => {
    const { fakes, record } = withTools({
      mpirun: [{ stays: 'ignore-sigterm' }],
      srun: [{ status: 1, stderr: 'srun: fatal: no config' }],
      qsub: [{ stdout: '\u0000\u0007\u001b[2J' }],
      flux: 'unexecutable',
    });
    expect(nodeCheck(record, 'MPI')).toMatchObject({
      state: 'note',
      finding: containing('no end within 3 s'),
    });
    expect(nodeCheck(record, 'Slurm')).toMatchObject({ state: 'note', finding: containing('no config') });
    expect(nodeCheck(record, 'PBS')?.finding).not.toMatch(/\p{Cc}/u);
    expect(nodeCheck(record, 'Flux')).toBeUndefined();
    expect(record.node.problem).toBe('');
    expect(fakes.waiting().map(isAlive)).toEqual([false]);
  });
});

describe('a mount', () => {
  test('is left as it was, with and without a trial', () => {
    const place = temporaryDirectory();
    const tried = recordOf(doctor(['--mount', `m=${place}`]));
    expect(tried.mounts).toMatchObject([{ trial: { wrote: true, problem: '', direct: { requested: true } } }]);
    const looked = recordOf(doctor(['--no-write', '--mount', `m=${place}`]));
    expect(looked.mounts).toMatchObject([{ trial: { wrote: false, direct: null }, attempts: [] }]);
    expect(mountCheck(looked, 'O_DIRECT')?.state).toBe('unknown');
    expect(readdirSync(place)).toEqual([]);
  });

  test('that cannot be used is looked at all the same', () => {
    const place = temporaryDirectory();
    mkdirSync(join(place, 'ioproof-data', 'of-somebody-else'), { recursive: true });
    const record = recordOf(doctor(['--mount', `m=${place}`]));
    expect(mountCheck(record, 'writing')).toMatchObject({ state: 'missing' });
    expect(record.mounts[0]?.trial.wrote).toBe(false);
    expect(readdirSync(place)).toEqual(['ioproof-data']);
  });

  test('of memory answers every read, and O_DIRECT is seen through', () => {
    const record = recordOf(doctor(['--mount', 'm=/dev/shm']));
    expect(record.mounts[0]?.fileSystem.type).toBe('tmpfs');
    expect(mountCheck(record, 'O_DIRECT')?.state).toBe('missing');
  });
});

const noXfs = whyNoLoopMount('xfs');
const noBtrfs = whyNoLoopMount('btrfs');

describe.skipIf(noXfs)(`XFS with sectors of 4 KiB ${noXfs}`, () => {
  let mount: LoopMount;
  beforeAll(() => {
    mount = loopMount('xfs', 512, 4096);
  });
  afterAll(() => {
    mount.unmount();
  });

  test('tells its alignment, and that it is on a loop device', () => {
    const record = recordOf(doctor(['--mount', `m=${mount.path}`]));
    expect(record.mounts[0]?.trial).toMatchObject({
      direct: { used: true, offsetAlignment: 4096 },
      reads: { misaligned: 'EINVAL' },
    });
    expect(mountCheck(record, 'O_DIRECT')).toMatchObject({
      state: 'ok',
      finding: containing('aligned to 4096 bytes'),
    });
    expect(mountCheck(record, 'device')).toMatchObject({ state: 'note', finding: containing('file:') });
    expect(mountCheck(record, 'file system')?.finding).toMatch(/^XFS/);
  });

  test('that is nearly full is told so', () => {
    const { statfs } = recordOf(doctor(['--no-write', '--mount', `m=${mount.path}`])).mounts[0]?.fileSystem ?? {};
    execFileSync('fallocate', ['-l', String(Math.floor((statfs?.availableBytes ?? 0) * 0.9)), join(mount.path, 'big')]);
    const record = recordOf(doctor(['--mount', `m=${mount.path}`]));
    expect(mountCheck(record, 'space')).toMatchObject({ state: 'missing' });
    expect(record.spoilers).toBeGreaterThan(0);
  });
});

describe.skipIf(noBtrfs)(`btrfs ${noBtrfs}`, () => {
  let mount: LoopMount;
  beforeAll(() => {
    mount = loopMount('btrfs', 512);
  });
  afterAll(() => {
    mount.unmount();
  });

  test('that compresses is told so', () => {
    execFileSync('mount', ['-o', 'remount,compress=zstd', mount.path]);
    const record = recordOf(doctor(['--mount', `m=${mount.path}`]));
    expect(mountCheck(record, 'compression')).toMatchObject({
      state: 'note',
      finding: matching(/^compress=zstd/),
    });
  });
});

const noFuse = whyNoFaultMount();

describe.skipIf(noFuse)(`a mount over FUSE ${noFuse}`, () => {
  const directory = sharedTemporaryDirectory();
  let faultfs = '';
  beforeAll(() => {
    faultfs = buildFaultfs(directory);
  });

  test('that stalls when it is written costs its trial alone, and the command ends with 3', async () => {
    const mount = await FaultMount.make(faultfs);
    try {
      await mount.set('write stall');
      const result = doctor(['--grace', '3s', '--mount', `slow=${mount.path}`]);
      expect(result.status).toBe(3);
      const record = recordOf(result);
      expect(record.mounts[0]?.trial).toMatchObject({
        wrote: false,
        problem: containing('DOCTOR_TIMED_OUT'),
      });
      expect(mountCheck(record, 'O_DIRECT')).toMatchObject({ state: 'missing' });
      expect(nodeCheck(record, 'io_uring')).toBeDefined();
    } finally {
      await mount.unmount();
    }
  });

  test('that does not even tell what it is costs its own rows alone', async () => {
    const mount = await FaultMount.make(faultfs);
    const sound = temporaryDirectory();
    try {
      await mount.set('all stall');
      const result = doctor(['--grace', '3s', '--mount', `dead=${mount.path}`, '--mount', `sound=${sound}`]);
      expect(result.status).toBe(3);
      const record = recordOf(result);
      const [dead, other] = record.mounts;
      expect(dead?.fileSystem).toMatchObject({ type: 'fuse.faultfs', mountPoint: mount.path });
      expect(dead?.fileSystem.system?.kind).toBe('fuse');
      expect(mountCheck(record, 'answer')).toMatchObject({
        state: 'missing',
        finding: matching(/no answer from "dead" .* within 3 s/),
      });
      expect(other?.trial).toMatchObject({ wrote: true, problem: '' });
      expect(nodeCheck(record, 'io_uring')).toBeDefined();
    } finally {
      await mount.unmount();
    }
  });
});
