// Schema of what reading back and checking found in a step.
import { z } from 'zod';
import { sectorVerdicts } from '../native/contract.js';
import { bytes, count, fraction, orNull, seconds, text } from './fields.js';

const verificationModes = ['after', 'during', 'only'] as const;

const number = (what: string) => text(`${what} Decimal digits, since it can be larger than 2^53.`);

const stampSchema = z.object({
  dataset: number('Number of the data set.'),
  file: number('Number of the file.'),
  offset: number('Place in the file, in bytes.'),
  seed: number('Seed of the workload.'),
  generation: number('Counts the writes of the same place.'),
  checksum: number('CRC32C of the sector.'),
});

const meanings = [
  'torn: part is of another write.',
  'stale: too old.',
  'misplaced: of another place.',
  'foreign: of another data set or seed.',
  'zeros: empty.',
  'corrupt: no valid stamp.',
];

const mismatchSchema = z.object({
  verdict: z
    .enum(sectorVerdicts)
    .exclude(['good'])
    .describe(`What is wrong with the sector. ${meanings.join(' ')}`),
  path: text('File of the sector.'),
  offset: bytes('Place of the sector in the file.'),
  worker: count('Number of the worker that found it, from 0.'),
  expected: stampSchema.describe(
    'What the sector was to say of itself; its generation is the newest that can be right.',
  ),
  found: orNull(stampSchema.describe('What it says.'), 'it carries no stamp'),
  otherParts: z
    .array(z.int().min(0).max(7).describe('Number of the part, from 0. Unit: count.'))
    .describe('Which of its eight parts of 512 bytes do not carry the expected generation.'),
});

export const verificationSchema = z.object({
  mode: z
    .enum(verificationModes)
    .describe(
      'after: what was written was read back after the measured time. during: reads were checked, and writes read back ' +
        'at once. only: what an earlier run has written was checked.',
    ),
  sectors: z
    .object(
      Object.fromEntries(sectorVerdicts.map((verdict) => [verdict, count(`Sectors that are ${verdict}.`)])) as Record<
        (typeof sectorVerdicts)[number],
        ReturnType<typeof count>
      >,
    )
    .describe('Sectors of 4 KiB that were checked, by verdict.'),
  bytes: bytes('Bytes that were checked.'),
  seconds: seconds('Time of reading back after the measured time; 0 where all was checked during it.'),
  residentFraction: orNull(
    fraction('Share of the files that was still in memory when reading back began.'),
    'all was checked during the measured time, or nobody can tell',
  ),
  mismatches: z
    .array(mismatchSchema.describe('One sector.'))
    .describe('The first sectors of each worker that are not good.'),
});

export const systemCachesSchema = z.object({
  dropped: z.boolean().describe('True: all was synced, and the caches of the machine were dropped.'),
  reason: text('Why not.'),
});
