// Facts of the block device below a file system, from /sys.
import { basename, dirname, join } from 'node:path';
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
}

/**
 * Facts of the device behind a line of mountinfo; null where there is none. `root` stands for `/`.
 * File systems over several devices (btrfs) have a device number of their own: there the source names the first device.
 */
export function describeDevice(majorMinor: string, source: string, root: string): DeviceFacts | null {
  const device = resolved(root, 'sys/dev/block', majorMinor) ?? deviceOfSource(source, root);
  if (device === null) return null;
  const disk = wholeDisk(device);
  const queue = join(disk, 'queue');
  const rotational = readNumber(queue, 'rotational');
  return {
    name: basename(device),
    scheduler: activeScheduler(readAttribute(queue, 'scheduler')),
    rotational: rotational === null ? null : rotational !== 0,
    model: readAttribute(disk, 'device/model'),
    logicalBlockSize: readNumber(queue, 'logical_block_size'),
    physicalBlockSize: readNumber(queue, 'physical_block_size'),
    queueDepth: readNumber(queue, 'nr_requests'),
    readAheadKb: readNumber(queue, 'read_ahead_kb'),
    maxSectorsKb: readNumber(queue, 'max_sectors_kb'),
    writeCache: readAttribute(queue, 'write_cache'),
    numaNode: numaNode(disk),
    stack: device === disk ? below(disk, root) : [basename(disk), ...below(disk, root)],
  };
}

/** Udev makes /dev/mapper/NAME a link to /dev/dm-N. */
function deviceOfSource(source: string, root: string): string | null {
  if (!source.startsWith('/dev/')) return null;
  const node = resolved(root, source);
  return node === null ? null : resolved(root, 'sys/class/block', basename(node));
}

/** Only whole disks have a queue; a partition is a directory inside of its disk. */
function wholeDisk(device: string): string {
  return readAttribute(device, 'partition') === null ? device : dirname(device);
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

/** The attribute belongs to the bus device (PCI), some steps above the disk. -1 is the kernel's word for none. */
function numaNode(disk: string): number | null {
  const start = resolved(disk, 'device');
  for (
    let directory = start ?? '/';
    basename(directory) !== 'devices' && directory !== '/';
    directory = dirname(directory)
  ) {
    if (readAttribute(directory, 'numa_node') !== null) return readNumber(directory, 'numa_node');
  }
  return null;
}
