// CephFS by ceph-fuse for real: facts, layouts that are set and kept, counters to the request.
import { closeSync, constants, fsyncSync, mkdirSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cephFuseAdapter } from '../../../src/filesystem/ceph/adapter.js';
import type { LayoutRequest } from '../../../src/filesystem/layout.js';
import {
  counterReader,
  describeServer,
  differences,
  serverMount,
  whyNoServer,
  withMachine,
  type ServerMount,
} from '../../helpers/server-mount.js';

const missing = whyNoServer('cephfs');
const MiB = 2 ** 20;
const nothing: LayoutRequest = { pool: null, stripeCount: null, stripeSize: null, objectSize: null, objectClass: null };

describe.skipIf(missing)(`ceph-fuse ${missing}`, () => {
  let server: ServerMount;
  const made = (...names: string[]): string => {
    const path = join(server.path, ...names);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const read = (path: string): ReturnType<NonNullable<typeof cephFuseAdapter.layout>['read']> =>
    withMachine(server.tools, async (access) => {
      if (cephFuseAdapter.layout === undefined) throw new Error('layout is missing');
      return cephFuseAdapter.layout.read(path, server.mounted('ceph-fuse'), access);
    });
  const set = (path: string, changes: Partial<LayoutRequest>): Promise<unknown> =>
    withMachine(server.tools, async (access) =>
      cephFuseAdapter.layout?.set(path, { ...nothing, ...changes }, server.mounted('ceph-fuse'), access),
    );

  beforeAll(() => {
    server = serverMount('cephfs');
  });
  afterAll(() => {
    server.unmount();
  });

  test('facts: cluster, client, version and its own cache', async () => {
    const { version, details, asked } = await describeServer(server, 'ceph-fuse');
    expect(version).toMatch(/^\d+\.\d+\.\d+ [a-z]+$/);
    expect(details).toMatchObject({
      fileSystem: 'cephfs',
      root: '/',
      user: 'client.admin',
      objectCacherBytes: 200 * MiB,
    });
    expect(details.fsid).toMatch(/^[0-9a-f]{8}-/);
    expect(details.client).toMatch(/^client\.\d+$/);
    expect(details.adminSocket).toContain(server.directory);
    expect(asked.filter(({ state }) => state !== 'answered')).toEqual([]);
  });

  test('a layout is kept and inherited, by files too', async () => {
    const directory = made('striped', 'below');
    const parent = join(server.path, 'striped');
    const layout = { pool: 'fast', stripeCount: 2, stripeSize: 65536, objectSize: MiB };
    expect(await set(parent, layout)).toMatchObject({ ok: true });
    expect(await read(parent)).toMatchObject({ ...layout, details: { inheritance: 'set' } });
    expect(await read(directory)).toMatchObject({ ...layout, details: { inheritance: 'inherited' } });
    writeFileSync(join(directory, 'file'), 'x');
    expect(await read(join(directory, 'file'))).toMatchObject({
      ...layout,
      by: `ceph.file.layout of ${join(directory, 'file')}`,
    });
  });

  test('where none was set the default is told', async () => {
    const expected = { pool: 'data', stripeCount: 1, stripeSize: 4 * MiB, objectSize: 4 * MiB };
    expect(await read(made('plain'))).toMatchObject({ ...expected, details: { inheritance: 'default' } });
  });

  test('what is not asked for stays as it was', async () => {
    const path = made('half');
    await set(path, { pool: 'fast' });
    expect(await set(path, { stripeCount: 3 })).toMatchObject({ by: 'ceph.dir.layout="stripe_count=3"' });
    expect(await read(path)).toMatchObject({ pool: 'fast', stripeCount: 3, stripeSize: 4 * MiB });
  });

  test('what Ceph would refuse is told in words', async () => {
    const path = made('refused');
    expect(await set(path, { stripeSize: 3 * MiB })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not a multiple of a stripeSize') as string,
    });
    expect(await set(path, { pool: 'nowhere' })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('ceph fs ls') as string,
    });
    expect(await read(path)).toMatchObject({ pool: 'data', details: { inheritance: 'default' } });
  });

  test('direct reads are counted to the request, a cached read is none', async () => {
    const file = join(made('counted'), 'file');
    const writing = openSync(file, 'w');
    writeSync(writing, Buffer.alloc(MiB, 5));
    fsyncSync(writing);
    closeSync(writing);
    const counters = await counterReader(server, 'ceph-fuse');
    const before = await counters();
    readIn(file, 65536, constants.O_DIRECT);
    const direct = await counters();
    readIn(file, 65536, 0);
    const cached = await counters();
    const wire = cephFuseAdapter.rpc?.(differences(before, direct));
    expect(wire).toMatchObject({ readRequests: 16, writeRequests: 0, writtenBytes: 0, retransmissions: 0 });
    expect(wire?.receivedBytes).toBeGreaterThan(MiB);
    expect(wire?.receivedBytes).toBeLessThan(MiB + 16 * 2000);
    expect(cephFuseAdapter.rpc?.(differences(direct, cached))).toMatchObject({ readRequests: 0 });
  });

  test('writes are counted to the byte', async () => {
    const file = join(made('written'), 'file');
    const counters = await counterReader(server, 'ceph-fuse');
    const before = await counters();
    const writing = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_DIRECT);
    for (let block = 0; block < 4; block += 1) writeSync(writing, Buffer.alloc(65536, 5), 0, 65536, block * 65536);
    closeSync(writing);
    const wire = cephFuseAdapter.rpc?.(differences(before, await counters()));
    expect(wire?.writtenBytes).toBeGreaterThanOrEqual(4 * 65536);
    expect(wire?.writtenBytes).toBeLessThan(4 * 65536 + 1000);
    expect(wire?.metadataRequests).toBeGreaterThan(0);
  });
});

function readIn(path: string, blockSize: number, flags: number): void {
  const file = openSync(path, constants.O_RDONLY | flags);
  for (let at = 0; at < MiB; at += blockSize) readSync(file, Buffer.alloc(blockSize), 0, blockSize, at);
  closeSync(file);
}
