// Checks the units of a syntax tree and makes the term of it that can be computed.
import { readAmount } from './amount.js';
import { ExpressionError } from './error.js';
import { close, type Open } from './open.js';
import { readReference } from './reference.js';
import { print, startOf, type Syntax } from './syntax.js';
import { combine, type Term } from './term.js';
import { computedType, typeInWords, typeOfFigure, type UnitType, unitOfFigure, unitScales } from './unit-type.js';

/** A part of an expression with its type. */
export interface Typed {
  term: Term;
  type: UnitType;
  text: string;
  column: number;
}

type Checked = Typed | Open;

type Binary = Extract<Syntax, { kind: 'binary' }>;

/** Both sides of a comparison, of one type. Throws ExpressionError. */
export function checkSides(left: Syntax, right: Syntax): { left: Typed; right: Typed } {
  const [first, second] = alike([check(left), check(right)], 'compared');
  if (first === undefined || second === undefined) throw new Error('two sides give two sides');
  return { left: first, right: second };
}

function check(syntax: Syntax): Checked {
  const at = { text: print(syntax), column: startOf(syntax) };
  switch (syntax.kind) {
    case 'amount':
      return checkAmount(at.text, at.column);
    case 'name':
      return checkName(at.text, at.column);
    case 'call':
      return checkCall(syntax, at);
    case 'binary':
      return syntax.operator === '+' || syntax.operator === '-' ? checkSum(syntax, at) : checkProduct(syntax, at);
  }
}

function checkAmount(text: string, column: number): Checked {
  const amount = readAmount(text, column);
  if (amount.of === 'open') return { text, column, ...amount };
  const { of, value, perSecond } = amount;
  const [bytes, time] = [of === 'bytes' ? 1 : 0, of === 'seconds' ? 1 : perSecond ? -1 : 0];
  const type = computedType(bytes, time, true);
  return {
    term: { kind: 'constant', value },
    type: of === 'percent' ? { ...type, bare: 'percent' } : type,
    text,
    column,
  };
}

function checkName(text: string, column: number): Typed {
  const reference = readReference(text, column);
  const { divisor } = unitScales[unitOfFigure(reference.figure)];
  return { term: { kind: 'figure', reference, divisor }, type: typeOfFigure(reference.figure), text, column };
}

type At = Pick<Typed, 'text' | 'column'>;

function checkCall({ name, arguments: given }: Extract<Syntax, { kind: 'call' }>, at: At): Checked {
  const checked = given.map(check);
  if (checked.every(isOpen)) return folded(at, checked, (numbers) => Math[name](...numbers));
  const parts = alike(checked, 'compared');
  return { ...at, term: { kind: 'call', name, arguments: parts.map(({ term }) => term) }, type: mergedType(parts) };
}

function checkSum({ operator, left, right }: Binary, at: At): Checked {
  const checked = [check(left), check(right)] as const;
  if (checked.every(isOpen)) return folded(at, checked, ([a = 0, b = 0]) => combine(operator, a, b));
  const parts = alike(checked, operator === '+' ? 'added' : 'subtracted');
  const [first, second] = parts;
  if (first === undefined || second === undefined) throw new Error('two terms give two terms');
  const term: Term = { kind: 'binary', operator, left: first.term, right: second.term };
  return { ...at, term, type: mergedType(parts) };
}

/** In a product a bare number is a plain factor, whatever stands beside it. */
function checkProduct({ operator, left, right }: Binary, at: At): Checked {
  const [a, b] = [check(left), check(right)];
  if (isOpen(a) && isOpen(b) && !a.perSecond && !b.perSecond) {
    return {
      ...folded(at, [a, b], ([x = 0, y = 0]) => combine(operator, x, y)),
      ...(hasLetter(a, b) ? { bytes: null } : {}),
    };
  }
  const [first, second] = [asFactor(a), asFactor(b)];
  const term: Term = { kind: 'binary', operator, left: first.term, right: second.term };
  return { ...at, term, type: productType(operator, first.type, second.type) };
}

function productType(operator: '*' | '/' | '+' | '-', a: UnitType, b: UnitType): UnitType {
  const isFactor = ({ bytes, time, constant }: UnitType) => constant && bytes === 0 && time === 0;
  const constant = a.constant && b.constant;
  // So that `2 * saveSeconds` takes bare seconds as `saveSeconds` does.
  if (isFactor(b)) return { ...a, constant };
  if (isFactor(a) && operator === '*') return { ...b, constant };
  const sign = operator === '*' ? 1 : -1;
  return computedType(a.bytes + sign * b.bytes, a.time + sign * b.time, constant);
}

function asFactor(checked: Checked): Typed {
  if (!isOpen(checked)) return checked;
  const { text, column, value, perSecond } = checked;
  return { term: { kind: 'constant', value }, type: computedType(0, perSecond ? -1 : 0, true), text, column };
}

/** All of one type; what is open is read as what the others are. */
function alike(parts: readonly Checked[], what: string): Typed[] {
  const typed = parts.filter((part): part is Typed => !isOpen(part));
  const leading = typed.find(({ type }) => !type.constant) ?? typed[0];
  if (leading === undefined) return parts.map((part) => asFactor(part));
  for (const part of typed) {
    if (!fit(leading.type, part.type)) throw mismatch(leading, part, what);
  }
  const beside = { ...mergedType(typed) };
  return parts.map((part) =>
    isOpen(part)
      ? { ...asFactor(part), term: close(part, beside, leading.text), type: { ...beside, constant: true } }
      : part,
  );
}

/** A count and a percent are both plain numbers, but of no common measure. */
function fit(a: UnitType, b: UnitType): boolean {
  const isShare = ({ bare }: UnitType) => bare === 'percent' || bare === 'fraction';
  const isCount = ({ bare }: UnitType) => bare === 'count';
  if ((isCount(a) && isShare(b)) || (isShare(a) && isCount(b))) return false;
  return a.bytes === b.bytes && a.time === b.time;
}

/** Figures whose bare numbers are read differently leave none that could be. */
function mergedType(parts: readonly Typed[]): UnitType {
  const figures = parts.filter(({ type }) => !type.constant);
  const units = new Set((figures.length === 0 ? parts : figures).map(({ type }) => type.bare));
  const first = parts[0]?.type ?? computedType(0, 0, true);
  const bare = units.size === 1 ? ([...units][0] ?? null) : null;
  return { bytes: first.bytes, time: first.time, bare, constant: figures.length === 0 };
}

function mismatch(leading: Typed, part: Typed, what: string): ExpressionError {
  const [expected, found] = [typeInWords(leading.type), typeInWords(part.type)];
  const isConstant = part.type.constant;
  const message = isConstant
    ? `"${part.text}" is ${found}, but ${leading.text} is ${expected}`
    : `${leading.text} is ${expected} and ${part.text} is ${found}: they cannot be ${what}`;
  return new ExpressionError(part.column, message, mismatchAdvice(leading.type, part));
}

function mismatchAdvice(expected: UnitType, { type, text }: Typed): string {
  const isAmount = type.constant && /^[\d.]+[A-Za-z%]*(\/s)?$/.test(text);
  if (isAmount && type.bytes === 1 && expected.bytes === 1) {
    if (expected.time === -1 && type.time === 0) return `Write "${text}/s"`;
    if (expected.time === 0 && type.time === -1) return `Write "${text.slice(0, -2)}"`;
  }
  if (!type.constant) return 'Take figures of one unit, or divide one by the other';
  return `Write ${examples(expected)}`;
}

function examples({ bytes, time, bare }: UnitType): string {
  if (bytes === 1) return time === -1 ? 'bytes per second, such as 2GiB/s' : 'bytes, such as 2GiB';
  if (time === 1) return 'a time, such as 2ms';
  if (time === -1) return 'a number, such as 500k';
  return bare === 'percent' || bare === 'fraction' ? 'a percent, such as 90%' : 'a number without a unit';
}

function folded(at: At, parts: readonly Open[], of: (numbers: number[]) => number): Open {
  const first = parts[0];
  const rates = new Set(parts.map(({ perSecond }) => perSecond));
  if (rates.size > 1) {
    throw new ExpressionError(at.column, `"${at.text}" has a rate and a number`, 'Write "/s" behind all of them');
  }
  const sizes = parts.map(({ bytes }) => bytes);
  const bytes = sizes.every((size) => size !== null) ? of(sizes) : null;
  const value = of(parts.map((part) => part.value));
  return { ...at, value, bytes, hasLetter: hasLetter(...parts), perSecond: first?.perSecond ?? false };
}

function hasLetter(...parts: readonly Open[]): boolean {
  return parts.some((part) => part.hasLetter);
}

function isOpen(checked: Checked): checked is Open {
  return 'hasLetter' in checked;
}
