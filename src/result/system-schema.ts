// Schema of what is known of the file system of a mount beyond the kernel's line: client, servers, targets.
import { z } from 'zod';
import { fileSystemKinds } from '../filesystem/kinds.js';
import { bytes, count, orNull, text } from './fields.js';

const untold = 'the file system does not tell';
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const targetSchema = z.object({
  name: text('Name of the target or pool.'),
  role: z.enum(['ost', 'mdt', 'pool', 'target', 'brick']).describe('What it is.'),
  pools: z.array(text('Name of a pool.')).describe('Pools that it belongs to.'),
  totalBytes: orNull(bytes('Size.'), untold),
  availableBytes: orNull(bytes('Free for this user.'), untold),
  inodes: orNull(count('Inodes in total.'), untold),
  freeInodes: orNull(count('Free inodes.'), untold),
  state: text('State, in the words of the system; empty where it has none.'),
});

const askedSchema = z.object({
  what: text('Command or file.'),
  state: z
    .enum(['answered', 'MISSING', 'REFUSED', 'TIMED_OUT', 'ABANDONED', 'TOO_LONG', 'FAILED'])
    .describe('What came of it. ABANDONED: its process waits in the kernel and was left behind.'),
  reason: text('Why there is no answer; empty where there is one.'),
});

export const systemSchema = z.object({
  kind: z.enum(fileSystemKinds).describe('What the file system was recognised as.'),
  title: text('The same, as people call it.'),
  evidence: text('What it was recognised by.'),
  version: text('Version of the client; empty where nothing tells.'),
  details: z.record(z.string(), scalar).describe('Facts of this system, in its own words.'),
  targets: z.array(targetSchema.describe('One target or pool.')).describe('Parts that can be full on their own.'),
  asked: z.array(askedSchema.describe('One question.')).describe('Tools and files that were asked.'),
});

export type SystemRecord = z.infer<typeof systemSchema>;
