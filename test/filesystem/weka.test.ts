// WekaFS: answers of its tool and of its driver, written in their forms.
import { describe, expect, test } from 'vitest';
import { wekaAdapter as weka } from '../../src/filesystem/weka/adapter.js';
import { driverPath } from '../../src/filesystem/weka/driver.js';
import { statsCommand } from '../../src/filesystem/weka/stats.js';
import { mounted } from '../helpers/mounted.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';

const mount = mounted('wekafs', { source: '10.2.0.1,10.2.0.2/train', type: 'wekafs' });

const status = JSON.stringify({
  ...{ name: 'gpu-weka', release: '4.4.2', status: 'OK', io_status: 'STARTED', hot_spare: 1, active_alerts_count: 2 },
  ...{ stripe_data_drives: 5, stripe_protection_drives: 2, drives: { active: 48, total: 48 } },
  ...{ hosts: { backends: { active: 8, total: 8 }, clients: { active: 16 } }, net: { link_layer: 'ETH' } },
});

const row = {
  ...{ id: 'FSId<3>', name: 'train', group_name: 'default', status: 'READY', is_encrypted: false, max_files: 4000000 },
  ...{ total_budget: 100e12, available_total: 100e12, free_total: 12e12, used_total: 88e12, ssd_budget: 40e12 },
  obs_buckets: [{ name: 'cold', mode: 'WRITABLE' }],
};

const driver = [
  'IO node version 0123456789abcdef',
  'mount:[client1:sbid-0x1] train -o,writecache,container_name=client1',
  'GW driver_state: DRIVER_ACCEPTING',
  'Active mounts: 1',
  'Container=client1 FE 0: Connected frontend pid 4242',
  'Container=client1 FE 1: Disconnected',
  'Error counters',
  'NS_num_enospc_errors: 3',
  'NS_num_fenced_inodes: 0',
  'NS_dirty_bytes_dropped: 4096',
].join('\n');

const tools = {
  'weka version current': '4.4.2\n',
  'weka status -J': status,
  'weka fs -J': JSON.stringify([{ ...row, name: 'home', free_total: 1 }, row]),
  'weka local ps': [
    'CONTAINER  STATE    DISABLED  UPTIME',
    'client1    Running  False     1:00h',
    'frontend0  Stopped  False     1:00h',
  ].join('\n'),
};

describe('facts', () => {
  test('of the cluster, the client and the file system of the mount', async () => {
    const facts = await weka.describe?.(mount, new ScriptedAccess({ tools, files: { [driverPath]: driver } }));
    expect(facts).toMatchObject({
      version: '4.4.2',
      details: {
        ...{ cluster: 'gpu-weka', ioStatus: 'STARTED', protection: '5+2', drives: 48, backends: 8, alerts: 2 },
        ...{ driverState: 'accepting', frontends: 1, frontendsLost: 1, containers: 2, containersRunning: 1 },
        ...{ group: 'default', tiered: true, encrypted: false, ssdBytes: 40e12 },
      },
      targets: [
        { name: 'train', role: 'pool', totalBytes: 100e12, availableBytes: 12e12, inodes: 4000000, state: 'READY' },
      ],
    });
  });

  test('of an older tool come as an object of objects', async () => {
    const older = { ...tools, 'weka fs -J': JSON.stringify({ 'FSId<3>': row }) };
    const facts = await weka.describe?.(mount, new ScriptedAccess({ tools: older }));
    expect(facts?.targets.map(({ name }) => name)).toEqual(['train']);
  });

  test('ask no more of a tool that is not there', async () => {
    const facts = await weka.describe?.(mount, new ScriptedAccess({}));
    expect(facts).toMatchObject({ version: '', details: {}, targets: [] });
    expect(facts?.asked.map(({ what, state }) => [what, state])).toEqual([
      ['weka version current', 'MISSING'],
      [driverPath, 'MISSING'],
    ]);
  });

  test('without a login are what the machine itself tells', async () => {
    const refused = noAnswer('REFUSED', 'weka: please log in');
    const script = { ...tools, 'weka status -J': refused, 'weka fs -J': refused };
    const facts = await weka.describe?.(mount, new ScriptedAccess({ tools: script, files: { [driverPath]: driver } }));
    expect(facts).toMatchObject({ version: '4.4.2', details: { driverState: 'accepting' }, targets: [] });
    expect(facts?.asked.filter(({ state }) => state === 'REFUSED')).toHaveLength(2);
  });

  test('leave out sizes that a number of JavaScript cannot hold', async () => {
    const huge = JSON.stringify([row]).replace('100000000000000', '18446744073709551615');
    const script = { ...tools, 'weka fs -J': huge };
    const facts = await weka.describe?.(mount, new ScriptedAccess({ tools: script }));
    expect(facts?.targets[0]).toMatchObject({ totalBytes: null, availableBytes: 12e12 });
  });
});

describe('counters', () => {
  const sourcesOf = async (access: ScriptedAccess): Promise<Record<string, unknown>> => {
    const sources = (await weka.counters?.(mount, access)) ?? [];
    const readings: Record<string, unknown> = {};
    for (const source of sources) readings[source.name] = await source.read();
    return readings;
  };

  test('of the driver are its errors, of the tool the rates of the last minute', async () => {
    const stats = JSON.stringify([
      { stat: 'READS', value: 1200.5, unit: 'PerSec' },
      { stat: 'READ_LATENCY', value: '310.2 Microseconds' },
      { stat: 'SOMETHING_NEW', value: 7 },
    ]);
    const access = new ScriptedAccess({ files: { [driverPath]: driver }, tools: { [statsCommand.join(' ')]: stats } });
    expect(await sourcesOf(access)).toEqual({
      'weka driver': {
        counters: {
          ...{ 'weka.driver.enospcErrors': 3, 'weka.driver.fencedInodes': 0 },
          'weka.driver.droppedBytes': 4096,
        },
        gauges: {},
      },
      'weka stats': { counters: {}, gauges: { 'weka.driver.readsPerSecond': 1200.5, 'weka.driver.readUs': 310.2 } },
    });
  });

  test('say why there are none', async () => {
    const access = new ScriptedAccess({
      files: { [driverPath]: 'mount:[x]' },
      tools: { [statsCommand.join(' ')]: '{' },
    });
    expect(await sourcesOf(access)).toMatchObject({
      'weka driver': { ok: false, code: 'FAILED' },
      'weka stats': { ok: false, code: 'FAILED' },
    });
  });
});
