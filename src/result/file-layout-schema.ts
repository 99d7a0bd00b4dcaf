// Schema of how the files of a step are spread over the storage: asked for, and read back.
import { z } from 'zod';
import { bytes, orNull, text } from './fields.js';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const none = 'the file system does not tell, or has no such thing';

const layoutShape = {
  pool: orNull(text('Pool of OSTs or targets; data pool of CephFS.'), none),
  stripeCount: orNull(z.int().describe('Targets of a file; -1: all. Unit: count.'), none),
  stripeSize: orNull(bytes('Bytes on one target before the next.'), none),
  objectSize: orNull(bytes('Bytes of an object (CephFS).'), none),
  objectClass: orNull(text('Object class (DAOS).'), none),
};

const requestSchema = z.object(layoutShape);

const foundSchema = z.object({
  ...layoutShape,
  details: z.record(z.string(), scalar).describe('Everything else that it tells, in its own words.'),
  targets: z.array(text('Number or name.')).describe('Targets of the file, in its order; empty for a directory.'),
  by: text('What told: the command, or the attribute.'),
});

export const fileLayoutSchema = z.object({
  asked: orNull(requestSchema.describe('What the workload asks for.'), 'it asks for none'),
  setBy: orNull(text('What it was set with.'), 'it was not set in this run'),
  directory: orNull(foundSchema.describe('Of the directory of the data set, read back.'), 'it could not be read'),
  file: orNull(foundSchema.describe('Of its first file.'), 'there is none, or it could not be read'),
  problem: text('Why something could not be read; empty where all could.'),
});

export type FileLayoutRecord = z.infer<typeof fileLayoutSchema>;
