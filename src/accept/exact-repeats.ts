// Counts are judged repeat by repeat: an error in one of ten runs is an error.
import { type Flat, holds } from './facing.js';
import type { Comparison } from './language/parse.js';
import { valueOf } from './language/term.js';
import { type Measured, nameOf } from './samples.js';

/** The repeat that is worst for the expression, with both sides in bytes, seconds and plain numbers. */
export interface WorstRepeat {
  left: number;
  right: number;
  holds: boolean;
  /** Such as `repeat 2`. */
  name: string;
  repeats: number;
  /** Every repeat gave the same. */
  alike: boolean;
}

/** Where figures have different numbers of repeats, those of the shorter list come again from its start. */
export function judgeExact(flat: Flat, measured: readonly Measured[]): WorstRepeat {
  const longest = measured.reduce((a, b) => (b.values.length > a.values.length ? b : a));
  const values = new Map(measured.map((one) => [one.reference, one.values]));
  const repeats = longest.values.map((_, index) => {
    const of = (side: Flat['left']) =>
      valueOf(side.term, (reference) => {
        const list = values.get(reference) ?? [];
        return list[index % list.length] ?? NaN;
      });
    const [left, right] = [of(flat.left), of(flat.right)];
    return { left, right, badness: badness(flat.comparison, left, right), index };
  });
  const worst = repeats.reduce((a, b) => (b.badness > a.badness ? b : a));
  return {
    left: worst.left,
    right: worst.right,
    holds: holds(flat.comparison, worst.left, worst.right),
    name: nameOf(longest.steps[worst.index], longest.steps),
    repeats: repeats.length,
    alike: repeats.every(({ left, right }) => left === worst.left && right === worst.right),
  };
}

/** The more, the worse; what cannot be computed is worst. */
function badness(comparison: Comparison, left: number, right: number): number {
  const over = left - right;
  if (!Number.isFinite(over)) return Infinity;
  switch (comparison) {
    case '<':
    case '<=':
      return over;
    case '>':
    case '>=':
      return -over;
    case '==':
      return Math.abs(over);
    case '!=':
      return -Math.abs(over);
  }
}
