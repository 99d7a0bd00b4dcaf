// Building blocks of the record's schema: each takes the description that the JSON Schema publishes.
import { z } from 'zod';

/** A size in bytes. */
export const bytes = (what: string) => z.int().nonnegative().describe(`${what} Unit: bytes.`);

/** A number of things. */
export const count = (what: string) => z.int().nonnegative().describe(`${what} Unit: count.`);

/** A time in seconds, with fractions. */
export const seconds = (what: string) => z.number().nonnegative().describe(`${what} Unit: seconds.`);

/** A time in nanoseconds; a mean has fractions. */
export const nanoseconds = (what: string) => z.number().nonnegative().describe(`${what} Unit: nanoseconds.`);

/** A share of a whole. */
export const fraction = (what: string) => z.number().min(0).max(1).describe(`${what} Unit: fraction, 0 to 1.`);

/** A rate; `unit` is what is counted a second. */
export const rate = (what: string, unit: string) =>
  z.number().nonnegative().describe(`${what} Unit: ${unit} per second.`);

/** Free text; an empty string says that there is nothing to tell. */
export const text = (what: string) => z.string().describe(what);

/** An instant as `Date.toISOString()` writes it. A pattern, because validators know `format` only through add-ons. */
export const instant = (what: string) =>
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    .describe(`${what} ISO 8601, UTC.`);

/** Kernel limit, or `unlimited`. */
export const limit = (what: string, unit: string) =>
  z.union([z.int().nonnegative(), z.literal('unlimited')]).describe(`${what} Unit: ${unit}, or "unlimited".`);

/** The same field where the value may be unknown; `when` says when it is null. */
export function orNull<T extends z.ZodType>(field: T, when: string): z.ZodNullable<T> {
  return field.nullable().describe(`${field.description ?? ''} Null: ${when}.`);
}
