// Which file of a data set is looked at.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstFile } from '../../src/mount/first-file.js';
import { temporaryDirectory } from '../helpers/temporary.js';

function tree(paths: string[]): string {
  const root = temporaryDirectory();
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  return root;
}

test.each<[string[], string]>([
  [['b', 'a', '.manifest.json'], 'a'],
  [['d2/a', 'd1/b', '.manifest.partial.json'], 'd1/b'],
  [['step-1/ioproof.seal', 'step-1/rank/__0_0.distcp'], 'step-1/rank/__0_0.distcp'],
  [['d1/.manifest.json', 'd2/e/f'], 'd2/e/f'],
  [['.metadata'], '.metadata'],
])('of %j', (paths, expected) => {
  const root = tree(paths);
  expect(firstFile(root)).toBe(join(root, expected));
});

test('is none in a directory without files, of links only, or that is not there', () => {
  const root = tree(['.manifest.json']);
  mkdirSync(join(root, 'empty'));
  symlinkSync('/etc/passwd', join(root, 'link'));
  expect(firstFile(root)).toBeNull();
  expect(firstFile(join(root, 'absent'))).toBeNull();
});

test('is found among thousands', () => {
  const root = tree(Array.from({ length: 3000 }, (_, index) => `f${index}`));
  expect(firstFile(root)).toMatch(/\/f\d+$/);
});

test('is not looked for in more than a thousand empty directories', () => {
  const root = tree(['z/file']);
  for (let index = 0; index < 40; index += 1) {
    for (let below = 0; below < 40; below += 1) mkdirSync(join(root, `d${index}`, `${below}`), { recursive: true });
  }
  expect(firstFile(root)).toBeNull();
  expect(firstFile(join(root, 'z'))).toBe(join(root, 'z/file'));
});
