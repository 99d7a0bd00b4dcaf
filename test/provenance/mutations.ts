// Numbers of a record, one by one made wrong: what a verification has to notice.
import type { RunRecord } from '../../src/result/schema.js';

export interface Mutation {
  /** Place of the number. */
  path: string;
  /** The same for the same field of other steps, workers and the like. */
  kind: string;
}

/** The first number of each kind of place, as far as `fits` says. */
export function mutationsOf(record: RunRecord, fits: (path: string) => boolean): Mutation[] {
  const byKind = new Map<string, Mutation>();
  for (const path of numbersIn(record, [])) {
    const kind = path.replace(/\.\d+(?=\.|$)/g, '.*');
    if (fits(path) && !byKind.has(kind)) byKind.set(kind, { path, kind });
  }
  return [...byKind.values()];
}

/** A copy of the record with this number a little larger: by two percent, and whole where it was whole. */
export function mutated(record: RunRecord, path: string): RunRecord {
  const copy = structuredClone(record);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy as never);
  const value = parent[last];
  if (typeof value !== 'number') throw new Error(`${path} is no number`);
  parent[last] = Number.isInteger(value) ? value + Math.max(1, Math.ceil(value * 0.02)) : value * 1.02;
  return copy;
}

function numbersIn(value: unknown, path: readonly string[]): string[] {
  if (typeof value === 'number') return [path.join('.')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => numbersIn(item, [...path, key]));
}
