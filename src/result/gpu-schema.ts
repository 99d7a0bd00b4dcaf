// Schema of what a step did with the memory of GPUs: devices, cuFile and its statistics, samples, the verdict on the path.
import { z } from 'zod';
import type { NativeCufileStats } from '../native/contract.js';
import { bytes, count, fraction, orNull, seconds, text } from './fields.js';

/** The paths that data can be proved to have taken: four direct ones, and three that are none. */
export const gdsVerdicts = ['gds-nvfs', 'gds-p2pdma', 'gds-c2c', 'gds-rdma', 'mixed', 'compat', 'unverified'] as const;

const verdictMeanings = [
  'gds-*: directly into the memory of the GPU, by nvidia-fs, PCI peer-to-peer, the coherent link to the processor (c2c), or RDMA',
  'of the file system. mixed, compat: in part, all through the memory of the host. unverified: nothing proves a direct path.',
];

export const gdsPathSchema = z.object({
  verdict: z.enum(gdsVerdicts).describe(`The path that the data took. ${verdictMeanings.join(' ')}`),
  reasons: z.array(text('One sentence.')).describe('What the verdict rests on, or what is missing for a better one.'),
  hostFraction: orNull(
    fraction('Share of the operations that went through the memory of the host.'),
    'no statistics tell',
  ),
});

const statistics = {
  reads: 'Reads.',
  p2pReads: 'Reads by PCI peer-to-peer.',
  nvfsReads: 'Reads by nvidia-fs.',
  posixReads: 'Reads through the memory of the host.',
  unalignedReads: 'Reads that are not aligned.',
  routedReads: 'Reads by way of another GPU or of the host (dynamic routing).',
  sparseRegions: 'Holes that were read.',
  inlineRegions: 'Extents inside of inodes that were read.',
  readErrors: 'Reads that failed.',
  readBytes: 'Bytes read.',
  writes: 'Writes.',
  p2pWrites: 'Writes by PCI peer-to-peer.',
  nvfsWrites: 'Writes by nvidia-fs.',
  posixWrites: 'Writes through the memory of the host.',
  unalignedWrites: 'Writes that are not aligned.',
  routedWrites: 'Writes by way of another GPU or of the host (dynamic routing).',
  writeErrors: 'Writes that failed.',
  writeBytes: 'Bytes written.',
  batchEnqueued: 'Entries of batches.',
  batchPosixEnqueued: 'Entries of batches for the memory of the host.',
  batchNvfs: 'Submissions of batches to nvidia-fs.',
  batchP2p: 'Submissions of batches to PCI peer-to-peer.',
  batchAio: 'Submissions of batches to Linux AIO.',
  batchUring: 'Submissions of batches to io_uring.',
  batchMixed: 'Submissions of batches of both kinds.',
  batchReadBytes: 'Bytes read by batches.',
  batchWriteBytes: 'Bytes written by batches.',
} satisfies Record<keyof NativeCufileStats, string>;

const statsSchema = z.object(
  Object.fromEntries(
    Object.entries(statistics).map(([key, what]) => [key, key.endsWith('Bytes') ? bytes(what) : count(what)]),
  ) as Record<keyof NativeCufileStats, ReturnType<typeof count>>,
);

/** Statistics at a moment: `before the first operation`. */
export const statsOf = (when: string) =>
  orNull(
    statsSchema.describe(`Statistics of cuFile ${when}, of all GPUs together, in its own names.`),
    'cuFile before 1.15 has none',
  );

export const deviceSchema = z.object({
  ordinal: count('Number of the GPU in the driver, from 0.'),
  name: text('Name of the model.'),
  uuid: text('UUID of the device.'),
  pciBusId: text('Place on the PCI bus, as sysfs names it.'),
  numaNode: orNull(count('NUMA node of the GPU.'), 'the system does not tell'),
  computeCapability: text('Compute capability.'),
  memoryBytes: bytes('Memory of the GPU.'),
  gpuDirectRdma: z.boolean().describe('True: the driver offers its memory to other PCI devices.'),
  dmaBuf: z.boolean().describe('True: the driver offers its memory as dma-buf.'),
});

const flags = (what: string) => z.array(text('One flag.')).describe(what);

export const cufileSchema = z.object({
  library: text('Path of libcufile.'),
  version: text('Version of cuFile; empty where it does not tell (before 1.8).'),
  strict: z.boolean().describe('True: it was opened so that a file without a direct path is refused.'),
  capabilities: flags('What it has of batch, stream, stats and parameters.'),
  nvfsVersion: text('Version of nvidia-fs; 0.0: there is none.'),
  statusFlags: flags('File systems and devices that it says to support; no proof of a path.'),
  controlFlags: flags('How it is set up.'),
  featureFlags: flags('What it says to be able to do; no proof of a path.'),
  maxDirectIoBytes: bytes('Size up to which a transfer is one request.'),
  maxBatch: count('Entries that a batch may have; 0: unknown.'),
  before: statsOf('before the first operation'),
  after: statsOf('after the last one'),
});

const registrationSchema = z.object({
  count: count('Calls.'),
  bytes: bytes('Bytes that were made known.'),
  seconds: seconds('Time of all of them together; part of no latency.'),
  longestSeconds: seconds('Time of the longest.'),
});

const sampleSchema = z.object({
  path: text('The file.'),
  direction: z.enum(['read', 'write']).describe('Which way the blocks went.'),
  blocks: count('Blocks that were moved and compared.'),
  bytes: bytes('Size of them together.'),
  mismatches: count('Blocks that differ between the memory of the GPU and a plain read of the file.'),
  firstMismatch: orNull(bytes('Place in the file of the first byte that differs.'), 'none does'),
  error: text('Name of the error of an operation that failed; empty: none did.'),
  before: statsOf('before these blocks'),
  after: statsOf('after them'),
  verdict: orNull(gdsPathSchema.describe('The path of this file, by the same rule.'), 'the engine is not cufile'),
});

const trialSchema = z.object({
  ok: z.boolean().describe('True: cuFile took the mount when opened strict, and the step ran so.'),
  code: text('Name of the error; empty when ok.'),
  reason: text('What was refused; empty when ok.'),
});

export const gpuSchema = z.object({
  cudaLibrary: text('Path of libcuda.'),
  cudaVersion: text('Version of the CUDA driver API.'),
  devices: z.array(deviceSchema.describe('One GPU.')).describe('GPUs that the workers used.'),
  cufile: orNull(cufileSchema.describe('The driver of cuFile, as it was opened.'), 'the engine is not cufile'),
  transfers: z
    .object({
      reads: count('Reads of the engines.'),
      writes: count('Writes of the engines.'),
      readBytes: bytes('Bytes that they read.'),
      writeBytes: bytes('Bytes that they wrote.'),
    })
    .describe('What the engines did from their first operation on, that before the measured time included.'),
  registration: z
    .object({
      handles: registrationSchema.describe('Files made known to cuFile.'),
      buffers: registrationSchema.describe('Memory of GPUs made known to cuFile.'),
      pinned: registrationSchema.describe('Memory of the host that was locked for copies.'),
    })
    .describe('Calls that make files and memory known to a library.'),
  samples: z
    .array(sampleSchema.describe('One file.'))
    .describe('Blocks that were moved once more after the measured time and compared byte for byte.'),
  noSamples: text('Why there are no samples; empty where there are.'),
  trial: orNull(
    trialSchema.describe('Whether cuFile takes the mount when opened strict.'),
    'the workload does not allow both ways (cufileCompat: allow)',
  ),
  path: orNull(gdsPathSchema.describe('The path that the data took, and the proof.'), 'the engine is not cufile'),
});

export const memoryTrafficSchema = z.object({
  readBytes: orNull(bytes('Bytes that the memory controllers read.'), 'see reason'),
  writeBytes: orNull(bytes('Bytes that they wrote.'), 'see reason'),
  method: text('Counters that tell it; empty where none do.'),
  reason: text('Why it is not known; empty where it is.'),
});

/** What a step did with the memory of GPUs. */
export type GpuRecord = z.infer<typeof gpuSchema>;
/** A path with the sentences that it rests on. */
export type GdsVerdict = z.infer<typeof gdsPathSchema>;
export type GdsVerdictName = (typeof gdsVerdicts)[number];
/** Whether cuFile takes a mount when opened strict. */
export type GdsTrial = z.infer<typeof trialSchema>;
export type MemoryTraffic = z.infer<typeof memoryTrafficSchema>;
