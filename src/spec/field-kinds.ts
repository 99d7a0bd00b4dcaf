// The kinds of keys that a workload declares and that hold single values or lists of them.
import { z } from 'zod';
import { type Field, type Options, plainField } from './field.js';
import { bytesLeaf, choiceLeaf, durationLeaf, integerLeaf, leaf, numberLeaf, percentLeaf } from './leaf.js';
import { formatBytes, formatDuration } from './units.js';

interface Limits {
  min: number;
  max: number;
}

export function integer<W>(options: Options<number, W> & Limits): Field<number, W> {
  const { min, max } = options;
  return plainField('whole number', rangeOf(options, String), integerLeaf(min, max), options);
}

export function nullableInteger<W>(options: Options<number | null, W> & Limits): Field<number | null, W> {
  const { min, max } = options;
  return plainField('whole number or null', rangeOf(options, String), z.nullable(integerLeaf(min, max)), options);
}

export function bytes<W>(options: Options<number, W> & Limits): Field<number, W> {
  const { min, max } = options;
  return { ...plainField('bytes', rangeOf(options, formatBytes), bytesLeaf(min, max), options), write: formatBytes };
}

export function nullableBytes<W>(options: Options<number | null, W> & Limits): Field<number | null, W> {
  const { min, max } = options;
  const field = plainField('bytes or null', rangeOf(options, formatBytes), z.nullable(bytesLeaf(min, max)), options);
  return { ...field, write: (value) => (value === null ? null : formatBytes(value)) };
}

/** Values above `above` up to `max`, with fractions. */
export function number<W>(options: Options<number, W> & { above: number; max: number }): Field<number, W> {
  const { above, max } = options;
  return plainField('number', `above ${above} … ${max}`, numberLeaf(above, max), options);
}

/** Values above `above` up to `max`, with fractions. */
export function nullableNumber<W>(
  options: Options<number | null, W> & { above: number; max: number },
): Field<number | null, W> {
  const { above, max } = options;
  return plainField('number or null', `above ${above} … ${max}`, z.nullable(numberLeaf(above, max)), options);
}

/** Values and limits are nanoseconds. */
export function duration<W>(options: Options<number, W> & Limits): Field<number, W> {
  const { min, max } = options;
  return {
    ...plainField('duration', rangeOf(options, formatDuration), durationLeaf(min, max), options),
    write: formatDuration,
  };
}

/** Values and limits are nanoseconds. */
export function nullableDuration<W>(options: Options<number | null, W> & Limits): Field<number | null, W> {
  const { min, max } = options;
  const range = rangeOf(options, formatDuration);
  const field = plainField('duration or null', range, z.nullable(durationLeaf(min, max)), options);
  return { ...field, write: (value) => (value === null ? null : formatDuration(value)) };
}

export function choice<T extends string, W>(choices: readonly T[], options: Options<T, W>): Field<T, W> {
  return plainField('choice', choices.join(', '), choiceLeaf(choices), options);
}

export function numberChoice<T extends number, W>(choices: readonly T[], options: Options<T, W>): Field<T, W> {
  const text = choices.join(', ');
  return plainField('choice', text, leaf(z.literal(choices), `one of ${text}`, 'Choose one of them'), options);
}

export function nullableNumberChoice<T extends number, W>(
  choices: readonly T[],
  options: Options<T | null, W>,
): Field<T | null, W> {
  const text = choices.join(', ');
  const schema = leaf(z.nullable(z.literal(choices)), `one of ${text}, or null`, 'Choose one of them');
  return plainField('choice or null', text, schema, options);
}

/** With fractions, with or without the sign. */
export function percent<W>(options: Options<number, W> & Limits): Field<number, W> {
  const { min, max } = options;
  return plainField('percent', rangeOf(options, String), percentLeaf(min, max), options);
}

export function flag<W>(options: Options<boolean, W>): Field<boolean, W> {
  return plainField('true or false', '', leaf(z.boolean(), 'true or false', 'Write true or false'), options);
}

/** Text, checked by `pattern` where one is given; `range` says the pattern in words. */
export function text<W>(options: Options<string, W> & { pattern?: RegExp; range?: string }): Field<string, W> {
  const { pattern, range = '' } = options;
  const schema = pattern === undefined ? z.string() : z.string().regex(pattern);
  const expects = range === '' ? 'text' : `text of ${range}`;
  const advice = (value: unknown) => (typeof value === 'string' ? 'Choose another' : 'Put it in quotes');
  return { ...plainField('text', range, leaf(schema, expects, advice), options), sweepable: false };
}

export function list<T, W>(type: string, range: string, items: z.ZodType<T>, options: Options<T[], W>): Field<T[], W> {
  return { ...plainField(type, range, z.array(items), options), sweepable: false };
}

function rangeOf({ min, max }: Limits, format: (value: number) => string): string {
  return max === Number.MAX_SAFE_INTEGER ? `at least ${format(min)}` : `${format(min)} … ${format(max)}`;
}
