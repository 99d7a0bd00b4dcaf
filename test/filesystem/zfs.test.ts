// ZFS: answers of its tools and files of /proc/spl, written in their forms. And VAST: NFS with a tool of its own.
import { describe, expect, test } from 'vitest';
import { vastAdapter as vast } from '../../src/filesystem/vast/adapter.js';
import { zfsAdapter as zfs } from '../../src/filesystem/zfs/adapter.js';
import { mounted } from '../helpers/mounted.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';

const mount = mounted('zfs', { source: 'tank/train/me', type: 'zfs' });
const rows = (cells: [string, string][]): string => cells.map((row) => `${row.join('\t')}\n`).join('');

const status = `  pool: tank
 state: ONLINE
config:

	NAME        STATE     READ WRITE CKSUM
	tank        ONLINE       0     0     0
	  raidz2-0  ONLINE       0     0     0
	    sda     ONLINE       0     0     0
	    sdb     ONLINE       0     0     0
	  raidz2-1  ONLINE       0     0     0
	    sdc     ONLINE       0     0     0
	logs
	  nvme0n1   ONLINE       0     0     0

errors: No known data errors
`;

const tools = {
  'zfs get -Hp -o property,value all tank/train/me': rows([
    ['type', 'filesystem'],
    ['recordsize', '1048576'],
    ['compression', 'zstd'],
    ['dedup', 'off'],
    ['primarycache', 'metadata'],
    ['direct', 'always'],
    ['compressratio', '1.34'],
    ['org.example:owner', 'somebody'],
  ]),
  'zpool list -Hp -o name,size,free,health,fragmentation tank': 'tank\t80000000000000\t9000000000000\tONLINE\t12\n',
  'zpool status tank': status,
};

const kstat = (values: Record<string, number | string>): string =>
  [
    '13 1 0x01 147 39984 4282416 923425',
    'name                            type data',
    ...Object.entries(values).map(([name, value]) => `${name}  ${typeof value === 'number' ? 4 : 7}  ${value}`),
  ].join('\n');

describe('ZFS', () => {
  test('tells data set, pool and how it takes O_DIRECT', async () => {
    const files = { '/sys/module/zfs/version': '2.3.1-1\n', '/sys/module/zfs/parameters/zfs_dio_strict': '0\n' };
    expect(await zfs.describe?.(mount, new ScriptedAccess({ tools, files }))).toMatchObject({
      version: '2.3.1-1',
      details: {
        ...{ recordBytes: 1048576, compression: 'zstd', dedup: 'off', primaryCache: 'metadata', direct: 'always' },
        ...{ compressionRatio: '1.34', fragmentationPercent: 12, poolLayout: 'raidz2 ×2, logs', directStrict: false },
      },
      targets: [{ name: 'tank', role: 'pool', totalBytes: 8e13, availableBytes: 9e12, state: 'ONLINE' }],
    });
  });

  test('of a pool that is refused tells the rest', async () => {
    const refused = { ...tools, 'zpool status tank': noAnswer('REFUSED', 'need root') };
    const facts = await zfs.describe?.(mount, new ScriptedAccess({ tools: refused }));
    expect(facts?.details).not.toHaveProperty('poolLayout');
    expect(facts?.targets).toHaveLength(1);
  });

  test('counts its cache, and the data set of the mount among those of the pool', async () => {
    const folder = '/proc/spl/kstat/zfs';
    const files = {
      [`${folder}/arcstats`]: kstat({ hits: 900, misses: 100, demand_data_misses: 60, size: 4096, c_max: 8192 }),
      [`${folder}/tank/objset-0x36`]: kstat({ dataset_name: 'tank/train', reads: 1, nread: 2 }),
      [`${folder}/tank/objset-0x99`]: kstat({
        dataset_name: 'tank/train/me',
        reads: 7,
        nread: 7168,
        writes: 0,
        nwritten: 0,
      }),
      [`${folder}/tank/state`]: 'ONLINE\n',
    };
    const sources = (await zfs.counters?.(mount, new ScriptedAccess({ files }))) ?? [];
    expect(await Promise.all(sources.map((source) => source.read()))).toEqual([
      {
        counters: { 'zfs.arc.hits': 900, 'zfs.arc.misses': 100, 'zfs.arc.dataMisses': 60 },
        gauges: { 'zfs.arc.sizeBytes': 4096, 'zfs.arc.limitBytes': 8192 },
      },
      {
        counters: {
          ...{ 'zfs.dataset.reads': 7, 'zfs.dataset.readBytes': 7168 },
          ...{ 'zfs.dataset.writes': 0, 'zfs.dataset.writtenBytes': 0 },
        },
        gauges: {},
      },
    ]);
  });
});

describe('VAST', () => {
  const nfsMount = mounted('vast', {
    source: 'vip:/export',
    type: 'nfs',
    superOptions: ['rw', 'vers=3', 'proto=rdma'],
  });
  test('tells the version of its client beside the facts of NFS', async () => {
    const status = 'version: 4.0.31-vastdata\nkernel modules: sunrpc\nservices: rpcbind.socket rpcbind\n';
    const facts = await vast.describe?.(nfsMount, new ScriptedAccess({ tools: { 'vastnfs-ctl status': status } }));
    expect(facts).toMatchObject({ version: '4.0.31-vastdata', details: { kernelModules: 'sunrpc' } });
    expect(facts?.asked.some(({ what }) => what.includes('mountstats'))).toBe(true);
  });

  test('without its tool is NFS', async () => {
    const facts = await vast.describe?.(nfsMount, new ScriptedAccess({}));
    expect(facts?.asked[0]).toMatchObject({ what: 'vastnfs-ctl status', state: 'MISSING' });
    expect(facts?.details).not.toHaveProperty('kernelModules');
  });
});
