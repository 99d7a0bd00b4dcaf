// What `ioproof verify --json` prints: saved runs, and whether their figures follow from what was measured.
import { z } from 'zod';
import { count, orNull, text } from '../result/fields.js';
import { jsonSchemaOf, toolSchema } from '../result/json-schema.js';
import type { VerifiedRun } from './verify-run.js';

/** Raised when a reader of the older format would misread the newer one. */
export const verifySchemaVersion = 1;

const place = 'Place in the record, such as steps.0.operations.read.perSecond.';
const any = (what: string) => orNull(z.unknown().describe(what), 'there is none');

const differenceSchema = z.object({
  path: text(place),
  stored: any('What the record has there. Unit: that of the field.'),
  recomputed: any(
    'What follows from other values of the record; of a range, its ends as text. Unit: that of the field.',
  ),
  from: text('What it follows from, where two stored values are held against each other; else empty.'),
});

const sumSchema = z.object({
  name: text('Name of the file in the folder of the run.'),
  integrity: z
    .enum(['matches', 'differs', 'unknown'])
    .describe('Whether it is what SHA256SUMS says; unknown: that has no sum of it.'),
  reason: text('Why a file differs that could not even be read; empty for all others.'),
});

const failureSchema = z.object({ path: text('What could not be checked.'), reason: text('Why.') });

const runSchema = z.object({
  id: text('Name of the run.'),
  file: text('Its run.json.'),
  holds: z.boolean().describe('True: no sum, no figure and no file says that anything was changed.'),
  checked: count('Figures that were computed again.'),
  hasEvents: z.boolean().describe('False: there is no events.ndjson, and what rests on intervals was not checked.'),
  judgedOtherwise: z
    .boolean()
    .describe(
      'True: limits and verdicts of expressions are by the method of another version (judging.method) and were not computed again.',
    ),
  sums: z.array(sumSchema.describe('One file.')).describe('Files against SHA256SUMS.'),
  differences: z.array(differenceSchema.describe('One figure.')).describe('Figures that do not follow.'),
  failures: z.array(failureSchema.describe('One failure.')).describe('What could not be checked although it should.'),
  unchecked: z.array(text(place)).describe('Numbers that follow from nothing stored.'),
});

export const verifyDocumentSchema = z.object({
  schemaVersion: z.literal(verifySchemaVersion).describe('Version of this format. Unit: none.'),
  tool: toolSchema.describe('What verified.'),
  holds: z.boolean().describe('True: all runs hold.'),
  runs: z.array(runSchema.describe('One run.')).describe('Runs in the order in which they were named.'),
});

export type VerifyDocument = z.infer<typeof verifyDocumentSchema>;

export function verifyDocument(runs: readonly VerifiedRun[], version: string): VerifyDocument {
  return {
    schemaVersion: verifySchemaVersion,
    tool: { name: 'ioproof', version },
    holds: runs.every(({ holds }) => holds),
    runs: runs.map(
      ({ record, file, holds, checks, hasEvents, judgedOtherwise, sums, differences, failures, unchecked }) => ({
        ...{ id: record.run.id, file, holds, checked: checks.length, hasEvents, judgedOtherwise, sums },
        differences: differences.map(({ path, stored = null, recomputed = null, from }) => {
          return { path, stored, recomputed, from };
        }),
        ...{ failures, unchecked },
      }),
    ),
  };
}

/** JSON Schema of what `ioproof verify --json` prints, draft 2020-12. */
export function verifyJsonSchema(): Record<string, unknown> {
  return jsonSchemaOf(verifyDocumentSchema, 'ioproof verification');
}
