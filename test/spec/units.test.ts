// Amounts: the grammar in a table, exactness and round trips by property.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatDuration,
  parseBytes,
  parseDuration,
  parsePercent,
  UnitError,
} from '../../src/spec/units.js';

const KiB = 1024;
const wholeNumber = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

function unitError(action: () => unknown): UnitError {
  try {
    action();
  } catch (error) {
    if (error instanceof UnitError) return error;
    throw error;
  }
  throw new Error('there was no error');
}

describe('parseBytes', () => {
  test.each<[string, number]>([
    ['0', 0],
    ['4096', 4096],
    ['512B', 512],
    ['10240B', 10240],
    ['4k', 4 * KiB],
    ['4K', 4 * KiB],
    ['4KiB', 4 * KiB],
    ['4kB', 4000],
    ['1.5MiB', 1.5 * KiB ** 2],
    ['2m', 2 * KiB ** 2],
    ['2M', 2 * KiB ** 2],
    ['2MB', 2e6],
    ['1.5GiB', 1.5 * KiB ** 3],
    ['1g', KiB ** 3],
    ['1G', KiB ** 3],
    ['0.1GB', 1e8],
    ['700TB', 700e12],
    ['1TiB', KiB ** 4],
    ['1t', KiB ** 4],
    ['1T', KiB ** 4],
    ['007', 7],
    ['2.0', 2],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('%j is %d bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  test.each<[string, string]>([
    ['', 'is empty, not an amount of bytes'],
    [' ', '" " is not an amount of bytes'],
    ['4 KiB', '"4 KiB" is not an amount of bytes'],
    [' 4KiB', '" 4KiB" is not an amount of bytes'],
    ['4KiB\n', '"4KiB\\n" is not an amount of bytes'],
    ['-1K', '"-1K" is not an amount of bytes'],
    ['+1K', '"+1K" is not an amount of bytes'],
    ['1e3', '"1e3" is not an amount of bytes'],
    ['1.5.2K', '"1.5.2K" is not an amount of bytes'],
    ['.5K', '".5K" is not an amount of bytes'],
    ['1.K', '"1.K" is not an amount of bytes'],
    ['0x10', '"0x10" is not an amount of bytes'],
    ['1,5K', '"1,5K" is not an amount of bytes'],
    ['K', '"K" is not an amount of bytes'],
    ['Infinity', '"Infinity" is not an amount of bytes'],
    ['700TBx', '"700TBx" has an unknown unit of bytes'],
    ['4kib', '"4kib" has an unknown unit of bytes'],
    ['4Kb', '"4Kb" has an unknown unit of bytes'],
    ['4toString', '"4toString" has an unknown unit of bytes'],
    ['5%', '"5%" has an unknown unit of bytes'],
    ['1.5', '"1.5" is not a whole number of bytes'],
    ['0.1KiB', '"0.1KiB" is not a whole number of bytes'],
    // In floating point this is whole.
    ['1.0000000000000000001KiB', '"1.0000000000000000001KiB" is not a whole number of bytes'],
    ['9007199254740992', '"9007199254740992" is more than 2^53 - 1 bytes'],
    ['8192TiB', '"8192TiB" is more than 2^53 - 1 bytes'],
    ['9'.repeat(400), `"${'9'.repeat(40)}…" is more than 2^53 - 1 bytes`],
  ])('%j is refused', (text, message) => {
    expect(unitError(() => parseBytes(text)).message).toBe(message);
  });

  test.each<[string, string]>([
    ['4KB', 'Write 4KiB (1024) or 4kB (1000)'],
    ['4kib', 'Did you mean 4KiB?'],
    ['4mb', 'Did you mean 4MB?'],
    ['4Q', 'Write bytes like 4096, 4KiB, 1.5GiB (powers of 1024) or 10MB (powers of 1000)'],
  ])('for %j it advises', (text, advice) => {
    expect(unitError(() => parseBytes(text)).advice).toBe(advice);
  });

  test('any other text than digits with a known unit is refused', () => {
    const grammar = /^\d+(\.\d+)?(B|[KMGT]iB|[kMGT]B|[KMGTkmgt])?$/;
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!grammar.test(text));
        expect(() => parseBytes(text)).toThrow(UnitError);
      }),
    );
  });

  test('agrees with whole arithmetic for every unit', () => {
    const units = { B: 1n, k: 1024n, kB: 1000n, MiB: 1024n ** 2n, MB: 10n ** 6n, G: 1024n ** 3n, TB: 10n ** 12n };
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...Object.entries(units)), (count, [unit, factor]) => {
        const expected = BigInt(count) * factor;
        fc.pre(expected <= BigInt(Number.MAX_SAFE_INTEGER));
        expect(BigInt(parseBytes(`${count}${unit}`))).toBe(expected);
      }),
    );
  });
});

describe('parseDuration', () => {
  test.each<[string, number]>([
    ['0s', 0],
    ['1ns', 1],
    ['100us', 100e3],
    ['500ms', 500e6],
    ['1.5s', 1.5e9],
    ['30s', 30e9],
    ['5m', 300e9],
    ['1.5h', 5400e9],
  ])('%j is %d ns', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
  });

  test.each<[string, string]>([
    ['', 'is empty, not a duration'],
    ['30', '"30" has no unit of time'],
    ['0', '"0" has no unit of time'],
    ['30S', '"30S" has an unknown unit of time'],
    ['30sec', '"30sec" has an unknown unit of time'],
    ['1m30s', '"1m30s" is not a duration'],
    ['-1s', '"-1s" is not a duration'],
    ['1.5ns', '"1.5ns" is not a whole number of nanoseconds'],
    ['2502h', '"2502h" is more than 2^53 - 1 nanoseconds'],
  ])('%j is refused', (text, message) => {
    expect(unitError(() => parseDuration(text)).message).toBe(message);
  });
});

describe('parsePercent', () => {
  test.each<[string, number]>([
    ['0', 0],
    ['70', 70],
    ['70%', 70],
    ['99.9%', 99.9],
    ['250%', 250],
  ])('%j is %d', (text, percent) => {
    expect(parsePercent(text)).toBe(percent);
  });

  test.each(['', '%', '-1%', '5 %', '5%%', '5k', '1e1'])('%j is refused', (text) => {
    expect(() => parsePercent(text)).toThrow(UnitError);
  });
});

describe('formatting', () => {
  test.each<[number, string]>([
    [0, '0B'],
    [512, '512B'],
    [1000, '1000B'],
    [1024, '1KiB'],
    [1025, '1025B'],
    [1152, '1152B'],
    [1280, '1.25KiB'],
    [4096, '4KiB'],
    [1.5 * KiB ** 3, '1.5GiB'],
    [KiB ** 3 + 1, '1073741825B'],
    [KiB ** 3 + 1024, '1048577KiB'],
    [4 * KiB ** 4, '4TiB'],
  ])('%d bytes are %j', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test.each<[number, string]>([
    [0, '0s'],
    [1, '1ns'],
    [100e3, '100us'],
    [1500e6, '1500ms'],
    [30e9, '30s'],
    [90e9, '90s'],
    [60e9, '1m'],
    [3600e9, '1h'],
  ])('%d ns are %j', (nanoseconds, text) => {
    expect(formatDuration(nanoseconds)).toBe(text);
  });

  test('bytes read back exactly', () => {
    fc.assert(fc.property(wholeNumber, (bytes) => parseBytes(formatBytes(bytes)) === bytes));
    const quarters = fc.tuple(fc.nat({ max: 8191 }), fc.constantFrom(256, 256 * KiB, 256 * KiB ** 2, 256 * KiB ** 3));
    fc.assert(
      fc.property(quarters, ([count, quarter]) => parseBytes(formatBytes(count * quarter)) === count * quarter),
    );
  });

  test('durations read back exactly', () => {
    fc.assert(fc.property(wholeNumber, (time) => parseDuration(formatDuration(time)) === time));
    const units = fc.tuple(fc.nat({ max: 2000 }), fc.constantFrom(1, 1e3, 1e6, 1e9, 60e9, 3600e9));
    fc.assert(fc.property(units, ([count, unit]) => parseDuration(formatDuration(count * unit)) === count * unit));
  });
});
