// `ioproof doctor` on stand-ins of CUDA and cuFile: every verdict, every way to fail, and what it leaves behind.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { doctorSchema, type DoctorRecord } from '../../../src/result/doctor-schema.js';
import { standinLibraries } from '../../helpers/gpu-standin.js';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof, type CommandResult } from '../command.js';

function doctor(script: NodeJS.ProcessEnv, args: string[] = [], cwd = temporaryDirectory()): CommandResult {
  const { cuda, cufile } = standinLibraries();
  const environment = { IOPROOF_CUDA_LIB: cuda, IOPROOF_CUFILE_LIB: cufile, ...script };
  return ioproof(['doctor', ...args], cwd, environment);
}

/** Checked against the schema. */
function recordOf({ stdout }: CommandResult): DoctorRecord {
  const document: unknown = JSON.parse(stdout);
  expect(doctorSchema.parse(document)).toEqual(document);
  return document as DoctorRecord;
}

/** The machine of a test is as it is: what would spoil a measurement on it decides together with what is tested. */
const statusOf = (result: CommandResult) => (recordOf(result).spoilers === 0 ? 0 : 1);

const verdicts = (result: CommandResult) => recordOf(result).mounts.map(({ verdict }) => verdict);

describe('a verdict', () => {
  test.each([
    ['gds-nvfs', {}, 0],
    ['gds-p2pdma', { STANDIN_PATH: 'p2pdma' }, 0],
    ['gds-c2c', { STANDIN_PATH: 'rdma', STANDIN_GPU_NAMES: 'NVIDIA GH200 480GB' }, 0],
    ['mixed', { STANDIN_PATH: 'mixed:50' }, 1],
    ['compat', { STANDIN_DIRECT: 'none' }, 1],
    ['compat', { STANDIN_DIRECT: 'no-driver' }, 1],
    ['unverified', { STANDIN_PATH: 'rdma' }, 1],
    ['unverified', { STANDIN_CORRUPT: '1' }, 1],
    ['unverified', { STANDIN_FAIL: 'cuFileRead:5030' }, 1],
    [null, { STANDIN_FAIL: 'cuFileHandleRegister:5030' }, 1],
    [null, { STANDIN_GPUS: '0' }, 1],
  ])('of %s with %j; --require-gds adds %i to the exit code', (verdict, script, status) => {
    const result = doctor(script, ['--json', '--require-gds']);
    expect(verdicts(result)).toEqual([verdict]);
    expect(result.status).toBe(Math.max(status, statusOf(result)));
    expect(result.stderr).toBe(status === 0 ? '' : '--require-gds: no direct path is proved on here\n');
  });

  test('is of each mount, and only one of them lacking a path is a breach', () => {
    const place = temporaryDirectory();
    for (const name of ['fast', 'slow']) mkdirSync(join(place, name));
    const args = ['--mount', 'fast=fast', '--mount', 'slow=slow', '--json', '--require-gds'];
    const result = doctor({ STANDIN_COMPAT_PATHS: join(place, 'slow') }, args, place);
    expect(verdicts(result)).toEqual(['gds-nvfs', 'compat']);
    expect(result).toMatchObject({ status: 1, stderr: '--require-gds: no direct path is proved on slow\n' });
  });

  test('that is not asked for is no failure', () => {
    const { status, stdout, stderr } = doctor({ STANDIN_DIRECT: 'none' });
    expect({ status, stderr }).toEqual({ status: /would spoil a measurement here:/.test(stdout) ? 1 : 0, stderr: '' });
    expect(stdout).toContain(' compat: through the memory of the host\n');
    expect(stdout).toContain('GPUDirect Storage is proved on no mount.\n');
  });
});

describe('evidence', () => {
  test('of a refusal is both attempts, with the log of cuFile', () => {
    const [mount] = recordOf(doctor({ STANDIN_DIRECT: 'none' }, ['--json'])).mounts;
    expect(mount?.attempts).toMatchObject([
      { compat: 'refuse', handleRegister: { ok: false, code: 'CUFILE_IO_NOT_SUPPORTED' }, transfers: [] },
      { compat: 'allow', handleRegister: { ok: true } },
    ]);
    const bytes = mount?.attempts[1]?.transfers.map((transfer) => transfer.bytes);
    expect(new Set(bytes)).toEqual(new Set([4096, 2 ** 20]));
    expect(mount?.attempts[1]?.log.join('\n')).toContain('compatible mode');
  });

  test('of the machine names GPUs, versions and the driver of cuFile', () => {
    const { gds, checks } = recordOf(doctor({ STANDIN_GPUS: '2' }, ['--json']));
    expect(gds).toMatchObject({
      ...{ present: true, reason: '', problem: '', cudaVersion: '13.0' },
      devices: [{ ordinal: 0 }, { ordinal: 1 }],
      driver: { version: '1.15', strict: false, capabilities: ['batch', 'stream', 'stats', 'parameters'] },
    });
    expect(checks).toContainEqual(expect.objectContaining({ what: 'statistics', state: 'ok' }));
  });

  test('of a cuFile without statistics proves nothing', () => {
    const { cufileOld } = standinLibraries();
    const record = recordOf(doctor({ IOPROOF_CUFILE_LIB: cufileOld }, ['--json']));
    expect(record.mounts).toMatchObject([{ verdict: 'unverified' }]);
    expect(record.checks).toContainEqual(expect.objectContaining({ what: 'statistics', state: 'missing' }));
  });
});

describe('a process that gives no answer', () => {
  test('in its time is ended; the rest is told, and what it left can be removed', () => {
    const place = temporaryDirectory();
    const result = doctor({ STANDIN_HANG: '1' }, ['--json', '--grace', '8s'], place);
    expect(result.status).toBe(3);
    const { gds, mounts } = recordOf(result);
    expect(gds).toMatchObject({ present: true, problem: '' });
    const problem = expect.stringContaining('GPU_PROBE_TIMED_OUT') as string;
    expect(mounts).toMatchObject([{ verdict: null, reasons: [problem], attempts: [{ compat: 'refuse', problem }] }]);
    expect(ioproof(['clean'], place).status).toBe(0);
    expect(readdirSync(place)).toEqual([]);
  });

  test('does not come from libraries that crash at exit', () => {
    const result = doctor({ STANDIN_EXIT_CRASH: '1' }, ['--json']);
    expect(result.status).toBe(statusOf(result));
    expect(verdicts(result)).toEqual(['gds-nvfs']);
  });
});

describe('a machine without cuFile', () => {
  test('is told so with the reason where it is asked for, and nothing stays on it', () => {
    const place = temporaryDirectory();
    const missing = join(place, 'libcuda.so.1');
    const { stdout } = ioproof(['doctor', '--gds', '--cuda-lib', missing], place);
    expect(stdout).toContain('GPUDirect Storage cannot be used on this machine: CUDA_LIBRARY_MISSING');
    expect(readdirSync(place)).toEqual([]);
  });

  test('tells the reason in JSON', () => {
    const { cuda } = standinLibraries();
    const args = ['doctor', '--json', '--cuda-lib', cuda, '--cufile-lib', 'no/libcufile.so.0'];
    const { gds, mounts } = recordOf(ioproof(args, temporaryDirectory()));
    expect(gds).toMatchObject({ present: false, cuda: { ok: true }, cufile: { ok: false }, driver: null });
    expect(gds.reason).toContain('CUFILE_LIBRARY_MISSING');
    expect(mounts).toMatchObject([{ verdict: null, reasons: [gds.reason], attempts: [] }]);
  });
});

test('a trial leaves nothing on the mount', () => {
  const place = temporaryDirectory();
  expect(doctor({}, [], place).stdout).toContain('GPUDirect Storage is proved on this mount.');
  expect(readdirSync(place)).toEqual([]);
});

test('a mount that does not exist is a usage problem', () => {
  const { status, stderr } = doctor({}, ['--mount', 'x=missing']);
  expect(status).toBe(2);
  expect(stderr).toContain('missing');
});

test('the published schema accepts what doctor prints', () => {
  const place = temporaryDirectory();
  const schema = JSON.parse(ioproof(['schema', 'doctor'], place).stdout) as object;
  const validate = new Ajv2020({ strict: true, allowUnionTypes: false }).compile(schema);
  const documents = [doctor({ STANDIN_DIRECT: 'none' }, ['--json']), ioproof(['doctor', '--json'], place)];
  for (const { stdout } of documents) {
    validate(JSON.parse(stdout));
    expect(validate.errors).toBeNull();
  }
});
