// Facts of the block device below a file system, from /sys.
import { basename, join } from 'node:path';
import { describeLayer, devicesBelow, isBottom, wholeDisk, type DeviceLayer } from './device-layers.js';
import { busDevice, describeDisk, numaNode, sizeOf, type DiskFacts } from './disk.js';
import { names, readAttribute, readNumber, resolved } from './sys-file.js';

/** `null`: the kernel does not tell. Sizes of blocks are bytes. */
export interface DeviceFacts {
  /** Kernel name, of the partition where the file system is on one. */
  name: string;
  scheduler: string | null;
  rotational: boolean | null;
  model: string | null;
  logicalBlockSize: number | null;
  physicalBlockSize: number | null;
  /** Requests that the block layer queues (`nr_requests`). */
  queueDepth: number | null;
  readAheadKb: number | null;
  maxSectorsKb: number | null;
  writeCache: string | null;
  numaNode: number | null;
  /** Devices below a partition, a device-mapper or a RAID device, nearest first; the file below a loop device as `file:PATH`. */
  stack: string[];
  /** How all disks below are attached; null where they differ. */
  transport: string | null;
  sizeBytes: number | null;
  /** Whether it takes discards (TRIM). */
  discard: boolean | null;
  /** This device and all below it, top first. */
  layers: DeviceLayer[];
  /** The devices at the bottom: this one, members of a RAID, paths of a multipath device, parts of a volume. */
  disks: DiskFacts[];
}

/**
 * Facts of the device behind a line of mountinfo; null where there is none. `root` stands for `/`.
 * File systems over several devices (btrfs) have a device number of their own: there the source names the first device.
 */
export function describeDevice(majorMinor: string, source: string, root: string): DeviceFacts | null {
  const device = resolved(root, 'sys/dev/block', majorMinor) ?? deviceOfSource(source, root);
  if (device === null) return null;
  const disk = wholeDisk(device);
  return {
    name: basename(device),
    ...queueFacts(join(disk, 'queue')),
    model: readAttribute(disk, 'device/model'),
    numaNode: numaNode(busDevice(disk)),
    stack: device === disk ? below(disk, root) : [basename(disk), ...below(disk, root)],
    sizeBytes: sizeOf(device),
    ...parts([device], root),
  };
}

/** The same device, with the layers and disks of all devices of its file system. `members`: their kernel names. */
export function withMembers(device: DeviceFacts, members: readonly string[], root: string): DeviceFacts {
  const devices = [device.name, ...members.filter((name) => name !== device.name)];
  const found = devices.flatMap((name) => resolved(root, 'sys/class/block', name) ?? []);
  return found.length < 2 ? device : { ...device, ...parts(found, root) };
}

function parts(devices: readonly string[], root: string): Pick<DeviceFacts, 'transport' | 'layers' | 'disks'> {
  const all = [...new Set(devices.flatMap((device) => devicesBelow(device, root)))];
  const disks = all.filter((device) => isBottom(device, root)).map(describeDisk);
  const transports = [...new Set(disks.map(({ transport }) => transport))];
  return {
    transport: transports.length === 1 ? (transports[0] ?? null) : null,
    layers: all.map(describeLayer),
    disks,
  };
}

type QueueFacts = Omit<
  DeviceFacts,
  'name' | 'model' | 'numaNode' | 'stack' | 'sizeBytes' | keyof ReturnType<typeof parts>
>;

function queueFacts(queue: string): QueueFacts {
  const rotational = readNumber(queue, 'rotational');
  const discard = readNumber(queue, 'discard_max_bytes');
  return {
    scheduler: activeScheduler(readAttribute(queue, 'scheduler')),
    rotational: rotational === null ? null : rotational !== 0,
    logicalBlockSize: readNumber(queue, 'logical_block_size'),
    physicalBlockSize: readNumber(queue, 'physical_block_size'),
    queueDepth: readNumber(queue, 'nr_requests'),
    readAheadKb: readNumber(queue, 'read_ahead_kb'),
    maxSectorsKb: readNumber(queue, 'max_sectors_kb'),
    writeCache: readAttribute(queue, 'write_cache'),
    discard: discard === null ? null : discard > 0,
  };
}

/** Udev makes /dev/mapper/NAME a link to /dev/dm-N. bcachefs lists several devices with colons between them. */
function deviceOfSource(source: string, root: string): string | null {
  const [first = ''] = source.split(':');
  if (!first.startsWith('/dev/')) return null;
  const node = resolved(root, source) ?? resolved(root, first);
  return node === null ? null : resolved(root, 'sys/class/block', basename(node));
}

function below(disk: string, root: string): string[] {
  const backing = readAttribute(disk, 'loop/backing_file');
  if (backing !== null) return [`file:${backing}`];
  const direct = names(disk, 'slaves');
  const deeper = direct.flatMap((name) => {
    const device = resolved(root, 'sys/class/block', name);
    if (device === null) return [];
    const parent = wholeDisk(device);
    return parent === device ? below(device, root) : [basename(parent), ...below(parent, root)];
  });
  return [...new Set([...direct, ...deeper])];
}

/** `none [mq-deadline] kyber`; a device without a choice has one word. */
function activeScheduler(text: string | null): string | null {
  return /\[([^\]]+)\]/.exec(text ?? '')?.[1] ?? text;
}
