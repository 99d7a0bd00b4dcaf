// Schema of what emulated accelerators have seen: part of the record of a step of kind training.
import { z } from 'zod';
import { bytes, count, orNull, rate, seconds, text } from './fields.js';
import { latencySchema } from './latency-schema.js';

const percent = (what: string) => z.number().nonnegative().describe(`${what} Unit: percent.`);

const fewSteps = 'too few steps, or steps without compute time';
const noSteps = 'no step was done';

const rankSchema = z.object({
  steps: count('Steps.'),
  samples: count('Samples in them.'),
  firstBatchSeconds: seconds('From the start of the epoch until the first batch was there.'),
  firstStepSeconds: seconds('Wait for the first batch and compute on it: what the formula of AU leaves out.'),
  computeSeconds: seconds('Compute of all steps.'),
  computeAfterFirstSeconds: seconds('Compute of all steps but the first.'),
  dataWaitSeconds: seconds('Time in which a batch was missing, of all steps.'),
  dataWaitAfterFirstSeconds: seconds('Time in which a batch was missing, of all steps but the first.'),
  barrierSeconds: seconds('Time in which other accelerators were awaited.'),
});

const epochSchema = z.object({
  kind: z.enum(['train', 'eval']).describe('Training or evaluation.'),
  number: z.int().positive().describe('Number of the epoch among those of its kind, from 1. Unit: count.'),
  startSeconds: seconds('Start of the epoch within the measured time.'),
  seconds: seconds('From its start to its end; of one that was cut off, to the last step that all have done.'),
  complete: z.boolean().describe('False: the runtime or a stop has cut it off.'),
  steps: count('Steps of the accelerator that has done the fewest.'),
  stepsPlanned: count('Steps of each accelerator in a complete epoch.'),
  auPercent: orNull(
    percent('Accelerator utilization by the formula of the rules, mean over the accelerators: without the first step.'),
    fewSteps,
  ),
  wallAuPercent: orNull(
    percent('Compute of all steps over the whole time of the epoch, mean over the accelerators.'),
    fewSteps,
  ),
  samplesPerSecond: orNull(rate('Samples by the formula of the rules, of all accelerators.', 'samples'), fewSteps),
  wallSamplesPerSecond: orNull(rate('Samples of all steps over the whole time of the epoch.', 'samples'), noSteps),
  nominalBytesPerSecond: orNull(rate('samplesPerSecond times sampleBytes.', 'bytes'), fewSteps),
  acceleratorsFed: orNull(
    z
      .number()
      .nonnegative()
      .describe('Sum of the compute of all accelerators over the time of the epoch. Unit: count.'),
    fewSteps,
  ),
  firstBatchSeconds: seconds('Until the first batch was there, mean over the accelerators.'),
  dataWaitSeconds: seconds('Time in which a batch was missing, mean over the accelerators.'),
  barrierSeconds: seconds('Time in which other accelerators were awaited, mean over the accelerators.'),
  rankSpread: orNull(
    z
      .number()
      .nonnegative()
      .describe(
        'From the fastest to the slowest accelerator, in their times without awaiting others, as a fraction of the median. ' +
          'Unit: fraction.',
      ),
    'there was a single accelerator, or no step was done',
  ),
  ranks: z.array(rankSchema.describe('One accelerator.')).describe('Accelerators in their order.'),
});

export const trainingSchema = z.object({
  rules: z
    .enum(['v1', 'v2', 'v3'])
    .describe('Version of MLPerf Storage whose sharing of samples and formulas were used.'),
  model: text('Published workload that was emulated; custom: none.'),
  accelerator: text('What was emulated.'),
  accelerators: count('Emulated accelerators.'),
  batchSize: count('Samples of a step of an accelerator.'),
  evalBatchSize: count('Samples of a step of an evaluation.'),
  sampleBytes: z
    .number()
    .nonnegative()
    .describe('Nominal length of a sample, as the rules reckon with it; real ones scatter around it. Unit: bytes.'),
  computeSeconds: seconds('Mean compute time of a step.'),
  auThresholdPercent: percent('Accelerator utilization to reach.'),
  conforming: z
    .boolean()
    .describe('False: the rules would not let the run count. True: nothing known speaks against it.'),
  reasons: z.array(text('One reason.')).describe('For what the rules would not let the run count.'),
  officialFiles: orNull(
    count('Files for training that the rules ask for at least.'),
    'the memory of the machine was not known',
  ),
  epochs: z.array(epochSchema.describe('One epoch.')).describe('Epochs in their order, evaluations among them.'),
  stepNs: latencySchema.describe(
    'Steps of training, of all accelerators: from the end of the one before to its own end. Unit: nanoseconds.',
  ),
  dataWaitNs: latencySchema.describe('Waits for the batch of a step of training. Unit: nanoseconds.'),
  itemNs: latencySchema.describe(
    'From the first call of an item (a sample, a file of one sample, a row group) to its last. Unit: nanoseconds.',
  ),
  latenessNs: latencySchema.describe(
    'How late readers were told that they may go on: what the emulation itself has cost. Unit: nanoseconds.',
  ),
  samples: count('Samples in steps of training that were done.'),
  samplesBytes: bytes('Bytes of these samples as they are, without what is around them in the files.'),
  checksum: orNull(count('CRC32C over all that was read.'), 'the bytes were not touched'),
});

export type TrainingRecord = z.infer<typeof trainingSchema>;
export type TrainingEpoch = TrainingRecord['epochs'][number];
/** One accelerator in one epoch. */
export type RankRecord = TrainingEpoch['ranks'][number];
