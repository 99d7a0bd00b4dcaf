// What disks are and what lies on them: transports, links, volumes, RAID, on made-up trees of /sys.
import { describe, expect, test } from 'vitest';
import { describeDevice, withMembers } from '../../src/mount/block-device.js';
import { membersOf } from '../../src/mount/member-devices.js';
import { device, tree } from './sys-tree.js';

const virtual = 'sys/devices/virtual/block';
const controller = 'sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/nvme/nvme3';

const nvme = {
  ...device(`${controller}/nvme3n1`, '259:3', {
    size: '3750748848',
    device: `-> ${controller}`,
    'queue/rotational': '0',
    'queue/write_cache': 'write through',
    'queue/discard_max_bytes': '2199023255040',
    'nvme3n1p1/partition': '1',
    'nvme3n1p1/size': '2048',
  }),
  ...device(`${controller}/nvme3n1/nvme3n1p1`, '259:4'),
  [`${controller}/transport`]: 'pcie',
  [`${controller}/model`]: 'EXAMPLE 1920',
  [`${controller}/firmware_rev`]: 'EX001',
  'sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/numa_node': '1',
  'sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/current_link_speed': '8.0 GT/s PCIe',
  'sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/current_link_width': '2',
  'sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/max_link_speed': '32.0 GT/s PCIe',
  'sys/devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/max_link_width': '4',
  'sys/devices/pci0000:3a/0000:3a:00.0/max_link_speed': '16.0 GT/s PCIe',
  'sys/devices/pci0000:3a/0000:3a:00.0/max_link_width': '16',
};

const nvmeDisk = {
  name: 'nvme3n1',
  transport: 'nvme',
  model: 'EXAMPLE 1920',
  firmware: 'EX001',
  rotational: false,
  sizeBytes: 3750748848 * 512,
  writeCache: 'write through',
  numaNode: 1,
  pcie: { address: '0000:3b:00.0', speedGts: 8, width: 2, maxSpeedGts: 16, maxWidth: 4 },
};

/** A SCSI disk whose device is at this place below /sys/devices. */
function scsi(name: string, number: string, place: string, vendor = 'EXAMPLE'): Record<string, string> {
  const bus = `sys/devices/${place}`;
  return {
    ...device(`${bus}/block/${name}`, number, { size: '8', device: `-> ${bus}`, 'queue/rotational': '1' }),
    [`${bus}/vendor`]: vendor,
    [`${bus}/model`]: `Disk ${name}`,
    [`${bus}/rev`]: '0009',
  };
}

describe('one disk', () => {
  test('an NVMe disk tells its firmware and a link that runs below what both ends can', () => {
    expect(describeDevice('259:3', '/dev/nvme3n1', tree(nvme))).toMatchObject({
      transport: 'nvme',
      sizeBytes: 3750748848 * 512,
      discard: true,
      layers: [{ name: 'nvme3n1', kind: 'disk', detail: '' }],
      disks: [nvmeDisk],
    });
  });

  test('a partition is a layer over its disk and has a size of its own', () => {
    expect(describeDevice('259:4', '/dev/nvme3n1p1', tree(nvme))).toMatchObject({
      name: 'nvme3n1p1',
      sizeBytes: 2 ** 20,
      layers: [
        { name: 'nvme3n1p1', kind: 'partition', detail: '' },
        { name: 'nvme3n1', kind: 'disk', detail: '' },
      ],
      disks: [nvmeDisk],
    });
  });

  test.each([
    ['sata', 'pci0000:00/0000:00:17.0/ata3/host2/target2:0:0/2:0:0:0', 'ATA'],
    ['sas', 'pci0000:00/0000:00:02.0/host0/port-0:0/end_device-0:0/target0:0:0/0:0:0:0', 'SEAGATE'],
    ['sata', 'pci0000:00/0000:00:02.0/host0/port-0:1/end_device-0:1/target0:0:1/0:0:1:0', 'ATA'],
    ['usb', 'pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host6/target6:0:0/6:0:0:0', 'STICK'],
    ['iscsi', 'platform/host7/session1/target7:0:0/7:0:0:0', 'LIO-ORG'],
    ['fc', 'pci0000:00/0000:00:03.0/host8/rport-8:0-1/target8:0:0/8:0:0:0', 'ARRAY'],
    ['virtio-scsi', 'pci0000:00/0000:00:04.0/virtio1/host9/target9:0:0/9:0:0:0', 'QEMU'],
    ['scsi', 'vmbus/host1/target1:0:0/1:0:0:0', 'Msft'],
  ])('a SCSI disk on %s', (transport, place, vendor) => {
    const [disk] = describeDevice('8:0', '/dev/sda', tree(scsi('sda', '8:0', place, vendor)))?.disks ?? [];
    expect(disk).toMatchObject({ name: 'sda', transport, model: 'Disk sda', firmware: '0009', sizeBytes: 4096 });
  });

  test.each([
    ['nvme-tcp', 'tcp'],
    ['nvme-rdma', 'rdma'],
    ['nvme-fc', 'fc'],
    ['nvme', 'pcie'],
  ])('a namespace of a subsystem is attached by %s, as its controller tells', (transport, told) => {
    const subsystem = 'sys/devices/virtual/nvme-subsystem/nvme-subsys1';
    const path = 'sys/devices/pci0000:00/0000:00:05.0/nvme/nvme5';
    const root = tree({
      ...device(`${subsystem}/nvme1n1`, '259:9', { device: `-> ${subsystem}` }),
      [`${subsystem}/model`]: 'EXAMPLE array',
      [`${subsystem}/nvme5`]: `-> ${path}`,
      [`${path}/transport`]: told,
      'sys/devices/pci0000:00/0000:00:05.0/numa_node': '0',
    });
    expect(describeDevice('259:9', '/dev/nvme1n1', root)?.disks).toMatchObject([
      { name: 'nvme1n1', transport, model: 'EXAMPLE array', numaNode: 0 },
    ]);
  });

  test.each([
    ['vdb', 'virtio'],
    ['mmcblk0', 'mmc'],
    ['pmem0', 'pmem'],
    ['nbd3', 'nbd'],
    ['rbd0', 'rbd'],
    ['drbd1', 'drbd'],
    ['zd16', 'zvol'],
    ['xvda', 'xen'],
    ['zram0', 'zram'],
    ['ram0', 'ram'],
    ['mystery0', null],
  ])('%s is attached by %s', (name, transport) => {
    const root = tree(device(`${virtual}/${name}`, '250:0', { 'queue/discard_max_bytes': '0' }));
    expect(describeDevice('250:0', `/dev/${name}`, root)).toMatchObject({ transport, discard: false });
  });

  test('a link that is down or not told is null, and takes what one end tells', () => {
    const place = 'sys/devices/pci0000:00/0000:00:02.0';
    const root = tree({
      ...device(`${place}/virtio1/block/vda`, '254:0', { device: `-> ${place}/virtio1` }),
      [`${place}/virtio1/vendor`]: '0x1af4',
      [`${place}/current_link_speed`]: 'Unknown',
      [`${place}/current_link_width`]: '0',
      [`${place}/max_link_speed`]: '5.0 GT/s',
      [`${place}/max_link_width`]: '255',
    });
    expect(describeDevice('254:0', '/dev/vda', root)?.disks[0]?.pcie).toEqual({
      ...{ address: '0000:00:02.0', speedGts: null, width: null, maxSpeedGts: 5, maxWidth: null },
    });
  });
});

describe('layers', () => {
  const sata = 'pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0';

  test('encryption on a volume on a RAID of a partition and a disk; the disks differ, so no transport is told', () => {
    const root = tree({
      ...nvme,
      ...scsi('sda', '8:0', sata, 'ATA'),
      ...device(`${virtual}/dm-1`, '253:1', {
        'dm/name': 'secret',
        'dm/uuid': 'CRYPT-LUKS2-0123-secret',
        'slaves/dm-0': `-> ${virtual}/dm-0`,
      }),
      ...device(`${virtual}/dm-0`, '253:0', {
        'dm/name': 'vg-data',
        'dm/uuid': 'LVM-abcDEF',
        'slaves/md127': `-> ${virtual}/md127`,
      }),
      ...device(`${virtual}/md127`, '9:127', {
        'md/level': 'raid5',
        'md/raid_disks': '3',
        'md/chunk_size': '524288',
        'md/degraded': '1',
        'slaves/nvme3n1p1': `-> ${controller}/nvme3n1/nvme3n1p1`,
        'slaves/sda': `-> sys/devices/${sata}/block/sda`,
      }),
    });
    expect(describeDevice('253:1', '/dev/mapper/secret', root)).toMatchObject({
      transport: null,
      layers: [
        { name: 'dm-1', kind: 'crypt', detail: 'secret, LUKS2' },
        { name: 'dm-0', kind: 'lvm', detail: 'vg-data' },
        { name: 'md127', kind: 'raid5', detail: '3 disks, chunk 512 KiB, 1 missing' },
        { name: 'nvme3n1p1', kind: 'partition', detail: '' },
        { name: 'nvme3n1', kind: 'disk', detail: '' },
        { name: 'sda', kind: 'disk', detail: '' },
      ],
      disks: [nvmeDisk, { name: 'sda', transport: 'sata', rotational: true }],
    });
  });

  test.each([
    ['mpath-3600', 'multipath', 'name, 2 paths', 'fc'],
    ['part1-mpath-3600', 'partition', 'name', 'fc'],
    ['LVM-abc-vpool', 'vdo', 'name', 'fc'],
    ['VDO-1234', 'vdo', 'name', 'fc'],
    ['CRYPT-PLAIN-x', 'crypt', 'name, PLAIN', 'fc'],
    ['', 'device-mapper', 'name', 'fc'],
  ])('device mapper with the uuid "%s" is %s', (uuid, kind, detail, transport) => {
    const path = (number: number): string =>
      `pci0000:00/0000:00:03.0/host${number}/rport-${number}:0-1/t/0:0:0:${number}`;
    const root = tree({
      ...scsi('sda', '8:0', path(1)),
      ...scsi('sdb', '8:16', path(2)),
      ...device(`${virtual}/dm-7`, '253:7', {
        'dm/name': 'name',
        'dm/uuid': uuid,
        'slaves/sda': `-> sys/devices/${path(1)}/block/sda`,
        'slaves/sdb': `-> sys/devices/${path(2)}/block/sdb`,
      }),
    });
    const facts = describeDevice('253:7', '/dev/mapper/name', root);
    expect(facts?.layers[0]).toEqual({ name: 'dm-7', kind, detail });
    expect(facts?.transport).toBe(transport);
    expect(facts?.disks.map(({ name }) => name)).toEqual(['sda', 'sdb']);
  });

  test('a cache tells its mode and both of its devices', () => {
    const root = tree({
      ...nvme,
      ...scsi('sda', '8:0', sata),
      ...device(`${virtual}/bcache0`, '252:0', {
        'bcache/cache_mode': 'writethrough [writeback] writearound none',
        'slaves/nvme3n1': `-> ${controller}/nvme3n1`,
        'slaves/sda': `-> sys/devices/${sata}/block/sda`,
      }),
    });
    expect(describeDevice('252:0', '/dev/bcache0', root)).toMatchObject({
      layers: [{ kind: 'bcache', detail: 'writeback' }, { name: 'nvme3n1' }, { name: 'sda' }],
    });
  });

  test.each([
    ['1', 'file /srv/image, direct I/O'],
    ['0', 'file /srv/image, through the page cache'],
  ])('a loop device with dio %s', (dio, detail) => {
    const attributes = { 'loop/backing_file': '/srv/image', 'loop/dio': dio };
    const root = tree(device(`${virtual}/loop3`, '7:3', attributes));
    expect(describeDevice('7:3', '/dev/loop3', root)).toMatchObject({
      transport: 'loop',
      layers: [{ name: 'loop3', kind: 'loop', detail }],
    });
  });

  test('a RAID 0 without anything missing', () => {
    const attributes = { 'md/level': 'raid0', 'md/raid_disks': '2', 'md/chunk_size': '65536', 'md/degraded': '0' };
    const root = tree(device(`${virtual}/md0`, '9:0', attributes));
    expect(describeDevice('9:0', '/dev/md0', root)?.layers).toEqual([
      { name: 'md0', kind: 'raid0', detail: '2 disks, chunk 64 KiB' },
    ]);
  });
});

describe('file systems over several devices', () => {
  const two = {
    ...device(`${virtual}/loop1`, '7:1', { 'loop/backing_file': '/a' }),
    ...device(`${virtual}/loop2`, '7:2', { 'loop/backing_file': '/b' }),
    'dev/loop1': '',
    'dev/loop2': '',
  };
  const uuid = 'sys/fs/btrfs/11111111-2222-3333-4444-555555555555';
  const btrfs = {
    ...two,
    [`${uuid}/devices/loop1`]: `-> ${virtual}/loop1`,
    [`${uuid}/devices/loop2`]: `-> ${virtual}/loop2`,
    'sys/fs/btrfs/features/acl': '1',
  };

  test('the device of a btrfs has the disks of all of its devices', () => {
    const root = tree(btrfs);
    const first = describeDevice('0:40', '/dev/loop2', root);
    const members = membersOf('btrfs', '/dev/loop2', first?.name ?? null, root);
    expect(members).toEqual(['loop1', 'loop2']);
    if (first === null) throw new Error('the first device was not found');
    const whole = withMembers(first, members, root);
    expect(whole.disks.map(({ name }) => name)).toEqual(['loop2', 'loop1']);
    expect(whole).toMatchObject({ name: 'loop2', transport: 'loop', layers: [{ name: 'loop2' }, { name: 'loop1' }] });
  });

  test('bcachefs lists its devices in the source', () => {
    const root = tree(two);
    expect(describeDevice('0:41', '/dev/loop1:/dev/loop2', root)?.name).toBe('loop1');
    expect(membersOf('bcachefs', '/dev/loop1:/dev/loop2', 'loop1', root)).toEqual(['loop1', 'loop2']);
    expect(membersOf('bcachefs', '/dev/loop1', 'loop1', root)).toEqual([]);
  });

  test('others are on the device of their line', () => {
    expect(membersOf('ext4', '/dev/loop1', 'loop1', tree(btrfs))).toEqual([]);
    expect(membersOf('btrfs', '/dev/loop9', 'loop9', tree(btrfs))).toEqual([]);
  });
});
