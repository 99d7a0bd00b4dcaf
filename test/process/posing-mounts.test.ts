// Mounts that look like those of a vendor, with tools of the vendor that hang, fail, babble or want root: doctor, plan and run.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { doctorSchema } from '../../src/result/doctor-schema.js';
import type { SystemRecord } from '../../src/result/system-schema.js';
import { Workplace } from '../helpers/cli.js';
import { FakeTools, type FakeAnswer } from '../helpers/fake-tools.js';
import { isAlive } from '../helpers/processes.js';
import { serverMount, whyNoServer, type ServerMount } from '../helpers/server-mount.js';

const files = { 'block.yaml': 'kind: block\nname: block\nengine: sync\nsize: 1MiB\npasses: 4\n' };

interface Fault {
  answers: FakeAnswer[];
  /** Of the first question. */
  state: SystemRecord['asked'][number]['state'];
  reason: RegExp;
}

const faults: Record<string, Fault> = {
  'hangs and ignores SIGTERM': {
    answers: [{ stays: 'ignore-sigterm' }],
    state: 'TIMED_OUT',
    reason: /no end within [\d.]+ s$/,
  },
  fails: {
    answers: [{ stderr: 'error while loading shared libraries: libdaos.so.2', status: 127 }],
    state: 'FAILED',
    reason: /exit status 127: error while loading shared libraries: libdaos\.so\.2/,
  },
  'prints garbage': {
    answers: [{ stdout: Uint8Array.from({ length: 300 }, (_, byte) => byte % 256) }],
    state: 'FAILED',
    reason: /unexpected/,
  },
  'prints 100 MiB': { answers: [{ babbles: 100 }], state: 'TOO_LONG', reason: /more than 4 MiB of output/ },
  'needs root': {
    answers: [{ stderr: 'daos: Operation not permitted', status: 1 }],
    state: 'REFUSED',
    reason: /Operation not permitted/,
  },
};

const missing = whyNoServer('sshfs');
/** For a busy machine: tools that hang cost their time in each command. */
const patienceMs = 150_000;

describe.skipIf(missing)(`a mount that poses as DAOS, whose tool ${missing}`, () => {
  let server: ServerMount;
  beforeAll(() => {
    server = serverMount('sshfs', 'subtype=daos,fsname=dfuse');
  });
  afterAll(() => {
    server.unmount();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const withTool = (answers: FakeAnswer[]) => {
    const fakes = new FakeTools({ daos: answers, daos_metrics: answers });
    vi.stubEnv('PATH', fakes.path);
    return { fakes, place: new Workplace(files), mount: ['--mount', `d=${server.path}`] };
  };

  test.each(Object.entries(faults))(
    '%s: every command ends, and says so',
    (_what, { answers, state, reason }) => {
      const { fakes, place, mount } = withTool(answers);
      const first = { what: 'daos version', state, reason: expect.stringMatching(reason) as string };

      const doctor = place.run('doctor', '--json', ...mount);
      const { mounts, spoilers } = doctorSchema.parse(JSON.parse(doctor.stdout));
      expect(doctor.exitCode).toBe(spoilers === 0 ? 0 : 1);
      expect(mounts[0]?.fileSystem.system).toMatchObject({ kind: 'daos', version: '', targets: [] });
      expect(mounts[0]?.fileSystem.system?.asked).toContainEqual(first);
      const told = mounts[0]?.checks.filter(({ what }) => what === 'not told' || what === 'tools') ?? [];
      expect(told.map(({ finding }) => finding).join('\n')).toMatch(/daos/);

      // A plan wants no facts of vendors, so it waits for none.
      const before = fakes.calls().length;
      expect(place.run('plan', 'block.yaml', ...mount)).toMatchObject({ exitCode: 0, stderr: '' });
      expect(fakes.calls()).toHaveLength(before);

      expect(place.run('run', 'block.yaml', '--quiet', ...mount)).toMatchObject({ exitCode: 0 });
      const record = place.record();
      expect(record.mounts[0]?.fileSystem.system?.asked).toContainEqual(first);
      const [step] = record.steps;
      expect(step).toMatchObject({ status: 'complete', error: null, fileLayout: { directory: null, file: null } });
      expect(step?.fileLayout?.problem).toMatch(reason);
      expect(step?.counters?.sources).toContainEqual(
        expect.objectContaining({ name: 'daos metrics', reason: expect.stringMatching(/./) as string }),
      );
      expect(fakes.waiting().filter(isAlive)).toEqual([]);
    },
    patienceMs,
  );

  test('that is of another version tells what is still understood', () => {
    const { place, mount } = withTool([
      { args: 'version', stdout: 'daos version 3.0.0-rc1, libdaos v3\n' },
      { args: 'container query *', stdout: '{"response":{"pool_label":"p","new_key":[1,2]},"status":0}' },
      { args: 'pool query *', stdout: '{"response":{"label":"p","tier_stats":[{"media_type":"hbm","total":7}]}}' },
      { stderr: 'Unknown command', status: 1 },
    ]);
    expect(place.run('run', 'block.yaml', '--quiet', ...mount)).toMatchObject({ exitCode: 0 });
    const { mounts, steps } = place.record();
    expect(mounts[0]?.fileSystem.system).toMatchObject({
      ...{ version: '3.0.0-rc1', details: { pool: 'p', subtype: 'daos' } },
      targets: [{ name: 'p/hbm', totalBytes: 7, availableBytes: null }],
    });
    const states = mounts[0]?.fileSystem.system?.asked.map(({ state }) => state);
    expect(states).toEqual(expect.arrayContaining(['answered', 'FAILED']));
    expect(steps[0]?.fileLayout?.problem).toContain('Unknown command');
  });
});

describe.skipIf(missing)(`a mount over FUSE ${missing}`, () => {
  test.each([
    ['wekafs', 'weka'],
    ['lustre', 'lfs'],
  ])('of the name %s is FUSE, and the tools of that vendor are left alone', (subtype, tool) => {
    const server = serverMount('sshfs', `subtype=${subtype},fsname=backend0/default`);
    try {
      const fakes = new FakeTools({ [tool]: [{ stays: 'ignore-sigterm' }] });
      const place = new Workplace();
      vi.stubEnv('PATH', fakes.path);
      const { stdout } = place.run('doctor', '--json', '--no-write', '--mount', `m=${server.path}`);
      const [mount] = doctorSchema.parse(JSON.parse(stdout)).mounts;
      expect(mount?.fileSystem.system).toMatchObject({ kind: 'fuse', title: `FUSE (${subtype})` });
      // Doctor lists what the machine has, and that asks for no more than a version.
      expect(fakes.calls().filter((call) => call !== `${tool} --version`)).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
      server.unmount();
    }
  });

  test('of JuiceFS without its control files: the tool is asked in their place', () => {
    const server = serverMount('sshfs', 'subtype=juicefs,fsname=JuiceFS:vol');
    try {
      const fakes = new FakeTools({ juicefs: [{ stdout: 'no version here\n' }] });
      vi.stubEnv('PATH', fakes.path);
      const place = new Workplace(files);
      expect(place.run('run', 'block.yaml', '--quiet', '--mount', `m=${server.path}`)).toMatchObject({ exitCode: 0 });
      const system = place.record().mounts[0]?.fileSystem.system;
      expect(system).toMatchObject({ kind: 'juicefs', version: '', details: { volume: 'vol' } });
      const states = system?.asked.map(({ what, state }) => `${what.replace(server.path, '')} ${state}`);
      expect(states).toEqual(expect.arrayContaining(['/.config MISSING', 'juicefs version FAILED']));
    } finally {
      vi.unstubAllEnvs();
      server.unmount();
    }
  });
});
