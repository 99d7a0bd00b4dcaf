// Keys whose value is a map: a group of optional keys, and an amount that may be a share of the free space.
import { z } from 'zod';
import { type Field, plainField } from './field.js';
import { percentLeaf } from './leaf.js';
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

/** The amount, or `{percentOfFree, atMost}` with both keys required: a share without a limit can be a petabyte. */
export function amountOrShare<W>(amount: Field<number, W>): Field<number | ShareOfFree, W> {
  const percent = percentLeaf(0.001, 100);
  const percentOptions = { example: 4, help: 'Share of the free bytes of the mount.' };
  const parts = {
    percentOfFree: plainField<number, W>('percent', '0.001 … 100', percent, percentOptions),
    atMost: { ...amount, default: { kind: 'required' as const, example: 1000 }, help: 'Upper limit of the share.' },
  };
  return {
    ...amount,
    type: `${amount.type} or {percentOfFree, atMost}`,
    schema: either(amount.schema, z.strictObject({ percentOfFree: percent, atMost: amount.schema })),
    parts,
    write: (value) =>
      typeof value === 'number'
        ? amount.write(value)
        : { percentOfFree: value.percentOfFree, atMost: amount.write(value.atMost) },
  };
}

/** Reads maps by one schema and all else by the other; a union of zod would hide the reasons of both. */
function either<T, M>(scalar: z.ZodType<T>, map: z.ZodType<M>): z.ZodType<T | M> {
  return z.unknown().transform((value, context) => {
    const result = (isRawMap(value) ? map : scalar).safeParse(value);
    if (result.success) return result.data;
    // zod types what it reports and what it accepts as an issue differently; they are the same data.
    context.issues.push(...(result.error.issues as z.core.$ZodRawIssue[]));
    return z.NEVER;
  });
}

function constant<T, W>(field: Field<T, W>): T {
  if (field.default.kind !== 'value') throw new Error('a key of a map needs a constant default');
  return field.default.value;
}
