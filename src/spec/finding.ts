// A problem inside one workload, before it is known where its text stands.
import type { z } from 'zod';
import type { Field } from './field.js';
import { shown } from './leaf.js';
import { adviceForUnknownPart } from './map-leaf.js';

export type Path = readonly (string | number)[];

export interface Finding {
  /** Where in the workload's map; the place in the text is that of the value, or of the key with `atKey`. */
  path: Path;
  atKey?: boolean;
  /** Characters of a text before the one that it is about. */
  within?: number;
  /** The key as messages name it. */
  key: string;
  what: string;
  advice: string;
}

/** `sweep.blockSize[1]` for a path. */
export function keyOf(path: Path): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === 'number') return `${key}[${part}]`;
    return key === '' ? part : `${key}.${part}`;
  }, '');
}

/** The value that a field reads, or what is wrong with it. */
export function readField(
  field: Field<unknown>,
  value: unknown,
  path: Path,
): { value: unknown; findings: [] } | { value: undefined; findings: Finding[] } {
  const result = field.schema.safeParse(value);
  if (result.success) return { value: result.data, findings: [] };
  return { value: undefined, findings: result.error.issues.flatMap((issue) => findingsOf(issue, field, value, path)) };
}

function findingsOf(issue: z.core.$ZodIssue, field: Field<unknown>, value: unknown, path: Path): Finding[] {
  const place = [...path, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...place, key],
      atKey: true,
      key: keyOf([...place, key]),
      what: `is not a key of ${keyOf(place)}`,
      advice: adviceForUnknownPart(key, Object.keys(field.parts)),
    }));
  }
  if (issue.code === 'custom') {
    const atKey = issue.params?.atKey === true;
    const advice = String(issue.params?.advice ?? '');
    const what = atKey ? `is not a key of ${keyOf(place.slice(0, -1))}` : issue.message;
    const within = typeof issue.params?.within === 'number' ? { within: issue.params.within } : {};
    return [{ path: place, atKey, ...within, key: keyOf(place), what, advice }];
  }
  return [{ path: place, key: keyOf(place), ...wrongShape(field, value) }];
}

/** All single values are leaves with their own sentences, so what remains is a list or map that is none. */
function wrongShape(field: Field<unknown>, value: unknown): { what: string; advice: string } {
  const parts = Object.keys(field.parts);
  const advice = parts.length > 0 ? `Write {${parts.join(': …, ')}: …}` : `Write ${exampleList(field, value)}`;
  return { what: `must be a ${field.type} but is ${shown(value)}`, advice };
}

function exampleList(field: Field<unknown>, value: unknown): string {
  if (['string', 'number', 'boolean'].includes(typeof value)) return `[${String(value)}]`;
  const preset = field.default.kind === 'value' ? field.default.value : null;
  return Array.isArray(preset) && preset.length > 0 ? `[${preset.join(', ')}]` : 'a list, or [] for none';
}
