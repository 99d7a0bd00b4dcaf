// Keys whose value is a map: a group of optional keys, and an amount that may be a share of the free space.
import { z } from 'zod';
import { type Field, plainField } from './field.js';
import { percentLeaf } from './leaf.js';
import { chosenLeaf, mapLeaf } from './map-leaf.js';
import { isRawMap } from './raw-map.js';
import type { ShareOfFree } from './workload.js';

/** A map whose keys are all optional, each with a constant default. */
export function group<T extends object, W>(
  parts: { [K in keyof T]: Field<T[K], W> },
  options: { help: string },
): Field<T, W> {
  const fields = Object.entries<Field<unknown, W>>(parts);
  const defaults = Object.fromEntries(fields.map(([key, field]) => [key, constant(field)])) as T;
  const shape = Object.fromEntries(fields.map(([key, field]) => [key, z._default(field.schema, constant(field))]));
  // The shape is built from the parts, so what it gives is a T; zod cannot infer that from entries.
  const schema = z.strictObject(shape) as unknown as z.ZodType<T>;
  return {
    ...plainField('map', '', schema, { help: options.help, default: defaults }),
    sweepable: false,
    parts: Object.fromEntries(fields),
    write: (value) => Object.fromEntries(fields.map(([key, field]) => [key, field.write(value[key as keyof T])])),
  };
}

/** A map with these keys, of which those with a constant default may be left out, or null, which is the default. */
export function nullableMap<T extends object, W>(
  parts: { [K in keyof T]: Field<T[K], W> },
  options: { help: string },
): Field<T | null, W> {
  const fields = Object.entries<Field<unknown, W>>(parts);
  const optional = fields.filter(([, field]) => field.default.kind === 'value');
  const defaults = Object.fromEntries(optional.map(([key, field]) => [key, constant(field)])) as Partial<T>;
  // The shape is that of the parts; entries have lost which key has which type.
  const shape = Object.fromEntries(fields.map(([key, field]) => [key, field.schema])) as {
    [K in keyof T]: z.ZodType<T[K]>;
  };
  return {
    ...plainField('map or null', '', z.nullable(mapLeaf<T>(shape, defaults)), { help: options.help, default: null }),
    sweepable: false,
    parts: Object.fromEntries(fields),
    write: (value) =>
      value === null
        ? null
        : Object.fromEntries(fields.map(([key, field]) => [key, field.write(value[key as keyof T])])),
  };
}

/** The amount, or `{percentOfFree, atMost}` with both keys required: a share without a limit can be a petabyte. */
export function amountOrShare<W>(amount: Field<number, W>): Field<number | ShareOfFree, W> {
  const percent = percentLeaf(0.001, 100);
  const percentOptions = { example: 4, help: 'Share of the free bytes of the mount.' };
  const parts = {
    percentOfFree: plainField<number, W>('percent', '0.001 … 100', percent, percentOptions),
    atMost: { ...amount, default: { kind: 'required' as const, example: 1000 }, help: 'Upper limit of the share.' },
  };
  const share = z.strictObject({ percentOfFree: percent, atMost: amount.schema });
  return {
    ...amount,
    type: `${amount.type} or {percentOfFree, atMost}`,
    schema: chosenLeaf<number | ShareOfFree>((value) => (isRawMap(value) ? share : amount.schema)),
    parts,
    write: (value) =>
      typeof value === 'number'
        ? amount.write(value)
        : { percentOfFree: value.percentOfFree, atMost: amount.write(value.atMost) },
  };
}

function constant<T, W>(field: Field<T, W>): T {
  if (field.default.kind !== 'value') throw new Error('a key of a map needs a constant default');
  return field.default.value;
}
