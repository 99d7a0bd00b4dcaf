// Syntax trees by property: printing and reading again gives the same tree, and units follow the laws of arithmetic.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkSides } from '../../src/accept/language/check-units.js';
import { parseExpression } from '../../src/accept/language/parse.js';
import { readSyntax } from '../../src/accept/language/read-syntax.js';
import {
  comparisons,
  type ComparisonSyntax,
  functions,
  printComparison,
  type Syntax,
} from '../../src/accept/language/syntax.js';
import { valueOf } from '../../src/accept/language/term.js';

const amounts = fc
  .tuple(
    fc.integer({ min: 0, max: 1e6 }),
    fc.constantFrom('', 'k', 'M', 'ns', 'ms', 'h', 'KiB', 'GB', '%', '/s', 'GiB/s'),
  )
  .map(([value, unit]): Syntax => ({ kind: 'amount', text: `${value / 4}${unit}`, column: 0 }));
const names = fc
  .constantFrom(
    'read.p99',
    'p99.9',
    'a-b.c.read.errors',
    'mounts.x.workloads.4k-r.write.perSecond',
    'auPercent',
    'max',
    'm',
  )
  .map((text): Syntax => ({ kind: 'name', text, column: 0 }));
const trees = fc.letrec<{ tree: Syntax }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    amounts,
    names,
    fc
      .tuple(fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const), tie('tree'), tie('tree'))
      .map(([operator, left, right]): Syntax => ({ kind: 'binary', operator, left, right, column: 0 })),
    fc
      .tuple(fc.constantFrom(...functions), fc.array(tie('tree'), { minLength: 1, maxLength: 3 }))
      .map(([name, list]): Syntax => ({ kind: 'call', name, arguments: list, column: 0 })),
  ),
})).tree;
const sides = fc
  .tuple(fc.constantFrom(...comparisons), trees, trees)
  .map(([comparison, left, right]): ComparisonSyntax => ({ comparison, left, right, column: 0 }))
  .filter((syntax) => printComparison(syntax).length <= 1000);

/** All columns 0, since those of a generated tree say nothing. */
function withoutColumns(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'column' ? 0 : inner)));
}

test('what is printed reads as the same tree', () => {
  fc.assert(
    fc.property(sides, (syntax) => {
      expect(withoutColumns(readSyntax(printComparison(syntax)))).toEqual(withoutColumns(syntax));
    }),
    { numRuns: 1000 },
  );
});

test('a printed expression keeps its parentheses only where they change it', () => {
  expect(parseExpression('((read.p99 - (write.p99 - 1ms)) * (2)) < (2ms)').left.text).toBe(
    '(read.p99 - (write.p99 - 1ms)) * 2',
  );
});

const figures = [
  'read.p99',
  'read.bytes',
  'read.perSecond',
  'read.bytesPerSecond',
  'saveSeconds',
  'read.errors',
  'auPercent',
];

/** The powers of bytes and time of a term. */
function powersOf(text: string): [number, number] {
  const { left, right } = readSyntax(`${text} < ${text}`);
  const { bytes, time } = checkSides(left, right).left.type;
  return [bytes, time];
}

test('powers add up in a product and are taken off in a quotient', () => {
  fc.assert(
    fc.property(fc.constantFrom(...figures), fc.constantFrom(...figures), (a, b) => {
      const [[aBytes, aTime], [bBytes, bTime]] = [powersOf(a), powersOf(b)];
      expect(powersOf(`${a} * ${b}`)).toEqual([aBytes + bBytes, aTime + bTime]);
      expect(powersOf(`${b} * ${a}`)).toEqual(powersOf(`${a} * ${b}`));
      expect(powersOf(`${a} / ${b}`).map((power) => power + 0)).toEqual([aBytes - bBytes, aTime - bTime]);
      expect(powersOf(`${a} / ${b} * ${b}`)).toEqual([aBytes, aTime]);
    }),
  );
});

test('a figure divided by itself is a plain number, and a sum needs equal powers', () => {
  for (const a of figures) {
    expect(powersOf(`${a} / ${a}`)).toEqual([0, 0]);
    for (const b of figures) {
      const alike = String(powersOf(a)) === String(powersOf(b)) && !(isShare(a) !== isShare(b));
      const add = () => powersOf(`${a} + ${b}`);
      if (alike) expect(add()).toEqual(powersOf(a));
      else expect(add).toThrow();
    }
  }
});

function isShare(figure: string): boolean {
  return figure === 'auPercent';
}

test('the same limit in another unit is the same number', () => {
  const limit = (text: string) => valueOf(parseExpression(text).right.term, () => NaN);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (value) => {
      expect(limit(`read.p99 < ${value * 1000}us`)).toBe(limit(`read.p99 < ${value}ms`));
      expect(limit(`read.p99 < ${value * 1e6}ns`)).toBe(limit(`read.p99 < ${value}ms`));
      expect(limit(`saveSeconds < ${value}`)).toBe(limit(`saveSeconds < ${value}s`));
      expect(limit(`auPercent < ${value}`)).toBe(limit(`auPercent < ${value}%`));
      expect(limit(`read.bytes < ${value}K`)).toBe(limit(`read.bytes < ${value}KiB`));
    }),
  );
});
