// Limits of control groups: both versions, nested groups, containers, hybrid hierarchies.
import { expect, test } from 'vitest';
import { cgroupFacts, parseMemberships } from '../../src/system/cgroup.js';
import { temporaryTree } from './tree.js';

const cgroup2 = '30 25 0:26 / /sys/fs/cgroup rw,relatime shared:4 - cgroup2 cgroup2 rw';
const memory1 = '35 31 0:32 / /cg/memory rw,relatime - cgroup cgroup rw,memory';
const cpu1 = '32 31 0:29 / /cg/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct';

function facts(files: Record<string, string>) {
  return cgroupFacts(temporaryTree(files));
}

test('the smallest limit on the way to the top binds', () => {
  const limits = facts({
    'proc/self/mountinfo': cgroup2,
    'proc/self/cgroup': '0::/a/b/c',
    'sys/fs/cgroup/a/memory.max': '300',
    'sys/fs/cgroup/a/b/memory.max': '100',
    'sys/fs/cgroup/a/b/c/memory.max': '200',
    'sys/fs/cgroup/a/b/cpu.max': '400000 100000',
    'sys/fs/cgroup/a/b/c/cpu.max': '50000 100000',
  });
  expect(limits).toEqual({ version: 2, cpuQuotaCores: 0.5, memoryLimitBytes: 100, cpuset: null });
});

test('limits of a sibling group do not count', () => {
  const limits = facts({
    'proc/self/mountinfo': cgroup2,
    'proc/self/cgroup': '0::/a/b',
    'sys/fs/cgroup/a/other/memory.max': '1',
    'sys/fs/cgroup/a/b/memory.max': 'max',
  });
  expect(limits.memoryLimitBytes).toBeNull();
});

test('without a limit there is none', () => {
  const limits = facts({
    'proc/self/mountinfo': cgroup2,
    'proc/self/cgroup': '0::/a',
    'sys/fs/cgroup/a/memory.max': 'max',
    'sys/fs/cgroup/a/cpu.max': 'max 100000',
  });
  expect(limits).toEqual({ version: 2, cpuQuotaCores: null, memoryLimitBytes: null, cpuset: null });
});

test('version 1 counts where it has the controllers, though version 2 is mounted too', () => {
  const limits = facts({
    'proc/self/mountinfo': [cgroup2, memory1, cpu1].join('\n'),
    'proc/self/cgroup': '4:memory:/box\n1:cpu,cpuacct:/\n0::/box',
    'sys/fs/cgroup/box/memory.max': '1',
    'cg/memory/memory.limit_in_bytes': '9223372036854771712',
    'cg/memory/box/memory.limit_in_bytes': '4096',
    'cg/cpu/cpu.cfs_quota_us': '-1',
    'cg/cpu/cpu.cfs_period_us': '100000',
  });
  expect(limits).toEqual({ version: 1, cpuQuotaCores: null, memoryLimitBytes: 4096, cpuset: null });
});

test('a group outside of what the container sees falls back to the visible top', () => {
  const limits = facts({
    'proc/self/mountinfo': '30 25 0:26 /pod/x /sys/fs/cgroup ro,relatime - cgroup2 cgroup2 rw',
    'proc/self/cgroup': '0::/elsewhere/y',
    'sys/fs/cgroup/memory.max': '77',
    'sys/elsewhere/y/memory.max': '5',
  });
  expect(limits.memoryLimitBytes).toBe(77);
});

test('processors that are allowed but offline do not make a restriction', () => {
  const online = { 'sys/devices/system/cpu/online': '0-3' };
  const allowed = (list: string) =>
    facts({ ...online, 'proc/self/status': `Name:\tnode\nCpus_allowed_list:\t${list}` }).cpuset;
  expect(allowed('0-127')).toBeNull();
  expect(allowed('0-3')).toBeNull();
  expect(allowed('0-1,3')).toBe('0-1,3');
});

test('membership lines keep colons of the path', () => {
  expect(parseMemberships('12:cpu,cpuacct:/a:b\n1:name=systemd:/s\n0::/u')).toEqual([
    { controllers: ['cpu', 'cpuacct'], path: '/a:b' },
    { controllers: ['name=systemd'], path: '/s' },
    { controllers: [], path: '/u' },
  ]);
});
