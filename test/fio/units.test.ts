// fio's rules for amounts, times, lists and arithmetic.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type KbBase,
  parseDirections,
  parseFioAmount,
  parseFioBytes,
  parseFioRange,
  parseFioTime,
  parseSignedFioBytes,
  shareOf,
} from '../../src/fio/fio-units.js';
import { FioValueError } from '../../src/fio/value-error.js';

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof FioValueError) return error.message;
    throw error;
  }
  throw new Error('there was no error');
}

describe('bytes', () => {
  test.each<[string, number, number]>([
    ['0', 0, 0],
    ['4096', 4096, 4096],
    ['512b', 512, 512],
    ['4k', 4096, 4000],
    ['4K', 4096, 4000],
    ['4kb', 4096, 4000],
    ['4KB', 4096, 4000],
    ['4ki', 4096, 4000],
    ['4Ki', 4096, 4000],
    ['4kib', 4000, 4096],
    ['4KiB', 4000, 4096],
    ['1m', 2 ** 20, 1e6],
    ['1mi', 2 ** 20, 1e6],
    ['1MiB', 1e6, 2 ** 20],
    ['1g', 2 ** 30, 1e9],
    ['1GiB', 1e9, 2 ** 30],
    ['2t', 2 ** 41, 2e12],
    ['1TiB', 1e12, 2 ** 40],
    ['1p', 2 ** 50, 1e15],
    ['1PiB', 1e15, 2 ** 50],
    ['0x1000', 4096, 4096],
  ])('%j are %i with kb_base=1024 and %i with 1000', (text, swapped, standard) => {
    expect(parseFioBytes(text, 1024)).toBe(swapped);
    expect(parseFioBytes(text, 1000)).toBe(standard);
  });

  test('of any number and suffix are exact', () => {
    const suffix = fc.constantFrom('', 'k', 'm', 'g', 't');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8000 }), suffix, fc.constantFrom<KbBase>(1000, 1024), (n, s, base) => {
        expect(parseFioBytes(`${n}${s}`, base)).toBe(n * base ** ' kmgt'.indexOf(s || ' '));
        expect(parseFioBytes(`${n}${s === '' ? '' : `${s}ib`}`, base)).toBe(
          n * (2024 - base) ** ' kmgt'.indexOf(s || ' '),
        );
      }),
    );
  });

  test.each([
    ['1.5g', 'is not a whole number; fio would read no more than 1'],
    ['4x', 'is not a whole number; fio would read no more than 4'],
    ['4kk', 'is not a whole number; fio would read no more than 4'],
    ['4 k', 'is not a whole number; fio would read no more than 4'],
    ['0x10k', 'is not a whole number; fio would read no more than 0x10'],
    ['-4k', 'is negative'],
    ['k', 'is not a number'],
    ['', 'is not a number'],
    ['9p', 'is more than 2^53 - 1'],
    ['99999999999999999999', 'is more than 2^53 - 1'],
  ])('are not %j', (text, message) => {
    expect(messageOf(() => parseFioBytes(text, 1024))).toBe(message);
  });

  test('may be a percent or negative where the option allows it', () => {
    expect(parseFioAmount('20%', 1024)).toEqual({ percent: 20 });
    expect(parseFioAmount('20k', 1024)).toEqual({ bytes: 20480 });
    expect(parseSignedFioBytes('-8k', 1024)).toBe(-8192);
    expect(messageOf(() => parseFioAmount('2.5%', 1024))).toMatch(/^is not a whole number/);
    expect(messageOf(() => parseFioAmount(`${'9'.repeat(400)}%`, 1024))).toBe('is more than 2^53 - 1');
  });

  test('of a percent are exact', () => {
    expect(shareOf(10 * 2 ** 30, 20)).toBe(2 ** 31);
    expect(shareOf(999, 33)).toBe(329);
    expect(shareOf(Number.MAX_SAFE_INTEGER, 500)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('times', () => {
  test.each<[string, 's' | 'us', number]>([
    ['10', 's', 10e9],
    ['10', 'us', 10e3],
    ['10s', 'us', 10e9],
    ['10S', 's', 10e9],
    ['2m', 's', 120e9],
    ['2M', 's', 120e9],
    ['1h', 's', 3600e9],
    ['2d', 's', 172_800e9],
    ['500ms', 's', 500e6],
    ['500msec', 's', 500e6],
    ['7us', 's', 7e3],
    ['7usec', 's', 7e3],
  ])('%j, alone in %s, is %i ns', (text, unit, nanoseconds) => {
    expect(parseFioTime(text, unit)).toBe(nanoseconds);
  });

  test.each([
    ['10sec', 'is 10 microseconds for fio, whatever "sec" means'],
    ['10min', 'is 10 microseconds for fio, whatever "min" means'],
    ['10ns', 'is 10 microseconds for fio, whatever "ns" means'],
    ['1.5h', 'is not a whole number; fio would read no more than 1'],
    ['1m30s', 'is not a whole number; fio would read no more than 1'],
    ['-1', 'is negative'],
    ['200000d', 'is more than 2^53 - 1'],
  ])('are not %j', (text, message) => {
    expect(messageOf(() => parseFioTime(text, 's'))).toBe(message);
  });
});

describe('lists', () => {
  const numbers = (text: string) => parseDirections(text, (part) => parseFioBytes(part, 1024));

  test.each([
    ['8k', 8192, 8192],
    ['8k,32k', 8192, 32768],
    ['8k,32k,64k', 8192, 32768],
    ['8k,', 8192, undefined],
    [',8k', undefined, 8192],
    [',8k,', undefined, 8192],
    ['8k,,64k', 8192, undefined],
  ])('%j are %j for reads and %j for writes', (text, read, write) => {
    expect(numbers(text)).toEqual({ read, write });
  });

  test.each([
    ['', 'has no value'],
    [',', 'has no value'],
    ['1,2,3,4', 'has more than three values'],
  ])('are not %j', (text, message) => {
    expect(messageOf(() => numbers(text))).toBe(message);
  });

  test('ranges have two ends, the smaller first', () => {
    expect(parseFioRange('4k-64k', 1024)).toEqual({ from: 4096, to: 65536 });
    expect(parseFioRange('64k:4k', 1024)).toEqual({ from: 4096, to: 65536 });
    for (const text of ['4k', '4k-8k-16k', '4k-']) expect(() => parseFioRange(text, 1024)).toThrow(FioValueError);
  });
});

describe('arithmetic in parentheses', () => {
  test.each([
    ['(4*1024)', 4096],
    ['(4k)', 4096],
    ['(4KiB)', 4000],
    ['(2+3*4)', 14],
    ['((2+3)*4)', 20],
    ['(2+4k)', 4098],
    ['(10/3)', 3],
    ['(8/2k)', 4096],
    ['(8/2k*2)', 8192],
    ['(7%4)', 3],
    ['(2^10)', 1024],
    ['(2^3^2)', 512],
    ['(1.5*1k)', 1536],
    ['(0x10)', 16],
    [' (1g) '.trim(), 2 ** 30],
  ])('%j gives %i', (text, value) => {
    expect(parseFioBytes(text, 1024)).toBe(value);
  });

  test('has suffixes of its own, whatever kb_base is', () => {
    expect([parseFioBytes('(1k)', 1000), parseFioBytes('(1KiB)', 1000)]).toEqual([1024, 1000]);
  });

  test.each([
    ['(1m)', 60e9],
    ['(60)', 60e9],
    ['(1m+30s)', 90e9],
    ['(0.5h)', 1800e9],
  ])('%j is a time of %i ns', (text, value) => {
    expect(parseFioTime(text, 's')).toBe(value);
  });

  test.each([
    ['(8k-4k)', 'is split by fio at "-", even inside of parentheses'],
    ['(1/0)', 'is not arithmetic that fio knows: it divides by zero'],
    ['(1.5)', 'does not give a whole number'],
    ['(4', 'is not arithmetic that fio knows: a parenthesis is not closed'],
    ['()', 'is not arithmetic that fio knows: ")" is not a number'],
    ['(4)k)', 'is not arithmetic that fio knows: ")" is out of place'],
    ['(4x)', 'is not arithmetic that fio knows: "x" is not a unit that fio knows in parentheses'],
    [
      '(4294967296)',
      'is not arithmetic that fio knows: fio reads numbers there as 32 bits, and "4294967296" needs more',
    ],
    ['(65536*65536)', 'is too large for fio, which keeps 32 bits of what has no unit'],
    ['((9^60)^2)', 'is not arithmetic that fio knows: "^" needs a base below 2^64'],
    ['(2^64)', 'is not arithmetic that fio knows: "^" needs a whole exponent up to 63'],
    ['(4p*4)', 'is more than 2^53 - 1'],
  ])('is not %j', (text, message) => {
    expect(messageOf(() => parseFioBytes(text, 1024))).toBe(message);
  });

  test.each([
    ['(500ms)', 'is rounded down to whole seconds by fio, since it is in parentheses'],
    ['(1k)', 'is not arithmetic that fio knows: "k" is not a unit that fio knows in parentheses'],
  ])('is no time: %j', (text, message) => {
    expect(messageOf(() => parseFioTime(text, 's'))).toBe(message);
  });

  test('never ends in anything else than a number or a FioValueError', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from('0123456789.kmgs()+*/%^ x')), maxLength: 20 });
    fc.assert(
      fc.property(text, (inner) => {
        try {
          expect(Number.isSafeInteger(parseFioBytes(`(${inner})`, 1024))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(FioValueError);
        }
      }),
    );
  });
});
