// Schema of one thing that doctor looks at: what was found, and the command that mends it.
import { z } from 'zod';
import { text } from './fields.js';

export const checkStates = ['ok', 'missing', 'unknown'] as const;

export const doctorCheckSchema = z.object({
  of: z
    .enum(['node', 'nvidia-fs', 'p2pdma', 'mount'])
    .describe('What needs it: any use of cuFile, the path by nvidia-fs, that by PCI peer-to-peer, or this mount.'),
  what: text('The thing, in a word or two.'),
  state: z.enum(checkStates).describe('ok, missing (or not as it must be), or unknown: nothing here tells.'),
  finding: text('What was found.'),
  advice: text('What mends it, with the command where there is one; empty when ok.'),
});

export type DoctorCheck = z.infer<typeof doctorCheckSchema>;
