// JuiceFS: control files of its mount and answers of its tool, written in their forms.
import { describe, expect, test } from 'vitest';
import { juicefsAdapter as juicefs } from '../../src/filesystem/juicefs/adapter.js';
import { parseStats } from '../../src/filesystem/juicefs/stats.js';
import { mounted } from '../helpers/mounted.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';

const mount = mounted('juicefs', { source: 'JuiceFS:train', type: 'fuse.juicefs' });
const config = JSON.stringify({
  ...{ Version: '1.2.0+2024-06-18', Meta: { Retries: 10 } },
  Format: {
    ...{ Name: 'train', Storage: 's3', Bucket: 'https://bucket.example', SecretKey: 'hush', BlockSize: 4096 },
    ...{ Compression: 'lz4', EncryptKey: '' },
  },
  Chunk: { CacheDir: '/nvme/cache', CacheSize: 107374182400, Writeback: true, Prefetch: 1 },
});

describe('facts', () => {
  test('for root come from .config, without its secrets', async () => {
    const access = new ScriptedAccess({ files: { '/mnt/under-test/.config': config } });
    const facts = await juicefs.describe?.(mount, access);
    expect(facts?.version).toBe('1.2.0+2024-06-18');
    expect(facts?.details).toEqual({
      ...{ volume: 'train', storage: 's3', compression: 'lz4', encrypted: false, cacheDirectory: '/nvme/cache' },
      ...{ cacheBytes: 107374182400, writeBack: true, prefetch: 1, blockBytes: 4194304 },
    });
    expect(JSON.stringify(facts)).not.toContain('hush');
  });

  test('for others are the version of the tool', async () => {
    const access = new ScriptedAccess({
      files: { '/mnt/under-test/.config': noAnswer('REFUSED', 'EACCES') },
      tools: { 'juicefs version': 'juicefs version 1.1.2+2024-02-04.8dbd89a\n' },
    });
    expect(await juicefs.describe?.(mount, access)).toMatchObject({ version: '1.1.2+2024-02-04.8dbd89a', details: {} });
  });

  test('leave out a cache size whose unit is not sure', async () => {
    const older = config.replace('107374182400', '102400');
    const facts = await juicefs.describe?.(mount, new ScriptedAccess({ files: { '/mnt/under-test/.config': older } }));
    expect(facts?.details).not.toHaveProperty('cacheBytes');
  });
});

test('layout of a file: its objects, and their size where root asks', async () => {
  const info = [
    '/mnt/under-test/f :',
    '  inode: 5',
    '  files: 1',
    '  length: 6.00 MiB (6291456 Bytes)',
    ' objects:',
    '+------------+------------------------+---------+--------+---------+',
    '| chunkIndex |       objectName       |   size  | offset |  length |',
    '+------------+------------------------+---------+--------+---------+',
    '|          0 | train/chunks/0/0/1_0_4 | 4194304 |      0 | 4194304 |',
    '|          0 | train/chunks/0/0/1_1_2 | 2097152 |      0 | 2097152 |',
    '+------------+------------------------+---------+--------+---------+',
  ].join('\n');
  const read = (files: Record<string, string>): unknown => {
    const access = new ScriptedAccess({ files, tools: { 'juicefs info /mnt/under-test/f': info } });
    return juicefs.layout?.read('/mnt/under-test/f', mount, access);
  };
  const details = { inode: 5, objects: 2, largestObjectBytes: 4194304 };
  expect(await read({ '/mnt/under-test/.config': config })).toMatchObject({ objectSize: 4194304, details });
  expect(await read({})).toMatchObject({ objectSize: null, details });
});

test('counters: requests of the kernel, the cache, and the object store by method', () => {
  const text = [
    'juicefs_blockcache_hits 100',
    'juicefs_blockcache_miss 4',
    'juicefs_fuse_read_size_bytes_total 50',
    'juicefs_fuse_read_size_bytes_sum 204800',
    'juicefs_fuse_open_handlers 3',
    'juicefs_object_request_durations_histogram_seconds_GET_total 8',
    'juicefs_object_request_durations_histogram_seconds_GET_sum 0.25',
    'juicefs_object_request_data_bytes_GET 3.3554432e+07',
    'juicefs_object_request_durations_histogram_seconds_PUT_total 2',
    'juicefs_object_request_durations_histogram_seconds_PUT_sum 0.15',
    'juicefs_meta_ops_durations_histogram_seconds_total 6',
    'juicefs_something_new 1',
  ].join('\n');
  const reading = parseStats(text);
  expect(reading?.gauges).toEqual({ 'juicefs.fuse.open': 3 });
  expect(reading?.counters).toMatchObject({
    ...{ 'juicefs.cache.hits': 100, 'juicefs.cache.misses': 4, 'juicefs.fuse.reads': 50 },
    ...{ 'juicefs.object.GET.requests': 8, 'juicefs.object.GET.bytes': 33554432, 'juicefs.meta.requests': 6 },
  });
  expect(juicefs.rpc?.(reading?.counters ?? {})).toMatchObject({
    ...{ requests: 16, readRequests: 8, writeRequests: 2, metadataRequests: 6, readBytes: 33554432 },
    meanWaitMs: 40,
  });
  expect(parseStats('usage 5\n')).toBeNull();
});
