// Facts, counters and figures of the wire of an NFS mount, from what its kernel tells.
import { describe, expect, test } from 'vitest';
import { nfsAdapter } from '../../../src/filesystem/nfs/adapter.js';
import { noAnswer } from '../../helpers/scripted-access.js';
import { machine, mounted, mountstats } from './mounted.js';

const describeAt = (mountPoint: string, access = machine()): ReturnType<NonNullable<typeof nfsAdapter.describe>> =>
  nfsAdapter.describe?.(mounted(mountPoint), access) ?? Promise.reject(new Error('describe is missing'));

async function readingAt(mountPoint: string, access = machine()): Promise<unknown> {
  const [source] = (await nfsAdapter.counters?.(mounted(mountPoint), access)) ?? [];
  expect(source).toMatchObject({ name: 'nfs mountstats', cost: 'file' });
  return source?.read();
}

describe('facts', () => {
  test('connections, sessions, pNFS and who the server is', async () => {
    expect(await describeAt('/mnt/many wires')).toEqual({
      version: 'Linux 6.1.0-13-amd64',
      details: {
        ...{ version: '4.1', protocol: 'tcp', security: 'krb5p', nconnect: 3, rsize: 65536, wsize: 65536 },
        ...{ connections: 3, serverCapabilities: '0xfffbc09f', sessions: true, pnfs: 'not configured' },
        ...{ leaseSeconds: 90, serverImplementation: 'Storage OS 9.1, vendor.example' },
      },
      targets: [],
      asked: [{ what: '/proc/self/mountstats', state: 'answered', reason: '' }],
    });
    expect((await describeAt('/mnt/pnfs')).details).toMatchObject({ protocol: 'rdma', pnfs: 'LAYOUT_FLEX_FILES' });
  });

  test('version 3 has neither sessions nor pNFS', async () => {
    const { details } = await describeAt('/home');
    expect(details).toMatchObject({ version: '3', connections: 1 });
    expect(Object.keys(details)).not.toEqual(expect.arrayContaining(['sessions']));
    expect(details.pnfs).toBeUndefined();
  });

  test('a refusal is told, and so is a mount that is not listed', async () => {
    expect((await describeAt('/home', machine(noAnswer('REFUSED', 'EACCES')))).asked).toEqual([
      { what: '/proc/self/mountstats', state: 'REFUSED', reason: 'EACCES' },
    ]);
    const { details, asked } = await describeAt('/elsewhere');
    expect(details).toEqual({});
    expect(asked[0]?.reason).toMatch(/^\/proc\/self\/mountstats has no statistics of \/elsewhere: "device proc/);
  });
});

describe('counters', () => {
  test('requests that were made, bytes, events and connections', async () => {
    const reading = (await readingAt('/home')) as { counters: Record<string, number>; gauges: unknown };
    expect(reading.counters).toMatchObject({
      'nfs.READ.requests': 5000,
      'nfs.READ.transmissions': 5004,
      'nfs.READ.timeouts': 2,
      'nfs.READ.sentBytes': 500000,
      'nfs.READ.receivedBytes': 12700000,
      'nfs.READ.queueMs': 1000,
      'nfs.READ.waitMs': 15000,
      'nfs.READ.totalMs': 16500,
      'nfs.READ.errors': 1,
      'nfs.bytes.directReadBytes': 8388608,
      'nfs.bytes.serverWrittenBytes': 3145728,
      'nfs.events.shortReads': 4,
      'nfs.events.sillyRenames': 3,
      'nfs.events.delays': 7,
      'nfs.transport.sends': 5526,
      'nfs.transport.backlogSum': 250,
    });
    expect(Object.keys(reading.counters).filter((name) => name.includes('SYMLINK'))).toEqual([]);
    expect(reading.gauges).toEqual({ 'nfs.transport.connections': 1 });
  });

  test('connections are added up', async () => {
    const reading = (await readingAt('/mnt/many wires')) as { counters: object; gauges: object };
    expect(reading.counters).toMatchObject({ 'nfs.transport.sends': 140, 'nfs.transport.connects': 4 });
    expect(reading.gauges).toEqual({ 'nfs.transport.connections': 3 });
  });

  test('where errors are not counted there are none, not zero', async () => {
    const { counters } = (await readingAt('/mnt/old')) as { counters: Record<string, number> };
    expect(counters['nfs.READ.requests']).toBe(3);
    expect(counters['nfs.READ.errors']).toBeUndefined();
    expect(counters['nfs.events.pnfsReads']).toBeUndefined();
  });

  test('every reading asks again', async () => {
    const later = mountstats.replace('READ: 5000 5004', 'READ: 6000 6004');
    let text = mountstats;
    const access = machine(() => text);
    const [source] = (await nfsAdapter.counters?.(mounted('/home'), access)) ?? [];
    expect(await source?.read()).toMatchObject({ counters: { 'nfs.READ.requests': 5000 } });
    text = later;
    expect(await source?.read()).toMatchObject({ counters: { 'nfs.READ.requests': 6000 } });
  });

  test('no answer is passed on', async () => {
    expect(await readingAt('/home', machine(noAnswer('ABANDONED', 'blocked')))).toEqual(
      noAnswer('ABANDONED', 'blocked'),
    );
  });
});

describe('what went over the wire', () => {
  test('from the counters of each kind of request', () => {
    expect(
      nfsAdapter.rpc?.({
        ...{ 'nfs.READ.requests': 80, 'nfs.READ.transmissions': 83, 'nfs.READ.waitMs': 160, 'nfs.READ.queueMs': 16 },
        ...{ 'nfs.READ.sentBytes': 8000, 'nfs.READ.receivedBytes': 400000 },
        ...{ 'nfs.WRITE.requests': 10, 'nfs.WRITE.transmissions': 10, 'nfs.WRITE.sentBytes': 50000 },
        ...{ 'nfs.GETATTR.requests': 8, 'nfs.GETATTR.transmissions': 8, 'nfs.COMMIT.requests': 1 },
        ...{ 'nfs.COMMIT.transmissions': 1, 'nfs.SEQUENCE.requests': 1, 'nfs.SEQUENCE.transmissions': 1 },
        ...{ 'nfs.bytes.serverReadBytes': 327680, 'nfs.bytes.serverWrittenBytes': 40960, 'nfs.transport.sends': 102 },
        'disk.vda.reads': 7,
      }),
    ).toEqual({
      ...{ protocol: 'NFS', requests: 100, readRequests: 80, writeRequests: 10, metadataRequests: 8 },
      ...{ sentBytes: 58000, receivedBytes: 400000, readBytes: 327680, writtenBytes: 40960 },
      ...{ meanWaitMs: 1.6, meanQueueMs: 0.16, retransmissions: 3 },
    });
  });

  test('nothing: the client has answered by itself', () => {
    expect(nfsAdapter.rpc?.({ 'cpu.userSeconds': 1 })).toMatchObject({ requests: 0, readBytes: 0, meanWaitMs: null });
  });
});
