// Schema of one thing that doctor looks at: what was found, and the command that mends it.
import { z } from 'zod';
import { text } from './fields.js';

const checkStates = ['ok', 'note', 'missing', 'unknown'] as const;

/** What a path of cuFile needs; such a check says nothing of other measurements. */
export const gdsParts = ['node', 'nvidia-fs', 'p2pdma', 'mount'] as const;

/** What any measurement needs of the machine. */
const nodeParts = ['engine', 'limit', 'processor', 'memory', 'clock', 'load', 'placement', 'tool'] as const;

/** What any measurement needs of a mount. */
const mountParts = ['file-system', 'direct-io', 'space', 'option', 'device', 'time'] as const;

export const doctorCheckSchema = z.object({
  of: z
    .enum([...gdsParts, ...nodeParts, ...mountParts])
    .describe(
      'What it is about. Of GPUDirect Storage: node (any use of cuFile), nvidia-fs, p2pdma (one of its paths), mount. ' +
        'Of any measurement, on the machine: engine, limit, processor, memory, clock, load, placement (NUMA), tool; ' +
        'on a mount: file-system, direct-io, space, option, device, time.',
    ),
  what: text('The thing, in a word or two.'),
  state: z
    .enum(checkStates)
    .describe(
      'ok; note: worth knowing, spoils nothing; missing: not there or not as it must be, which spoils a measurement ' +
        '(of GPUDirect Storage: the path); unknown: nothing here tells.',
    ),
  finding: text('What was found.'),
  advice: text('What mends it, with the command where there is one; empty when ok.'),
});

export type DoctorCheck = z.infer<typeof doctorCheckSchema>;
