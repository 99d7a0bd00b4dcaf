// Schema of what an import adds to the record: what became of each option of the job file that the run comes from.
import { z } from 'zod';
import { orNull, text } from './fields.js';

const outcomes = ['converted', 'recorded', 'replaced', 'idle', 'assumed'] as const;

const noteSchema = z.object({
  line: z.int().positive().describe('Line of the job file. Unit: none, from 1.'),
  section: text(
    'Section that it is about; for a line of [global] about which several sections say the same, the first.',
  ),
  option: text('The option as it is written there; empty where no option, but a default is what is said.'),
  value: orNull(text('The text after "=", with variables in place.'), 'there is none'),
  outcome: z
    .enum(outcomes)
    .describe(
      'converted: taken over. recorded: accepted, but without effect. replaced: another line decides. idle: nothing to do in ' +
        'this job. assumed: a difference between the default there and here, or between how the two run.',
    ),
  text: text('What became of it.'),
  keys: z.array(text('One key.')).describe('Keys of the workload that hold it.'),
});

export const importSchema = z.object({
  source: text('Path of the job file, as it was given.'),
  notes: z.array(noteSchema.describe('One note.')).describe('Notes on every option, in the order of the sections.'),
});

export type ImportRecord = z.infer<typeof importSchema>;
