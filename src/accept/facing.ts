// An expression turned so that what was measured is on its left and the limit on its right.
import type { Comparison, Expression } from './language/parse.js';

/** As an expression, with a constant side on the right where there is one. */
export type Flat = Expression;

const turned: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** `500k <= read.perSecond` is judged as `read.perSecond >= 500k`; its text stays as it was written. */
export function facing(expression: Expression): Flat {
  const { left, right, comparison } = expression;
  if (!left.constant || right.constant) return expression;
  return { ...expression, left: right, right: left, comparison: turned[comparison] };
}

export function holds(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
