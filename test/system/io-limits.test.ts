// I/O of control groups and what they allow: both versions, nested groups, containers, garbage.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addServiced, groupIoSource, parseIoStat } from '../../src/system/counters/group-io.js';
import { ioLimits } from '../../src/system/io-limits.js';
import { temporaryTree } from './tree.js';

const nothing = { readBytes: null, writtenBytes: null, reads: null, writes: null };
const cgroup2 = '30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw';
const blkio = '31 1 0:27 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio';

const nested = {
  'proc/self/cgroup': '0::/job/step',
  'proc/self/mountinfo': cgroup2,
  'sys/fs/cgroup/job/io.max': '259:0 rbps=1048576 wbps=max riops=900 wiops=max',
  'sys/fs/cgroup/job/io.stat': '259:0 rbytes=100 wbytes=200 rios=3 wios=4 dbytes=0 dios=0',
  'sys/fs/cgroup/job/step/io.max':
    '259:0 rbps=max wbps=max riops=500 wiops=max\n259:1 rbps=max wbps=max riops=max wiops=max',
  'sys/fs/cgroup/job/step/io.stat': '259:0 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=0 dios=0',
};

describe('limits', () => {
  test('of version 2 are those of all groups on the way up, without what is lifted', () => {
    const job = { device: '259:0', majorMinor: '259:0', version: 2, group: '/sys/fs/cgroup/job' };
    expect(ioLimits(temporaryTree(nested))).toEqual([
      { ...job, ...nothing, group: '/sys/fs/cgroup/job/step', reads: 500 },
      { ...job, ...nothing, readBytes: 1_048_576, reads: 900 },
    ]);
  });

  test('of version 1 are those of the own group: throttles of groups above do not bind', () => {
    const root = temporaryTree({
      'proc/self/cgroup': '4:blkio:/box/inner\n0::/elsewhere',
      'proc/self/mountinfo': `${blkio}\n${cgroup2}`,
      'sys/fs/cgroup/blkio/box/blkio.throttle.read_iops_device': '7:0 100',
      'sys/fs/cgroup/blkio/box/inner/blkio.throttle.read_iops_device': '7:0 500\n8:0 0',
      'sys/fs/cgroup/blkio/box/inner/blkio.throttle.write_bps_device': '7:0 1048576',
      'sys/fs/cgroup/elsewhere/io.max': '7:0 rbps=1 wbps=1 riops=1 wiops=1',
    });
    const box = { device: '7:0', majorMinor: '7:0', version: 1, group: '/sys/fs/cgroup/blkio/box/inner' };
    expect(ioLimits(root)).toEqual([{ ...box, ...nothing, reads: 500, writtenBytes: 1_048_576 }]);
  });

  test.each([
    ['no control group', {}],
    ['no limit', { 'proc/self/cgroup': '0::/job', 'proc/self/mountinfo': cgroup2 }],
    [
      'garbage',
      {
        ...{ 'proc/self/cgroup': '0::/job', 'proc/self/mountinfo': cgroup2 },
        'sys/fs/cgroup/job/io.max': 'nvme0n1 rbps=5\n8:0 rbps=-1 wbps= riops=many x=7\n\n8:0',
      },
    ],
  ])('of %s are none', (_what, files) => {
    expect(ioLimits(temporaryTree(files))).toEqual([]);
  });
});

describe('counters', () => {
  test('each is of the group with the smallest limit on it, else of the own group', () => {
    expect(groupIoSource(temporaryTree(nested))?.read()).toEqual({
      counters: {
        'cgroup.259:0.readBytes': 100,
        'cgroup.259:0.writtenBytes': 20,
        'cgroup.259:0.reads': 1,
        'cgroup.259:0.writes': 2,
      },
      gauges: { 'cgroup.259:0.readBytesPerSecondLimit': 1_048_576, 'cgroup.259:0.readsPerSecondLimit': 500 },
    });
  });

  test('of version 1 come from two files', () => {
    const root = temporaryTree({
      'proc/self/cgroup': '4:blkio:/box',
      'proc/self/mountinfo': blkio,
      'sys/fs/cgroup/blkio/box/blkio.throttle.io_service_bytes':
        '7:0 Read 4096\n7:0 Write 0\n7:0 Sync 4096\nTotal 4096',
      'sys/fs/cgroup/blkio/box/blkio.throttle.io_serviced': '7:0 Read 1\n7:0 Write 0\n7:0 Total 1',
    });
    expect(groupIoSource(root)?.read()).toEqual({
      counters: {
        ...{ 'cgroup.7:0.readBytes': 4096, 'cgroup.7:0.writtenBytes': 0 },
        ...{ 'cgroup.7:0.reads': 1, 'cgroup.7:0.writes': 0 },
      },
      gauges: {},
    });
  });

  test('a group that has no I/O of its own is told by the one above; one without any is no source', () => {
    const outer = {
      'proc/self/cgroup': '0::/job/step',
      'proc/self/mountinfo': cgroup2,
      'sys/fs/cgroup/job/io.stat': '',
    };
    const root = temporaryTree(outer);
    const source = groupIoSource(root);
    expect(source?.read()).toEqual({ counters: {}, gauges: {} });
    writeFileSync(join(root, 'sys/fs/cgroup/job/io.stat'), '8:0 rbytes=7\n');
    expect(source?.read()).toEqual({ counters: { 'cgroup.8:0.readBytes': 7 }, gauges: {} });
    expect(groupIoSource(temporaryTree({ 'proc/self/cgroup': '0::/a', 'proc/self/mountinfo': cgroup2 }))).toBeNull();
  });

  test('what is not known is left out', () => {
    const text = '259:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0\n8:0 cost.usage=5\nnonsense rbytes=3\n';
    expect([...parseIoStat(text)]).toEqual([['259:0', { readBytes: 4096, writtenBytes: 8192, reads: 1, writes: 2 }]]);
    const counts: ReturnType<typeof parseIoStat> = new Map();
    addServiced(counts, 'blkio.throttle.io_serviced', '8:0 Read x\n8:0 Discard 4\n8:0 Write 5\nTotal 9');
    expect([...counts]).toEqual([['8:0', { writes: 5 }]]);
  });
});
