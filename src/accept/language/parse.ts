// Reads the text of an acceptance expression, with its units checked; the door of this folder.
import { checkSides, type Typed } from './check-units.js';
import { ExpressionError } from './error.js';
import { isExact } from './exact.js';
import { readSyntax } from './read-syntax.js';
import type { Reference } from './reference.js';
import type { Comparison } from './syntax.js';
import { referencesOf, type Term } from './term.js';
import { type TermUnit, unitOfFigure, unitOfType } from './unit-type.js';

export { ExpressionError } from './error.js';
export type { Reference } from './reference.js';
export type { Comparison } from './syntax.js';
export type { Term } from './term.js';
export type { TermUnit } from './unit-type.js';

/** One side of a comparison. */
export interface ExpressionSide {
  /** As printed, with one space around each operator. */
  text: string;
  term: Term;
  /** No figure is in it: it is a limit. */
  constant: boolean;
}

/** A comparison whose names, as far as the catalogue tells, and units are right. */
export interface Expression {
  /** As it was written, without spaces around it. */
  text: string;
  comparison: Comparison;
  left: ExpressionSide;
  right: ExpressionSide;
  /** All figures, from left to right. */
  references: readonly Reference[];
  /** All of its figures are counted, so that no interval is needed and each repeat is judged. */
  exact: boolean;
  /** In which both sides are told. */
  unit: TermUnit;
}

/**
 * The expression of a text such as `read.p99 < 2ms`. Throws ExpressionError, whose column is that in the text. Whether the
 * workloads and mounts exist is not looked at here.
 */
export function parseExpression(text: string): Expression {
  const syntax = readSyntax(text);
  const { left, right } = checkSides(syntax.left, syntax.right);
  const references = [...referencesOf(left.term), ...referencesOf(right.term)];
  if (references.length === 0) {
    throw new ExpressionError(left.column, 'names no figure', 'Compare a figure, such as read.p99 < 2ms');
  }
  const exact = references.every(({ figure }) => isExact(figure));
  if (!exact) refuseEquality(syntax.comparison, syntax.column, references);
  const side = ({ text: written, term, type }: Typed): ExpressionSide => ({
    text: written,
    term,
    constant: type.constant,
  });
  const unit = unitOf(left, right, references);
  return {
    text: text.trim(),
    comparison: syntax.comparison,
    left: side(left),
    right: side(right),
    references,
    exact,
    unit,
  };
}

/** Of a single figure its own unit, as the record has it; else the one of the type. */
function unitOf(left: Typed, right: Typed, references: readonly Reference[]): TermUnit {
  const units = new Set(references.map(({ figure }) => unitOfFigure(figure)));
  const [only] = units;
  const isPlain = [left.term, right.term].every(({ kind }) => kind === 'figure' || kind === 'constant');
  if (isPlain && units.size === 1 && only !== undefined) return only;
  const [own, other] = left.type.constant ? [right.type, left.type] : [left.type, right.type];
  return other.bare === 'percent' ? 'percent' : unitOfType(own);
}

/** What is measured is never the same number twice. */
function refuseEquality(comparison: Comparison, column: number, references: readonly Reference[]): void {
  if (comparison !== '==' && comparison !== '!=') return;
  const measured = references.find(({ figure }) => !isExact(figure));
  if (measured === undefined) return;
  const what = `"${comparison}" compares counts only, and ${measured.figure} is measured`;
  throw new ExpressionError(column, what, 'Write <= or >=');
}
