// Directories and names of a files workload: what is taken, with which defaults, and what is refused.
import { describe, expect, test } from 'vitest';
import { files, problemsOf } from './loading.js';

const head = 'name: f\nkind: files\nfiles: 100\nfileSize: 64KiB\n';

test('a tree has one level unless told, and takes the place of filesPerDirectory', () => {
  const { directories, filesPerDirectory } = files('directories: {width: 20}');
  expect({ directories, filesPerDirectory }).toEqual({
    directories: { width: 20, depth: 1, filesIn: 'leaves' },
    filesPerDirectory: null,
  });
});

test('the largest tree and the longest name are taken', () => {
  expect(files('directories: {width: 10, depth: 7}').directories).toEqual({ width: 10, depth: 7, filesIn: 'leaves' });
  expect(files(`prefix: ${'x'.repeat(246)}`).prefix).toHaveLength(246);
});

describe('refused is', () => {
  test.each<[string, string]>([
    [
      'directories: {width: 20}\nfilesPerDirectory: 10',
      '5:14 directories: cannot be given with "filesPerDirectory", since its leaf directories share the files evenly. Remove one of the two.',
    ],
    [
      'filesPerDirectory: null',
      '5:20 filesPerDirectory: is null, and "directories" too. Give "filesPerDirectory: 1000" or "directories: {width: 10, depth: 2}".',
    ],
    [
      'directories: {width: 11, depth: 7}',
      '5:14 directories: has 11^7 leaf directories, and more than 10^7 are not made. Lower "width" or "depth".',
    ],
    [
      `prefix: ${'x'.repeat(247)}`,
      '5:9 prefix: makes file names of 256 bytes, and file systems take at most 255. Shorten it by 1.',
    ],
    [
      'prefix: a/b',
      '5:9 prefix: must be text of letters, digits, ".", "_" and "-", starting with a letter or digit but is "a/b". Choose another.',
    ],
  ])('%s', (lines, message) => {
    expect(problemsOf(`${head}${lines}\n`)).toEqual([`w.yaml:${message}`]);
  });

  test('a prefix that is too long for the numbers of very many files', () => {
    expect(problemsOf(`name: f\nkind: files\nfiles: 1000000001\nfileSize: 1\nprefix: ${'x'.repeat(246)}\n`)).toEqual([
      expect.stringMatching(/^w\.yaml:5:9 prefix: makes file names of 256 bytes/),
    ]);
  });
});
