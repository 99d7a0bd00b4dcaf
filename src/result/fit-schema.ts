// Schema of a search for the most accelerators that a mount feeds: its tries, what it found, and what is in the way.
import { z } from 'zod';
import { count, nanoseconds, orNull, rate, seconds } from './fields.js';

const percent = (what: string) => z.number().min(0).describe(`${what} Unit: percent.`);

/** What can be in the way of one more accelerator. */
const fitResources = [
  ...['asked', 'memory', 'dataset', 'readers'],
  ...['processors', 'threads', 'bandwidth', 'latency', 'storage'],
] as const;

const resourceMeanings = [
  'Not tried: asked (--most), memory (of their loaders), dataset (epochs too short), readers (of a job). Tried and missed:',
  'processors, threads (all busy), bandwidth (no more bytes a second), latency (more, but too late), storage (one of these two,',
  'where not even one is fed).',
];

const trySchema = z.object({
  accelerators: count('Accelerators of the try.'),
  reached: z.boolean().describe('True: they reached the threshold.'),
  by: z
    .enum(['whole', 'bound', 'interval'])
    .describe(
      'whole: the try ran to its end. It was ended early because it could no longer reach the threshold even without ' +
        'another wait (bound), or because both ends of the interval were on one side of the threshold (interval).',
    ),
  auPercent: percent(
    'Accelerator utilization by the rules; of a try that was ended early, as it would have been had it gone on as it went.',
  ),
  interval: orNull(
    z
      .object({ low: percent('Least.'), high: percent('Most.') })
      .describe('Utilization of the whole try that its blocks leave open, with a confidence of 99.9 %.'),
    'too few blocks, or the try ran to its end',
  ),
  wallAuPercent: orNull(percent('Utilization with the first batch counted.'), 'the try was ended early'),
  samplesPerSecond: orNull(rate('Of all accelerators, by the rules.', 'samples'), 'the try was ended early'),
  steps: count('Steps of each accelerator, over all epochs.'),
  seconds: seconds('Measured time.'),
  readBytesPerSecond: rate('Bytes that were read in the measured time.', 'bytes'),
  itemP50Ns: orNull(nanoseconds('Median of the time in which an item was read.'), 'no item was read'),
  itemP99Ns: orNull(nanoseconds('99th percentile of it.'), 'no item was read'),
  coresUsed: z.number().nonnegative().describe('Processor time / measured time. Unit: cores.'),
});

const limitSchema = z.object({
  resource: z.enum(fitResources).describe(`What is in the way. ${resourceMeanings.join(' ')}`),
  evidence: z
    .record(z.string(), z.number())
    .describe('Values that this rests on; a name with a unit says it, others are counts.'),
});

export const fitSchema = z.object({
  threshold: percent('Accelerator utilization to reach.'),
  most: count('Accelerators to try at most.'),
  accelerators: count(
    'The most that reached the threshold in a try that ran to its end; 0: not even one did. Where the search did not come to its ' +
      'end: the most that had reached it until then, in a try of any kind.',
  ),
  complete: z.boolean().describe('True: the search came to its end.'),
  tries: z
    .array(trySchema.describe('One try.'))
    .describe('Tries in their order; the figures of the step are of one of them.'),
  limit: orNull(limitSchema.describe('Why no more accelerators are fed.'), 'the search did not come to its end'),
});

export type FitRecord = z.infer<typeof fitSchema>;
export type FitTry = FitRecord['tries'][number];
export type FitLimit = NonNullable<FitRecord['limit']>;
export type FitResource = FitLimit['resource'];
