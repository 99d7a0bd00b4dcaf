// Reading expressions: what they mean, and what is said of wrong ones.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpressionError, parseExpression } from '../../src/accept/language/parse.js';
import { valueOf } from '../../src/accept/language/term.js';

/** The limit of an expression in bytes, seconds and plain numbers. */
function limitOf(text: string): number {
  return valueOf(parseExpression(text).right.term, () => NaN);
}

/** `column: message # advice` of a wrong expression. */
function errorOf(text: string): string {
  try {
    parseExpression(text);
  } catch (error) {
    if (error instanceof ExpressionError) return `${error.column}: ${error.message} # ${error.advice}`;
    throw error;
  }
  throw new Error(`"${text}" is an expression`);
}

describe('a limit is read in the unit of the figure', () => {
  test.each<[string, number, string]>([
    ['read.perSecond >= 500k', 500_000, 'per second'],
    ['read.perSecond >= 0.5M/s', 500_000, 'per second'],
    ['read.count >= 1G', 1e9, 'count'],
    ['read.bytes >= 1G', 2 ** 30, 'bytes'],
    ['read.bytes >= 1GB', 1e9, 'bytes'],
    ['read.bytes >= 1G + 1K', 2 ** 30 + 1024, 'bytes'],
    ['read.bytesPerSecond >= 2G/s', 2 ** 31, 'bytes per second'],
    ['read.bytesPerSecond >= 1.5GiB/s', 1.5 * 2 ** 30, 'bytes per second'],
    ['read.p99 < 2ms', 0.002, 'nanoseconds'],
    ['read.p99.9 < 2m', 120, 'nanoseconds'],
    ['save.slowestSeconds <= 30', 30, 'seconds'],
    ['save.slowestSeconds <= 30s', 30, 'seconds'],
    ['2 * saveSeconds <= 30', 30, 'seconds'],
    ['90% * saveSeconds <= 30', 30, 'seconds'],
    ['dataWaitP99Ns < 1000000', 0.001, 'nanoseconds'],
    ['cpu.microsecondsPerOperation < 5', 5e-6, 'microseconds'],
    ['auPercent >= 90', 0.9, 'percent'],
    ['auPercent >= 90%', 0.9, 'percent'],
    ['auPercent - gpuIdlePercent >= 50', 0.5, 'percent'],
    ['cache.hitFraction <= 0.05', 0.05, 'fraction'],
    ['cache.hitFraction <= 5%', 0.05, 'fraction'],
    ['read.errors / read.count <= 0.1%', 0.001, 'percent'],
    ['read.errors / read.count <= 0.001', 0.001, 'none'],
    ['saveBytesPerSecond * saveSeconds >= 10GiB', 10 * 2 ** 30, 'bytes'],
    ['read.bytes / elapsedSeconds >= 10MB/s', 10e6, 'bytes per second'],
    ['read.count / elapsedSeconds >= 10k', 10_000, 'per second'],
    ['max(read.p99, write.p99) < 1ms + 1us', 0.001001, 'seconds'],
    ['read.errors < max(1, 2) * (3 + 1) / 2', 4, 'count'],
  ])('%s', (text, value, unit) => {
    expect(limitOf(text)).toBeCloseTo(value, 12);
    expect(parseExpression(text).unit).toBe(unit);
  });
});

test.each<[string, (string | null)[]]>([
  ['read.p99 < 2ms', [null, null, 'read.p99']],
  ['read.intended.p99.99 < 2ms', [null, null, 'read.intended.p9999']],
  ['save.seconds < 2', [null, null, 'saveSeconds']],
  ['4k-random.read.p99 < 2ms', [null, '4k-random', 'read.p99']],
  ['llama3.1-8b.saveSeconds < 2', [null, 'llama3.1-8b', 'saveSeconds']],
  ['workloads.cpu.cpu.userSeconds < 2', [null, 'cpu', 'cpu.userSeconds']],
  ['mounts.a-b.c.read.p99 < 2ms', ['a-b.c', null, 'read.p99']],
  ['mounts.weka.workloads.s.reads.read.p99 < 2ms', ['weka', 's.reads', 'read.p99']],
])('the names of %s', (text, names) => {
  const [reference] = parseExpression(text).references;
  expect([reference?.mount, reference?.workload, reference?.figure]).toEqual(names);
});

test('only what is counted is exact', () => {
  const exact = ['read.errors == 0', 'read.errors / read.count < 1%', 'auReached == 1', 'damagedPieces == 0'];
  expect(exact.map((text) => parseExpression(text).exact)).toEqual([true, true, true, true]);
  expect(
    ['read.p99 < 1s', 'acceleratorsFed >= 8', 'read.errors / elapsedSeconds < 1'].map(
      (text) => parseExpression(text).exact,
    ),
  ).toEqual([false, false, false]);
});

describe('a wrong expression is told with its column, and how to write it', () => {
  test.each<[string, string]>([
    ['', '1: is empty # Write something like read.p99 < 2ms'],
    ['read.p99', '9: a comparison (== != < <= > >=) is expected, not the end # Write something like read.p99 < 2ms'],
    ['read.p99 <', '11: a figure or a number is expected, not the end # Write something like read.p99 < 2ms'],
    ['read.p99 < 2', '12: "2" has no unit, but read.p99 is a time # Write its unit (ns us ms s m h), such as "2ms"'],
    ['read.p99 < 2k', '12: "2k" has no unit, but read.p99 is a time # Write its unit (ns us ms s m h), such as "2ms"'],
    ['elapsedSeconds < 30k', '18: "30k" is no time # Write its unit (ns us ms s m h), such as "30s"'],
    [
      'read.bytesPerSecond >= 2GiB',
      '24: "2GiB" is an amount of bytes, but read.bytesPerSecond is bytes per second # Write "2GiB/s"',
    ],
    ['read.bytesPerSecond >= 2G', '24: "2G" has no unit of bytes per second # Write "2GiB/s" for powers of 1024'],
    [
      'read.bytesPerSecond >= 2000',
      '24: "2000" has no unit of bytes per second # Write its unit, such as "2000GiB/s" or "2000MB/s"',
    ],
    ['read.bytesPerSecond > 2GBps', '23: "2GBps" has an unknown unit # Write the rate as 2GB/s'],
    ['read.bytes > 2KB', '14: "2KB" has an unknown unit # Write 2KiB (1024) or 2kB (1000)'],
    ['read.bytes > 2Gib', '14: "2Gib" has an unknown unit # Did you mean 2GiB?'],
    ['read.bytes > 2GiB/s', '14: "2GiB/s" is bytes per second, but read.bytes is an amount of bytes # Write "2GiB"'],
    ['read.bytes >= 2 * 1G', '15: "2 * 1G" could be meant in powers of 1000 or of 1024 # Write "2GiB" or "2GB"'],
    ['read.p99 < 2ms/s', '12: "2ms/s" is no rate # Write "2ms"'],
    [
      'auPercent >= 2GiB',
      '14: "2GiB" is an amount of bytes, but auPercent is a percent # Write a percent, such as 90%',
    ],
    ['read.errors <= 1%', '16: "1%" is a percent, but read.errors is a count # Write a number without a unit'],
    ['read.errors <= 1/s', '16: "1/s" is a rate, but read.errors is a count # Write "1"'],
    [
      'auPercent + cache.hitFraction >= 5',
      '34: "5" has no unit, but auPercent + cache.hitFraction is a number # Write "5%"',
    ],
    [
      'read.p99 + read.perSecond < 3',
      '12: read.p99 is a time and read.perSecond is a rate, per second: they cannot be added # Take figures of one unit, or divide one by the other',
    ],
    [
      'read.p99 * read.p99 < 3ms',
      '23: "3ms" is a time, but read.p99 * read.p99 is time^2 # Write a number without a unit',
    ],
    ['read.p99 == 2ms', '10: "==" compares counts only, and read.p99 is measured # Write <= or >='],
    ['red.p99 < 2ms', '1: "red.p99" is not a figure # Did you mean "read.p99"?'],
    ['mounts.a.read.p98 < 2ms', '10: "read.p98" is not a figure # Did you mean "read.p90"?'],
    ['mounts.read.p99 < 2ms', '1: "mounts.read.p99" has no name of a mount after "mounts." # Write mounts.NAME.figure'],
    [
      'workloads.read.p99 < 2ms',
      '1: "workloads.read.p99" has no name of a workload after "workloads." # Write workloads.NAME.figure',
    ],
    [
      'read.p99-write.p99 < 2ms',
      '1: "read.p99-write.p99" is one name, and not a figure # Put spaces around the minus, which names may hold: read.p99 - write.p99',
    ],
    [
      'read.p99 < -2ms',
      '12: a figure or a number is expected, not "-" # A figure is never negative; a minus stands between two terms, with spaces around it',
    ],
    ['read.p99 = 2ms', '10: "=" is not a sign of an expression # Write =='],
    ['read.p99 ≤ 2ms', '10: "≤" is not a sign of an expression # Write <=, >= or !='],
    ['(read.p99 < 2ms', '11: ")" is expected, not "<"; "(" is at column 1 # Close the parenthesis'],
    [
      'read.p99 < 2ms < 3ms',
      '16: has two comparisons, "<" and "<" # Write each condition as an expression of its own in the list; all of them must hold',
    ],
    [
      'read.p99 < 2ms and read.errors == 0',
      '16: "and" is one term too many # Write each condition as an expression of its own in the list; all of them must hold',
    ],
    ['read.p99 < 2 ms', '14: "ms" is one term too many # Put one of + - * / between two terms, or remove it'],
    ['foo(read.p99) < 2ms', '1: "foo" is not a function # The functions are max and min'],
    ['2 < 3', '1: names no figure # Compare a figure, such as read.p99 < 2ms'],
  ])('%s', (text, message) => {
    expect(errorOf(text)).toBe(message);
  });

  test('nesting and length have an end', () => {
    expect(errorOf(`${'('.repeat(60)}read.p99${')'.repeat(60)} < 2ms`)).toMatch(/^51: has more than 50 parentheses/);
    expect(errorOf(`read.p99 < ${'1ms + '.repeat(400)}1ms`)).toMatch(/^1: has 2414 characters/);
  });
});

test('any text is an expression or an ExpressionError whose column lies in it', () => {
  const piece = fc.constantFrom(
    'read.p99',
    'read.errors',
    '2ms',
    '1G',
    '1GiB/s',
    '90%',
    '<',
    '==',
    '+',
    '-',
    '*',
    '/',
    '(',
    ')',
    ',',
    'max',
    ' ',
    'é',
    '"',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join(' ')),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.column).toBeGreaterThanOrEqual(1);
          expect(error.column).toBeLessThanOrEqual(text.length + 1);
          expect(error.advice).not.toBe('');
        }
      },
    ),
    { numRuns: 2000 },
  );
});
