// What the declaration of a key is made of; the YAML check, --set, the resolved file and the reference all read it.
import type { z } from 'zod';
import type { Workload } from './workload.js';

/** A default that follows from other keys; `text` tells people how. */
export interface Computed<T, W> {
  text: string;
  /** May read given keys, keys with a constant default, and computed keys that are declared further up. */
  of(workload: W): T;
  /** Where there is no default after all, so that the key must be given, for example with this value. */
  required?: { when(workload: W): boolean; example: T };
}

/** Marks a default as computed. */
export function computed<T, W>(
  text: string,
  of: (workload: W) => T,
  required?: Computed<T, W>['required'],
): Computed<T, W> {
  return { text, of, ...(required === undefined ? {} : { required }) };
}

export type Default<T, W> =
  { kind: 'required'; example: T } | { kind: 'value'; value: T } | { kind: 'computed'; computed: Computed<T, W> };

/** The one declaration of a key with values of type T in workloads of type W. */
export interface Field<T, W = Workload> {
  /** What a value is, for people: `bytes`, `whole number`. */
  type: string;
  /** Allowed values, for people; empty where the type says all. */
  range: string;
  help: string;
  schema: z.ZodType<T>;
  default: Default<T, W>;
  /** True where `sweep` may list values of it. */
  sweepable: boolean;
  /** Keys inside a value that is a map. */
  parts: Record<string, Field<unknown, W>>;
  /** The value as a workload file writes it. */
  write(value: T): unknown;
}

/** One field for each key of V, for workloads of type W. */
export type FieldTable<V, W> = { [K in keyof V]: Field<V[K], W> };

/** What every declaration gives: help, and a default or, for a required key, an example. */
export type Options<T, W> = { help: string } & ({ default: T | Computed<T, W> } | { example: T });

/** A field without parts whose values are written as they are; the kinds of fields start from it. */
export function plainField<T, W>(
  type: string,
  range: string,
  schema: z.ZodType<T>,
  options: Options<T, W>,
): Field<T, W> {
  const { help } = options;
  return {
    type,
    range,
    help,
    schema,
    default: defaultOf(options),
    sweepable: true,
    parts: {},
    write: (value) => value,
  };
}

function defaultOf<T, W>(options: Options<T, W>): Default<T, W> {
  if ('example' in options) return { kind: 'required', example: options.example };
  const given = options.default;
  return isComputed(given) ? { kind: 'computed', computed: given } : { kind: 'value', value: given };
}

function isComputed<T, W>(value: T | Computed<T, W>): value is Computed<T, W> {
  return typeof value === 'object' && value !== null && 'of' in value && 'text' in value;
}
