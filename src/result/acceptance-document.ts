// What `ioproof accept --results --json` prints: saved runs, judged again.
import { z } from 'zod';
import { acceptanceSchema, judgingSchema } from './acceptance-schema.js';
import { instant, text } from './fields.js';
import { jsonSchemaOf, toolSchema } from './json-schema.js';

/** Raised when a reader of the older format would misread the newer one. */
export const acceptanceSchemaVersion = 1;

const acceptedRunSchema = z.object({
  id: text('Name of the run.'),
  path: text('Where it was read, as it was named.'),
  startedAt: instant('Start of the run.'),
  status: z.enum(['complete', 'partial', 'failed', 'interrupted']).describe('Of the run, as its record has it.'),
  integrity: z
    .enum(['matches', 'differs', 'unknown'])
    .describe('Whether run.json and events.ndjson are what SHA256SUMS beside them says; unknown: there is none.'),
  accepted: z.boolean().describe('True: no expression is breached, and no file was changed after the run.'),
  judging: judgingSchema.describe('How the expressions were judged.'),
  acceptance: z.array(acceptanceSchema.describe('One expression on one mount.')).describe('Expressions, judged.'),
});

const acceptanceDocumentSchema = z.object({
  schemaVersion: z.literal(acceptanceSchemaVersion).describe('Version of this format. Unit: none.'),
  tool: toolSchema.describe('What judged.'),
  accepted: z.boolean().describe('True: all runs are accepted.'),
  runs: z.array(acceptedRunSchema.describe('One run.')).describe('Runs in the order in which they were named.'),
});

export type AcceptanceDocument = z.infer<typeof acceptanceDocumentSchema>;
export type AcceptedRun = AcceptanceDocument['runs'][number];

/** JSON Schema of what `ioproof accept --results --json` prints, draft 2020-12. */
export function acceptanceJsonSchema(): Record<string, unknown> {
  return jsonSchemaOf(acceptanceDocumentSchema, 'ioproof acceptance document');
}
