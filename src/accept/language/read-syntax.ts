// Reads the text of an expression into its syntax tree, by recursive descent.
import { ExpressionError } from './error.js';
import {
  type Comparison,
  comparisons,
  type ComparisonSyntax,
  functions,
  type Operator,
  type Syntax,
} from './syntax.js';
import { type Token, tokensOf } from './tokens.js';

/** Deeper nesting than a person can read would only fill the stack. */
const deepest = 50;
const longest = 1000;
const example = 'Write something like read.p99 < 2ms';

/** The syntax of a text. Throws ExpressionError. */
export function readSyntax(text: string): ComparisonSyntax {
  if (text.length > longest) {
    throw new ExpressionError(1, `has ${text.length} characters, more than ${longest}`, 'Split it');
  }
  const reader = new Reader(tokensOf(text));
  return reader.comparison();
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  comparison(): ComparisonSyntax {
    if (this.#token.kind === 'end') throw new ExpressionError(1, 'is empty', example);
    const left = this.#sum();
    const { text, column } = this.#token;
    const comparison = comparisons.find((sign) => sign === text);
    if (comparison === undefined) throw this.#noComparison();
    this.#next += 1;
    const right = this.#sum();
    this.#refuseRest(comparison);
    return { comparison, left, right, column };
  }

  #sum(): Syntax {
    return this.#chain(['+', '-'], () => this.#product());
  }

  #product(): Syntax {
    return this.#chain(['*', '/'], () => this.#factor());
  }

  #chain(operators: readonly Operator[], part: () => Syntax): Syntax {
    let left = part();
    for (;;) {
      const { kind, text, column } = this.#token;
      const operator = kind === 'sign' ? operators.find((sign) => sign === text) : undefined;
      if (operator === undefined) return left;
      this.#next += 1;
      left = { kind: 'binary', operator, left, right: part(), column };
    }
  }

  #factor(): Syntax {
    const { kind, text, column } = this.#token;
    if (kind === 'amount') return this.#taken({ kind, text, column });
    if (kind === 'name') return this.#name(text, column);
    if (text === '(') return this.#nested(() => this.#sum());
    const found = kind === 'end' ? 'the end' : `"${text}"`;
    const advice =
      text === '-' ? 'A figure is never negative; a minus stands between two terms, with spaces around it' : example;
    throw new ExpressionError(column, `a figure or a number is expected, not ${found}`, advice);
  }

  #name(text: string, column: number): Syntax {
    this.#next += 1;
    if (this.#token.text !== '(') return { kind: 'name', text, column };
    const name = functions.find((known) => known === text);
    if (name === undefined) {
      throw new ExpressionError(column, `"${text}" is not a function`, `The functions are ${functions.join(' and ')}`);
    }
    return { kind: 'call', name, arguments: this.#nested(() => this.#list()), column };
  }

  #list(): Syntax[] {
    const list = [this.#sum()];
    while (this.#token.text === ',') {
      this.#next += 1;
      list.push(this.#sum());
    }
    return list;
  }

  /** What is between parentheses, of which the first is the next token. */
  #nested<T>(inner: () => T): T {
    const opened = this.#token;
    if (this.#depth >= deepest) {
      throw new ExpressionError(opened.column, `has more than ${deepest} parentheses in each other`, 'Simplify it');
    }
    this.#next += 1;
    this.#depth += 1;
    const value = inner();
    this.#depth -= 1;
    const { kind, text, column } = this.#token;
    if (text !== ')') {
      const found = kind === 'end' ? 'the end' : `"${text}"`;
      const what = `")" is expected, not ${found}; "(" is at column ${opened.column}`;
      throw new ExpressionError(column, what, 'Close the parenthesis');
    }
    this.#next += 1;
    return value;
  }

  #taken(syntax: Syntax): Syntax {
    this.#next += 1;
    return syntax;
  }

  #noComparison(): ExpressionError {
    const { kind, text, column } = this.#token;
    const found = kind === 'end' ? 'the end' : `"${text}"`;
    return new ExpressionError(column, `a comparison (${comparisons.join(' ')}) is expected, not ${found}`, example);
  }

  #refuseRest(comparison: Comparison): void {
    const { kind, text, column } = this.#token;
    if (kind === 'end') return;
    const isComparison = comparisons.some((sign) => sign === text);
    const what = isComparison ? `has two comparisons, "${comparison}" and "${text}"` : `"${text}" is one term too many`;
    const more = isComparison || ['and', 'or', 'AND', 'OR'].includes(text);
    const advice = more
      ? 'Write each condition as an expression of its own in the list; all of them must hold'
      : 'Put one of + - * / between two terms, or remove it';
    throw new ExpressionError(column, what, advice);
  }

  get #token(): Token {
    // The last token is the end, and nothing goes past it.
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', column: 1 };
  }
}
