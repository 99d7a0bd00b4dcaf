// Zod schemas of maps inside a value: fixed keys, one of several keys, or the same for reads and for writes.
import { z } from 'zod';
import { shown } from './leaf.js';
import { nearest } from './nearest.js';
import { isRawMap } from './raw-map.js';
import type { PerDirection } from './workload.js';

type Shape<T> = { [K in keyof T]: z.ZodType<T[K]> };

/** A map that has every key of the shape and no other; those with a default may be left out. */
export function mapLeaf<T extends object>(shape: Shape<T>, defaults: Partial<T> = {}): z.ZodType<T> {
  const pattern = patternOf(shape);
  const map = keysLeaf<T>(shape, pattern, (value, refuse) => {
    for (const key of Object.keys(shape)) {
      if (!Object.hasOwn(value, key) && !Object.hasOwn(defaults, key)) refuse('is missing', `Write ${pattern}`, [key]);
    }
  });
  return map.transform((given) => ({ ...defaults, ...given })) as unknown as z.ZodType<T>;
}

/** A map that has exactly one key of the shape. */
export function oneOfLeaf<T extends object>(shape: Shape<T>): z.ZodType<Partial<T>> {
  const pattern = Object.keys(shape)
    .map((key) => `{${key}: …}`)
    .join(' or ');
  return keysLeaf<T>(shape, pattern, (value, refuse) => {
    const given = Object.keys(value).filter((key) => Object.hasOwn(shape, key));
    if (given.length !== 1) refuse(`must have one of ${Object.keys(shape).join(', ')}`, `Write ${pattern}`, []);
  });
}

/** A list of one item or more; `pattern` shows people one item. */
export function listLeaf<T>(item: z.ZodType<T>, pattern: string, min = 1): z.ZodType<T[]> {
  return z.unknown().transform((value, context) => {
    const isList = Array.isArray(value);
    if (isList && value.length >= min) return forward(z.array(item), value, context);
    const what = isList ? 'is an empty list' : `must be a list but is ${shown(value)}`;
    context.addIssue({ code: 'custom', message: what, params: { advice: `Write [${pattern}, …]` } });
    return z.NEVER;
  });
}

/** One value for both directions, or `{read, write}`. `keys` are those of the value where it is a map itself. */
export function perDirectionLeaf<T>(one: z.ZodType<T>, keys: readonly string[] = []): z.ZodType<PerDirection<T>> {
  const both = mapLeaf({ read: one, write: one });
  return chosenLeaf<T | { read: T; write: T }>((value) => {
    const isOne = !isRawMap(value) || Object.keys(value).some((key) => keys.includes(key));
    return isOne ? one : both;
  });
}

/** Reads each value by the schema chosen for it; a union of zod would hide the reasons of all. */
export function chosenLeaf<T>(choose: (value: unknown) => z.ZodType<T>): z.ZodType<T> {
  return z.unknown().transform((value, context) => forward(choose(value), value, context));
}

/** What to do about a key inside a map that has only these keys. */
export function adviceForUnknownPart(key: string, parts: readonly string[]): string {
  const near = nearest(key, parts);
  return near === null ? `Its keys are ${parts.join(', ')}` : `Did you mean "${near}"?`;
}

type Refuse = (what: string, advice: string, path: string[], atKey?: boolean) => void;

function keysLeaf<T extends object>(
  shape: Shape<T>,
  pattern: string,
  check: (value: object, refuse: Refuse) => void,
): z.ZodType<Partial<T>> {
  return z.unknown().transform((value, context) => {
    const refuse: Refuse = (message, advice, path, atKey = false) => {
      context.addIssue({ code: 'custom', message, path, params: { advice, atKey } });
    };
    if (!isRawMap(value)) {
      refuse(`must be ${pattern} but is ${shown(value)}`, `Write ${pattern}`, []);
      return z.NEVER;
    }
    const known = Object.keys(shape).filter((key) => Object.hasOwn(value, key));
    const others = Object.keys(value).filter((key) => !known.includes(key));
    for (const key of others) {
      refuse('is not a key', adviceForUnknownPart(key, Object.keys(shape)), [key], true);
    }
    if (others.length === 0) check(value, refuse);
    const entries = known.map((key) => [key, forward(shape[key as keyof T], value[key], context, [key])]);
    return Object.fromEntries(entries) as Partial<T>;
  });
}

function patternOf(shape: object): string {
  return `{${Object.keys(shape).join(': …, ')}: …}`;
}

/** What the schema reads, or its issues in this context. */
function forward<T>(schema: z.ZodType<T>, value: unknown, context: z.core.$RefinementCtx, path: string[] = []): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    // zod types what it reports and what it accepts as an issue differently; they are the same data.
    context.issues.push({ ...issue, path: [...path, ...issue.path] } as z.core.$ZodRawIssue);
  }
  return z.NEVER;
}
