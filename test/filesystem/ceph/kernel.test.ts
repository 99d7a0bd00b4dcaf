// CephFS of the kernel: facts by its line and attributes, counters of debugfs in the forms of old and new kernels.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cephKernelAdapter } from '../../../src/filesystem/ceph/adapter.js';
import { parseMetrics } from '../../../src/filesystem/ceph/kernel-counters.js';
import { noAnswer, ScriptedAccess, type Script } from '../../helpers/scripted-access.js';
import { fsid, fuseMachine, kernelMount } from './mounted.js';

const folder = `/sys/kernel/debug/ceph/${fsid}.client811`;
const latency = `item          total       avg_lat(us)     min_lat(us)     max_lat(us)     stdev(us)
-----------------------------------------------------------------------------------
read          420         812             301             9917            77
write         31          1500            700             22010           410
copyfrom      1           9000            9000            9000            0
metadata      118         290             80              4100            61
`;
const size = `item          total       avg_sz(bytes)   min_sz(bytes)   max_sz(bytes)  total_sz(bytes)
----------------------------------------------------------------------------------------
read          420         65536           4096            131072          27525120
write         31          1048576         4096            4194304         32505856
`;
const caps = `item          total           miss            hit
-------------------------------------------------
d_lease       3               1               88
caps          40              5               1200
`;
const expected = {
  ...{ 'ceph.osd.readRequests': 420, 'ceph.osd.writeRequests': 31, 'ceph.osd.copyRequests': 1 },
  ...{ 'ceph.mds.requests': 118, 'ceph.osd.readBytes': 27525120, 'ceph.osd.writtenBytes': 32505856 },
  ...{ 'ceph.leases.hits': 88, 'ceph.leases.misses': 1, 'ceph.caps.hits': 1200, 'ceph.caps.misses': 5 },
};
const attributes = { 'ceph.client_id of /mnt/ceph/bench/data': 'client811' };
const waiting = {
  [`${folder}/osdc`]: 'REQUESTS 4 homeless 0\n12 osd0 2.7 1000.0001 read\nLINGER REQUESTS\n',
  [`${folder}/mdsc`]: '8812\tmds0\tgetattr\t #10000\n8813\tmds0\topen\t #1\n',
};

async function readingOf(script: Script): Promise<unknown> {
  const [source] = (await cephKernelAdapter.counters?.(kernelMount(), new ScriptedAccess(script))) ?? [];
  expect(source).toMatchObject({ name: 'ceph debugfs', cost: 'file' });
  return source?.read();
}

describe('counters', () => {
  test('of a kernel with a folder of metrics', async () => {
    const files = {
      ...{ [`${folder}/metrics/latency`]: latency, [`${folder}/metrics/size`]: size },
      ...{ [`${folder}/metrics/caps`]: caps, ...waiting },
    };
    expect(await readingOf({ files, attributes })).toEqual({
      counters: expected,
      gauges: { 'ceph.osd.inFlight': 4, 'ceph.mds.inFlight': 2 },
    });
  });

  test('of a kernel with one file of them', async () => {
    const files = { [`${folder}/metrics`]: `item  total\n-----\n\n${latency}\n${size}\n${caps}` };
    expect(await readingOf({ files, attributes })).toEqual({ counters: expected, gauges: {} });
  });

  test('before sizes had sums', () => {
    const old = size.replace('  total_sz(bytes)', '').replace(/ +\d+$/gm, '');
    expect(parseMetrics(latency + old)['ceph.osd.readBytes']).toBeUndefined();
  });

  test('any text is read without an error', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseMetrics(text)));
    const words = fc.constantFrom('item', 'read', 'total', 'miss', 'hit', 'caps', '7', '-', 'avg_sz(bytes)');
    const lines = fc.array(fc.array(words).map((line) => line.join(' ')));
    fc.assert(fc.property(lines, (text) => void parseMetrics(text.join('\n'))));
  });

  test('of another client of the machine are not taken', async () => {
    const files = { [`${folder.replace('811', '9')}/metrics`]: latency, '/sys/kernel/debug/ceph': noAnswer('FAILED') };
    expect(await readingOf({ files, attributes })).toEqual(
      noAnswer('MISSING', '/sys/kernel/debug/ceph has no folder of client 811'),
    );
  });

  test('without root the reason is told', async () => {
    const refused = noAnswer('REFUSED', '/sys/kernel/debug/ceph: EACCES');
    expect(await readingOf({ files: { '/sys/kernel/debug/ceph': refused }, attributes })).toEqual(refused);
  });
});

describe('facts', () => {
  test.each([
    [kernelMount(), 'archive'],
    [{ ...kernelMount('192.0.2.1:6789:/'), superOptions: ['rw', 'mds_namespace=second'] }, 'second'],
    [{ ...kernelMount('192.0.2.1:6789:/'), superOptions: ['rw', 'fs=second'] }, 'second'],
    [kernelMount('192.0.2.1:6789:/'), undefined],
  ])('the file system is named by the mount: case %#', async (mount, fileSystem) => {
    const access = fuseMachine({ files: { '/proc/sys/kernel/osrelease': '6.8.0\n' } });
    const facts = await cephKernelAdapter.describe?.(mount, access);
    expect(facts).toMatchObject({ version: 'Linux 6.8.0', details: { fsid, client: 'client.811' } });
    expect(facts?.details.fileSystem).toBe(fileSystem);
    const pools = { archive: ['disks', 'flash'], second: ['other'] }[fileSystem ?? ''] ?? ['disks', 'flash', 'other'];
    expect(facts?.targets.map(({ name }) => name)).toEqual(pools);
  });
});

describe('what went over the wire', () => {
  test('requests and bytes of OSDs, requests of the MDS', () => {
    expect(cephKernelAdapter.rpc?.(expected)).toMatchObject({
      ...{ requests: 570, readRequests: 420, writeRequests: 31, metadataRequests: 118 },
      ...{ readBytes: 27525120, writtenBytes: 32505856, receivedBytes: null, meanWaitMs: null },
    });
  });

  test('bytes that are not counted are not zero, and what was not sent is', () => {
    expect(cephKernelAdapter.rpc?.({ 'ceph.osd.readRequests': 5 })).toMatchObject({ readBytes: null, writtenBytes: 0 });
  });
});
