// What a block workload writes and checks, as keys: their values, the bytes of patterns, and what is wrong with them.
import { describe, expect, test } from 'vitest';
import { isPattern, patternBytes } from '../../src/spec/data-pattern.js';
import { block, files, problemsOf } from './loading.js';

const head = 'name: b\nkind: block\n';
const patternRange = '1 … 4096 bytes, as text or as 0x and two hex digits for each';

describe('values', () => {
  test.each<[string, object]>([
    ['verify: during', { verify: 'during' }],
    ['verify: only', { verify: 'only' }],
    ['readPercent: 0\nverify: after\naccess: permutation', { verify: 'after' }],
    ['compressPercent: 100', { compressPercent: 100 }],
    ['dedupePercent: 30', { dedupePercent: 30 }],
    ['pattern: abc', { pattern: 'abc' }],
    ['pattern: "0x00FF"', { pattern: '0x00FF' }],
    [
      'readPercent: 0\nprewrite: false\nfallocate: none\nstartDelay: 1.5s',
      { prewrite: false, fallocate: 'none', startDelay: 1.5e9 },
    ],
    ['dropSystemCaches: true', { dropSystemCaches: true }],
  ])('of %j', (lines, values) => {
    expect(block(lines)).toMatchObject(values);
  });

  test('of dropSystemCaches are there for files too, and those of the content are not', () => {
    expect(files('dropSystemCaches: true').dropSystemCaches).toBe(true);
    expect(problemsOf('name: f\nkind: files\nfiles: 1\nfileSize: 4KiB\nverify: after\n')).toEqual([
      'w.yaml:5:1 verify: is not a key of kind "files". It belongs to kind "block".',
    ]);
  });

  test('are swept where they are single', () => {
    const swept = 'compressPercent: [0, 50]\nverify: [none, only]\nprewrite: [true]\nstartDelay: [0s, 1s]';
    expect(Object.keys(block(swept).sweep)).toEqual(['compressPercent', 'verify', 'prewrite', 'startDelay']);
  });
});

describe('wrong values', () => {
  test.each<[string, string]>([
    ['verify: md5', '3:9 verify: must be one of none, after, during, only but is "md5". Choose one of them.'],
    [
      'fallocate: posix',
      '3:12 fallocate: must be one of none, native, keep, truncate but is "posix". Choose one of them.',
    ],
    [
      'compressPercent: 101',
      '3:18 compressPercent: must be a whole number from 0 to 100 but is 101. Give a whole number in that range.',
    ],
    [
      'dedupePercent: 1.5',
      '3:16 dedupePercent: must be a whole number from 0 to 100 but is 1.5. Give a whole number in that range.',
    ],
    ['prewrite: 1', '3:11 prewrite: must be true or false but is 1. Write true or false.'],
    ['dropSystemCaches: 3', '3:19 dropSystemCaches: must be true or false but is 3. Write true or false.'],
    ['startDelay: 1001h', '3:13 startDelay: must be from 0s to 1000h but is 1001h. Stay in that range.'],
    // YAML reads it as a number.
    ['pattern: 0x00', `3:10 pattern: must be text of ${patternRange} but is 0. Put it in quotes.`],
    [
      'pattern: "0x0"',
      `3:10 pattern: must be text of ${patternRange} but is "0x0". Write two hex digits for each byte, like "0x00ff".`,
    ],
    [
      'pattern: "0xyz"',
      `3:10 pattern: must be text of ${patternRange} but is "0xyz". Write two hex digits for each byte, like "0x00ff".`,
    ],
    ['sweep: {pattern: [a, b]}', '3:9 sweep.pattern: cannot be swept. Write a workload for each value.'],
  ])('%j is refused', (lines, message) => {
    expect(problemsOf(`${head}${lines}\n`)).toEqual([`w.yaml:${message}`]);
  });

  test.each([
    ['verify_only', 'verify'],
    ['do_verify', 'verify'],
    ['verify_backlog', 'verify'],
    ['overwrite', 'prewrite'],
    ['buffer_pattern', 'pattern'],
    ['zero_buffers', 'pattern'],
    ['buffer_compress_percentage', 'compressPercent'],
    ['dedupe_percentage', 'dedupePercent'],
  ])("fio's %s is answered with %s", (word, key) => {
    expect(problemsOf(`${head}${word}: 1\n`)).toEqual([
      `w.yaml:3:1 ${word}: is not a key of kind "block". The word here is "${key}".`,
    ]);
  });
});

describe('a pattern', () => {
  test.each([
    ['', ''],
    ['0x00', '00'],
    ['0xDEADbeef', 'deadbeef'],
    ['abc', '616263'],
    ['0', '30'],
    ['ä', 'c3a4'],
    ['0X00', '30583030'],
  ])('%j is the bytes %j', (text, hex) => {
    expect(patternBytes(text)).toBe(hex);
    expect(isPattern(text)).toBe(true);
  });

  test('has at most 4096 bytes', () => {
    expect(['a'.repeat(4096), 'ä'.repeat(2048), `0x${'00'.repeat(4096)}`].map(isPattern)).toEqual([true, true, true]);
    expect(['a'.repeat(4097), 'ä'.repeat(2049), `0x${'00'.repeat(4097)}`].map(isPattern)).toEqual([
      false,
      false,
      false,
    ]);
    expect(problemsOf(`${head}pattern: ${'a'.repeat(4097)}\n`)).toEqual([
      expect.stringMatching(/Use a shorter one\.$/),
    ]);
  });

  test.each(['0x', '0x0', '0x 00', '0x0g', '0x00\n'])('%j is none', (text) => {
    expect(isPattern(text)).toBe(false);
  });
});
