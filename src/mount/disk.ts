// What a disk is: how it is attached, model, firmware, PCI Express link, NUMA node, from /sys.
import { basename, dirname, join } from 'node:path';
import { pcieLink, type PcieLink } from './pcie-link.js';
import { names, readAttribute, readNumber, resolved } from './sys-file.js';

/** A device that stands on no other block device. Null: the kernel does not tell. */
export interface DiskFacts {
  name: string;
  /**
   * `nvme`, over fabrics `nvme-tcp`, `nvme-rdma`, `nvme-fc`; `sata`, `sas`, `usb`, `iscsi`, `fc`, else `scsi`; `virtio`,
   * `virtio-scsi`, `mmc`, `pmem`, `loop` and others after the name of their driver.
   */
  transport: string | null;
  model: string | null;
  firmware: string | null;
  rotational: boolean | null;
  sizeBytes: number | null;
  writeCache: string | null;
  numaNode: number | null;
  pcie: PcieLink | null;
}

/** Names of devices whose driver has only one way to attach them. */
const transportOfName: readonly (readonly [RegExp, string])[] = [
  [/^loop\d/, 'loop'],
  [/^vd[a-z]/, 'virtio'],
  [/^mmcblk\d/, 'mmc'],
  [/^pmem\d/, 'pmem'],
  [/^nbd\d/, 'nbd'],
  [/^rbd\d/, 'rbd'],
  [/^drbd\d/, 'drbd'],
  [/^zd\d/, 'zvol'],
  [/^xvd[a-z]/, 'xen'],
  [/^dasd[a-z]/, 'dasd'],
  [/^ublkb\d/, 'ublk'],
  [/^nullb\d/, 'null'],
  [/^zram\d/, 'zram'],
  [/^ram\d/, 'ram'],
];

/** Parts of the path of a SCSI disk that its transport class makes; the first that is there counts. */
const transportOfScsiPath: readonly (readonly [RegExp, string])[] = [
  [/\/usb\d+\//, 'usb'],
  [/\/ata\d+\//, 'sata'],
  [/\/session\d+\//, 'iscsi'],
  [/\/rport-/, 'fc'],
  [/\/end_device-/, 'sas'],
  [/\/virtio\d+\//, 'virtio-scsi'],
];

/** `disk`: its directory in /sys, not that of a partition. */
export function describeDisk(disk: string): DiskFacts {
  const bus = busDevice(disk);
  const rotational = readNumber(disk, 'queue/rotational');
  return {
    name: basename(disk),
    transport: transportOf(disk, bus),
    model: readAttribute(disk, 'device/model') ?? readAttribute(disk, 'device/name'),
    firmware: firmwareOf(disk),
    rotational: rotational === null ? null : rotational !== 0,
    sizeBytes: sizeOf(disk),
    writeCache: readAttribute(disk, 'queue/write_cache'),
    numaNode: numaNode(bus),
    pcie: pcieLink(bus),
  };
}

/** The kernel counts 512 bytes, whatever the sectors of the device are. */
export function sizeOf(device: string): number | null {
  const sectors = readNumber(device, 'size');
  return sectors === null ? null : sectors * 512;
}

/**
 * The bus device (PCI, SCSI) of a disk, without symbolic links. An NVMe namespace that can have several paths belongs to a
 * subsystem, which is on no bus; there the first controller counts.
 */
export function busDevice(disk: string): string | null {
  const controller = names(disk, 'device').find((name) => /^nvme\d+$/.test(name));
  return resolved(disk, 'device', controller ?? '.');
}

/** The attribute belongs to the bus device (PCI), some steps above the disk. -1 is the kernel's word for none. */
export function numaNode(bus: string | null): number | null {
  for (
    let directory = bus ?? '/';
    basename(directory) !== 'devices' && directory !== '/';
    directory = dirname(directory)
  ) {
    if (readAttribute(directory, 'numa_node') !== null) return readNumber(directory, 'numa_node');
  }
  return null;
}

function transportOf(disk: string, bus: string | null): string | null {
  const name = basename(disk);
  if (name.startsWith('nvme')) return nvmeTransport(bus);
  if (/^s[dr][a-z0-9]/.test(name)) return scsiTransport(disk, bus);
  return transportOfName.find(([form]) => form.test(name))?.[1] ?? null;
}

function nvmeTransport(controller: string | null): string {
  const transport = controller === null ? null : readAttribute(controller, 'transport');
  return transport === null || transport === 'pcie' ? 'nvme' : `nvme-${transport}`;
}

/** SATA disks behind a SAS adapter name `ATA` as their vendor. */
function scsiTransport(disk: string, bus: string | null): string {
  const found = transportOfScsiPath.find(([part]) => part.test(`${bus ?? ''}/`))?.[1] ?? 'scsi';
  return found === 'sas' && readAttribute(disk, 'device/vendor') === 'ATA' ? 'sata' : found;
}

/** `firmware_rev` of NVMe, `rev` of SCSI, `fwrev` of MMC. */
function firmwareOf(disk: string): string | null {
  const attributes = ['firmware_rev', 'rev', 'fwrev'].map((name) => readAttribute(join(disk, 'device'), name));
  return attributes.find((text) => text !== null) ?? null;
}
