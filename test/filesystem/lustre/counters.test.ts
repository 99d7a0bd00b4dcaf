// Counters of Lustre clients from 2.10 to 2.17: names, units, sums over targets, and what is said where there are none.
import { describe, expect, test } from 'vitest';
import { lustreCounters, lustreRpc } from '../../../src/filesystem/lustre/counters.js';
import { parseRpcStats, parseStats } from '../../../src/filesystem/lustre/stats.js';
import type { NoAnswer } from '../../../src/filesystem/access.js';
import type { Reading } from '../../../src/filesystem/counters.js';
import { noAnswer, ScriptedAccess, type Script } from '../../helpers/scripted-access.js';
import { instance, mount, text } from './texts.js';

const number = 'ffff8a1b2c3d4000';
const commands = {
  llite: `lctl get_param llite.${instance}.stats llite.${instance}.read_ahead_stats`,
  osc: `lctl get_param osc.scratch-OST*-osc-${number}.stats`,
  mdc: `lctl get_param mdc.scratch-MDT*-mdc-${number}.stats mdc.scratch-MDT*-mdc-${number}.md_stats`,
  rpc: `lctl get_param osc.scratch-OST*-osc-${number}.rpc_stats`,
};
const getname = { 'lfs getname /mnt/scratch': `${instance} /mnt/scratch\n` };
const all = {
  ...getname,
  [commands.llite]: text('llite-2.15'),
  [commands.osc]: text('osc-2.15'),
  [commands.mdc]: text('mdc-2.15'),
  [commands.rpc]: text('rpc-2.17'),
};

async function readAll(script: Script): Promise<Record<string, Reading | NoAnswer>> {
  const sources = await lustreCounters(mount, new ScriptedAccess(script));
  return Object.fromEntries(
    await Promise.all(sources.map(async (source) => [source.name, await source.read()] as const)),
  );
}

function countersOf(reading: Reading | NoAnswer | undefined): Record<string, number> {
  if (reading === undefined || 'ok' in reading) throw new Error(`no reading: ${JSON.stringify(reading)}`);
  return reading.counters;
}

describe('statistics', () => {
  test('of 2.10: microseconds and requests in the old spelling, no sums of operations', () => {
    expect(parseStats(text('llite-2.10'), 'x')).toEqual({
      'x.read_bytes.count': 2048,
      'x.read_bytes.sumBytes': 2147483648,
      'x.write_bytes.count': 512,
      'x.write_bytes.sumBytes': 536870912,
      'x.open.count': 136,
      'x.close.count': 136,
      'x.getattr.count': 41,
    });
  });

  test('keep no number that is not exact', () => {
    const counters = parseStats(text('llite-2.15'), 'x');
    expect(counters).toMatchObject({ 'x.write_bytes.count': 9_000_000_000, 'x.open.sumUs': 3393651 });
    expect(counters).not.toHaveProperty(['x.write_bytes.sumBytes']);
    expect(Object.values(counters).every(Number.isSafeInteger)).toBe(true);
  });

  test.each(['', 'garbage', '\0\0\0', 'read_bytes', 'read_bytes x samples [bytes]', 'a 1 samples [usec] 1'])(
    'of %j are none, or those that are whole',
    (garbage) => {
      const counters = parseStats(garbage, 'x');
      expect(counters).toEqual(garbage.startsWith('a ') ? { 'x.a.count': 1 } : {});
    },
  );

  test('of RPCs, by 2.10: sizes and depths; the offsets are left out', () => {
    expect(parseRpcStats(text('rpc-2.10'), 'x')).toEqual({
      counters: {
        ...{ 'x.pages1.reads': 3, 'x.pages1.writes': 1537, 'x.pages1024.reads': 200, 'x.pages1024.writes': 16389 },
        ...{ 'x.inFlight0.reads': 0, 'x.inFlight0.writes': 9, 'x.inFlight8.reads': 203, 'x.inFlight8.writes': 17917 },
      },
      gauges: { 'x.readsInFlight': 0, 'x.writesInFlight': 6 },
    });
  });
});

describe('sources', () => {
  test('are those of this mount alone, and are added up over its targets', async () => {
    const readings = await readAll({ tools: all });

    expect(countersOf(readings['lustre llite'])).toMatchObject({
      'lustre.llite.read_bytes.count': 4096,
      'lustre.llite.read_bytes.sumBytes': 17179869184,
      'lustre.llite.opencount.count': 3595,
      'lustre.readAhead.hits.count': 900,
      'lustre.readAhead.misses.count': 100,
    });
    expect(countersOf(readings['lustre osc'])).toMatchObject({
      'lustre.osc.req_waittime.count': 120,
      'lustre.osc.req_waittime.sumUs': 60_000,
      'lustre.osc.read_bytes.sumBytes': 41943040 + 8388608,
      'lustre.osc.write_bytes.sumBytes': 209715200,
    });
    expect(countersOf(readings['lustre mdc'])).toMatchObject({
      'lustre.mdc.req_waittime.count': 80,
      'lustre.mdc.operation.intent_lock.count': 50,
    });
    expect(readings['lustre rpc']).toEqual({
      counters: {
        ...{ 'lustre.osc.rpc.pages1.reads': 12, 'lustre.osc.rpc.pages1.writes': 0 },
        ...{ 'lustre.osc.rpc.pages256.reads': 1010, 'lustre.osc.rpc.pages256.writes': 505 },
        ...{ 'lustre.osc.rpc.latencyUs256.reads': 900, 'lustre.osc.rpc.latencyUs256.writes': 100 },
        ...{ 'lustre.osc.rpc.latencyUs512.reads': 112, 'lustre.osc.rpc.latencyUs512.writes': 400 },
      },
      gauges: { 'lustre.osc.rpc.readsInFlight': 3, 'lustre.osc.rpc.writesInFlight': 1 },
    });
  });

  test('are found by the name of the source where lfs is missing', async () => {
    const access = new ScriptedAccess({
      tools: { 'lctl get_param llite.scratch-*.stats llite.scratch-*.read_ahead_stats': text('llite-2.15') },
    });
    const [llite] = await lustreCounters(mount, access);
    expect(countersOf(await llite?.read())).toHaveProperty(['lustre.llite.open.count'], 3595);
  });

  test('give what is there although lctl ends with an error because of the rest', async () => {
    const partial: NoAnswer = { ...noAnswer('FAILED', 'exit status 2'), output: text('llite-2.15') };
    const readings = await readAll({ tools: { ...all, [commands.llite]: partial } });
    expect(countersOf(readings['lustre llite'])).toHaveProperty(['lustre.llite.open.count'], 3595);
  });

  test('that only root may see say so; those that are not there say that', async () => {
    const missing = noAnswer(
      'FAILED',
      "exit status 2: error: get_param: param_path 'llite/x/stats': No such file or directory",
    );
    const tools = { ...all, [commands.llite]: missing };

    const user = await readAll({ tools });
    expect(user['lustre llite']).toMatchObject({
      code: 'REFUSED',
      reason: expect.stringContaining('needs root') as string,
    });
    expect(countersOf(user['lustre osc'])).toHaveProperty(['lustre.osc.ost_read.count'], 60);
    const root = await readAll({ tools, directories: { '/sys/kernel/debug': ['block'] } });
    expect(root['lustre llite']).toEqual(missing);
  });

  test('read the files of /proc where lctl is missing, as far as they are there', async () => {
    const folder = '/proc/fs/lustre';
    const readings = await readAll({
      tools: getname,
      files: {
        [`${folder}/llite/${instance}/stats`]: text('llite-2.10'),
        [`${folder}/llite/other-ffff8a1b2c3d5000/stats`]: text('llite-2.15'),
        [`${folder}/osc/scratch-OST0000-osc-${number}/rpc_stats`]: text('rpc-2.10'),
      },
    });
    expect(countersOf(readings['lustre llite'])).toMatchObject({ 'lustre.llite.read_bytes.count': 2048 });
    expect(countersOf(readings['lustre rpc'])).toMatchObject({ 'lustre.osc.rpc.pages1024.writes': 16389 });
    expect(readings['lustre mdc']).toMatchObject({ ok: false, code: 'MISSING' });
  });

  test.each(['Segmentation fault', 'llite.x.stats=\n\0\x01', ''])('say what was unexpected in %j', async (garbage) => {
    const readings = await readAll({ tools: { ...all, [commands.llite]: garbage } });
    expect(readings['lustre llite']).toMatchObject({
      code: 'FAILED',
      reason: expect.stringContaining('unexpected answer') as string,
    });
  });

  test('hand on that a tool hung', async () => {
    const hung = noAnswer('TIMED_OUT');
    const readings = await readAll({ tools: { ...all, [commands.osc]: hung } });
    expect(readings['lustre osc']).toEqual(hung);
  });
});

describe('requests', () => {
  test('are told with their bytes and their mean wait', async () => {
    const readings = await readAll({ tools: all });
    const deltas = { ...countersOf(readings['lustre osc']), ...countersOf(readings['lustre mdc']) };

    expect(lustreRpc(deltas)).toEqual({
      protocol: 'ptlrpc',
      requests: 200,
      readRequests: 60,
      writeRequests: 50,
      metadataRequests: 80,
      sentBytes: null,
      receivedBytes: null,
      readBytes: 50331648,
      writtenBytes: 209715200,
      // 80 000 us in 200 requests.
      meanWaitMs: 0.4,
      meanQueueMs: null,
      retransmissions: null,
    });
  });

  test('of data to an MDT are no metadata', () => {
    const rpc = lustreRpc({
      ...{ 'lustre.mdc.req_waittime.count': 10, 'lustre.mdc.req_waittime.sumUs': 1000 },
      ...{ 'lustre.mdc.ost_read.count': 4, 'lustre.mdc.read_bytes.sumBytes': 4096 },
    });
    expect(rpc).toMatchObject({ requests: 10, readRequests: 4, metadataRequests: 6, readBytes: 4096 });
  });

  test('whose bytes are not told have none; no requests are no figures', () => {
    const rpc = lustreRpc({ 'lustre.osc.req_waittime.count': 3, 'lustre.osc.ost_write.count': 3 });
    expect(rpc).toMatchObject({ readBytes: 0, writtenBytes: null });
    expect(lustreRpc({ 'lustre.llite.open.count': 5 })).toBeNull();
  });
});
