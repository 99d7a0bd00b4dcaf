// Schema of what a cross-check adds to the record: the same jobs by fio, pair by pair, and how the two compare.
import { z } from 'zod';
import { count, fraction, nanoseconds, orNull, rate, text } from './fields.js';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const sampleSchema = z.object({
  perSecond: rate('Operations completed.', 'operations'),
  bytesPerSecond: rate('Bytes completed.', 'bytes'),
  p50Ns: nanoseconds('Median latency; of fio that of lat_ns, from before the submission.'),
  p99Ns: nanoseconds('99th percentile of the latency.'),
});

const directions = ['read', 'write'] as const;
const samplesSchema = z
  .partialRecord(z.enum(directions), sampleSchema.describe('One direction.'))
  .describe('Values by direction; only directions that occurred.');

const pairSchema = z.object({
  pair: count('Number of the pair, from 1.'),
  step: text('Step of this record that is the side of ioproof.'),
  first: z.enum(['ioproof', 'fio']).describe('Which side ran first.'),
  error: orNull(text('Why the pair has no values of both sides.'), 'it has'),
  ioproof: samplesSchema,
  fio: samplesSchema,
});

const ratio = (what: string) => z.number().positive().describe(`${what} Unit: ratio ioproof / fio.`);

const agreement = (what: string) => z.enum(['agree', 'differ', 'undecided']).describe(what);

const oneSide = 'Geometric mean over the pairs. Unit: that of the figure.';
const noInterval = 'there is no interval, as of a single pair';

const figureSchema = z.object({
  pairs: count('Pairs that have values of both sides.'),
  ioproof: z.number().positive().describe(oneSide),
  fio: z.number().positive().describe(oneSide),
  ratio: ratio('Geometric mean of the ratios of the pairs.'),
  low: orNull(ratio('Lower end of the confidence interval of the ratio.'), noInterval),
  high: orNull(ratio('Upper end of the confidence interval of the ratio.'), noInterval),
  agreement: agreement(
    'agree: the interval lies within the tolerance of 1; differ: 1 is outside of it; undecided: neither, or no interval.',
  ),
});

const figuresSchema = z.object({
  perSecond: figureSchema.describe('Operations a second.'),
  bytesPerSecond: figureSchema.describe('Bytes a second.'),
  p50Ns: figureSchema.describe('Median latency in nanoseconds.'),
  p99Ns: figureSchema.describe('99th percentile of the latency in nanoseconds.'),
});

const comparisonSchema = z.object({
  workload: text('Name of the workload.'),
  mount: text('Name of the mount.'),
  variant: z.record(z.string(), scalar).describe('Swept keys with the value of these steps; units as in job.'),
  command: z
    .array(text('One argument.'))
    .describe(
      'Command line of fio, the same for every pair; empty where no step of ioproof has told what to give fio.',
    ),
  pairs: z.array(pairSchema.describe('One pair.')).describe('What was measured, in order.'),
  directions: z
    .partialRecord(z.enum(directions), figuresSchema.describe('One direction.'))
    .describe('Comparison by direction, over the pairs that have values of both sides.'),
  figures: count(
    'Figures of all directions. Their intervals hold together with the confidence of the method; for that, each has ' +
      'confidence 1 - (1 - confidence) / figures.',
  ),
  agreement: orNull(
    agreement('agree: every figure of every direction agrees; differ: one differs.'),
    'no pair has both sides',
  ),
  conclusion: text('The same in one line.'),
});

export const crosscheckSchema = z.object({
  fio: z
    .object({ path: text('Program that was run.'), version: text('What it says its version is.') })
    .describe('The installed fio.'),
  method: z
    .object({
      name: z
        .literal('paired log ratios, Student t, Bonferroni')
        .describe(
          'exp(mean ± t·s/√n) of the logarithms of the n ratios of the pairs; t of n - 1 degrees of freedom, at a confidence ' +
            'that Bonferroni divides among the figures of the comparison.',
        ),
      confidence: fraction('Confidence that all intervals of a comparison hold together.'),
      tolerance: fraction('How far from 1 the ends of an interval may lie where both agree.'),
    })
    .describe('How the intervals were found.'),
  comparisons: z
    .array(comparisonSchema.describe('One variant of a workload on one mount.'))
    .describe('Comparisons in the order of the plan.'),
});

export type CrosscheckRecord = z.infer<typeof crosscheckSchema>;
export type CrosscheckComparison = CrosscheckRecord['comparisons'][number];
export type CrosscheckPair = CrosscheckComparison['pairs'][number];
export type CrosscheckSamples = CrosscheckPair['fio'];
export type CrosscheckSample = z.infer<typeof sampleSchema>;
export type CrosscheckFigures = z.infer<typeof figuresSchema>;
export type CrosscheckDirection = (typeof directions)[number];
