// ceph-fuse: which admin socket is its own, what it is, what it counts and what went over the wire.
import { describe, expect, test } from 'vitest';
import { cephFuseAdapter } from '../../../src/filesystem/ceph/adapter.js';
import { parsePerfDump } from '../../../src/filesystem/ceph/fuse-counters.js';
import type { SystemFacts } from '../../../src/filesystem/adapter.js';
import { unexpected } from '../../../src/filesystem/no-answer.js';
import { noAnswer, ScriptedAccess } from '../../helpers/scripted-access.js';
import { fsid, fuseMachine, fuseMount, perfDump, socket, status } from './mounted.js';

const describeWith = async (access: ScriptedAccess): Promise<SystemFacts> => {
  const facts = await cephFuseAdapter.describe?.(fuseMount(), access);
  if (facts === undefined) throw new Error('describe is missing');
  return facts;
};

describe('facts', () => {
  test('cluster, client, version, its own cache and the data pools of its file system', async () => {
    const facts = await describeWith(fuseMachine());
    expect(facts).toMatchObject({
      version: '18.2.4 reef',
      details: {
        ...{ fsid, client: 'client.811', fileSystem: 'archive', root: '/tenants/a', user: 'client.bench' },
        ...{ objectCacherBytes: 209715200, pageCache: true, adminSocket: socket },
      },
    });
    expect(
      facts.targets.map(({ name, role, totalBytes, availableBytes }) => [name, role, totalBytes, availableBytes]),
    ).toEqual([
      ['disks', 'pool', 100e12, 10e12],
      ['flash', 'pool', 5e12, 5e12],
    ]);
    expect(facts.asked.map(({ state }) => state)).toEqual(Array(5).fill('answered'));
  });

  test('without the tool what the attributes tell is left', async () => {
    const attributes = {
      'ceph.client_id of /mnt/ceph/bench/data': 'client811',
      'ceph.cluster_fsid of /mnt/ceph/bench/data': fsid,
    };
    const files = { '/proc/net/unix': ` 1 ${socket}\n` };
    const facts = await describeWith(new ScriptedAccess({ attributes, files }));
    expect(facts).toMatchObject({ version: '', details: { fsid, client: 'client.811' }, targets: [] });
    expect(facts.asked.map(({ what, state }) => [what, state])).toEqual([
      ['ceph.cluster_fsid of /mnt/ceph/bench/data', 'answered'],
      ['admin socket of ceph-fuse', 'MISSING'],
      ['ceph df', 'MISSING'],
      ['ceph fs ls', 'MISSING'],
    ]);
  });

  test.each(['HEALTH_ERR', '{"pools": 5}', '[]', '', '{"pools": [null, 3, {"name": {}}]}'])(
    'an answer of another form is told or left out: %s',
    async (garbage) => {
      const { targets } = await describeWith(
        fuseMachine({ tools: { 'ceph df --connect-timeout 3 --format json': garbage } }),
      );
      expect(targets).toEqual([]);
    },
  );

  test('a cluster without a manager does not know what is used', async () => {
    const empty = { 'ceph df --connect-timeout 3 --format json': '{"stats":{"total_bytes":0},"pools":[]}' };
    expect(await describeWith(fuseMachine({ tools: empty }))).toMatchObject({ targets: [], version: '18.2.4 reef' });
  });
});

describe('the admin socket', () => {
  const other = '/var/run/ceph/ceph-client.other.5.asok';
  const both = {
    directories: { '/var/run/ceph': ['ceph-client.other.5.asok', 'ceph-osd.0.asok', 'ceph-mds.a.asok', 'notes'] },
    tools: { [`ceph --admin-daemon ${other} status`]: status(5, '/mnt/elsewhere') },
  };

  test('is that of the client with the number of the mount; daemons are not asked', async () => {
    const access = fuseMachine(both);
    expect((await describeWith(access)).details.adminSocket).toBe(socket);
    expect(access.asked).toContain(`ceph --admin-daemon ${other} status`);
    expect(access.asked.filter((what) => /osd|mds\.a/.test(what))).toEqual([]);
  });

  test('is found by the mount point where the number is not told', async () => {
    const access = fuseMachine({ ...both, attributes: { 'ceph.client_id of /mnt/ceph/bench/data': 'nonsense' } });
    expect((await describeWith(access)).details.adminSocket).toBe(socket);
  });

  test('of another client is not taken', async () => {
    const tools = { [`ceph --admin-daemon ${socket} status`]: status(99) };
    const { asked } = await describeWith(fuseMachine({ tools }));
    expect(asked[1]).toMatchObject({
      state: 'MISSING',
      reason: `no admin socket of the ceph-fuse at /mnt/ceph: asked: ${socket}; see admin_socket in ceph.conf`,
    });
  });

  test.each(['REFUSED', 'TIMED_OUT', 'ABANDONED'] as const)('that gives no answer is told: %s', async (code) => {
    const tools = { [`ceph --admin-daemon ${socket} status`]: noAnswer(code, 'why') };
    const { asked } = await describeWith(fuseMachine({ tools }));
    expect(asked[1]).toEqual({ what: 'admin socket of ceph-fuse', state: code, reason: 'why' });
  });

  test('is looked for once, however often it is read', async () => {
    const access = fuseMachine(both);
    const [source] = (await cephFuseAdapter.counters?.(fuseMount(), access)) ?? [];
    await source?.read();
    await source?.read();
    expect(access.asked.filter((what) => what.endsWith(' status'))).toHaveLength(2);
    expect(access.asked.filter((what) => what.endsWith(' perf dump'))).toHaveLength(2);
  });
});

describe('counters', () => {
  test('from perf dump, times in microseconds', () => {
    expect(parsePerfDump(perfDump)).toEqual({
      counters: {
        ...{ 'ceph.client.reads': 27, 'ceph.client.readUs': 2602 },
        ...{ 'ceph.client.writes': 407, 'ceph.client.writeUs': 97837 },
        ...{ 'ceph.client.fsyncs': 1, 'ceph.client.fsyncUs': 4723, 'ceph.mds.requests': 45, 'ceph.mds.waitUs': 49916 },
        ...{ 'ceph.cache.hits': 6, 'ceph.cache.misses': 2, 'ceph.cache.flushedBytes': 51384320 },
        ...{ 'ceph.cache.blockedWrites': 0, 'ceph.osd.requests': 53, 'ceph.osd.readRequests': 23 },
        ...{ 'ceph.osd.writeRequests': 30, 'ceph.osd.writtenBytes': 52446308, 'ceph.osd.resends': 2 },
        'ceph.messenger.receivedBytes': 4333,
      },
      gauges: { 'ceph.osd.inFlight': 3, 'ceph.osd.laggy': 1 },
    });
  });

  test('newer clients tell how long the OSDs took', () => {
    const newer = perfDump.replace('"op_r"', '"op_latency": { "avgcount": 53, "sum": 0.106 }, "op_r"');
    expect(parsePerfDump(newer)).toMatchObject({ counters: { 'ceph.osd.answers': 53, 'ceph.osd.waitUs': 106000 } });
  });

  test.each(['', 'admin_socket: exception', '{}', '[1]', '{"client": {}}'])('garbage is told: %s', (text) => {
    expect(parsePerfDump(text)).toEqual(unexpected('perf dump', text));
  });

  test('what is not a number is left out', () => {
    const odd = '{"objecter": {"op_r": "7", "op_w": -1, "op_send": 1e300}, "client": null}';
    expect(parsePerfDump(odd)).toEqual({ counters: { 'ceph.messenger.receivedBytes': 0 }, gauges: {} });
  });
});

describe('what went over the wire', () => {
  const deltas = {
    ...{ 'ceph.osd.requests': 30, 'ceph.osd.readRequests': 20, 'ceph.osd.writeRequests': 10, 'ceph.mds.requests': 10 },
    ...{ 'ceph.osd.writtenBytes': 4096, 'ceph.messenger.receivedBytes': 90000, 'ceph.osd.resends': 1 },
    'ceph.mds.waitUs': 10000,
  };

  test('requests to OSDs and MDS', () => {
    expect(cephFuseAdapter.rpc?.(deltas)).toEqual({
      ...{ protocol: 'Ceph', requests: 40, readRequests: 20, writeRequests: 10, metadataRequests: 10 },
      ...{ sentBytes: null, receivedBytes: 90000, readBytes: null, writtenBytes: 4096 },
      ...{ meanWaitMs: null, meanQueueMs: null, retransmissions: 1 },
    });
  });

  test('the wait is told where both tell theirs, or only the MDS was asked', () => {
    const both = { ...deltas, 'ceph.osd.answers': 30, 'ceph.osd.waitUs': 70000 };
    expect(cephFuseAdapter.rpc?.(both)?.meanWaitMs).toBe(2);
    expect(cephFuseAdapter.rpc?.({ 'ceph.mds.requests': 10, 'ceph.mds.waitUs': 5000 })?.meanWaitMs).toBe(0.5);
  });
});
