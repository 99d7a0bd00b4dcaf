// Counters of a machine: the text of each file in its forms, whole trees, files that change, machines that tell little.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCpuStat } from '../../src/system/counters/control-group.js';
import { countedDevices, parseDiskstats } from '../../src/system/counters/disks.js';
import { KeptFile } from '../../src/system/counters/kept-file.js';
import { parseNetDev } from '../../src/system/counters/networks.js';
import { nodeSources } from '../../src/system/counters/node-sources.js';
import { parseLoadavg, parsePressure, parseStat } from '../../src/system/counters/processors.js';
import { temporaryTree } from './tree.js';

describe('disks', () => {
  const line = ' 259 0 nvme0n1 1000 5 80000 400 2000 6 160000 900 3 1200 1400 7 0 56 1 11 22';

  test('a line of Linux 5.5 and later: sectors are of 512 bytes, requests in flight are a gauge', () => {
    const reading = parseDiskstats(`${line}\n 259 1 nvme0n1p1 9 0 8 1 0 0 0 0 0 1 1\n`, new Set(['nvme0n1']));
    expect(reading).toEqual({
      counters: {
        'disk.nvme0n1.reads': 1000,
        'disk.nvme0n1.readBytes': 80000 * 512,
        'disk.nvme0n1.readMs': 400,
        'disk.nvme0n1.writes': 2000,
        'disk.nvme0n1.writtenBytes': 160000 * 512,
        'disk.nvme0n1.writeMs': 900,
        'disk.nvme0n1.busyMs': 1200,
        'disk.nvme0n1.queuedMs': 1400,
        'disk.nvme0n1.flushes': 11,
      },
      gauges: { 'disk.nvme0n1.inFlight': 3 },
    });
  });

  test('a line of Linux 4.x has no flushes', () => {
    const reading = parseDiskstats('8 0 sda 1 0 8 1 2 0 16 3 0 4 5', new Set(['sda']));
    expect(reading?.counters).not.toHaveProperty('disk.sda.flushes');
    expect(reading?.counters['disk.sda.queuedMs']).toBe(5);
  });

  test('garbage is not understood, a broken line is left out', () => {
    expect(parseDiskstats('no such file', new Set(['sda']))).toBeNull();
    expect(parseDiskstats('8 0 sda 1 0 x 1 2 0 16 3 0 4 5', new Set(['sda']))?.counters).toEqual({});
  });

  test('devices of a mount: its own and those below, but no file', () => {
    expect(countedDevices({ name: 'dm-0', stack: ['nvme0n1p2', 'nvme0n1'] })).toEqual(['dm-0', 'nvme0n1p2', 'nvme0n1']);
    expect(countedDevices({ name: 'loop3', stack: ['file:/srv/image'] })).toEqual(['loop3']);
    expect(countedDevices(null)).toEqual([]);
  });
});

describe('processors', () => {
  test('ticks become seconds; low priority is user time', () => {
    const reading = parseStat('cpu  100 50 200 1000 30 1 20 4 70 0\ncpu0 1 1 1 1\n');
    expect(reading?.counters).toEqual({
      'cpu.userSeconds': 1.5,
      'cpu.systemSeconds': 2,
      'cpu.idleSeconds': 10,
      'cpu.iowaitSeconds': 0.3,
      'cpu.irqSeconds': 0.01,
      'cpu.softirqSeconds': 0.2,
      'cpu.stealSeconds': 0.04,
    });
    expect(parseStat('intr 1 2 3')).toBeNull();
  });

  test('the load is that of the last minute', () => {
    expect(parseLoadavg('3.25 1.10 0.50 2/311 4242')?.gauges).toEqual({ 'load.one': 3.25 });
    expect(parseLoadavg('')).toBeNull();
  });

  test('pressure is told by its totals; an old kernel has no line `full` of processors', () => {
    const text = 'some avg10=0.10 avg60=0.20 avg300=0.00 total=1234\n';
    expect(parsePressure('cpu', text)?.counters).toEqual({ 'pressure.cpu.someUs': 1234 });
    expect(parsePressure('io', `${text}full avg10=0.00 avg60=0.00 avg300=0.00 total=9\n`)?.counters).toEqual({
      'pressure.io.someUs': 1234,
      'pressure.io.fullUs': 9,
    });
    expect(parsePressure('io', 'Operation not supported')).toBeNull();
  });
});

test('interfaces: drops and errors of both directions together', () => {
  const head = 'Inter-|   Receive  |  Transmit\n face |bytes packets errs drop | bytes packets errs drop\n';
  expect(parseNetDev(`${head}  eth0:5000 40 1 2 0 0 0 0 7000 50 3 4 0 0 0 0\n`)?.counters).toEqual({
    'net.eth0.receivedBytes': 5000,
    'net.eth0.sentBytes': 7000,
    'net.eth0.receivedPackets': 40,
    'net.eth0.sentPackets': 50,
    'net.eth0.drops': 6,
    'net.eth0.errors': 4,
  });
  expect(parseNetDev(head)).toBeNull();
});

describe('control groups', () => {
  test('version 1 counts in nanoseconds, version 2 in microseconds', () => {
    expect(parseCpuStat('nr_periods 10\nnr_throttled 4\nthrottled_time 2500000\n')?.counters).toEqual({
      'cgroup.periods': 10,
      'cgroup.throttledPeriods': 4,
      'cgroup.throttledUs': 2500,
    });
    const second = parseCpuStat('usage_usec 900\nuser_usec 1\nnr_periods 10\nnr_throttled 4\nthrottled_usec 2500\n');
    expect(second?.counters).toEqual({
      'cgroup.periods': 10,
      'cgroup.throttledPeriods': 4,
      'cgroup.throttledUs': 2500,
      'cgroup.usageUs': 900,
    });
    expect(parseCpuStat('')).toBeNull();
  });
});

describe('a machine', () => {
  const tree = {
    'proc/stat': 'cpu  100 0 0 0 0 0 0 0 0 0',
    'proc/loadavg': '0.50 0.1 0.1 1/1 1',
    'proc/diskstats': '8 0 sda 1 0 8 1 2 0 16 3 0 4 5\n7 0 loop0 9 0 8 1 2 0 16 3 0 4 5',
    'proc/net/dev': 'eth0: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0',
    'sys/block/sda/size': '1',
    'sys/block/loop0/size': '1',
    'sys/class/infiniband/mlx5_0/ports/1/counters/port_rcv_data': '1000',
    'sys/class/infiniband/mlx5_0/ports/1/counters/port_xmit_data': '4294967295',
    'proc/self/cgroup': '0::/job',
    'proc/self/mountinfo': '30 25 0:26 / /sys/fs/cgroup rw,relatime shared:4 - cgroup2 cgroup2 rw',
    'sys/fs/cgroup/job/cpu.max': '50000 100000',
    'sys/fs/cgroup/job/cpu.stat': 'nr_periods 1\nnr_throttled 1\nthrottled_usec 7',
  };
  const readAll = (devices: string[], root: string) =>
    Object.fromEntries(nodeSources(devices, root).map((source) => [source.name, source.read()]));

  test('disks are whole ones and those of the mount; words of RDMA ports are four bytes', () => {
    const answers = readAll([], temporaryTree(tree));
    expect(answers['/proc/diskstats']).toMatchObject({ gauges: { 'disk.sda.inFlight': 0 } });
    expect(answers['/proc/diskstats']).not.toHaveProperty(['gauges', 'disk.loop0.inFlight']);
    expect(answers['/sys/class/infiniband']).toEqual({ counters: { 'rdma.mlx5_0/1.receivedBytes': 4000 }, gauges: {} });
    expect(readAll(['loop0'], temporaryTree(tree))['/proc/diskstats']).toHaveProperty([
      'gauges',
      'disk.loop0.inFlight',
    ]);
  });

  test('the quota of a control group is told with what it throttled, also without its I/O', () => {
    expect(readAll([], temporaryTree(tree))['cgroup']).toEqual({
      counters: { 'cgroup.throttledUs': 7, 'cgroup.throttledPeriods': 1, 'cgroup.periods': 1 },
      gauges: { 'cgroup.quotaCores': 0.5 },
    });
  });

  test('stalls of the control group have names of their own', () => {
    const stalls = { 'sys/fs/cgroup/job/io.pressure': 'some avg10=1.00 total=70\nfull avg10=0.00 total=30' };
    expect(readAll([], temporaryTree({ ...tree, ...stalls }))['cgroup']).toMatchObject({
      counters: { 'cgroup.pressure.io.someUs': 70, 'cgroup.pressure.io.fullUs': 30, 'cgroup.throttledUs': 7 },
    });
  });

  test('without pressure the kernel says nothing, and it is told', () => {
    expect(readAll([], temporaryTree(tree))['/proc/pressure']).toEqual({
      ok: false,
      code: 'MISSING',
      reason: '/proc/pressure/io: ENOENT',
    });
  });

  test('this machine has processors and disks that count', () => {
    const [stat] = nodeSources([]);
    const answer = stat?.read();
    expect(answer).toHaveProperty(['counters', 'cpu.userSeconds']);
  });
});

test('a file that is kept open tells what it holds now, however long it is', () => {
  const root = temporaryTree({ 'proc/long': 'x'.repeat(200_000) });
  const file = new KeptFile(root, 'proc/long');
  expect(file.read()).toHaveLength(200_001);
  writeFileSync(join(root, 'proc/long'), 'short');
  expect(file.read()).toBe('short');
  file.close();
});
