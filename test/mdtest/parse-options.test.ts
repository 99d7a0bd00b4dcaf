// The words of a command line of mdtest: how they may be written, and what becomes of each.
import { describe, expect, test } from 'vitest';
import { parseOptions } from '../../src/mdtest/parse-options.js';

describe('values', () => {
  test.each([
    ['-n 10 -F', { n: 10, F: true }],
    ['-n=10', { n: 10 }],
    ['-n10', { n: 10 }],
    ['-FCTn 10', { F: true, C: true, T: true, n: 10 }],
    ['-w 4k -e 1M', { w: 4096, e: 2 ** 20 }],
    ['-n 1 -n 2', { n: 2 }],
    ['--random-seed=7 --posix.odirect', { randomSeed: 7, directIo: true }],
    ['--random-seed 7', { randomSeed: 7 }],
    ['-a POSIX', { api: 'POSIX' }],
  ])('%s', (line, values) => {
    expect(parseOptions(line.split(' '))).toEqual({ values, notes: [], problems: [] });
  });
});

test('an option without effect is told once', () => {
  const { notes, problems } = parseOptions(['-vvv', '-V', '2', '-P', '-v', '--savePerOpDataCSV=x']);
  expect(notes.map(({ option }) => option)).toEqual(['-v', '-V', '-P', '--savePerOpDataCSV']);
  expect(problems).toEqual([]);
});

test.each([
  ['-d /x', '-d', /--mount/],
  ['-d', '-d', /needs a value|Write -d/],
  ['-n', '-n', /Write -n 1/],
  ['-n many', '-n', /powers of 1024/],
  ['-n -5', '-n', /powers of 1024/],
  ['-Q', '-Q', /--tasks/],
  ['--posix.odirec', '--posix.odirect', /Did you mean/],
  ['--n 5', '--n', /Check the spelling/],
  ['-X', '-X', /verify/],
  ['-S', '-S', /Remove it/],
  ['path', 'path', /--mount/],
])('%s is refused', (line, key, advice) => {
  const { problems } = parseOptions(line.split(' '));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]?.key.startsWith(key.slice(0, 2))).toBe(true);
  expect(problems[0]?.advice).toMatch(advice);
});

test('all that is wrong is told at once, each option once', () => {
  const { problems } = parseOptions(['-d', '/x', '-S', '-c', '-d', '/y']);
  expect(problems.map(({ key }) => key)).toEqual(['-d', '-S', '-c']);
});
