// Network links: physical ones, bonds, virtual ones, ports of InfiniBand and RoCE, and a machine that tells nothing.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkFacts, parsePortRate } from '../../src/system/links.js';
import { temporaryTree } from './tree.js';

function withDriver(root: string, device: string, driver: string): void {
  const target = join(root, 'sys/bus/pci/drivers', driver);
  mkdirSync(target, { recursive: true });
  symlinkSync(target, join(root, device, 'driver'));
}

test('an adapter has its rate in bytes, its NUMA node and its driver', () => {
  const root = temporaryTree({
    'sys/class/net/eth0/type': '1',
    'sys/class/net/eth0/operstate': 'up',
    'sys/class/net/eth0/speed': '100000',
    'sys/class/net/eth0/mtu': '9000',
    'sys/class/net/eth0/device/numa_node': '1',
  });
  withDriver(root, 'sys/class/net/eth0/device', 'mlx5_core');
  expect(linkFacts(root)).toEqual([
    {
      name: 'eth0',
      kind: 'ethernet',
      state: 'up',
      rateBytesPerSecond: 12.5e9,
      mtu: 9000,
      numaNode: 1,
      driver: 'mlx5_core',
    },
  ]);
});

test('what is made of software has no line rate, but a bond has that of its members', () => {
  const root = temporaryTree({
    'sys/class/net/bond0/type': '1',
    'sys/class/net/bond0/speed': '50000',
    'sys/class/net/bond0/bonding/mode': '802.3ad 4',
    'sys/class/net/veth1/type': '1',
    'sys/class/net/veth1/speed': '10000',
  });
  expect(linkFacts(root).map(({ name, kind, rateBytesPerSecond }) => ({ name, kind, rateBytesPerSecond }))).toEqual([
    { name: 'bond0', kind: 'virtual', rateBytesPerSecond: 6.25e9 },
    { name: 'veth1', kind: 'virtual', rateBytesPerSecond: null },
  ]);
});

test('a driver that does not know its speed says -1', () => {
  const root = temporaryTree({
    'sys/class/net/eth0/type': '1',
    'sys/class/net/eth0/speed': '-1',
    'sys/class/net/eth0/device/uevent': 'DRIVER=virtio_net',
    'sys/class/net/eth0/device/numa_node': '-1',
  });
  expect(linkFacts(root)[0]).toMatchObject({ kind: 'ethernet', rateBytesPerSecond: null, numaNode: null });
});

test('ports of RDMA devices, over InfiniBand and over Ethernet', () => {
  const root = temporaryTree({
    'sys/class/infiniband/mlx5_0/ports/1/rate': '200 Gb/sec (4X HDR)',
    'sys/class/infiniband/mlx5_0/ports/1/state': '4: ACTIVE',
    'sys/class/infiniband/mlx5_0/ports/1/link_layer': 'InfiniBand',
    'sys/class/infiniband/mlx5_0/device/numa_node': '0',
    'sys/class/infiniband/mlx5_1/ports/1/rate': '100 Gb/sec (4X EDR)',
    'sys/class/infiniband/mlx5_1/ports/1/state': '1: DOWN',
    'sys/class/infiniband/mlx5_1/ports/1/link_layer': 'Ethernet',
  });
  expect(linkFacts(root)).toMatchObject([
    { name: 'mlx5_0/1', kind: 'infiniband', state: 'ACTIVE', rateBytesPerSecond: 25e9, numaNode: 0 },
    { name: 'mlx5_1/1', kind: 'roce', state: 'DOWN', rateBytesPerSecond: 12.5e9, numaNode: null },
  ]);
});

test('the old generations of InfiniBand name the rate before coding', () => {
  expect(parsePortRate('40 Gb/sec (4X QDR)')).toBe(4e9);
  expect(parsePortRate('56 Gb/sec (4X FDR)')).toBe(7e9);
});

test.each([null, '', 'unknown', '0 Gb/sec'])('a rate of %j is not known', (text) => {
  expect(parsePortRate(text)).toBeNull();
});

test('a machine without sysfs has no links', () => {
  expect(linkFacts(temporaryTree({}))).toEqual([]);
});
