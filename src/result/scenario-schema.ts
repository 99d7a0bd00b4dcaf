// Schema of a scenario in the record: its timeline as it was asked for and as it was, and what its parts do to each other.
import { z } from 'zod';
import { count, orNull, seconds, text } from './fields.js';

const runs = z
  .enum(['alone', 'together'])
  .describe('alone: nothing else ran. together: all parts of the scenario ran at the same time.');

/** What a step says of its place. */
export const stepScenarioSchema = z.object({
  name: text('Name of the scenario.'),
  part: text('Name of the part.'),
  run: runs,
  occurrence: count('Number of the run of the part, from 1.'),
});

const fromStart = 'From the start of the scenario.';

const runSchema = z.object({
  step: text('Id of its step.'),
  dueSeconds: seconds(`When it was to start. ${fromStart}`),
  startSeconds: seconds(`When it started. ${fromStart}`),
  lateSeconds: seconds('startSeconds - dueSeconds: the run before was not over, or not made ready in time.'),
  endSeconds: seconds(`End of its measured time. ${fromStart}`),
});

const amount = (what: string) => z.number().nonnegative().describe(`${what} Unit: that of the figure.`);

const figureSchema = z.object({
  figure: text('Name of the figure, such as read.perSecond, read.p99 or auPercent.'),
  unit: text('Unit of alone and together.'),
  better: z.enum(['higher', 'lower']).describe('What is better.'),
  alone: orNull(amount('Alone, median over the runs.'), 'it did not run alone, or that has failed'),
  together: amount('Together with the others, median over the runs.'),
  ratio: orNull(
    z.number().nonnegative().describe('together / alone. Unit: ratio.'),
    'one of the two is not known, or alone is 0',
  ),
});

const partSchema = z.object({
  part: text('Name of the part.'),
  workload: text('Name of its workload, in its steps.'),
  atSeconds: seconds(`When it was to start first. ${fromStart}`),
  everySeconds: orNull(seconds('From one start to the next, as asked for.'), 'it starts once'),
  untilSeconds: orNull(seconds(`When it was to end. ${fromStart}`), 'no time was given'),
  untilPart: orNull(text('The part that it was to end with.'), 'none was named'),
  durationSeconds: orNull(seconds('When each run was to end, from its start.'), 'no such limit'),
  runs: z.array(runSchema.describe('One run.')).describe('Its runs together with the others, in their order.'),
  figures: z
    .array(figureSchema.describe('One figure.'))
    .describe('Interference: its main figures alone and together with the others.'),
});

export const scenarioSchema = z.object({
  name: text('Name of the scenario.'),
  mount: text('Name of the mount.'),
  repeat: z.int().positive().describe('Number of the repeat, from 1. Unit: count.'),
  status: z
    .enum(['complete', 'failed', 'stopped'])
    .describe('complete: all parts are. failed: one has failed, and the others were stopped. stopped: by the user.'),
  failedPart: orNull(text('The part that failed first.'), 'none has'),
  parts: z.array(partSchema.describe('One part.')).describe('Parts in the order of the scenario.'),
});

export type ScenarioRecord = z.infer<typeof scenarioSchema>;
export type ScenarioPartRecord = ScenarioRecord['parts'][number];
export type ScenarioRunRecord = ScenarioPartRecord['runs'][number];
/** A figure of a part, alone and together with the others. */
export type PartFigure = ScenarioPartRecord['figures'][number];
