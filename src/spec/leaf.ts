// Zod schemas of single values whose issues carry a sentence with the value, and what to do.
import { z } from 'zod';
import { nearest } from './nearest.js';
import {
  bytesAdvice,
  durationAdvice,
  formatBytes,
  formatDuration,
  parseBytes,
  parseDuration,
  parsePercent,
  percentAdvice,
  UnitError,
} from './units.js';

/** A value as messages show it. */
export function shown(value: unknown): string {
  if (value === undefined) return 'not given';
  if (value === '') return 'empty text';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  // JSON knows neither .inf nor .nan, which YAML has.
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** Schema that says `must be <expects> but is <value>` for whatever the inner schema refuses. */
export function leaf<T>(
  inner: z.ZodType<T>,
  expects: string,
  advice: string | ((value: unknown) => string),
): z.ZodType<T> {
  return z.unknown().transform((value, context) => {
    const result = inner.safeParse(value);
    if (result.success) return result.data;
    const text = typeof advice === 'string' ? advice : advice(value);
    context.addIssue({
      code: 'custom',
      message: `must be ${expects} but is ${shown(value)}`,
      params: { advice: text },
    });
    return z.NEVER;
  });
}

export function choiceLeaf<T extends string>(choices: readonly T[]): z.ZodType<T> {
  // YAML reads a bare `null` as the value null, while `engine: null` means the word.
  const inner = z.preprocess((value) => (value === null ? 'null' : value), z.enum(choices));
  return leaf<T>(inner, `one of ${choices.join(', ')}`, (value) => {
    const near = nearest(String(value), choices);
    return near === null ? 'Choose one of them' : `Did you mean "${near}"?`;
  });
}

export function integerLeaf(min: number, max: number): z.ZodType<number> {
  const expects = `a whole number ${limitsInWords(min, max, String)}`;
  return leaf(z.int().min(min).max(max), expects, (value) =>
    typeof value === 'string' && /^\d+$/.test(value) ? 'Remove the quotes' : 'Give a whole number in that range',
  );
}

/** Values above `above` up to `max`, with fractions. */
export function numberLeaf(above: number, max: number): z.ZodType<number> {
  const expects = `a number above ${above} up to ${max}`;
  return leaf(z.number().gt(above).max(max), expects, 'Give a number in that range');
}

export function bytesLeaf(min: number, max: number): z.ZodType<number> {
  return amountLeaf(parseBytes, formatBytes, min, max, 'an amount of bytes', bytesAdvice);
}

/** Values are nanoseconds. */
export function durationLeaf(min: number, max: number): z.ZodType<number> {
  return amountLeaf(parseDuration, formatDuration, min, max, 'a duration', durationAdvice);
}

export function percentLeaf(min: number, max: number): z.ZodType<number> {
  return amountLeaf(parsePercent, (value) => `${value}%`, min, max, 'a percent', percentAdvice);
}

/** Ranges up to the largest whole number have no upper limit that would tell people anything. */
function limitsInWords(min: number, max: number, format: (value: number) => string): string {
  return max === Number.MAX_SAFE_INTEGER ? `of at least ${format(min)}` : `from ${format(min)} to ${format(max)}`;
}

function amountLeaf(
  parse: (text: string) => number,
  format: (value: number) => string,
  min: number,
  max: number,
  noun: string,
  advice: string,
): z.ZodType<number> {
  return z.unknown().transform((value, context) => {
    try {
      if (typeof value !== 'string' && typeof value !== 'number') {
        throw new UnitError(`must be ${noun} but is ${shown(value)}`, advice);
      }
      const amount = parse(String(value));
      if (amount >= min && amount <= max) return amount;
      throw new UnitError(`must be ${limitsInWords(min, max, format)} but is ${format(amount)}`, 'Stay in that range');
    } catch (error) {
      if (!(error instanceof UnitError)) throw error;
      context.addIssue({ code: 'custom', message: error.message, params: { advice: error.advice } });
      return z.NEVER;
    }
  });
}
