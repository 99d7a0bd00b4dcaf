// Schema of a judged acceptance expression in the record.
import { z } from 'zod';
import { count, fraction, orNull, text } from './fields.js';

const side = z.object({
  text: text('This side as it was written.'),
  value: orNull(z.number().describe('Median over the repeats. Unit: as unit says.'), 'nothing was measured'),
  low: orNull(
    z.number().describe('Lower limit of the confidence interval. Unit: as unit says.'),
    'the samples allow no statement',
  ),
  high: orNull(
    z.number().describe('Upper limit of the confidence interval. Unit: as unit says.'),
    'the samples allow no statement',
  ),
  unit: text('Unit of value, low and high.'),
});

export const acceptanceSchema = z.object({
  expression: text('The expression as it was written.'),
  source: z.enum(['workload', 'suite', 'command']).describe('Where it was written.'),
  workload: orNull(
    text('The workload that has it, or whose figures it means where it leaves the name out.'),
    'it names the workloads itself',
  ),
  variant: text('Swept keys with their values, as text; empty without a sweep.'),
  mount: orNull(text('The mount that it is judged on.'), 'it names its mounts itself'),
  verdict: z
    .enum(['pass', 'fail', 'marginal'])
    .describe('marginal: the confidence interval has the limit in it, so that a repetition could say otherwise.'),
  left: side.describe('What was measured.'),
  right: side.describe('The limit.'),
  samples: count('Repeats that the judgement rests on, of the figure with the fewest.'),
  basis: z
    .enum(['none', 'exact', 'repeats', 'intervals', 'point'])
    .describe(
      'What the interval rests on. none: nothing was measured, which is a breach. exact: a count, which needs none. ' +
        'repeats: several repeats. intervals: those of a single repeat, which says nothing of another day. point: a single ' +
        'value without an interval.',
    ),
  confidence: fraction(
    'Confidence of the limits, where it is that of a look at so many repeats; absent: that of judging.confidence.',
  ).optional(),
  reason: text('The judgement in one sentence.'),
});

const lookSchema = z.object({
  repeats: count('Repeats that are done.'),
  confidence: fraction('Confidence of the intervals at this look.'),
});

/** How the expressions of a run were judged: whoever judges them so again, on the same samples, gets the same verdicts. */
export const judgingSchema = z.object({
  confidence: fraction('Confidence of the intervals, such as 0.95.'),
  seed: z.int().describe('Seed of the resampling. Unit: none.'),
  resamples: count('Resamples of each interval.'),
  marginal: z.enum(['pass', 'fail']).describe('fail: a marginal expression counted as a breach. pass: it did not.'),
  repeats: count('Repeats that were planned for each step.'),
  earlyStop: z.boolean().describe('True: repeats were left out once every verdict that rests on them was certain.'),
  method: z
    .int()
    .positive()
    .describe(
      'Number of the method of the intervals: versions with another number compute others from the same samples. Absent: 1. ' +
        'Unit: none.',
    )
    .optional(),
  looks: z
    .array(lookSchema.describe('One look.'))
    .describe(
      'Looks at measured figures before the end of the repeats and at it. A judgement has the confidence of the look at its ' +
        'number of repeats (the last one by then, or the first), so that all looks together are wrong no more often than 1 - ' +
        'confidence. Absent: nobody looked before the end, or the record is of an older version, which judged with confidence.',
    )
    .optional(),
});

export type JudgingRecord = z.infer<typeof judgingSchema>;
export type AcceptanceRecord = z.infer<typeof acceptanceSchema>;
