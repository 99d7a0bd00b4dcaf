// MooseFS: answers of its tools and control files, written in their forms.
import { describe, expect, test } from 'vitest';
import { moosefsAdapter as moosefs } from '../../src/filesystem/moosefs/adapter.js';
import { parseStats } from '../../src/filesystem/moosefs/stats.js';
import { parseChunks, parseClass, parseServers } from '../../src/filesystem/moosefs/tools.js';
import { mounted } from '../helpers/mounted.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';

const mount = mounted('moosefs', { source: 'mfs#master.cluster:9421', type: 'fuse' });

test('facts without root are those of the tool, asked at the master of the mount', async () => {
  const row = ['chunk servers:', '10.0.0.5', '9422', '1', '-', '3.0.117', '7', 'maintenance_on', '12', '900', '1000'];
  const access = new ScriptedAccess({
    files: { '/mnt/under-test/.params': noAnswer('REFUSED', 'EPERM') },
    tools: { 'mfscli -H master.cluster -P 9421 -p -SCS': `${row.join('\t')}\t-\t0\t0\t0\n` },
  });
  expect(await moosefs.describe?.(mount, access)).toMatchObject({
    ...{ version: '', details: {} },
    targets: [{ name: '10.0.0.5:9422', totalBytes: 1000, availableBytes: 100, state: 'maintenance' }],
  });
});

describe('tools', () => {
  test('of a class', () => {
    expect(parseClass('/mnt/a: b: fast_ssd\n')).toBe('fast_ssd');
    expect(parseClass("/mnt/d: 'two copies'\n")).toBeNull();
    expect(parseClass('error')).toBeNull();
  });

  test('of chunks with copies on several servers, one of them fewer', () => {
    const text = [
      '/mnt/f:',
      '\tchunk 0: 01_01 / (id:1 ver:1)',
      '\t\tcopy 1: 10.0.0.1:9422 (status:VALID)',
      '\t\tcopy 2: 10.0.0.2:9422 (status:VALID)',
      '\tchunk 1: 02_01 / (id:2 ver:1)',
      '\t\tcopy 1: 10.0.0.2:9422 (status:VALID)',
    ].join('\n');
    expect(parseChunks(text)).toEqual({ chunks: 2, servers: ['10.0.0.1:9422', '10.0.0.2:9422'], copies: 1 });
    expect(parseChunks('/mnt/empty:\n')).toEqual({ chunks: 0, servers: [], copies: null });
    expect(parseChunks('no such file')).toBeNull();
  });

  test('of servers: none is another form', () => {
    expect(parseServers('can not connect to master')).toBeNull();
  });
});

test('counters are those of the kernel’s requests and of the master', () => {
  const text = [
    'fuse_ops: 30',
    'fuse_ops.read: 10',
    'fuse_ops.lookup.cached.negative: 2',
    'symlink_cache.search_hits: 4',
    'master.usec_ping: [143]',
    'master.bytes_sent: 2994',
    'master.packets_sent: 109',
  ].join('\n');
  expect(parseStats(text)).toEqual({
    counters: {
      ...{ 'moosefs.fuse.requests': 30, 'moosefs.read.requests': 10, 'moosefs.lookupCachedNegative.requests': 2 },
      ...{ 'moosefs.master.sentBytes': 2994, 'moosefs.master.sentPackets': 109 },
    },
    gauges: { 'moosefs.master.pingUs': 143 },
  });
  expect(moosefs.rpc?.({ 'moosefs.master.sentPackets': 5 })).toMatchObject({ requests: 5, readRequests: null });
  expect(moosefs.rpc?.({ 'moosefs.read.requests': 5 })).toBeNull();
});
