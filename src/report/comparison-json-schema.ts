// A comparison as a zod schema: in the JSON of a report, and by itself as `ioproof compare --json` prints it.
import { z } from 'zod';
import { figureUnits } from '../figure/definition.js';
import { count, fraction, orNull, text } from '../result/fields.js';
import { jsonSchemaOf, toolSchema } from '../result/json-schema.js';

const workload = text('Name of the workload.');
const variant = text('Swept keys with their values, as text; empty without a sweep.');
const mountOfSides = text('Where sides are runs of several mounts, the mount; else empty.');
const figure = text('Name of the figure.');
const amount = (what: string) => z.number().describe(`${what} Unit: that of the figure.`);

const estimateSchema = z.object({
  value: z.number().describe('The estimate.'),
  low: orNull(z.number().describe('Lower limit of the interval.'), 'the samples allow no statement'),
  high: orNull(z.number().describe('Upper limit of the interval.'), 'the samples allow no statement'),
});

const rowSchema = z.object({
  workload,
  variant,
  mount: mountOfSides,
  figure,
  unit: z.enum(figureUnits).describe('Unit of the values.'),
  better: orNull(z.enum(['higher', 'lower']).describe('What is better.'), 'neither'),
  side: text('Name of the side.'),
  isBaseline: z.boolean().describe('True: the others are measured against this side.'),
  values: z.array(amount('One repeat.')).describe('The repeats in the order in which they ran.'),
  level: orNull(estimateSchema.describe('Median of the values.'), 'there is no value'),
  ratio: orNull(
    estimateSchema.describe('Median of the side / median of the baseline.'),
    'it is the baseline, or one of the two has no value or is 0',
  ),
  p: orNull(fraction('Of the Mann-Whitney test, two-sided.'), 'it cannot be told'),
  pAdjusted: orNull(
    fraction('p, adjusted for the number of rows by Benjamini and Hochberg. The verdict rests on p.'),
    'p is',
  ),
  verdict: orNull(
    z.enum(['faster', 'slower', 'same', 'undecided']).describe('The side against the baseline.'),
    'note says why',
  ),
  moreRepeats: orNull(
    count('Further repeats of each side that would probably decide.'),
    'decided, or no number can be told',
  ),
  note: text('Why there is no verdict; empty where there is one.'),
  failed: count('Steps of this side that failed or were skipped.'),
  failure: text('The same in words; empty where there are none.'),
});

const unmeasuredSchema = z.object({
  workload,
  variant,
  mount: mountOfSides,
  side: text('Name of the side.'),
  failure: text('How many steps failed or were skipped, and why.'),
});

const driftSchema = z.object({
  workload,
  variant,
  mount: mountOfSides,
  figure,
  side: text('Name of the side; empty: all sides together.'),
  change: z.number().describe('From the first to the last repeat: -0.12 is 12 % less. Unit: fraction.'),
  p: fraction('Of the Mann-Kendall test.'),
  repeats: count('Repeats.'),
});

const differenceSchema = z.object({
  workload: text('Workload that it is about; empty: the runs as a whole.'),
  what: text('What differs.'),
  values: z.record(z.string(), z.string()).describe('Value of each side, as text, by the name of the side.'),
  refuses: z.boolean().describe('True: another workload was asked for. false: another circumstance.'),
});

const chanceSchema = z.object({
  rows: count('Rows whose repeats are enough to be told from the baseline at all.'),
  differing: count('Rows that are faster or slower.'),
  expected: z
    .number()
    .nonnegative()
    .describe('Rows that would be, at most and on average, if all sides were alike. Unit: count.'),
  certain: count('Differing rows whose pAdjusted is at most 0.05: of these, 5 % are wrong at most on average.'),
});

export const comparisonSchema = z.object({
  by: z.enum(['mount', 'run']).describe('What the sides are.'),
  baseline: text('Name of the side that the others are measured against.'),
  sides: z.array(text('Name of a side.')).describe('Sides in their order.'),
  confidence: fraction('Confidence of the intervals.'),
  margin: fraction('Ratios within 1 ± this count as the same.'),
  seed: z.int().describe('Seed of the resampling. Unit: none.'),
  resamples: count('Resamples of each interval.'),
  chance: chanceSchema.describe('What chance alone makes of so many rows.'),
  rows: z.array(rowSchema.describe('One figure of one side.')).describe('Figures by workload, figure and side.'),
  unmeasured: z.array(unmeasuredSchema.describe('One side.')).describe('Workloads of which no side has a value.'),
  drift: z.array(driftSchema.describe('One trend.')).describe('What later repeats did otherwise than earlier ones.'),
  differences: z
    .array(differenceSchema.describe('One difference.'))
    .describe('In what the sides differ besides mount and date.'),
});

/** Raised when a reader of the older format would misread the newer one. */
export const compareSchemaVersion = 1;

const limitSchema = z.object({
  limit: text('As it was written.'),
  workload: text('Name of the workload; empty where no step has the figure and none was named.'),
  variant,
  mount: mountOfSides,
  figure,
  side: text('Name of the side; empty where no step has the figure.'),
  breached: z.boolean().describe('True: worse by more than the limit allows, or no value.'),
  change: orNull(
    z.number().describe('Of the median against the baseline: 0.1 is 10 % more. Unit: fraction.'),
    'a side has no value, or it changed from 0',
  ),
  basis: z
    .enum(['interval', 'medians', 'none'])
    .describe(
      'interval: a breach needs one that excludes no change. medians: of fewer than 4 repeats. none: no value.',
    ),
});

const changedSchema = z.object({
  run: text('Name of the run.'),
  files: z.array(text('Name of a file.')).describe('Files that are not what SHA256SUMS says.'),
});

export const compareSchema = comparisonSchema.extend({
  schemaVersion: z.literal(compareSchemaVersion).describe('Version of this format. Unit: none.'),
  tool: toolSchema.describe('What compared.'),
  limits: z.array(limitSchema.describe('One limit on one row.')).describe('What --fail-if says, judged.'),
  changed: z.array(changedSchema.describe('One run.')).describe('Runs of which files were changed after they ended.'),
});

export type CompareDocument = z.infer<typeof compareSchema>;

/** JSON Schema of what `ioproof compare --json` prints, draft 2020-12. */
export function compareJsonSchema(): Record<string, unknown> {
  return jsonSchemaOf(compareSchema, 'ioproof comparison');
}
