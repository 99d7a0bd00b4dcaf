// DAOS: answers of its tool, written in the form of its JSON, and of its metrics.
import { describe, expect, test } from 'vitest';
import { daosAdapter as daos } from '../../src/filesystem/daos/adapter.js';
import { mounted } from '../helpers/mounted.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';

const mount = mounted('daos', { source: 'dfuse', type: 'fuse.daos' });
const answer = (response: unknown): string => JSON.stringify({ response, error: null, status: 0 });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const tools = {
  'daos version': 'daos version v2.6.1\n',
  'daos container query --path=/mnt/under-test --json': answer({
    ...{ pool_uuid: '8a3f0c1e-0000-4000-8000-000000000001', pool_label: 'flash', container_label: 'train' },
    ...{ container_type: 'POSIX', redundancy_factor: 1, object_class: 'UNKNOWN', dir_object_class: 'RP_2GX' },
    ...{ file_object_class: 'EC_4P1GX', chunk_size: 1048576 },
  }),
  'daos container list-attrs --path=/mnt/under-test --verbose --json': answer([
    { name: 'dfuse-data-cache', value: base64('10m') },
    { name: 'dfuse-direct-io-disable', value: base64('on') },
    { name: 'owner-note', value: base64('mine') },
  ]),
  'daos pool query flash --json': answer({
    ...{ uuid: '8a3f0c1e-0000-4000-8000-000000000001', label: 'flash', state: 'Ready', total_targets: 32 },
    ...{ disabled_targets: 1, total_engines: 4 },
    tier_stats: [
      { total: 1e12, free: 9e11, min: 1, max: 2, mean: 1, media_type: 'scm' },
      { total: 5e13, free: 4e12, min: 1, max: 2, mean: 1, media_type: 'nvme' },
    ],
  }),
};

describe('facts', () => {
  test('of container, cache and pool, asked through the mount', async () => {
    const facts = await daos.describe?.(mount, new ScriptedAccess({ tools }));
    expect(facts).toMatchObject({
      version: '2.6.1',
      details: {
        ...{ pool: 'flash', container: 'train', containerType: 'POSIX', redundancyFactor: 1, chunkBytes: 1048576 },
        ...{ fileClass: 'EC_4P1GX', directoryClass: 'RP_2GX', poolTargets: 32, disabledTargets: 1, engines: 4 },
        ...{ dfuseDataCache: '10m', dfuseDirectIoDisable: 'on' },
      },
      targets: [
        { name: 'flash/scm', role: 'pool', totalBytes: 1e12, availableBytes: 9e11, state: 'ready' },
        { name: 'flash/nvme', role: 'pool', totalBytes: 5e13, availableBytes: 4e12 },
      ],
    });
    expect(facts?.details).not.toHaveProperty('ownerNote');
  });

  test('of a pool that may not be asked are left out', async () => {
    const refused = { ...tools, 'daos pool query flash --json': noAnswer('REFUSED', 'DER_NO_PERM(-1001)') };
    const facts = await daos.describe?.(mount, new ScriptedAccess({ tools: refused }));
    expect(facts).toMatchObject({ details: { pool: 'flash' }, targets: [] });
    expect(facts?.asked.at(-1)).toMatchObject({ state: 'REFUSED', reason: 'DER_NO_PERM(-1001)' });
  });

  test('are none, in one question, where the tool is not there', async () => {
    const access = new ScriptedAccess({});
    expect(await daos.describe?.(mount, access)).toMatchObject({ version: '', details: {}, targets: [] });
    expect(access.asked).toEqual(['daos version']);
  });

  test('of an answer with an error in its envelope are none', async () => {
    const failed = JSON.stringify({ response: null, error: 'DER_NONEXIST(-1005)', status: -1005 });
    const script = { ...tools, 'daos container query --path=/mnt/under-test --json': failed };
    const facts = await daos.describe?.(mount, new ScriptedAccess({ tools: script }));
    expect(facts?.targets).toEqual([]);
    expect(facts?.asked.find(({ state }) => state === 'FAILED')?.reason).toContain('DER_NONEXIST');
  });
});

describe('layout', () => {
  const read = (response: unknown): unknown => {
    const command = 'daos fs get-attr --path=/mnt/under-test/d --json';
    return daos.layout?.read(
      '/mnt/under-test/d',
      mount,
      new ScriptedAccess({ tools: { [command]: answer(response) } }),
    );
  };

  test('of a file is its own', async () => {
    expect(await read({ oclass: 'S2', chunk_size: 524288 })).toMatchObject({
      ...{ objectClass: 'S2', stripeSize: 524288, pool: null, stripeCount: null, targets: [] },
      by: 'daos fs get-attr --path=/mnt/under-test/d --json',
    });
  });

  test('of a directory is what its files get', async () => {
    const told = { oid: '1.2', oclass: 'UNKNOWN', dir_oclass: 'S1', file_oclass: 'SX', chunk_size: 1048576 };
    expect(await read(told)).toMatchObject({
      ...{ objectClass: 'SX', stripeSize: 1048576 },
      details: { object: '1.2', directoryClass: 'S1' },
    });
  });

  test('is set with the keys that were asked for', async () => {
    const request = { pool: null, stripeCount: null, stripeSize: null, objectSize: null, objectClass: 'SX' };
    const command = 'daos fs set-attr --path=/mnt/under-test/d --oclass=SX';
    const set = (asked: typeof request | (Omit<typeof request, 'stripeSize'> & { stripeSize: number })): unknown =>
      daos.layout?.set(
        '/mnt/under-test/d',
        asked,
        mount,
        new ScriptedAccess({ tools: { [command]: '', [`${command} --chunk-size=2097152`]: '' } }),
      );
    expect(await set(request)).toEqual({ ok: true, by: command });
    expect(await set({ ...request, stripeSize: 2097152 })).toEqual({ ok: true, by: `${command} --chunk-size=2097152` });
  });
});

describe('counters', () => {
  test('are summed over processes, pools and targets; what is no counter is left out', async () => {
    const metrics = [
      'name,value',
      'ID: 1/pool/55cc/xferred/update/tgt_0,1048576',
      'ID: 1/pool/55cc/xferred/update/tgt_1,4096',
      'ID: 2/pool/55cc/ops/pool_query,3',
      'ID: 2/io/ops/fetch/active,5',
      'ID: 1/started_at,1700000000',
    ].join('\n');
    const access = new ScriptedAccess({ tools: { 'daos_metrics -C': metrics } });
    const [source] = (await daos.counters?.(mount, access)) ?? [];
    expect(await source?.read()).toEqual({
      counters: { 'daos.update.transferredBytes': 1052672, 'daos.poolQuery.requests': 3 },
      gauges: {},
    });
  });

  test('tell requests of the object layer', () => {
    const deltas = { 'daos.fetch.requests': 10, 'daos.update.requests': 4, 'daos.poolQuery.requests': 1 };
    expect(daos.rpc?.({ ...deltas, 'daos.fetch.transferredBytes': 40960 })).toMatchObject({
      ...{ protocol: 'DAOS', requests: 15, readRequests: 10, writeRequests: 4, metadataRequests: 1, readBytes: 40960 },
    });
    expect(daos.rpc?.({ 'nfs.READ.requests': 3 })).toBeNull();
  });
});
