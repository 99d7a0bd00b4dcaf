// s3fs, real, over a small S3 server: recognised, described, counted, and measured by a whole run.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctorSchema } from '../../src/result/doctor-schema.js';
import { Workplace } from '../helpers/cli.js';
import { counterReader, describeServer, serverMount } from '../helpers/server-mount.js';
import { whyNoServer, type ServerMount } from '../helpers/server-mount.js';

const files = {
  'block.yaml': 'name: block\nkind: block\naccess: random\nblockSize: 64KiB\nsize: 4MiB\npasses: 16\n',
  'files.yaml': 'name: files\nkind: files\nfiles: 20\nfileSize: 4KiB\n',
  // More than 25 MiB: s3fs sends it in parts.
  'write.yaml': 'name: write\nkind: block\nreadPercent: 0\nblockSize: 1MiB\nsize: 32MiB\npasses: 1\n',
};

const missing = whyNoServer('s3fs');
const startMs = 200_000;

describe.skipIf(missing !== '')(`s3fs${missing && `: ${missing}`}`, () => {
  let server: ServerMount;
  beforeAll(() => {
    server = serverMount('s3fs');
  }, startMs);
  afterAll(() => {
    server.unmount();
  });

  test('tells its version and its connection to the kernel', async () => {
    const facts = await describeServer(server, 's3fs');
    expect(facts.version).toMatch(/^\d+\.\d+/);
    expect(facts.asked[0]).toEqual({ what: 's3fs --version', state: 'answered', reason: '' });
    const connection = facts.asked.filter(({ what }) => what.startsWith('/sys/fs/fuse/connections/'));
    if (connection.some(({ state }) => state === 'answered'))
      expect(facts.details).toMatchObject({ fuseMaxBackground: expect.any(Number) as number });
    else expect(connection.map(({ state }) => state)).toEqual(['MISSING']);
  });

  test('has no counters of its own, only requests that wait, which are a gauge', async () => {
    const read = await counterReader(server, 's3fs');
    expect(await read()).toEqual({});
  });

  test('is measured: reads and writes of blocks, and small files', () => {
    const place = new Workplace(files);
    const { exitCode, stderr } = place.run('run', ...Object.keys(files), '--mount', `s3=${server.path}`);
    expect([exitCode, stderr.includes('INTERNAL')]).toEqual([0, false]);

    const { mounts, steps } = place.record();
    expect(mounts[0]?.fileSystem).toMatchObject({ type: 'fuse.s3fs', system: { kind: 's3fs', title: 's3fs' } });
    expect(mounts[0]?.fileSystem.system?.evidence).toContain('fuse.s3fs');
    expect(steps.map(({ id, status, error }) => [id, status, error])).toEqual([
      ['block/s3/1', 'complete', null],
      ['files/s3/1', 'complete', null],
      ['write/s3/1', 'complete', null],
    ]);
    expect(steps.map(({ operations }) => operations.read?.bytes ?? operations.write?.bytes)).toEqual([
      64 * 2 ** 20,
      20 * 4096,
      32 * 2 ** 20,
    ]);
    // Reads come from the disk that s3fs keeps files on, writes go to the server by the next fsync.
    const write = steps[2]?.counters?.deltas ?? {};
    expect(write['net.lo.sentBytes']).toBeGreaterThan(32 * 2 ** 20);
    expect(readdirSync(join(server.path, 'ioproof-data')).length).toBeGreaterThan(0);
    expect(place.run('clean', '--mount', `s3=${server.path}`).exitCode).toBe(0);
    expect(readdirSync(server.path)).toEqual([]);
  });

  test('is looked at by doctor: a size that is invented is unknown, and nothing stays', () => {
    const place = new Workplace();
    const { exitCode, stdout } = place.run('doctor', '--json', '--mount', `s3=${server.path}`);
    expect([0, 1]).toContain(exitCode);
    const { mounts } = doctorSchema.parse(JSON.parse(stdout));
    expect(mounts[0]).toMatchObject({
      fileSystem: { system: { kind: 's3fs', version: expect.stringMatching(/^\d/) as string } },
      trial: { wrote: true, problem: '' },
    });
    const stateOf = (name: string): string | undefined => mounts[0]?.checks.find(({ what }) => what === name)?.state;
    expect([stateOf('file system'), stateOf('space')]).toEqual(['ok', 'unknown']);
    expect(readdirSync(server.path)).toEqual([]);
  });
});
