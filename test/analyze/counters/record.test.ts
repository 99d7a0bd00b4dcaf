// Figures from counters: requests and bytes by what was asked, device, links, processors, pressure, throttling.
import { expect, test } from 'vitest';
import { deviceFigures } from '../../../src/analyze/counters/device.js';
import { linkFigures } from '../../../src/analyze/counters/links.js';
import { pressureFigures, processorFigures, throttledSeconds } from '../../../src/analyze/counters/processors.js';
import { countersRecord } from '../../../src/analyze/counters/record.js';
import { rpcFigures } from '../../../src/analyze/counters/rpc.js';
import { askedOf } from '../../../src/analyze/counters/asked.js';
import { countersSchema } from '../../../src/result/counters-schema.js';

const asked = { operations: 1000, readBytes: 4_096_000, writtenBytes: 0 };
const one = { min: 1, mean: 1, max: 1 };

test('what was asked is without the times of whole chains', () => {
  const operations = {
    open: { count: 10, bytes: 0 },
    read: { count: 20, bytes: 8192 },
    chain: { count: 10, bytes: 8192 },
    firstByte: { count: 10, bytes: 0 },
  };
  expect(askedOf(operations)).toEqual({ operations: 30, readBytes: 8192, writtenBytes: 0 });
});

test('a device: busy, queue by Little, mean wait, bytes by what was asked', () => {
  const deltas = {
    'disk.nvme0n1.reads': 500,
    'disk.nvme0n1.readBytes': 2_048_000,
    'disk.nvme0n1.readMs': 1000,
    'disk.nvme0n1.busyMs': 1500,
    'disk.nvme0n1.queuedMs': 8000,
  };
  const gauges = { 'disk.nvme0n1.inFlight': one };
  expect(deviceFigures({ deltas, gauges, seconds: 2 }, 'nvme0n1', asked)).toEqual({
    name: 'nvme0n1',
    reads: 500,
    writes: 0,
    readBytes: 2_048_000,
    writtenBytes: 0,
    busyFraction: 0.75,
    meanQueue: 4,
    meanWaitMs: 2,
    readPerByteAsked: 0.5,
    writtenPerByteAsked: null,
  });
});

test('a device that did nothing is told with zeros, one that does not count is not', () => {
  const idle = deviceFigures({ deltas: {}, gauges: { 'disk.sda.inFlight': one }, seconds: 2 }, 'sda', asked);
  expect(idle).toMatchObject({ reads: 0, busyFraction: 0, meanWaitMs: null, readPerByteAsked: 0 });
  expect(deviceFigures({ deltas: {}, gauges: {}, seconds: 2 }, 'sda', asked)).toBeNull();
  expect(deviceFigures({ deltas: {}, gauges: {}, seconds: 2 }, null, asked)).toBeNull();
});

test('a device is never more than always busy', () => {
  const busy = { deltas: { 'disk.sda.busyMs': 1010 }, gauges: { 'disk.sda.inFlight': one }, seconds: 1 };
  expect(deviceFigures(busy, 'sda', asked)?.busyFraction).toBe(1);
});

test('links: the busiest first, against the line rate where one is known', () => {
  const deltas = {
    'net.eth0.receivedBytes': 2000,
    'net.eth0.receivedPackets': 5,
    'rdma.mlx5_0/1.receivedBytes': 9e9,
    'rdma.mlx5_0/1.sentBytes': 1e9,
    'net.eth1.drops': 1,
  };
  const line = { kind: 'infiniband', state: 'ACTIVE', mtu: null, numaNode: null, driver: null } as const;
  const links = [{ ...line, name: 'mlx5_0/1', rateBytesPerSecond: 5e9 }];
  expect(linkFigures({ deltas, seconds: 2 }, links)).toEqual([
    {
      name: 'mlx5_0/1',
      receivedBytesPerSecond: 4.5e9,
      sentBytesPerSecond: 0.5e9,
      lineRateBytesPerSecond: 5e9,
      busyFraction: 0.9,
    },
    {
      name: 'eth0',
      receivedBytesPerSecond: 1000,
      sentBytesPerSecond: 0,
      lineRateBytesPerSecond: null,
      busyFraction: null,
    },
  ]);
});

test('processors: shares of all their time; what waits or is taken by others does not work', () => {
  const deltas = {
    'cpu.userSeconds': 1,
    'cpu.systemSeconds': 2,
    'cpu.softirqSeconds': 1,
    'cpu.iowaitSeconds': 1,
    'cpu.idleSeconds': 4,
    'cpu.stealSeconds': 1,
  };
  expect(processorFigures(deltas)).toEqual({
    busyFraction: 0.4,
    waitFraction: 0.1,
    softirqFraction: 0.1,
    stealFraction: 0.1,
  });
  expect(processorFigures({})).toBeNull();
});

test('pressure: what did not grow is zero, without the source nothing is known', () => {
  const source = { name: '/proc/pressure', state: 'read', reason: '', readings: 2 } as const;
  const deltas = { 'pressure.io.someUs': 500_000, 'pressure.cpu.someUs': 3_000_000 };
  expect(pressureFigures({ deltas, seconds: 2, sources: [source] })).toEqual({
    ioSomeFraction: 0.25,
    ioFullFraction: 0,
    cpuSomeFraction: 1,
    memorySomeFraction: 0,
  });
  expect(pressureFigures({ deltas, seconds: 2, sources: [{ ...source, state: 'MISSING' }] })).toBeNull();
});

test('throttled time is known only where there is a quota', () => {
  const deltas = { 'cgroup.throttledUs': 1_500_000 };
  expect(throttledSeconds({ deltas, gauges: { 'cgroup.quotaCores': one } })).toBe(1.5);
  expect(throttledSeconds({ deltas: {}, gauges: { 'cgroup.quotaCores': one } })).toBe(0);
  expect(throttledSeconds({ deltas, gauges: {} })).toBeNull();
});

const nfs = {
  protocol: 'NFS 4.2',
  requests: 1900,
  readRequests: 1000,
  writeRequests: 0,
  metadataRequests: 900,
  sentBytes: 300_000,
  receivedBytes: 16_384_000,
  readBytes: 16_384_000,
  writtenBytes: null,
  meanWaitMs: 0.5,
  meanQueueMs: 0.1,
  retransmissions: 0,
};

test('requests by operation and bytes by byte asked', () => {
  expect(rpcFigures(nfs, asked)).toMatchObject({ perOperation: 1.9, readPerByteAsked: 4, writtenPerByteAsked: null });
  const nothing = { operations: 0, readBytes: 0, writtenBytes: 0 };
  expect(rpcFigures(nfs, nothing)).toMatchObject({ perOperation: null, readPerByteAsked: null });
});

test('the record fits its schema where nothing more is known', () => {
  const source = { name: '/proc/stat', state: 'read', reason: '', readings: 2 } as const;
  const times = { seconds: 1, processorSeconds: 0.002 };
  const observed = { ...times, shared: false, sources: [source], ofMount: [], deltas: {}, gauges: {} };
  const record = countersRecord(observed, { fileSystem: undefined, links: [], operations: {} });
  expect(countersSchema.parse(record)).toEqual(record);
  expect(record).toMatchObject({ rpc: null, device: null, links: [], processor: null, throttledSeconds: null });
});

const nfsMount = {
  device: null,
  system: {
    ...({ kind: 'nfs', title: 'NFS', evidence: 'a test', version: '' } as const),
    ...{ details: {}, targets: [], asked: [] },
  },
};

function rpcOf(...own: { name: string; state: 'read' | 'TIMED_OUT' | 'RESET' | 'MISSING'; readings: number }[]) {
  const machine = { name: '/proc/stat', state: 'read', reason: '', readings: 5 } as const;
  const sources = [machine, ...own.map((source) => ({ ...source, reason: '' }))];
  const ofMount = own.map(({ name }) => name);
  const observed = { seconds: 1, shared: false, sources, ofMount, deltas: {}, gauges: {}, processorSeconds: null };
  return countersRecord(observed, { fileSystem: nfsMount, links: [], operations: {} }).rpc;
}

test('requests are known only where the mount was read at both ends', () => {
  const mountstats = { name: 'nfs mountstats', state: 'read', readings: 2 } as const;
  expect(rpcOf(mountstats)).toMatchObject({ requests: 0, readBytes: 0 });
  expect(rpcOf()).toBeNull();
  expect(rpcOf({ ...mountstats, readings: 1 })).toBeNull();
});

test('where one source of the mount was lost on the way, the others are not told as the whole', () => {
  const mountstats = { name: 'nfs mountstats', state: 'read', readings: 2 } as const;
  expect(rpcOf(mountstats, { name: 'other', state: 'MISSING', readings: 0 })).not.toBeNull();
  expect(rpcOf(mountstats, { name: 'other', state: 'TIMED_OUT', readings: 1 })).toBeNull();
  expect(rpcOf(mountstats, { name: 'other', state: 'RESET', readings: 1 })).toBeNull();
});

test('limits of I/O are told with what was done of them, the most used first', () => {
  const gauge = (mean: number) => ({ min: mean, mean, max: mean });
  const observed = {
    ...{ seconds: 2, shared: false, sources: [], ofMount: [], processorSeconds: null },
    deltas: { 'cgroup.vda.reads': 900, 'cgroup.vda.readBytes': 4_096_000 },
    gauges: { 'cgroup.vda.readBytesPerSecondLimit': gauge(4_096_000), 'cgroup.vda.readsPerSecondLimit': gauge(500) },
  };
  const { ioLimits } = countersRecord(observed, { fileSystem: undefined, links: [], operations: {} });
  expect(ioLimits).toEqual([
    { device: 'vda', of: 'reads', perSecond: 450, limitPerSecond: 500, usedFraction: 0.9 },
    { device: 'vda', of: 'readBytes', perSecond: 2_048_000, limitPerSecond: 4_096_000, usedFraction: 0.5 },
  ]);
});
