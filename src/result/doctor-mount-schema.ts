// Schema of what doctor tries on a mount, in a file of its own that it removes again.
import { z } from 'zod';
import { bytes, orNull, text } from './fields.js';

const untried = 'nothing was written, or it did not come to it';

const directSchema = z.object({
  requested: z.boolean().describe('Always true here.'),
  used: z.boolean().describe('O_DIRECT was accepted, and a direct read went past the page cache.'),
  memoryAlignment: bytes('Alignment of memory that direct I/O needs.'),
  offsetAlignment: bytes('Alignment of offset and size.'),
  method: text('What told the alignment: statx, trial or none.'),
  reason: text('Why it is not used; empty where it is.'),
});

const alignmentSchema = z.object({
  told: z.boolean().describe('The file system answers STATX_DIOALIGN.'),
  memory: bytes('Alignment of memory; 0 where it tells: no direct I/O.'),
  offset: bytes('Alignment of offset and size.'),
  readOffset: bytes('That of reads where it differs; 0: not told.'),
});

const readsSchema = z.object({
  nowait: text('Outcome of a read with RWF_NOWAIT: accepted, or the name of the error.'),
  misaligned: text('Outcome of a direct read of 100 bytes at offset 7: accepted, or the name of the error.'),
  cachestat: text('Outcome of cachestat(2): accepted, or the name of the error.'),
});

export const mountTrialSchema = z.object({
  wrote: z.boolean().describe('A file of 1 MiB was written, tried and removed. False with --no-write.'),
  problem: text('Why there is no answer, or not all; empty where there is.'),
  direct: orNull(directSchema.describe('What the file system does with O_DIRECT.'), untried),
  alignment: orNull(alignmentSchema.describe('What statx says of direct I/O.'), untried),
  reads: orNull(readsSchema.describe('Reads that file systems refuse.'), untried),
  clockOffsetMs: orNull(
    z.number().describe('Time of change that the file got, less the time of this machine then. Unit: milliseconds.'),
    untried,
  ),
  clockToleranceMs: orNull(
    z
      .number()
      .nonnegative()
      .describe('Half of the time that the writing took: no offset is known better. Unit: milliseconds.'),
    untried,
  ),
});

export type MountTrial = z.infer<typeof mountTrialSchema>;
