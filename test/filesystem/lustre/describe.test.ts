// Facts of a Lustre mount from the answers of lctl and lfs, whole, in part, from other releases, and none at all.
import { describe, expect, test } from 'vitest';
import { describeLustre } from '../../../src/filesystem/lustre/describe.js';
import { fileSystemOfSource } from '../../../src/filesystem/lustre/instance.js';
import { parseConnection } from '../../../src/filesystem/lustre/connections.js';
import { parseParameters } from '../../../src/filesystem/lustre/parameters.js';
import { parseSpace } from '../../../src/filesystem/lustre/space.js';
import { noAnswer, ScriptedAccess, type Scripted } from '../../helpers/scripted-access.js';
import { instance, mount, text } from './texts.js';

const llite = `llite.${instance}`;
const osc = 'osc.scratch-OST*-osc-ffff8a1b2c3d4000';
const mdc = 'mdc.scratch-MDT*-mdc-ffff8a1b2c3d4000';
const fields = (device: string, ...names: string[]) => names.map((name) => `${device}.${name}`).join(' ');
const commands = {
  tunables: `lctl get_param ${fields(llite, 'max_cached_mb', 'max_read_ahead_mb', 'max_read_ahead_per_file_mb', 'statahead_max', 'checksum_pages')}`,
  newer: `lctl get_param ${fields(llite, 'hybrid_io', 'hybrid_io_write_threshold_bytes', 'hybrid_io_read_threshold_bytes', 'parallel_dio', 'unaligned_dio')}`,
  targets: `lctl get_param ${fields(osc, 'checksums', 'checksum_type', 'max_rpcs_in_flight', 'max_pages_per_rpc', 'max_dirty_mb')}`,
  locks: `lctl get_param ${[osc, mdc].map((device) => fields(`ldlm.namespaces.${device.slice(4)}`, 'lru_size', 'lru_max_age')).join(' ')}`,
  imports: `lctl get_param ${osc}.import ${mdc}.import`,
};
const oscOf = (target: string) => `osc.scratch-${target}-osc-ffff8a1b2c3d4000`;
const whole: Record<string, Scripted> = {
  'lfs getname /mnt/scratch': `${instance} /mnt/scratch\n`,
  'lctl get_param version': 'version=2.15.3_62_gabc\n',
  [commands.tunables]: [
    `${llite}.max_cached_mb=`,
    ...['users: 9', 'max_cached_mb: 128000', 'used_mb: 5', 'unused_mb: 127995', 'reclaim_count: 0'],
    ...[`${llite}.max_read_ahead_mb=1024`, `${llite}.max_read_ahead_per_file_mb=256`, `${llite}.statahead_max=32`],
    `${llite}.checksum_pages=0`,
  ].join('\n'),
  [commands.newer]: { ...noAnswer('FAILED', 'param_path: No such file'), output: `${llite}.parallel_dio=1\n` },
  [commands.targets]: ['OST0000', 'OST0001']
    .flatMap((target, index) => [
      `${oscOf(target)}.checksums=0`,
      `${oscOf(target)}.checksum_type=crc32 adler [crc32c] t10ip512`,
      `${oscOf(target)}.max_rpcs_in_flight=${index === 0 ? 8 : 16}`,
    ])
    .join('\n'),
  [commands.locks]: 'ldlm.namespaces.scratch-OST0000-osc-ffff8a1b2c3d4000.lru_max_age=3900000\n',
  [commands.imports]: text('import'),
  'lfs df -l /mnt/scratch': { ...noAnswer('FAILED', 'exit status 6'), output: text('df') },
  'lfs df -i -l /mnt/scratch': text('df-inodes'),
  'lfs pool_list scratch': 'Pools from scratch:\nscratch.flash\nscratch.capacity\n',
  'lfs pool_list scratch.flash': 'Pool: scratch.flash\nscratch-OST0000_UUID\n',
  'lfs pool_list scratch.capacity': 'Pool: scratch.capacity\nscratch-OST0000_UUID\nscratch-OST0001_UUID\n',
};

test('a mount of which all is told', async () => {
  const facts = await describeLustre(mount, new ScriptedAccess({ tools: whole }));

  expect(facts.version).toBe('2.15.3_62_gabc');
  expect(facts.details).toEqual({
    fileSystem: 'scratch',
    transport: 'o2ib',
    connectedServers: 3,
    serverVersion: '2.15.3.0',
    unwellTargets: 'OST0001 DISCONN',
    maxCachedMb: 128000,
    maxReadAheadMb: 1024,
    maxReadAheadPerFileMb: 256,
    stataheadMax: 32,
    checksumPages: 0,
    parallelDio: 1,
    checksums: 0,
    checksumType: 'crc32c',
    maxRpcsInFlight: '8 16',
    lruMaxAge: 3900000,
    pools: 'flash capacity',
  });
  const empty = { totalBytes: null, availableBytes: null, inodes: null, freeInodes: null };
  expect(facts.targets).toEqual([
    {
      ...{ name: 'MDT0000', role: 'mdt', pools: [], state: 'FULL' },
      ...{
        totalBytes: 3906250000 * 1024,
        availableBytes: 3808593750 * 1024,
        inodes: 1562500000,
        freeInodes: 781250000,
      },
    },
    {
      ...{ name: 'OST0000', role: 'ost', pools: ['flash', 'capacity'], state: 'FULL' },
      ...{ totalBytes: 1e14, availableBytes: 1.2e13, inodes: 47683716, freeInodes: 23841858 },
    },
    {
      ...{ name: 'OST0001', role: 'ost', pools: ['capacity'], state: 'D, DISCONN' },
      ...{ totalBytes: 1e14, availableBytes: 5e13, inodes: 47683716, freeInodes: 42915345 },
    },
    { ...empty, name: 'OST0002', role: 'ost', pools: [], state: 'inactive device' },
  ]);
  expect(facts.asked.filter(({ state }) => state !== 'answered')).toEqual([]);
  expect(facts.asked.map(({ what }) => what).sort()).toEqual(Object.keys(whole).sort());
});

test('an older release: its version in several lines, no newer settings, no pools', async () => {
  const missing = noAnswer('FAILED', "error: get_param: param_path 'llite/x/hybrid_io': No such file or directory");
  const tools = {
    ...whole,
    'lctl get_param version': 'version=\nlustre: 2.10.8\nkernel: patchless_client\n',
    [commands.newer]: missing,
    'lfs pool_list scratch': 'Pools from scratch:\n',
  };
  const facts = await describeLustre(mount, new ScriptedAccess({ tools }));

  expect(facts.version).toBe('2.10.8');
  expect(facts.details).not.toHaveProperty('pools');
  expect(facts.targets.every(({ pools }) => pools.length === 0)).toBe(true);
  // That a release does not have a setting is an answer.
  expect(facts.asked.filter(({ state }) => state !== 'answered')).toEqual([]);
});

test('without any tool: what is missing is said once, and nothing is invented', async () => {
  const facts = await describeLustre(mount, new ScriptedAccess({}));

  expect(facts).toMatchObject({ version: '', details: { fileSystem: 'scratch' }, targets: [] });
  const missing = facts.asked.map(({ state, reason }) => [state, reason]);
  expect(missing).toEqual([
    ['MISSING', 'lfs is not installed, or not in PATH'],
    ['MISSING', 'lctl is not installed, or not in PATH'],
    ['MISSING', expect.stringContaining('version')],
  ]);
});

describe('a tool that does not answer as it should', () => {
  test.each(['Segmentation fault (core dumped)', '\0\x01\x02', 'UUID 1K-blocks'])('garbage %j', async (garbage) => {
    const tools = Object.fromEntries(Object.keys(whole).map((command) => [command, garbage]));
    const facts = await describeLustre(mount, new ScriptedAccess({ tools }));

    expect(facts).toMatchObject({ version: '', targets: [] });
    expect(facts.asked.find(({ what }) => what === 'lfs df -l /mnt/scratch')).toMatchObject({
      ...{
        state: 'FAILED',
        reason: expect.stringContaining(`unexpected answer: "${garbage.slice(0, 8).trim()}`) as string,
      },
    });
  });

  test('needs root, hangs or is left behind: the rest is told', async () => {
    const tools = {
      ...whole,
      [commands.imports]: noAnswer('REFUSED', 'Permission denied'),
      'lfs df -l /mnt/scratch': noAnswer('ABANDONED', 'D (disk sleep), ptlrpc_set_wait'),
    };
    const facts = await describeLustre(mount, new ScriptedAccess({ tools }));

    expect(facts.version).toBe('2.15.3_62_gabc');
    expect(facts.details).not.toHaveProperty('transport');
    expect(facts.targets.find(({ name }) => name === 'OST0000')).toMatchObject({ totalBytes: null, inodes: 47683716 });
    const states = facts.asked.filter(({ state }) => state !== 'answered').map(({ what, state }) => [what, state]);
    expect(states).toEqual([
      [commands.imports, 'REFUSED'],
      ['lfs df -l /mnt/scratch', 'ABANDONED'],
    ]);
  });
});

test.each([
  ['10.0.0.1@tcp:/scratch', 'scratch'],
  ['10.0.0.1@o2ib,10.0.0.2@o2ib:10.0.0.3@o2ib:/snx11322/usda', 'snx11322'],
  ['none', ''],
  ['', ''],
])('the source %j names the file system %j', (source, name) => {
  expect(fileSystemOfSource(source)).toBe(name);
});

test('parsers leave out what they do not know', () => {
  expect(parseConnection('state: FULL')).toBeNull();
  expect(parseSpace('filesystem_summary: 1 2 3 4% /mnt/scratch')).toEqual([]);
  expect([...parseParameters('no parameter\na.b.c=1\n\nd.e.f=\n two\n lines\n')]).toEqual([
    ['a.b.c', '1'],
    ['d.e.f', 'two\n lines'],
  ]);
});
