// The JSON of a report as a zod schema and as the published JSON Schema.
import { z } from 'zod';
import { figureUnits } from '../figure/definition.js';
import { acceptanceSchema, judgingSchema } from '../result/acceptance-schema.js';
import { bytes, count, instant, orNull, text } from '../result/fields.js';
import { hostSchema, mountSchema } from '../result/host-schema.js';
import { jsonSchemaOf, toolSchema } from '../result/json-schema.js';
import { stepSchema, warningSchema } from '../result/step-schema.js';
import { comparisonSchema } from './comparison-json-schema.js';

/** Raised when a reader of the older format would misread the newer one. */
export const reportSchemaVersion = 1;

const runName = text('Name of the run in this document.');
const workload = text('Name of the workload.');
const variant = text('Swept keys with their values, as text; empty without a sweep.');

const noteSchema = z.object({
  run: runName,
  code: z.enum(['RECORD_CHANGED', 'RUN_NOT_COMPLETE']).describe('Name of the note, for programs.'),
  text: text('One or two sentences.'),
});

const runSchema = z.object({
  name: text('Name of the run in this document: its id.'),
  id: text('Name of the run and of its folder.'),
  path: text('Its run.json.'),
  sha256: text('SHA-256 of run.json, hexadecimal.'),
  sizeBytes: bytes('Size of run.json.'),
  integrity: z
    .enum(['matches', 'differs', 'unknown'])
    .describe('Whether run.json is what SHA256SUMS beside it says. unknown: there is no such file.'),
  command: z.array(text('One argument.')).describe('Command line.'),
  startedAt: instant('Start of the run.'),
  endedAt: orNull(instant('End of the run.'), 'the run goes on, or it ended without a last word'),
  status: z.enum(['complete', 'partial', 'failed', 'interrupted']).describe('How it ended.'),
  reasons: z.array(text('One reason.')).describe('Why the status is not complete.'),
  tool: toolSchema.describe('What wrote the record.'),
  hosts: z.array(hostSchema.describe('One machine.')).describe('Machines that took part.'),
  mounts: z.array(mountSchema.describe('One mount.')).describe('Directories under test.'),
  judging: orNull(judgingSchema.describe('How the expressions were judged.'), 'there were none'),
});

const { id, repeat, status, error, startedAt, endedAt, elapsedSeconds, warnings } = stepSchema.shape;

const stepOfReportSchema = z.object({
  run: runName,
  ...{ id, workload, variant },
  mount: text('Name of the mount.'),
  ...{ repeat, status, error, startedAt, endedAt, elapsedSeconds },
  figures: z
    .record(z.string(), z.number())
    .describe('Every figure that the step has, by its name. Units: as in figures of the document.'),
  warnings,
});

const figureSchema = z.object({
  unit: z.enum(figureUnits).describe('Unit of the values.'),
  better: orNull(z.enum(['higher', 'lower']).describe('What is better.'), 'neither'),
  help: text('One sentence.'),
});

const warningGroupSchema = z.object({
  run: runName,
  warning: warningSchema.describe('The first one.'),
  steps: z.array(text('Id of a step.')).describe('Steps that it came up in.'),
  count: count('How often it came up.'),
});

const reportSchema = z.object({
  schemaVersion: z.literal(reportSchemaVersion).describe('Version of this format. Unit: none.'),
  tool: toolSchema.describe('What wrote this document.'),
  createdAt: instant('When this document was written.'),
  verdict: z
    .enum(['accepted', 'not accepted', 'marginal', 'no expressions'])
    .describe('Over all expressions of all runs; a run that is not complete is not accepted.'),
  verdictReason: text('The verdict in one sentence.'),
  notes: z.array(noteSchema.describe('One note.')).describe('What must be known before any figure is believed.'),
  runs: z.array(runSchema.describe('One run.')).describe('Runs in the order in which they were named.'),
  figures: z
    .record(z.string(), figureSchema.describe('One figure.'))
    .describe('What the names of figures in this document mean.'),
  steps: z.array(stepOfReportSchema.describe('One step.')).describe('Steps of all runs, in their order.'),
  acceptance: z
    .array(acceptanceSchema.extend({ run: runName }).describe('One expression on one mount of one run.'))
    .describe('Acceptance expressions, judged.'),
  comparison: orNull(
    comparisonSchema.describe('Mounts of a run, or runs, side by side.'),
    'there is nothing to compare: one mount of one run',
  ),
  warnings: z.array(warningGroupSchema.describe('One doubt.')).describe('Doubts about the results.'),
});

export type ReportJson = z.infer<typeof reportSchema>;

/** JSON Schema of the report, draft 2020-12; every property is described with its unit. */
export function reportJsonSchema(): Record<string, unknown> {
  return jsonSchemaOf(reportSchema, 'ioproof report');
}
