// Splits the text of an expression into amounts, names and signs.
import { ExpressionError } from './error.js';

export interface Token {
  kind: 'amount' | 'name' | 'sign' | 'end';
  text: string;
  /** Of the first character, from 1. */
  column: number;
}

/** A name may hold `-` and `.`, so that a minus needs spaces around it. */
const word = /[A-Za-z0-9_](?:[\w.-]*[\w])?%?/y;
/** A number with its unit; `/s` belongs to it where it follows at once. */
const amount = /\d+(?:\.\d+)?[A-Za-z%]*(?:\/s(?![\w.-]))?/y;
const sign = /==|!=|<=|>=|[<>+\-*/(),]/y;

/** Words of other languages that say what here is another sign, or cannot be said. */
const foreign: readonly [RegExp, string][] = [
  [/=[<>]/y, 'Write <= or >='],
  [/=/y, 'Write =='],
  [/<>|!/y, 'Write !='],
  [/&&|\|\|?|&/y, 'Write each condition as an expression of its own in the list'],
  [/["'`]/y, 'Write names without quotes'],
  [/[–—−]/uy, 'Write the minus as "-" with spaces around it'],
  [/[≤≥≠]/uy, 'Write <=, >= or !='],
];

/** All tokens, the end last. Throws ExpressionError for a character that no expression has. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += matchAt(/\s*/y, text, at)?.length ?? 0;
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', column: text.length + 1 }];
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
  }
}

function tokenAt(text: string, at: number): Token {
  const column = at + 1;
  const number = matchAt(amount, text, at);
  const name = matchAt(word, text, at);
  // `4k-random.read.p99` starts like an amount and is a name.
  if (number !== null && (name === null || name.length <= number.length)) {
    return { kind: 'amount', text: number, column };
  }
  if (name !== null) return { kind: 'name', text: name, column };
  const found = matchAt(sign, text, at);
  if (found !== null) return { kind: 'sign', text: found, column };
  const advice = foreign.find(([pattern]) => matchAt(pattern, text, at) !== null)?.[1];
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const shown = character === '"' ? `'"'` : JSON.stringify(character);
  throw new ExpressionError(column, `${shown} is not a sign of an expression`, advice ?? signsAdvice);
}

const signsAdvice = 'Use figures, numbers with units, + - * / ( ) and one of == != < <= > >=';

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
