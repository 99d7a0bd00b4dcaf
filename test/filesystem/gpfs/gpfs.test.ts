// IBM Storage Scale from the texts of its tools: facts, pools, layout and counters, whole, refused, and garbage.
import { describe, expect, test } from 'vitest';
import type { MountedFileSystem } from '../../../src/filesystem/adapter.js';
import { gpfsCounters } from '../../../src/filesystem/gpfs/counters.js';
import { describeGpfs } from '../../../src/filesystem/gpfs/describe.js';
import { gpfsLayout } from '../../../src/filesystem/gpfs/layout.js';
import { parseTable } from '../../../src/filesystem/gpfs/table.js';
import { noAnswer, ScriptedAccess, type Scripted } from '../../helpers/scripted-access.js';

const mount: MountedFileSystem = {
  ...{ kind: 'gpfs', path: '/gpfs/fs1/test', mountPoint: '/gpfs/fs1', source: '/dev/fs1', type: 'gpfs' },
  ...{ options: ['rw'], superOptions: ['rw'], majorMinor: '0:60' },
};
const empty = { pools: [], inodes: null, freeInodes: null, state: '' };

const attributes = `mmlsfs::HEADER:version:reserved:reserved:deviceName:fieldName:data:remarks:
mmlsfs::0:1:::fs1:minFragmentSize:8192:system pool:
mmlsfs::0:1:::fs1:minFragmentSize:16384:other pools:
mmlsfs::0:1:::fs1:inodeSize:4096::
mmlsfs::0:1:::fs1:blockSize:1048576:system pool:
mmlsfs::0:1:::fs1:blockSize:16777216:other pools:
mmlsfs::0:1:::fs1:defaultDataReplicas:1::
mmlsfs::0:1:::fs1:suppressAtime:relatime::
mmlsfs::0:1:::fs1:defaultMountPoint:%2Fgpfs%2Ffs1::
mmlsfs::0:1:::fs1:filesystemVersion:27.00 (5.1.3.0)::
`;
const pools = `Storage pools in file system at '/gpfs/fs1':
Name                    Id   BlkSize Data Meta Total Data in (KB)   Free Data in (KB)   Total Meta in (KB)    Free Meta in (KB)
system                   0      1 MB   no  yes              0              0 (  0%)        5242880        1167360 ( 22%)
data                 65537     16 MB  yes   no     1048576000       83886080 (  8%)              0              0 (  0%)
`;
const space = `mmdf:nsd:HEADER:version:reserved:reserved:nsdName:storagePool:diskSize:failureGroup:metadata:data:freeBlocks:
mmdf:poolTotal:HEADER:version:reserved:reserved:poolName:poolSize:freeBlocks:freeBlocksPct:freeFragments:freeFragmentsPct:maxDiskSize:
mmdf:nsd:0:1:::nsd1:data:1000:200:No:Yes:500:
mmdf:poolTotal:0:1:::system:5242880:1167360:22:1:0:100:
mmdf:poolTotal:0:1:::data:1048576000:83886080:8:1:0:100:
`;
const whole: Record<string, Scripted> = {
  'mmdiag --version': '\n=== mmdiag: version ===\nCurrent GPFS build: "5.1.9.2 ".\nBuilt on Jan 24 2024 at 13:45:43\n',
  'mmlsfs fs1 -Y': attributes,
  'mmdiag --config':
    '\n=== mmdiag: config ===\nmaxFilesToCache 4000\n ! pagepool 17179869184\n   pagepoolMaxPhysMemPct 75\n ! verbsRdma enable\n',
  'mmlspool fs1': pools,
};

describe('facts', () => {
  test('of a client on which root asks', async () => {
    const access = new ScriptedAccess({ tools: whole });
    const facts = await describeGpfs(mount, access);

    expect(facts).toEqual({
      version: '5.1.9.2',
      details: {
        fileSystem: 'fs1',
        subblockSize: '8192 16384',
        inodeSize: 4096,
        blockSize: '1048576 16777216',
        dataReplicas: 1,
        suppressAtime: 'relatime',
        formatVersion: '27.00 (5.1.3.0)',
        pagepool: 17179869184,
        maxFilesToCache: 4000,
        verbsRdma: 'enable',
      },
      targets: [
        { ...empty, name: 'system', role: 'pool', totalBytes: 5242880 * 1024, availableBytes: 1167360 * 1024 },
        { ...empty, name: 'data', role: 'pool', totalBytes: 1048576000 * 1024, availableBytes: 83886080 * 1024 },
      ],
      asked: Object.keys(whole).map((what) => ({ what, state: 'answered', reason: '' })),
    });
    expect(access.options.every(({ searchPath }) => searchPath?.includes('/usr/lpp/mmfs/bin'))).toBe(true);
  });

  test('of pools by mmdf where mmlspool does not tell', async () => {
    const tools = { ...whole, 'mmlspool fs1': noAnswer('FAILED'), 'mmdf fs1 -Y': space };
    const { targets } = await describeGpfs(mount, new ScriptedAccess({ tools }));
    expect(targets.map(({ name, availableBytes }) => [name, availableBytes])).toEqual([
      ['system', 1167360 * 1024],
      ['data', 83886080 * 1024],
    ]);
  });

  test('refused to a user who is not root: each question says so', async () => {
    const refused = noAnswer('REFUSED', 'You must be root');
    const tools = { ...Object.fromEntries(Object.keys(whole).map((what) => [what, refused])), 'mmdf fs1 -Y': refused };
    const facts = await describeGpfs(mount, new ScriptedAccess({ tools }));

    expect(facts).toMatchObject({ version: '', details: { fileSystem: 'fs1' }, targets: [] });
    expect(new Set(facts.asked.map(({ state }) => state))).toEqual(new Set(['REFUSED']));
  });

  test.each(['Segmentation fault', '\0\x01', ':::::', '%zz:%:HEADER:%'])('garbage %j is told', async (garbage) => {
    const what = [...Object.keys(whole), 'mmdf fs1 -Y'];
    const tools = Object.fromEntries(what.map((command) => [command, garbage]));
    const facts = await describeGpfs(mount, new ScriptedAccess({ tools }));

    expect(facts).toMatchObject({ version: '', targets: [] });
    const failed = facts.asked.filter(({ reason }) => reason.includes('unexpected answer'));
    expect(failed.map((asked) => asked.what).sort()).toEqual(what.sort());
  });

  test('in tables: rows without a header are left out, and colons are written otherwise', () => {
    expect(parseTable('a:b:0:1:2\na:b:HEADER:x:y\na:b:0:%3A\n')).toMatchObject([{ section: 'b' }]);
    expect(parseTable('a:b:HEADER:x:y\na:b:%3A:2\n')).toEqual([
      {
        section: 'b',
        fields: new Map([
          ['x', '2'],
          ['y', ''],
        ]),
      },
    ]);
  });
});

describe('layout', () => {
  const command = 'mmlsattr -L /gpfs/fs1/f';
  const read = (answer: Scripted) =>
    gpfsLayout.read('/gpfs/fs1/f', mount, new ScriptedAccess({ tools: { [command]: answer } }));

  test('is the pool of a file, with its replicas, and that it is compressed', async () => {
    const text = `file name:            /gpfs/fs1/f
metadata replication: 2 max 2
data replication:     1 max 2
immutable:            no
flags:
storage pool name:    data
fileset name:         root
snapshot name:
Misc attributes:      ARCHIVE COMPRESSION (library z)
Encrypted:            no
`;
    expect(await read(text)).toEqual({
      ...{ pool: 'data', stripeCount: null, stripeSize: null, objectSize: null, objectClass: null },
      details: {
        dataReplication: '1 max 2',
        metadataReplication: '2 max 2',
        fileset: 'root',
        attributes: 'ARCHIVE COMPRESSION (library z)',
        encrypted: 'no',
      },
      targets: [],
      by: command,
    });
  });

  test('cannot be set, and nothing is asked for it', async () => {
    const access = new ScriptedAccess({});
    const request = { pool: 'data', stripeCount: null, stripeSize: null, objectSize: null, objectClass: null };
    const done = await gpfsLayout.set('/gpfs/fs1/d', request, mount, access);
    expect(done).toMatchObject({ ok: false, code: 'FAILED', reason: expect.stringContaining('policies') as string });
    expect([gpfsLayout.keys, access.asked]).toEqual([[], []]);
  });

  test('of garbage, and of a file that is not there', async () => {
    const missing = noAnswer('FAILED', 'No such file or directory');
    expect(await read('nonsense')).toMatchObject({
      code: 'FAILED',
      reason: `${command}: unexpected answer: "nonsense"`,
    });
    expect(await read(missing)).toEqual(missing);
  });
});

describe('counters', () => {
  const head = '_fs_io_s_ _n_ 10.0.0.7 _nn_ node7';
  const line = (fs: string, bytes: string) =>
    `${head} _rc_ 0 _t_ 1700000000 _tu_ 5 _cl_ site.example _fs_ ${fs} _d_ 48 _br_ ${bytes} _bw_ 20 _oc_ 3 _cc_ 4 _rdc_ 5 _wc_ 6 _dir_ 7 _iu_ 8`;

  async function read(answer: Scripted) {
    const access = new ScriptedAccess({ tools: { 'mmpmon -s -p': answer } });
    const [source] = await gpfsCounters(mount, access);
    const reading = await source?.read();
    expect(access.options).toMatchObject([{ stdin: 'fs_io_s\n' }]);
    return reading;
  }

  test('are those of this file system', async () => {
    expect(await read(`${line('scratch', '9')}\n${line('fs1', '205607400434')}\n`)).toEqual({
      counters: {
        ...{ 'gpfs.client.readBytes': 205607400434, 'gpfs.client.writtenBytes': 20, 'gpfs.client.opens': 3 },
        ...{ 'gpfs.client.closes': 4, 'gpfs.client.reads': 5, 'gpfs.client.writes': 6 },
        ...{ 'gpfs.client.readdirs': 7, 'gpfs.client.inodeUpdates': 8 },
      },
      gauges: {},
    });
  });

  test('that are not exact are left out', async () => {
    const reading = await read(line('fs1', '99999999999999999999'));
    expect(reading).not.toHaveProperty(['counters', 'gpfs.client.readBytes']);
    expect(reading).toHaveProperty(['counters', 'gpfs.client.reads'], 5);
  });

  test.each([
    { answer: line('scratch', '1'), reason: 'nothing of fs1; it knows scratch' },
    { answer: `${head} _rc_ 1 _t_ 1700000000 _tu_ 5 _cl_ - _fs_ -`, reason: 'nothing of fs1; return code 1' },
    { answer: 'mmpmon: garbage', reason: 'unexpected answer: "mmpmon: garbage"' },
    { answer: '', reason: 'unexpected answer: nothing' },
  ])('$reason', async ({ answer, reason }) => {
    expect(await read(answer)).toMatchObject({ code: 'FAILED', reason: expect.stringContaining(reason) as string });
  });

  test('for root only are refused', async () => {
    const refused = noAnswer('REFUSED', 'mmpmon: You must be root');
    expect(await read(refused)).toEqual(refused);
  });
});
