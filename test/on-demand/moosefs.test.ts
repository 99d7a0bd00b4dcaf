// MooseFS, real: storage class set and read back, chunks of a file, chunk server with capacity, counters of the client.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LayoutRequest } from '../../src/filesystem/layout.js';
import { moosefsAdapter as moosefs } from '../../src/filesystem/moosefs/adapter.js';
import { counterReader, describeServer, differences, serverMount } from '../helpers/server-mount.js';
import { whyNoServer, withMachine, type ServerMount } from '../helpers/server-mount.js';

const ofPool = (pool: string): LayoutRequest => ({
  ...{ pool, stripeCount: null, stripeSize: null, objectSize: null, objectClass: null },
});

const missing = whyNoServer('moosefs');
describe.skipIf(missing !== '')(`MooseFS${missing && `: ${missing}`}`, () => {
  let server: ServerMount;
  beforeAll(() => {
    server = serverMount('moosefs');
  });
  afterAll(() => {
    server.unmount();
  });

  test('tells version, cache and what its chunk server has left', async () => {
    const facts = await describeServer(server, 'moosefs');
    expect(facts.version).toMatch(/^\d+\.\d+/);
    expect(facts.details).toMatchObject({ cacheMode: 'AUTO', ioRetries: 30 });
    expect(facts.targets).toEqual([
      expect.objectContaining({ name: '10.99.0.1:9422', role: 'target', inodes: null, state: '' }),
    ]);
    expect(facts.targets[0]?.totalBytes).toBeGreaterThan(facts.targets[0]?.availableBytes ?? Infinity);
  });

  test('sets a storage class for new files, and reads it back', async () => {
    const directory = join(server.path, 'one-copy');
    mkdirSync(directory);
    const mount = server.mounted('moosefs');
    await withMachine(server.tools, async (access) => {
      const set = await moosefs.layout?.set(directory, ofPool('1'), mount, access);
      expect(set).toEqual({ ok: true, by: `mfssetsclass 1 ${directory}` });
      expect(await moosefs.layout?.read(directory, mount, access)).toMatchObject({ pool: '1', targets: [] });
      const file = join(directory, 'file');
      writeFileSync(file, Buffer.alloc(100_000, 'x'), { flush: true });
      expect(await moosefs.layout?.read(file, mount, access)).toMatchObject({
        ...{ pool: '1', targets: ['10.99.0.1:9422'] },
        details: { chunks: 1, fewestCopies: 1 },
      });
      const unknown = await moosefs.layout?.set(directory, ofPool('nobody-made-it'), mount, access);
      expect(unknown).toMatchObject({ ok: false });
    });
  });

  test('counts requests of the mount and to the master', async () => {
    const read = await counterReader(server, 'moosefs');
    const before = await read();
    for (let file = 0; file < 10; file++) writeFileSync(join(server.path, `f${file}`), 'x');
    const deltas = differences(before, await read());
    expect(deltas['moosefs.create.requests']).toBe(10);
    expect(deltas['moosefs.write.requests']).toBe(10);
    const rpc = moosefs.rpc?.(deltas);
    expect(rpc?.metadataRequests).toBeGreaterThanOrEqual(10);
    expect(deltas['moosefs.master.sentBytes']).toBeGreaterThan(0);
  });
});
