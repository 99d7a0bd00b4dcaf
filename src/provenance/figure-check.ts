// One figure of a record against what was computed again from other values of the record.

/** Where a value stands in the record: `steps.0.operations.read.perSecond`. */
export type FigurePath = string;

export interface FigureCheck {
  path: FigurePath;
  /** Undefined: the record does not have it. */
  stored: unknown;
  recomputed: unknown;
  agrees: boolean;
  /** What it follows from, where two stored values are held against each other; else empty. */
  from: string;
}

/** Of sums of doubles in another order; all else must be equal. */
const tolerance = 1e-9;

/** Both as they are in JSON. Numbers may differ in the last digits, since they went through seconds and back. */
export function figureCheck(path: FigurePath, stored: unknown, recomputed: unknown, from = ''): FigureCheck {
  return { path, stored, recomputed, agrees: areEqual(stored, recomputed), from };
}

/** One for each leaf of what was recomputed; a list that has another length differs as a whole. */
export function leafChecks(path: FigurePath, stored: unknown, recomputed: unknown): FigureCheck[] {
  if (!isTree(recomputed)) return [figureCheck(path, stored, recomputed)];
  if (Array.isArray(recomputed) && (!Array.isArray(stored) || stored.length !== recomputed.length))
    return [figureCheck(path, stored, recomputed)];
  const found = isTree(stored) ? stored : {};
  return Object.entries(recomputed).flatMap(([key, value]) => leafChecks(`${path}.${key}`, found[key], value));
}

/** Checks that the stored value lies where it must. `low` and `high` may be equal. */
export function rangeCheck(path: FigurePath, stored: number, low: number, high: number, from: string): FigureCheck {
  const slack = tolerance * Math.max(Math.abs(low), Math.abs(high));
  const agrees = stored >= low - slack && stored <= high + slack;
  return { path, stored, recomputed: agrees ? stored : `${low} to ${high}`, agrees, from };
}

function areEqual(stored: unknown, recomputed: unknown): boolean {
  if (typeof stored === 'number' && typeof recomputed === 'number') {
    return Math.abs(stored - recomputed) <= tolerance * Math.max(Math.abs(stored), Math.abs(recomputed));
  }
  return stored === recomputed || (isTree(recomputed) && JSON.stringify(stored) === JSON.stringify(recomputed));
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
