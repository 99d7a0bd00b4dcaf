// The syntax tree of an expression: what stands in the text, before anything is known of its units.

export const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const;
export const functions = ['max', 'min'] as const;

export type Comparison = (typeof comparisons)[number];
export type Operator = '+' | '-' | '*' | '/';
export type FunctionName = (typeof functions)[number];

/** Columns count from 1 and are those of the first character, of operators those of the sign. */
export type Syntax =
  | { kind: 'amount'; text: string; column: number }
  | { kind: 'name'; text: string; column: number }
  | { kind: 'call'; name: FunctionName; arguments: Syntax[]; column: number }
  | { kind: 'binary'; operator: Operator; left: Syntax; right: Syntax; column: number };

export interface ComparisonSyntax {
  comparison: Comparison;
  left: Syntax;
  right: Syntax;
  column: number;
}

/** The text of a comparison, with no parentheses but those that it needs. */
export function printComparison({ left, comparison, right }: ComparisonSyntax): string {
  return `${print(left)} ${comparison} ${print(right)}`;
}

/** The text of a term, with no parentheses but those that it needs. */
export function print(syntax: Syntax): string {
  if (syntax.kind === 'call') return `${syntax.name}(${syntax.arguments.map(print).join(', ')})`;
  if (syntax.kind !== 'binary') return syntax.text;
  const { operator, left, right } = syntax;
  // a - (b - c) is not a - b - c, so that the right side keeps its parentheses at the same rank.
  return `${inside(left, rank(operator))} ${operator} ${inside(right, rank(operator) + 1)}`;
}

/** The column of the first character of a term. */
export function startOf(syntax: Syntax): number {
  return syntax.kind === 'binary' ? startOf(syntax.left) : syntax.column;
}

function inside(syntax: Syntax, atLeast: number): string {
  const text = print(syntax);
  return syntax.kind === 'binary' && rank(syntax.operator) < atLeast ? `(${text})` : text;
}

function rank(operator: Operator): number {
  return operator === '+' || operator === '-' ? 1 : 2;
}
