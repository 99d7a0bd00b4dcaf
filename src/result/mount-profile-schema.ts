// Schema of what a mount was seen to do in a run, next to what is published of its kind.
import { z } from 'zod';
import { orNull, text } from './fields.js';

export const profileAxes = ['bandwidth', 'iops', 'metadata', 'latency'] as const;

const measuredSchema = z.object({
  value: z.number().nonnegative().describe('Best median of the run. Unit: that of the axis.'),
  step: text('Step that it is of.'),
  what: text('What was measured, in words.'),
});

const publishedSchema = z.object({
  text: text('Figure as it is published.'),
  low: orNull(z.number().nonnegative().describe('Lower end. Unit: that of the axis.'), 'only a word is published'),
  high: orNull(z.number().nonnegative().describe('Upper end. Unit: that of the axis.'), 'only a word is published'),
  of: text('What it is of: a node, an OST, a cluster of so many.'),
  source: text('Where it is from.'),
});

const axisSchema = z.object({
  axis: z
    .enum(profileAxes)
    .describe('bandwidth (bytes per second), iops and metadata (operations per second), latency (nanoseconds).'),
  measured: orNull(measuredSchema.describe('What this run has.'), 'no step of the run tells'),
  published: z
    .array(publishedSchema.describe('One figure.'))
    .describe('Figures of others; none is a measurement of this mount.'),
});

export const mountProfileSchema = z.object({
  mount: text('Name of the mount.'),
  axes: z.array(axisSchema.describe('One axis.')).describe('What it is good for.'),
  sentence: text('What stands out, in words; empty where too little was measured.'),
});

export type MountProfile = z.infer<typeof mountProfileSchema>;
