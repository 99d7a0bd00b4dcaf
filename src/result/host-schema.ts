// Schema of what the record says about the machine and about each mount.
import { z } from 'zod';
import { batchSchema } from './batch-schema.js';
import { deviceSchema } from './device-schema.js';
import { bytes, count, limit, orNull, rate, text } from './fields.js';
import { gdsHostSchema, gpuHostSchema } from './gds-host-schema.js';
import { linkSchema } from './link-schema.js';
import { systemSchema } from './system-schema.js';

const unknown = 'the system does not tell';

const cpuSchema = z.object({
  model: text('Model name of the processor.'),
  architecture: text('Architecture as Node names it: x64 or arm64.'),
  sockets: orNull(count('Processor packages.'), unknown),
  cores: orNull(count('Physical cores.'), unknown),
  threads: count('Logical processors that are online.'),
  governor: orNull(text('Frequency governor of processor 0.'), 'no frequency scaling is visible'),
});

const numaNodeSchema = z.object({
  node: count('Number of the NUMA node.'),
  cpus: text('Logical processors of the node, as the kernel lists them: 0-3,8.'),
  memoryBytes: bytes('Memory of the node.'),
});

const untouched = 'no limit';
const ioLimitSchema = z.object({
  device: text('Block device.'),
  majorMinor: text('Its numbers.'),
  version: z.literal([1, 2]).describe('Version of the hierarchy that the limit is in. Unit: none.'),
  group: text('Directory of the group that has the limit.'),
  readBytes: orNull(rate('Read at most.', 'bytes'), untouched),
  writtenBytes: orNull(rate('Written at most.', 'bytes'), untouched),
  reads: orNull(rate('Reads at most.', 'requests'), untouched),
  writes: orNull(rate('Writes at most.', 'requests'), untouched),
});

const cgroupSchema = z.object({
  version: orNull(z.literal([1, 2]).describe('Version of the control group hierarchy.'), 'no control group is visible'),
  cpuQuotaCores: orNull(z.number().positive().describe('Processor time allowed. Unit: cores.'), 'no quota'),
  memoryLimitBytes: orNull(bytes('Memory allowed.'), 'no limit'),
  cpuset: orNull(text('Logical processors allowed, as the kernel lists them.'), 'not restricted or not visible'),
  ioLimits: z
    .array(ioLimitSchema.describe('What one group allows of one device.'))
    .describe('Limits of I/O (io.max, blkio.throttle), of the own group first; missing in records of earlier versions.')
    .optional(),
});

const limitsSchema = z.object({
  memlockBytes: limit('Memory that may be locked (RLIMIT_MEMLOCK, soft).', 'bytes'),
  openFiles: limit('Files that may be open (RLIMIT_NOFILE, soft).', 'count'),
});

export const hostSchema = z.object({
  name: text('Host name.'),
  kernel: text('Kernel release.'),
  os: text('Name of the operating system, from os-release.'),
  cpu: cpuSchema.describe('Processor.'),
  memoryBytes: bytes('Memory of the machine.'),
  memoryAvailableBytes: orNull(bytes('Memory available at the start of the run.'), unknown),
  numa: z.array(numaNodeSchema.describe('One NUMA node.')).describe('NUMA nodes.'),
  cgroup: cgroupSchema.describe('Limits of the control group of the process.'),
  limits: limitsSchema.describe('Resource limits of the process.'),
  ioUringDisabled: orNull(
    z.literal([0, 1, 2]).describe('Sysctl kernel.io_uring_disabled: 0 allowed, 1 privileged only, 2 off.'),
    'this kernel has no such sysctl',
  ),
  transparentHugePages: orNull(text('Mode of transparent huge pages: always, madvise or never.'), unknown),
  hugePagesFree: orNull(count('Free huge pages of the default size.'), unknown),
  clocksource: orNull(text('Clock source of the kernel.'), unknown),
  virtualization: orNull(text('Hint at a hypervisor or container.'), 'no hint was found'),
  nodeVersion: text('Version of Node.js.'),
  gpus: z.array(gpuHostSchema.describe('One GPU.')).describe('NVIDIA GPUs of the machine, in the order of PCI.'),
  gds: gdsHostSchema
    .describe('What the machine has for GPUDirect Storage; missing in records of earlier versions.')
    .optional(),
  links: z
    .array(linkSchema.describe('One link.'))
    .describe('Network links of the machine; missing in records of earlier versions.')
    .optional(),
  batch: orNull(batchSchema.describe('Job of a batch system that the run is in.'), 'it is in none').optional(),
});

const untoldSize = 'the file system does not tell';
const uncounted = 'the file system does not count them, or says a number that is none; 0 in older records';

const statfsSchema = z.object({
  type: text('Magic number of the file system, hexadecimal.'),
  blockSize: bytes('Block size that statfs reports.'),
  totalBytes: orNull(bytes('Size of the file system.'), untoldSize),
  freeBytes: orNull(bytes('Free space, that reserved for root included.'), untoldSize),
  availableBytes: orNull(bytes('Free space for this user.'), untoldSize),
  files: orNull(count('Inodes in total.'), uncounted),
  freeFiles: orNull(count('Free inodes.'), uncounted),
});

export const fileSystemSchema = z.object({
  type: text('File system type, as mountinfo names it.'),
  source: text('What is mounted: device, server and export, or a name.'),
  mountPoint: text('Where it is mounted.'),
  options: z.array(text('One option.')).describe('Options of the mount.'),
  superOptions: z.array(text('One option.')).describe('Options of the superblock.'),
  majorMinor: text('Device number, major:minor.'),
  statfs: statfsSchema.describe('What statfs reported before the run.'),
  device: orNull(deviceSchema.describe('Block device below the file system.'), 'not on a block device'),
  system: systemSchema.describe('What is known of the file system; missing in records of earlier versions.').optional(),
});

export const mountSchema = z.object({
  name: text('Name of the mount, as given with --mount.'),
  path: text('Directory under test.'),
  fileSystem: fileSystemSchema.describe('File system that holds the directory.'),
});
