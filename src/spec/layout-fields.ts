// Declares `layout`: how the files of a workload are to be spread over the storage, where the file system can be told.
import { z } from 'zod';
import type { LayoutRequest } from '../filesystem/layout.js';
import { checkpointFormats } from './checkpoint-workload.js';
import { type Field, plainField } from './field.js';
import { nullableBytes } from './field-kinds.js';
import { leaf } from './leaf.js';
import { nullableMap } from './map-fields.js';
import { chosenLeaf } from './map-leaf.js';
import type { Workload } from './workload.js';

const KiB = 1024;
// Lustre has them in 32 bits, and as multiples of 64 KiB.
const largestStripe = 2 ** 32 - 64 * KiB;
// Overstriping of Lustre has as many stripes of a file.
const mostStripes = 2000;

function nullableName(pattern: RegExp, range: string, help: string): Field<string | null> {
  const inner = z.nullable(z.string().regex(pattern));
  const advice = (value: unknown) => (typeof value === 'string' ? 'Choose another' : 'Put it in quotes');
  return {
    ...plainField('text or null', range, leaf(inner, `text of ${range}, or null`, advice), { default: null, help }),
    sweepable: false,
  };
}

const stripeCount: Field<number | null> = plainField(
  'whole number or null',
  `1 … ${mostStripes}, or -1 for all`,
  leaf(
    z.nullable(z.union([z.literal(-1), z.int().min(1).max(mostStripes)])),
    `a whole number from 1 to ${mostStripes}, -1 for all targets, or null`,
    'Give a whole number in that range, or -1',
  ),
  {
    default: null,
    help: 'Targets that a file is spread over (Lustre: OSTs); CephFS: objects that are written in turn.',
  },
);

const layout = nullableMap<LayoutRequest, Workload>(
  {
    pool: nullableName(
      /^[A-Za-z0-9_][A-Za-z0-9._-]*$/,
      'letters, digits, ".", "_" and "-"',
      'Pool of targets (Lustre, BeeGFS), or data pool (CephFS).',
    ),
    stripeCount,
    stripeSize: nullableBytes({
      min: 4 * KiB,
      max: largestStripe,
      default: null,
      help: 'Bytes on one target before the next: stripe of Lustre, chunk of BeeGFS and DAOS, stripe unit of CephFS.',
    }),
    objectSize: nullableBytes({
      min: 4 * KiB,
      max: largestStripe,
      default: null,
      help: 'Bytes of an object, a multiple of stripeSize; CephFS only.',
    }),
    objectClass: nullableName(/^[A-Z][A-Z0-9_]*$/, 'capital letters, digits and "_"', 'Object class; DAOS only.'),
  },
  {
    help:
      'How new files are spread over the storage. Set on the directory of the data set before its first file, read back and ' +
      'compared; data of another layout is another data set. Refused where the file system cannot be told. A key that is ' +
      'null is as the file system has it, and null: all are.',
  },
);

export const layoutField: Field<LayoutRequest | null> = layout;

/** As of other kinds. It was once the word for what `format` is. */
export const checkpointLayoutField: Field<LayoutRequest | null> = {
  ...layout,
  schema: chosenLeaf<LayoutRequest | null>((value) => (isFormat(value) ? formerFormat(value) : layout.schema)),
};

function isFormat(value: unknown): value is string {
  return checkpointFormats.some((format) => format === value);
}

function formerFormat(value: string): z.ZodType<LayoutRequest | null> {
  const expects = 'a map with the layout of files on the storage';
  return leaf<LayoutRequest | null>(z.never(), expects, `The files of a checkpoint are chosen by "format: ${value}"`);
}
