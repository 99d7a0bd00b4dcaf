// BeeGFS: answers of both generations of its tools and the files of its client, written in their forms.
import { describe, expect, test } from 'vitest';
import { beegfsAdapter as beegfs } from '../../src/filesystem/beegfs/adapter.js';
import type { LayoutRequest } from '../../src/filesystem/layout.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';
import type { Script } from '../helpers/scripted-access.js';
import { mounted } from '../helpers/mounted.js';

const mount = mounted('beegfs', {
  source: 'beegfs_nodev',
  superOptions: ['rw', 'cfgFile=/etc/beegfs/scratch.d/beegfs-client.conf'],
});
const folder = '/proc/fs/beegfs/7A1-65F0-node17';

const client: Record<string, string> = {
  '/sys/module/beegfs/version': '8.1.0\n',
  [`${folder}/config`]: [
    'cfgFile = /etc/beegfs/scratch.d/beegfs-client.conf',
    'connUseRDMA = 1',
    'connMaxInternodeNum = 12',
    'tuneFileCacheType = buffered',
    'tuneFileCacheBufSize = 524288',
    'sysMgmtdHost = mgmt.cluster',
  ].join('\n'),
  [`${folder}/storage_nodes`]: [
    'stor-a [ID: 1]',
    '   Connections: RDMA: 4 (10.1.0.1:8003); ',
    'stor-b [ID: 2]',
    '   Connections: TCP: 2 (10.9.0.2:8003 [fallback route]); ',
    'stor-c [ID: 3]',
    '   Connections: <none>',
  ].join('\n'),
  [`${folder}/meta_nodes`]: 'meta-a [ID: 1]\n   Connections: RDMA: 1 (10.1.0.9:8005); \n',
  [`${folder}/client_info`]:
    'ClientID: 7A1-65F0-node17\nInterfaces:\n+ ib0[ip addr: 10.1.0.17; type: RDMA]\n+ eth0[ip addr: 10.9.0.17; type: TCP]\n',
};

const listV8 = 'beegfs target list --capacity --state --output json --raw';
const targetsV8 = JSON.stringify([
  {
    ...{ id: 's:101', type: 'storage', alias: 'fast_1', node: 's:1', storage_pool: 's:2', reachability: 'Online' },
    ...{ consistency: 'Good', cap_pool: 'normal', space: '8000000000000', space_used: '7200000000000 (90.00%)' },
    ...{ space_free: '800000000000', inodes: '1000', inodes_used: '10 (1.00%)', inodes_free: '990' },
  },
  {
    id: 'm:1',
    type: 'meta',
    storage_pool: '(n/a)',
    reachability: 'Offline',
    consistency: 'Bad',
    space: '-',
    space_free: '-',
  },
]);

const listV7 = 'beegfs-ctl --listtargets --nodetype=storage --spaceinfo --state --mount=/mnt/under-test';
const targetsV7 = `
TargetID     Reachability  Consistency        Total         Free    %      ITotal       IFree    %   NodeID
========     ============  ===========        =====         ====    =      ======       =====    =   ======
       1           Online         Good     931.0GiB      93.1GiB  10%       97.7M       97.0M  99%        1
       2          Offline Needs-resync      10.0TiB       9.5TiB  95%      976.8k      976.0k 100%        2
`;

const scripted = (script: Script): ScriptedAccess => new ScriptedAccess(script);

describe('facts', () => {
  test('of the client come from /proc, of the targets from the tool of version 8', async () => {
    const facts = await beegfs.describe?.(mount, scripted({ files: client, tools: { [listV8]: targetsV8 } }));
    expect(facts?.version).toBe('8.1.0');
    expect(facts?.details).toEqual({
      ...{ managementHost: 'mgmt.cluster', fileCacheType: 'buffered', fileCacheBufferBytes: 524288, rdmaAllowed: true },
      ...{ connectionsPerNode: 12, storageNodes: 3, metadataNodes: 1, transport: 'RDMA, TCP', onFallbackRoute: 1 },
    });
    expect(facts?.targets).toEqual([
      {
        ...{ name: 's:101', role: 'target', pools: ['s:2'], totalBytes: 8e12, availableBytes: 8e11 },
        ...{ inodes: 1000, freeInodes: 990, state: 'Online, Good' },
      },
      {
        ...{ name: 'm:1', role: 'mdt', pools: [], totalBytes: null, availableBytes: null, inodes: null },
        ...{ freeInodes: null, state: 'Offline, Bad' },
      },
    ]);
    expect(facts?.asked.every(({ state }) => state === 'answered')).toBe(true);
  });

  test('fall back to the tool of version 7, whose sizes are rounded', async () => {
    const facts = await beegfs.describe?.(mount, scripted({ files: client, tools: { [listV7]: targetsV7 } }));
    expect(
      facts?.targets.map(({ name, totalBytes, freeInodes, state }) => [name, totalBytes, freeInodes, state]),
    ).toEqual([
      ['1', 931 * 2 ** 30, 97e6, 'Online, Good'],
      ['2', 10 * 2 ** 40, 976000, 'Offline, Needs-resync'],
    ]);
    expect(facts?.asked.find(({ what }) => what === listV8)?.state).toBe('MISSING');
  });

  test('does not ask version 7 where version 8 is there and refuses', async () => {
    const access = scripted({ files: client, tools: { [listV8]: noAnswer('REFUSED', 'auth file needed') } });
    const facts = await beegfs.describe?.(mount, access);
    expect(facts?.targets).toEqual([]);
    expect(facts?.asked.at(-1)).toEqual({ what: listV8, state: 'REFUSED', reason: 'auth file needed' });
    expect(access.asked.some((what) => what.startsWith('beegfs-ctl'))).toBe(false);
  });

  test('of two mounts are told apart by the configuration file, and left out where they cannot', async () => {
    const other = '/proc/fs/beegfs/1-1-node17';
    const files = { ...client, [`${other}/config`]: 'cfgFile = /etc/other.conf\ntuneFileCacheType = native\n' };
    const facts = await beegfs.describe?.(mount, scripted({ files }));
    expect(facts?.details['fileCacheType']).toBe('buffered');
    const unknown = await beegfs.describe?.({ ...mount, superOptions: ['rw'] }, scripted({ files }));
    expect(unknown?.details).toEqual({});
  });
});

describe('layout', () => {
  const infoV8 = 'beegfs entry info /mnt/under-test/d --output json --raw';
  const infoV7 = 'beegfs-ctl --getentryinfo --mount=/mnt/under-test /mnt/under-test/d';
  const row = {
    ...{ path: '/d', entry_id: '0-1-1', type: 'directory', meta_node: 'm:1', meta_mirror: '(unmirrored)' },
    ...{ storage_pool: 'flash (2)', stripe_pattern: 'RAID0 (4x1048576)', storage_targets: '(unavailable)' },
  };
  const read = (tools: Record<string, string>): unknown =>
    beegfs.layout?.read('/mnt/under-test/d', mount, scripted({ tools }));

  test('of a directory in version 8: what it asks for', async () => {
    expect(await read({ [infoV8]: JSON.stringify([row]) })).toEqual({
      ...{ pool: 'flash', stripeCount: 4, stripeSize: 1048576, objectSize: null, objectClass: null, targets: [] },
      details: { pattern: 'RAID0', desiredTargets: 4, poolId: '2', metadataNode: 'm:1' },
      by: infoV8,
    });
  });

  test('of a file in version 8: the targets that it has, though more were asked for', async () => {
    const file = { ...row, storage_pool: '(file)', storage_targets: 's:101,s:201', stripe_pattern: 'RAID0 (4x512Ki)' };
    expect(await read({ [infoV8]: JSON.stringify([file]) })).toMatchObject({
      ...{ pool: null, stripeCount: 2, stripeSize: 524288, targets: ['101', '201'] },
      details: { desiredTargets: 4 },
    });
  });

  test('of a file and of a directory in version 7', async () => {
    const text = (rest: string): string =>
      `Entry type: file\nEntryID: 1-2-3\nMetadata node: meta-a [ID: 1]\nStripe pattern details:\n+ Type: RAID0\n+ Chunksize: 512K\n${rest}`;
    const file =
      '+ Number of storage targets: desired: 4; actual: 2\n+ Storage targets:\n  + 11 @ a [ID: 1]\n  + 21 @ b [ID: 2]\n';
    expect(await read({ [infoV7]: text(file) })).toMatchObject({
      ...{ stripeCount: 2, stripeSize: 524288, targets: ['11', '21'], pool: null, by: infoV7 },
      details: { pattern: 'RAID0', desiredTargets: 4, metadataNode: 'meta-a [ID: 1]' },
    });
    const directory = '+ Number of storage targets: desired: 8\n+ Storage Pool: 3 (flash)\n';
    expect(await read({ [infoV7]: text(directory) })).toMatchObject({
      ...{ stripeCount: 8, pool: 'flash', targets: [] },
      details: { poolId: '3' },
    });
  });

  test('of another form is no layout, and says what came instead', async () => {
    expect(await read({ [infoV8]: '{"message": "not licensed"}' })).toMatchObject({
      ok: false,
      code: 'FAILED',
      reason: expect.stringContaining('not licensed') as string,
    });
  });

  test('is set by the tool that is there, with the keys that were asked for', async () => {
    const request: LayoutRequest = {
      ...{ pool: null, stripeCount: 4, stripeSize: 1048576, objectSize: null, objectClass: null },
    };
    const set = (tools: Record<string, string>, asked = request): unknown =>
      beegfs.layout?.set('/mnt/under-test/d', asked, mount, scripted({ tools }));
    const v8 = 'beegfs entry set --num-targets=4 --chunk-size=1048576 /mnt/under-test/d';
    const v7 = 'beegfs-ctl --setpattern --numtargets=4 --chunksize=1048576 --mount=/mnt/under-test /mnt/under-test/d';
    expect(await set({ [v8]: '' })).toEqual({ ok: true, by: v8 });
    expect(await set({ [v7]: '' })).toEqual({ ok: true, by: v7 });
    expect(await set({ [v8]: '' }, { ...request, stripeCount: -1 })).toMatchObject({ ok: false, code: 'FAILED' });
  });
});

describe('counters', () => {
  const statsV8 = 'beegfs stats client --node-type storage --interval 0s --output json --raw';
  const statsV7 = 'beegfs-ctl --clientstats --nodetype=storage --interval=0 --allstats --mount=/mnt/under-test';
  const readingOf = async (script: Script): Promise<unknown> => {
    const [source] = (await beegfs.counters?.(mount, scripted(script))) ?? [];
    return source?.read();
  };

  test('are those that the servers keep of the addresses of this client', async () => {
    const rows = [
      {
        client: '10.1.0.17',
        sum: '120',
        'ops-rd': '100',
        rd: '104857600',
        'ops-wr': '5',
        wr: '5242880',
        getfsize: '3',
      },
      { client: '10.9.0.17', sum: '10', 'ops-rd': '1', rd: '4096' },
      { client: '10.1.0.99', sum: '999', 'ops-rd': '999', rd: '999' },
    ];
    const tools = { [statsV8]: `------- 0s -------\n${JSON.stringify(rows)}\n` };
    expect(await readingOf({ files: client, tools })).toEqual({
      counters: {
        ...{ 'beegfs.storage.requests': 130, 'beegfs.storage.reads': 101, 'beegfs.storage.readBytes': 104861696 },
        ...{ 'beegfs.storage.writes': 5, 'beegfs.storage.writtenBytes': 5242880, 'beegfs.storage.getfsize': 3 },
      },
      gauges: {},
    });
  });

  test('of version 7 are without bytes, whose unit differs between its versions', async () => {
    const text =
      '====== 0 s ======\n10.1.0.17: 30 [sum]  3 [statfs]  20 [ops-rd]  81920 [rd]  7 [ops-wr]\n10.1.0.2: 5 [sum]\n';
    expect(await readingOf({ files: client, tools: { [statsV7]: text } })).toMatchObject({
      counters: {
        ...{ 'beegfs.storage.requests': 30, 'beegfs.storage.reads': 20, 'beegfs.storage.writes': 7 },
        'beegfs.storage.statfs': 3,
      },
    });
  });

  test('are none where the servers do not know this client', async () => {
    const tools = { [statsV8]: '------- 0s -------\n[{"client":"10.1.0.99","sum":"1"}]' };
    expect(await readingOf({ files: client, tools })).toMatchObject({ ok: false, code: 'FAILED' });
  });

  test('tell of the wire only what they count', () => {
    const rpc = beegfs.rpc?.({ 'beegfs.storage.requests': 12, 'beegfs.storage.reads': 10 });
    expect(rpc).toMatchObject({ requests: 12, readRequests: 10, writeRequests: 0, readBytes: null, writtenBytes: 0 });
    expect(beegfs.rpc?.({ 'disk.sda.reads': 3 })).toBeNull();
  });
});
