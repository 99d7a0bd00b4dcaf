// What `ioproof history --json` prints: the runs of a results folder, and how their figures went.
import { z } from 'zod';
import { text } from '../result/fields.js';
import { jsonSchemaOf, toolSchema } from '../result/json-schema.js';
import { entrySchema } from './entry-schema.js';

/** Raised when a reader of the older format would misread the newer one. */
export const historySchemaVersion = 1;

const runSchema = entrySchema.extend({
  present: z.boolean().describe('False: only its line is left, its folder is gone.'),
  indexed: z.boolean().describe('False: it has no line in the index; this is what its run.json says.'),
});

const keySchema = z.object({
  host: text('Name of the machine.'),
  workload: text('Name of the workload.'),
  variant: text('Swept keys with their values, as text; empty without a sweep.'),
  fingerprint: text('The same for the same resolved job.'),
  mount: z
    .object({
      name: text('Name of the mount.'),
      path: text('Directory; empty where the run does not tell.'),
      kind: text('Kind of the file system; empty where the run does not tell.'),
    })
    .describe('The mount.'),
});

const pointSchema = z.object({
  run: text('Folder of the run.'),
  startedAt: text('Start of the run. ISO 8601, UTC.'),
  value: z.number().describe('Median over the complete repeats. Unit: that of the series.'),
  n: z.int().positive().describe('Repeats that have it. Unit: count.'),
});

const seriesSchema = z.object({
  key: keySchema.describe('What all its values are of.'),
  figure: text('Name of the figure.'),
  unit: text('Unit of the values.'),
  points: z.array(pointSchema.describe('One run.')).describe('In the order in which the runs ended.'),
});

const badSchema = z.object({
  line: z.int().positive().describe('Number of the line, from 1. Unit: none.'),
  reason: text('Why it says nothing of a run.'),
});

const unreadableSchema = z.object({
  folder: text('Folder with a run.json that cannot be read.'),
  reason: text('Why.'),
});

export const historyDocumentSchema = z.object({
  schemaVersion: z.literal(historySchemaVersion).describe('Version of this format. Unit: none.'),
  tool: toolSchema.describe('What wrote this document.'),
  results: text('Folder of the results, as it was named.'),
  runs: z.array(runSchema.describe('One run.')).describe('Runs that were asked for, the latest last.'),
  series: z.array(seriesSchema.describe('One figure.')).describe('Figures over these runs, complete ones only.'),
  bad: z.array(badSchema.describe('One line.')).describe('Lines of the index that say nothing of a run.'),
  unreadable: z.array(unreadableSchema.describe('One folder.')).describe('Records that cannot be read.'),
});

export type HistoryDocument = z.infer<typeof historyDocumentSchema>;

/** JSON Schema of what `ioproof history --json` prints, draft 2020-12. */
export function historyJsonSchema(): Record<string, unknown> {
  return jsonSchemaOf(historyDocumentSchema, 'ioproof history');
}
