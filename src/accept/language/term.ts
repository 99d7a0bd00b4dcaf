// A term whose units are checked, and its value from those of its figures.
import type { FunctionName, Operator } from './syntax.js';
import type { Reference } from './reference.js';

/** Constants are bytes, seconds and plain numbers; a figure is divided by its divisor to be the same. */
export type Term =
  | { kind: 'constant'; value: number }
  | { kind: 'figure'; reference: Reference; divisor: number }
  | { kind: 'binary'; operator: Operator; left: Term; right: Term }
  | { kind: 'call'; name: FunctionName; arguments: readonly Term[] };

/** The value in bytes, seconds and plain numbers; NaN or infinite after a division by 0. */
export function valueOf(term: Term, figure: (reference: Reference) => number): number {
  switch (term.kind) {
    case 'constant':
      return term.value;
    case 'figure':
      return figure(term.reference) / term.divisor;
    case 'call':
      return Math[term.name](...term.arguments.map((part) => valueOf(part, figure)));
    case 'binary':
      return combine(term.operator, valueOf(term.left, figure), valueOf(term.right, figure));
  }
}

export function combine(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}

/** All figures of a term, from left to right. */
export function referencesOf(term: Term): Reference[] {
  switch (term.kind) {
    case 'constant':
      return [];
    case 'figure':
      return [term.reference];
    case 'call':
      return term.arguments.flatMap(referencesOf);
    case 'binary':
      return [...referencesOf(term.left), ...referencesOf(term.right)];
  }
}
