// Reading what tools and control files tell: lines of `key: value`, JSON of unknown form, numbers that can be too large.
import { parseBytes, UnitError } from '../spec/units.js';
import type { SystemFacts } from './adapter.js';

export type Details = SystemFacts['details'];

/** Lines without the white space around them, and without empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `key<separator>value` of each line; other lines are left out. Of a key that is there twice, the last. */
export function keyValues(text: string, separator: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of linesOf(text)) {
    const at = line.indexOf(separator);
    if (at > 0) found.set(line.slice(0, at).trim(), line.slice(at + separator.length).trim());
  }
  return found;
}

/** Null: it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** The object, with whatever it holds; null where the value is none. */
export function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** The objects of an array, or of an object of objects; null where the value is neither. */
export function objectsOf(value: unknown): Record<string, unknown>[] | null {
  const members = Array.isArray(value) ? (value as unknown[]) : Object.values(objectOf(value) ?? { value });
  const objects = members.map(objectOf).filter((member) => member !== null);
  return objects.length === members.length ? objects : null;
}

/**
 * A count of JSON or of a text of digits. Null where it is none, is negative, or is beyond 2^53, where it would be read
 * as another number.
 */
export function countOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** Bytes of a count of KiB, as many tools tell sizes; null as of `countOf`. */
export function bytesOfKiB(value: unknown): number | null {
  return countOf((countOf(value) ?? NaN) * 1024);
}

/** Bytes of a text with a unit, as `parseBytes` takes them; null where it is none. */
export function bytesOf(text: string): number | null {
  try {
    return parseBytes(text);
  } catch (error) {
    if (error instanceof UnitError) return null;
    throw error;
  }
}

/** A number of JSON or of a text that is one; null where it is none, or is beyond 2^53. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : null;
}

/** A value of a setting: a number where it is a count, else its text. */
export function settingOf(text: string): string | number {
  return countOf(text) ?? text;
}

/** A text or a number as text; empty where it is neither. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** What is known of some facts: those that are null, undefined or empty are left out. */
export function detailsOf(facts: Record<string, string | number | boolean | null | undefined>): Details {
  const details: Details = {};
  for (const [name, value] of Object.entries(facts)) {
    if (value !== null && value !== undefined && value !== '') details[name] = value;
  }
  return details;
}

/** Name in camel case: `blocks_per-read` is `blocksPerRead`. */
export function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}
