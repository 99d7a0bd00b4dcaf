// Host facts: what is read from two made-up machines, from an empty tree and from this machine.
import { cpus, hostname, release, totalmem } from 'node:os';
import { describe, expect, test } from 'vitest';
import { hostSchema } from '../../src/result/host-schema.js';
import { hostFacts, parseOsRelease } from '../../src/system/host.js';
import { fixtureRoot, temporaryTree } from './tree.js';

const kib = 1024;
const noGds = {
  present: false,
  reason: 'no NVIDIA GPU and no driver of one',
  driver: null,
  nvidiaFs: null,
  peermem: false,
  library: null,
  config: null,
  nvmeMultipath: null,
  udev: false,
};

test('a machine of two sockets in a limited control group', () => {
  expect(hostFacts(fixtureRoot('x86-two-sockets'))).toEqual({
    name: 'gpu-node-01',
    kernel: '6.8.0-31-generic',
    os: 'Example Linux 24.04 LTS',
    cpu: {
      model: 'Example(R) Xeon(R) Gold 9999 CPU @ 2.00GHz',
      architecture: process.arch,
      sockets: 2,
      cores: 4,
      threads: 8,
      governor: 'performance',
    },
    memoryBytes: 65_536_000 * kib,
    memoryAvailableBytes: 48_000_000 * kib,
    hugePagesFree: 768,
    numa: [
      { node: 0, cpus: '0-1,4-5', memoryBytes: 32_768_000 * kib },
      { node: 1, cpus: '2-3,6-7', memoryBytes: 32_768_000 * kib },
    ],
    cgroup: { version: 2, cpuQuotaCores: 3.5, memoryLimitBytes: 8 * 2 ** 30, cpuset: '0-3', ioLimits: [] },
    limits: { memlockBytes: 8_388_608, openFiles: 1024 },
    ioUringDisabled: 2,
    transparentHugePages: 'madvise',
    clocksource: 'tsc',
    virtualization: 'hypervisor: Example Cloud KVM Virtual Machine; container: podman',
    nodeVersion: process.version,
    gpus: [],
    gds: noGds,
    links: [],
    batch: null,
  });
});

test('an Arm machine with control groups of version 1 seen from inside a container', () => {
  expect(hostFacts(fixtureRoot('arm-one-socket'))).toMatchObject({
    os: 'Other Linux',
    cpu: { model: 'Arm Neoverse-V2', sockets: 1, cores: 4, threads: 4, governor: null },
    memoryBytes: 16 * 2 ** 30,
    memoryAvailableBytes: null,
    hugePagesFree: null,
    numa: [],
    cgroup: { version: 1, cpuQuotaCores: 1.5, memoryLimitBytes: null, cpuset: null, ioLimits: [] },
    limits: { memlockBytes: 'unlimited', openFiles: 'unlimited' },
    ioUringDisabled: null,
    transparentHugePages: null,
    clocksource: null,
    virtualization: null,
  });
});

test('an empty tree gives unknowns, and what Node knows by itself', () => {
  expect(hostFacts(temporaryTree({}))).toEqual({
    name: hostname(),
    kernel: release(),
    os: '',
    cpu: { model: '', architecture: process.arch, sockets: null, cores: null, threads: 0, governor: null },
    memoryBytes: 0,
    memoryAvailableBytes: null,
    hugePagesFree: null,
    numa: [],
    cgroup: { version: null, cpuQuotaCores: null, memoryLimitBytes: null, cpuset: null, ioLimits: [] },
    limits: { memlockBytes: 0, openFiles: 0 },
    ioUringDisabled: null,
    transparentHugePages: null,
    clocksource: null,
    virtualization: null,
    nodeVersion: process.version,
    gpus: [],
    gds: noGds,
    links: [],
    batch: null,
  });
});

test('this machine agrees with what Node says of it', () => {
  const host = hostFacts();
  expect(host).toMatchObject({ name: hostname(), kernel: release(), memoryBytes: totalmem() });
  expect(host.cpu).toMatchObject({ threads: cpus().length });
  expect(host.memoryAvailableBytes).toBeGreaterThan(0);
  expect(host.memoryAvailableBytes).toBeLessThan(host.memoryBytes);
});

test.each(['/', fixtureRoot('x86-two-sockets'), fixtureRoot('arm-one-socket')])(
  'facts of %s have the fields of the record, no more and no less',
  (root) => {
    const host = hostFacts(root);
    // The schema drops keys that it does not know, so a copy that differs shows one too many.
    expect(hostSchema.parse(host)).toEqual(host);
  },
);

describe('io_uring sysctl', () => {
  test.each([
    ['0', 0],
    ['1', 1],
    ['7', null],
    ['', null],
  ])('"%s" is %s', (text, expected) => {
    expect(hostFacts(temporaryTree({ 'proc/sys/kernel/io_uring_disabled': text })).ioUringDisabled).toBe(expected);
  });
});

describe('os-release', () => {
  test.each([
    ['PRETTY_NAME="A B 1"', 'A B 1'],
    ["NAME='A'\nPRETTY_NAME='A 2'", 'A 2'],
    ['NAME=Plain', 'Plain'],
    ['ID=x', ''],
    [null, ''],
  ])('%j is %j', (text, expected) => {
    expect(parseOsRelease(text)).toBe(expected);
  });
});
