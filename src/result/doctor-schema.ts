// What doctor found, as one JSON document: the machine, what would spoil a measurement, cuFile, and each mount.
import { z } from 'zod';
import { doctorCheckSchema } from './doctor-check-schema.js';
import { mountTrialSchema } from './doctor-mount-schema.js';
import { doctorNodeSchema } from './doctor-node-schema.js';
import { bytes, count, instant, orNull, text } from './fields.js';
import { cufileSchema, deviceSchema, gdsPathSchema, statsOf } from './gpu-schema.js';
import { fileSystemSchema, hostSchema } from './host-schema.js';
import { jsonSchemaOf, toolSchema } from './json-schema.js';

/** Raised when a reader of the older format would misread the newer one. */
export const doctorSchemaVersion = 2;

const stageSchema = z.object({
  ok: z.boolean().describe('It went well.'),
  code: text('Name of the error; empty when ok, or when it did not come to it.'),
  reason: text('What went wrong; empty when ok, or when it did not come to it.'),
});

const transferSchema = z.object({
  direction: z.enum(['read', 'write']).describe('Which way the data went.'),
  bytes: bytes('Size of the transfer.'),
  stage: stageSchema.describe('Whether it went well.'),
  sameBytes: z.boolean().describe('True: the memory of the GPU holds what the file does.'),
  before: statsOf('before the transfer'),
  after: statsOf('after it'),
});

const attemptSchema = z.object({
  compat: z.enum(['refuse', 'allow']).describe('refuse: cuFile was opened strict. allow: it may use the host.'),
  problem: text('Why the process that tried gave no answer; empty where it did.'),
  driverOpen: stageSchema.describe('Opening the driver of cuFile.'),
  handleRegister: stageSchema.describe('Making the file of the trial known to cuFile.'),
  transfers: z.array(transferSchema.describe('One transfer.')).describe('Writes and reads that were tried.'),
  log: z.array(text('One line.')).describe('The last lines that cuFile wrote into its log.'),
});

const doctorMountSchema = z.object({
  name: text('Name of the mount, as given with --mount.'),
  path: text('Directory.'),
  fileSystem: fileSystemSchema.describe('File system that holds the directory.'),
  verdict: orNull(gdsPathSchema.shape.verdict, 'cuFile moved no data here, or was not tried'),
  reasons: gdsPathSchema.shape.reasons,
  attempts: z
    .array(attemptSchema.describe('One trial, in a process of its own.'))
    .describe('What was tried, in order.'),
  trial: mountTrialSchema.describe('What was tried on it besides cuFile.'),
  checks: z
    .array(doctorCheckSchema.describe('One check.'))
    .describe('What would spoil a measurement on this mount, and (of: mount) what a direct path of cuFile needs.'),
});

const nodeSchema = z.object({
  present: z.boolean().describe('GPU, driver and cuFile are there and can be used; it says nothing about any path.'),
  reason: text('Why not; empty where they are.'),
  problem: text('Why the process that was to look gave no answer; empty where it did.'),
  cuda: stageSchema.describe('Opening libcuda and finding a GPU.'),
  cudaLibrary: text('Path of libcuda; empty where it was not opened.'),
  cudaVersion: text('Version of the CUDA driver API; empty where it was not opened.'),
  devices: z.array(deviceSchema.describe('One GPU.')).describe('GPUs that CUDA shows, in the order of their ordinals.'),
  cufile: stageSchema.describe('Opening libcufile.'),
  driver: orNull(
    cufileSchema.describe('The driver of cuFile, opened so that it may use the host.'),
    'it cannot be opened',
  ),
});

export const doctorSchema = z.object({
  schemaVersion: z.literal(doctorSchemaVersion).describe('Version of this format. Unit: none.'),
  tool: toolSchema.describe('What wrote the document.'),
  checkedAt: instant('When it looked.'),
  host: hostSchema.describe('The machine.'),
  node: doctorNodeSchema.describe('State of the machine that changes figures.'),
  spoilers: count('Checks with the state missing that are not of GPUDirect Storage, of the machine and of all mounts.'),
  gds: nodeSchema.describe('CUDA and cuFile on it, by opening them in a process of its own.'),
  checks: z
    .array(doctorCheckSchema.describe('One check.'))
    .describe('What would spoil a measurement on this machine, and what cuFile and its direct paths need of it.'),
  mounts: z.array(doctorMountSchema.describe('One mount.')).describe('Directories that were tried.'),
});

export type DoctorRecord = z.infer<typeof doctorSchema>;
export type DoctorMount = DoctorRecord['mounts'][number];
export type DoctorAttempt = DoctorMount['attempts'][number];

/** JSON Schema of what `ioproof doctor --json` prints, draft 2020-12. */
export function doctorJsonSchema(): Record<string, unknown> {
  return jsonSchemaOf(doctorSchema, 'ioproof doctor record');
}
