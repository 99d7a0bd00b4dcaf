// Block devices: partitions, stacks and what the kernel does not tell, on made-up trees of /sys and /dev.
import { expect, test } from 'vitest';
import { describeDevice } from '../../src/mount/block-device.js';
import { tree } from './sys-tree.js';

const nvme = 'sys/devices/pci0000:00/0000:00:1d.0/nvme/nvme0';

const disk = {
  [`${nvme}/nvme0n1/queue/scheduler`]: '[none] mq-deadline kyber',
  [`${nvme}/nvme0n1/queue/rotational`]: '0',
  [`${nvme}/nvme0n1/queue/logical_block_size`]: '512',
  [`${nvme}/nvme0n1/queue/physical_block_size`]: '4096',
  [`${nvme}/nvme0n1/queue/nr_requests`]: '1023',
  [`${nvme}/nvme0n1/queue/read_ahead_kb`]: '128',
  [`${nvme}/nvme0n1/queue/max_sectors_kb`]: '1280',
  [`${nvme}/nvme0n1/queue/write_cache`]: 'write through',
  [`${nvme}/nvme0n1/device`]: `-> ${nvme}`,
  [`${nvme}/nvme0n1/nvme0n1p2/partition`]: '2',
  [`${nvme}/model`]: 'EXAMPLE SSD 1.92TB                      ',
  'sys/devices/pci0000:00/0000:00:1d.0/numa_node': '1',
  'sys/dev/block/259:0': `-> ${nvme}/nvme0n1`,
  'sys/dev/block/259:2': `-> ${nvme}/nvme0n1/nvme0n1p2`,
  'sys/class/block/nvme0n1': `-> ${nvme}/nvme0n1`,
  'sys/class/block/nvme0n1p2': `-> ${nvme}/nvme0n1/nvme0n1p2`,
};

const facts = {
  scheduler: 'none',
  rotational: false,
  model: 'EXAMPLE SSD 1.92TB',
  logicalBlockSize: 512,
  physicalBlockSize: 4096,
  queueDepth: 1023,
  readAheadKb: 128,
  maxSectorsKb: 1280,
  writeCache: 'write through',
  numaNode: 1,
};

test('a whole disk', () => {
  expect(describeDevice('259:0', '/dev/nvme0n1', tree(disk))).toMatchObject({ name: 'nvme0n1', ...facts, stack: [] });
});

test('a partition has the queue of its disk', () => {
  const expected = { name: 'nvme0n1p2', ...facts, stack: ['nvme0n1'] };
  expect(describeDevice('259:2', '/dev/nvme0n1p2', tree(disk))).toMatchObject(expected);
});

test('a logical volume over a RAID over a partition and a disk names each device once', () => {
  const root = tree({
    ...disk,
    'sys/devices/virtual/block/dm-0/queue/scheduler': 'none',
    'sys/devices/virtual/block/dm-0/slaves/md127': '-> sys/devices/virtual/block/md127',
    'sys/devices/virtual/block/md127/slaves/nvme0n1p2': `-> ${nvme}/nvme0n1/nvme0n1p2`,
    'sys/devices/virtual/block/md127/slaves/nvme0n1': `-> ${nvme}/nvme0n1`,
    'sys/class/block/md127': '-> sys/devices/virtual/block/md127',
    'sys/dev/block/253:0': '-> sys/devices/virtual/block/dm-0',
  });
  expect(describeDevice('253:0', '/dev/mapper/vg-data', root)).toMatchObject({
    name: 'dm-0',
    scheduler: 'none',
    model: null,
    numaNode: null,
    stack: ['md127', 'nvme0n1', 'nvme0n1p2'],
  });
});

test('a loop device stands on its file', () => {
  const root = tree({
    'sys/devices/virtual/block/loop3/loop/backing_file': '/var/lib/image with blank',
    'sys/dev/block/7:3': '-> sys/devices/virtual/block/loop3',
  });
  expect(describeDevice('7:3', '/dev/loop3', root)).toMatchObject({
    name: 'loop3',
    stack: ['file:/var/lib/image with blank'],
  });
});

test('where the number is no block device, the source names one through its link in /dev', () => {
  const root = tree({
    'dev/dm-4': '',
    'dev/mapper/pool': '-> dev/dm-4',
    'sys/devices/virtual/block/dm-4/queue/rotational': '1',
    'sys/class/block/dm-4': '-> sys/devices/virtual/block/dm-4',
  });
  expect(describeDevice('0:41', '/dev/mapper/pool', root)).toMatchObject({ name: 'dm-4', rotational: true });
});

test.each([
  ['a network file system', '0:50', 'filer.example:/export'],
  ['tmpfs', '0:51', 'tmpfs'],
  ['a device without a node', '0:52', '/dev/gone'],
])('%s has no device', (_name, majorMinor, source) => {
  expect(describeDevice(majorMinor, source, tree(disk))).toBeNull();
});

test('a device on no NUMA node, with nothing else told', () => {
  const root = tree({
    'sys/devices/pci0/virtio1/block/vda/device': '-> sys/devices/pci0/virtio1',
    'sys/devices/pci0/virtio1/uevent': '',
    'sys/devices/pci0/numa_node': '-1',
    'sys/dev/block/254:0': '-> sys/devices/pci0/virtio1/block/vda',
  });
  expect(describeDevice('254:0', '/dev/vda', root)).toEqual({
    name: 'vda',
    scheduler: null,
    rotational: null,
    model: null,
    logicalBlockSize: null,
    physicalBlockSize: null,
    queueDepth: null,
    readAheadKb: null,
    maxSectorsKb: null,
    writeCache: null,
    numaNode: null,
    stack: [],
    transport: 'virtio',
    sizeBytes: null,
    discard: null,
    layers: [{ name: 'vda', kind: 'disk', detail: '' }],
    disks: [
      {
        ...{ name: 'vda', transport: 'virtio', model: null, firmware: null, rotational: null },
        ...{ sizeBytes: null, writeCache: null, numaNode: null, pcie: null },
      },
    ],
  });
});
