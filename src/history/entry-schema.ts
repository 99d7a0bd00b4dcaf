// One line of the index of a results folder: what a run was about, and its main figures.
import { z } from 'zod';
import { orNull, text } from '../result/fields.js';

/** Raised when a reader of the older lines would misread the newer ones. */
export const entryVersion = 1;

const figureSchema = z.object({
  name: text('Name of the figure.'),
  median: z.number().describe('Over the complete repeats. Unit: as unit says.'),
  n: z.int().positive().describe('Repeats that have it. Unit: count.'),
  unit: text('Unit of the median.'),
});

const workloadSchema = z.object({
  name: text('Name of the workload.'),
  variant: text('Swept keys with their values, as text; empty without a sweep.'),
  mount: text('Name of the mount.'),
  fingerprint: text('The same for the same resolved job: of others, no figure may be compared.'),
  complete: z.int().nonnegative().describe('Repeats that completed. Unit: count.'),
  repeats: z.int().positive().describe('All repeats. Unit: count.'),
  figures: z.array(figureSchema.describe('One figure.')).describe('Main figures.'),
});

const mountSchema = z.object({
  name: text('Name of the mount.'),
  path: text('Directory.'),
  kind: text('Kind of the file system.'),
});

const tool = z.object({
  version: text('Version of the tool.'),
  hash: orNull(text('SHA-256 over the program and the addon.'), 'they could not be read'),
});

export const entrySchema = z.object({
  indexVersion: z.literal(entryVersion).describe('Version of the line. Unit: none.'),
  id: text('Name of the run.'),
  folder: z
    .string()
    .regex(/^[^/]+$/)
    .describe('Its folder in the results, which may have been renamed.'),
  startedAt: text('Start of the run. ISO 8601, UTC.'),
  endedAt: orNull(text('End of the run. ISO 8601, UTC.'), 'the run did not come to its end'),
  status: z.enum(['complete', 'partial', 'failed', 'interrupted']).describe('How it ended.'),
  host: text('Name of the machine.'),
  tool: tool.describe('What ran.'),
  sha256: orNull(text('Of run.json as it was when the line was written.'), 'nobody knows it'),
  mounts: z.array(mountSchema.describe('One mount.')).describe('Directories under test.'),
  workloads: z
    .array(workloadSchema.describe('All repeats of one workload, in one variant, on one mount.'))
    .describe('What ran.'),
});

export type HistoryEntry = z.infer<typeof entrySchema>;
/** All repeats of one workload, in one variant, on one mount. */
export type HistoryWorkload = HistoryEntry['workloads'][number];
export type HistoryFigure = HistoryWorkload['figures'][number];
