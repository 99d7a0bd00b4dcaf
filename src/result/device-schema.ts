// Schema of the block device below a file system: queue, layers, disks.
import { z } from 'zod';
import { bytes, count, orNull, text } from './fields.js';

const unknown = 'the system does not tell';
const earlier = 'missing in records of earlier versions';

const gigatransfers = (what: string) =>
  z.number().positive().describe(`${what} Unit: gigatransfers per second and lane.`);

const pcieSchema = z.object({
  address: text('Address on the PCI bus.'),
  speedGts: orNull(gigatransfers('Speed at which the link runs.'), unknown),
  width: orNull(count('Lanes in use.'), unknown),
  maxSpeedGts: orNull(gigatransfers('Speed that both ends of the link can do.'), unknown),
  maxWidth: orNull(count('Lanes that both ends of the link have.'), unknown),
});

const layerSchema = z.object({
  name: text('Name of the device.'),
  kind: text('What it is: disk, partition, loop, lvm, crypt, multipath, vdo, device-mapper, bcache, or a RAID level.'),
  detail: text('More of it, in words; empty where there is nothing to say.'),
});

const diskSchema = z.object({
  name: text('Name of the device.'),
  transport: orNull(text('How it is attached: nvme, nvme-tcp, nvme-rdma, sata, sas, virtio, loop.'), unknown),
  model: orNull(text('Model.'), unknown),
  firmware: orNull(text('Revision of the firmware.'), unknown),
  rotational: orNull(z.boolean().describe('True for a spinning disk.'), unknown),
  sizeBytes: orNull(bytes('Size.'), unknown),
  writeCache: orNull(text('Mode of the write cache: write back or write through.'), unknown),
  numaNode: orNull(count('NUMA node of the device.'), 'none or unknown'),
  pcie: orNull(pcieSchema.describe('Link to the PCI Express bus.'), 'not on that bus'),
});

export const deviceSchema = z.object({
  name: text('Name of the block device.'),
  scheduler: orNull(text('I/O scheduler in use.'), unknown),
  rotational: orNull(z.boolean().describe('True for a spinning disk.'), unknown),
  model: orNull(text('Model of the device.'), unknown),
  logicalBlockSize: orNull(bytes('Logical block size.'), unknown),
  physicalBlockSize: orNull(bytes('Physical block size.'), unknown),
  queueDepth: orNull(count('Requests that the block layer queues (nr_requests).'), unknown),
  readAheadKb: orNull(count('Read-ahead in KiB (read_ahead_kb).'), unknown),
  maxSectorsKb: orNull(count('Largest request in KiB (max_sectors_kb).'), unknown),
  writeCache: orNull(text('Mode of the write cache: write back or write through.'), unknown),
  numaNode: orNull(count('NUMA node of the device.'), 'none or unknown'),
  stack: z.array(text('Name of a device.')).describe('Devices below this one (device mapper, RAID), top first.'),
  transport: orNull(text(`How all disks below are attached; ${earlier}.`), 'they differ, or it is not told').optional(),
  sizeBytes: orNull(bytes(`Size of the device; ${earlier}.`), unknown).optional(),
  discard: orNull(z.boolean().describe(`Whether it takes discards (TRIM); ${earlier}.`), unknown).optional(),
  layers: z
    .array(layerSchema.describe('One device.'))
    .describe(`The device and all below it, top first; ${earlier}.`)
    .optional(),
  disks: z
    .array(diskSchema.describe('One disk.'))
    .describe(`Devices at the bottom: members of a RAID, paths, or the device itself; ${earlier}.`)
    .optional(),
});
