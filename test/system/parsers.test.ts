// The small parsers of kernel text, each with what it must refuse.
import { describe, expect, test } from 'vitest';
import { cpuFacts, cpuModel } from '../../src/system/cpu.js';
import { parseCpuList } from '../../src/system/cpu-list.js';
import { parseLimits } from '../../src/system/limits.js';
import { numaNodes, parseMeminfo } from '../../src/system/memory.js';
import { parseChoice, parseFields, parseInteger } from '../../src/system/proc-file.js';
import { virtualizationHint } from '../../src/system/virtualization.js';
import { temporaryTree } from './tree.js';

test.each([
  ['0', [0]],
  ['0-3,8', [0, 1, 2, 3, 8]],
  ['8,0-1,1', [0, 1, 8]],
  ['', []],
  ['3-', []],
  ['a', []],
  [null, []],
])('processor list %j is %j', (text, expected) => {
  expect(parseCpuList(text)).toEqual(expected);
});

test.each([
  ['12', 12],
  ['-1', -1],
  ['9223372036854771712', null],
  ['1.5', null],
  ['1 2', null],
  ['', null],
  [null, null],
])('whole number %j is %j', (text, expected) => {
  expect(parseInteger(text)).toBe(expected);
});

test('fields: the first line of a key wins, lines without a colon are passed over', () => {
  const fields = parseFields('a : 1\nnothing\nb: x: y\na: 2');
  expect([...fields]).toEqual([
    ['a', '1'],
    ['b', 'x: y'],
  ]);
});

test.each([
  ['always [madvise] never', 'madvise'],
  ['none', null],
  [null, null],
])('choice of %j is %j', (text, expected) => {
  expect(parseChoice(text)).toBe(expected);
});

test('amounts of memory need their unit', () => {
  expect(parseMeminfo('MemTotal: 10 kB\nMemAvailable: 5 MB')).toEqual({
    memoryBytes: 10 * 1024,
    memoryAvailableBytes: null,
    hugePagesFree: null,
  });
});

test('NUMA nodes come in the order of their numbers', () => {
  const root = temporaryTree({
    'sys/devices/system/node/node10/cpulist': '20-21',
    'sys/devices/system/node/node2/cpulist': '4',
    'sys/devices/system/node/node2/meminfo': 'Node 2 MemTotal:  1 kB',
    'sys/devices/system/node/possible': '0-10',
  });
  expect(numaNodes(root)).toEqual([
    { node: 2, cpus: '4', memoryBytes: 1024 },
    { node: 10, cpus: '20-21', memoryBytes: 0 },
  ]);
});

test('limits are the soft ones, and unlimited is a word', () => {
  const text = [
    'Limit                     Soft Limit           Hard Limit           Units',
    'Max open files            256                  4096                 files',
    'Max locked memory         unlimited            unlimited            bytes',
  ].join('\n');
  expect(parseLimits(text)).toEqual({ memlockBytes: 'unlimited', openFiles: 256 });
});

test.each([
  ['CPU implementer\t: 0x41\nCPU part\t: 0xd40', 'Arm Neoverse-V1'],
  ['CPU implementer\t: 0x4e\nCPU part\t: 0x123', 'Arm implementer 0x4e part 0x123'],
  ['model name\t: A   B', 'A B'],
  ['processor\t: 0', ''],
])('processor model of %j is %j', (text, expected) => {
  expect(cpuModel(text)).toBe(expected);
});

test('without topology the threads come from cpuinfo, sockets and cores stay unknown', () => {
  const root = temporaryTree({ 'proc/cpuinfo': 'processor\t: 0\n\nprocessor\t: 1' });
  expect(cpuFacts(root)).toMatchObject({ threads: 2, sockets: null, cores: null });
});

describe('virtualization', () => {
  test.each([
    ['bare metal', { 'proc/cpuinfo': 'flags\t: fpu nx', 'sys/class/dmi/id/sys_vendor': 'Dell Inc.' }, null],
    ['a hypervisor flag without firmware', { 'proc/cpuinfo': 'flags\t: fpu hypervisor' }, 'hypervisor: unknown'],
    ['Arm firmware', { 'sys/class/dmi/id/sys_vendor': 'QEMU' }, 'hypervisor: QEMU'],
    [
      'a metal instance',
      { 'sys/class/dmi/id/sys_vendor': 'Amazon EC2', 'sys/class/dmi/id/product_name': 'm7g.metal' },
      null,
    ],
    ['Xen', { 'sys/hypervisor/type': 'xen' }, 'hypervisor: xen'],
    ['Docker', { '.dockerenv': '' }, 'container: docker'],
    [
      'Apptainer in Kubernetes',
      { '.singularity.d/x': '', 'var/run/secrets/kubernetes.io/x': '' },
      'container: apptainer',
    ],
    ['a container that systemd names', { 'run/systemd/container': 'lxc', '.dockerenv': '' }, 'container: lxc'],
  ])('%s', (_name, files, expected) => {
    expect(virtualizationHint(temporaryTree(files as Record<string, string>))).toBe(expected);
  });
});
