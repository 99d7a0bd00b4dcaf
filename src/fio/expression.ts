// Calculates the arithmetic that fio allows in parentheses, in whole numbers and exact fractions.
import { FioValueError } from './value-error.js';

/** Suffixes of amounts in parentheses. There, fio knows no kb_base: `k` is 1024 and `KiB` 1000, always. */
export const byteSuffixes: Record<string, bigint> = {
  k: 1024n,
  kb: 1024n,
  kib: 1000n,
  m: 1024n ** 2n,
  mb: 1024n ** 2n,
  mib: 1000n ** 2n,
  g: 1024n ** 3n,
  gb: 1024n ** 3n,
  gib: 1000n ** 3n,
  t: 1024n ** 4n,
  tb: 1024n ** 4n,
  p: 1024n ** 5n,
  pb: 1024n ** 5n,
};

/** Suffixes of times in parentheses, in microseconds. */
export const timeSuffixes: Record<string, bigint> = {
  us: 1n,
  ms: 1000n,
  s: 1_000_000n,
  m: 60_000_000n,
  h: 3_600_000_000n,
  d: 86_400_000_000n,
};

/** What an expression gives: a fraction, and whether any of its numbers had a suffix. */
export interface Quantity {
  numerator: bigint;
  denominator: bigint;
  hasSuffix: boolean;
}

const advice = 'Write the result as one number';
/** fio scans numbers in parentheses as C ints. */
const maxNumber = 2n ** 31n - 1n;

interface Term {
  n: bigint;
  d: bigint;
  /** With a decimal point somewhere; division of two whole numbers drops the remainder. */
  decimal: boolean;
}

/** Throws FioValueError for what is no expression, and for what fio would calculate differently from what it reads. */
export function evaluate(text: string, suffixes: Record<string, bigint>): Quantity {
  const parser = new Parser(tokensOf(text), suffixes);
  const { n, d } = parser.all();
  return { numerator: n, denominator: d, hasSuffix: parser.hasSuffix };
}

function tokensOf(text: string): string[] {
  const tokens: string[] = text.match(/0x[0-9a-f]+|\d*\.\d+|\d+|[a-z]+|[^\s]/gi) ?? [];
  if (tokens.includes('-')) throw new FioValueError('is split by fio at "-", even inside of parentheses', advice);
  return tokens;
}

class Parser {
  hasSuffix = false;
  #next = 0;

  constructor(
    readonly tokens: readonly string[],
    readonly suffixes: Record<string, bigint>,
  ) {}

  all(): Term {
    const value = this.#sum();
    if (this.#next < this.tokens.length) throw wrong(`"${this.#peek()}" is out of place`);
    return value;
  }

  #peek(): string {
    return this.tokens[this.#next] ?? '';
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#next++;
    return true;
  }

  #sum(): Term {
    let left = this.#product();
    while (this.#take('+')) left = add(left, this.#product());
    return left;
  }

  /** A suffix binds weaker than `*` and `/`, so that fio's 8/2k is 4k. */
  #product(): Term {
    let left = this.#power();
    for (;;) {
      if (this.#take('*')) left = multiply(left, this.#power());
      else if (this.#take('/')) left = divide(left, this.#power());
      else if (this.#isSuffix()) left = multiply(left, this.#suffix());
      else return left;
    }
  }

  #power(): Term {
    const base = this.#remainder();
    return this.#take('^') ? power(base, this.#power()) : base;
  }

  #remainder(): Term {
    let left = this.#atom();
    while (this.#take('%')) left = remainder(left, this.#atom());
    return left;
  }

  #atom(): Term {
    if (this.#take('(')) {
      const inner = this.#sum();
      if (!this.#take(')')) throw wrong('a parenthesis is not closed');
      return inner;
    }
    const token = this.#peek();
    if (!/^[\d.]/.test(token)) throw wrong(token === '' ? 'it ends too early' : `"${token}" is not a number`);
    this.#next++;
    return number(token);
  }

  #isSuffix(): boolean {
    return /^[a-z]/i.test(this.#peek());
  }

  #suffix(): Term {
    const token = this.#peek().toLowerCase();
    const factor = Object.hasOwn(this.suffixes, token) ? this.suffixes[token] : undefined;
    if (factor === undefined) throw wrong(`"${this.#peek()}" is not a unit that fio knows in parentheses`);
    this.#next++;
    this.hasSuffix = true;
    return { n: factor, d: 1n, decimal: false };
  }
}

function number(token: string): Term {
  const [whole = '', fraction = ''] = token.split('.');
  const value = { n: BigInt((whole || '0') + fraction), d: 10n ** BigInt(fraction.length), decimal: fraction !== '' };
  if (value.n > maxNumber * value.d) throw wrong(`fio reads numbers there as 32 bits, and "${token}" needs more`);
  return value;
}

function add(a: Term, b: Term): Term {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d, decimal: a.decimal || b.decimal };
}

function multiply(a: Term, b: Term): Term {
  return { n: a.n * b.n, d: a.d * b.d, decimal: a.decimal || b.decimal };
}

function divide(a: Term, b: Term): Term {
  if (b.n === 0n) throw wrong('it divides by zero');
  const decimal = a.decimal || b.decimal;
  const exact = { n: a.n * b.d, d: a.d * b.n, decimal };
  return decimal ? exact : { n: exact.n / exact.d, d: 1n, decimal };
}

function remainder(a: Term, b: Term): Term {
  if (a.decimal || b.decimal || b.n === 0n) throw wrong('"%" needs whole numbers other than zero');
  return { n: a.n % b.n, d: 1n, decimal: false };
}

function power(base: Term, exponent: Term): Term {
  if (base.n >= 2n ** 64n || base.d >= 2n ** 64n) throw wrong('"^" needs a base below 2^64');
  if (exponent.decimal || exponent.n > 63n) throw wrong('"^" needs a whole exponent up to 63');
  return { n: base.n ** exponent.n, d: base.d ** exponent.n, decimal: base.decimal };
}

function wrong(why: string): FioValueError {
  return new FioValueError(`is not arithmetic that fio knows: ${why}`, advice);
}
