// Walking a tree: what is counted, what is left out, and that nothing but directories is opened.
import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unreadableLines } from '../../src/tree/tree-words.js';
import { walkTree } from '../../src/tree/walk-tree.js';
import { temporaryDirectory } from '../helpers/temporary.js';

function walk(root: string, given: { crossMounts?: boolean; device?: number } = {}) {
  return walkTree(root, { crossMounts: false, device: statSync(root).dev, ...given });
}

function file(size: number, ...names: string[]): string {
  const path = join(...names);
  writeFileSync(path, Buffer.alloc(size));
  return path;
}

test('counts files, bytes, depths and files per directory', async () => {
  const root = temporaryDirectory();
  for (const name of ['a', 'a/b', 'a/b/c', 'empty']) mkdirSync(join(root, name));
  file(10, root, 'one');
  for (let index = 0; index < 200; index++) file(index, root, 'a/b', `f${index}`);
  file(5, root, 'a/b/c', 'last');
  const facts = await walk(root);
  expect(facts).toMatchObject({ directories: 5, files: 202, holders: 3, filesPerHolder: { min: 1, max: 200 } });
  expect(facts.sizes).toMatchObject({ bytes: 10 + (199 * 200) / 2 + 5, empty: 1, min: 0, max: 199 });
  expect(Object.entries(facts.filesAt)).toEqual([
    ['0', 1],
    ['2', 200],
    ['3', 1],
  ]);
});

test('leaves out links and special files, counts hard links, follows nothing', async () => {
  const root = temporaryDirectory();
  const outside = temporaryDirectory();
  file(99, outside, 'outside');
  const one = file(1, root, 'one');
  linkSync(one, join(root, 'two'));
  symlinkSync(outside, join(root, 'link'));
  symlinkSync(root, join(root, 'loop'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  const facts = await walk(root);
  expect(facts).toMatchObject({ files: 2, hardLinked: 2, directories: 1 });
  expect([...facts.leftOut].sort()).toEqual([
    ['fifo', 1],
    ['symbolic link', 2],
  ]);
});

test('names that are not UTF-8 are found again', async () => {
  const root = temporaryDirectory();
  const directory = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]);
  mkdirSync(directory);
  writeFileSync(Buffer.concat([directory, Buffer.from('/'), Buffer.from([0xe9])]), 'x');
  const facts = await walk(root);
  expect(facts).toMatchObject({ files: 1, directories: 2 });
  expect(facts.unreadable.size).toBe(0);
});

test('more directories than are read at once are all read', async () => {
  const root = temporaryDirectory();
  for (let outer = 0; outer < 20; outer++) {
    for (let inner = 0; inner < 15; inner++) {
      const path = join(root, `d${outer}`, `e${inner}`);
      mkdirSync(path, { recursive: true });
      file(inner, path, 'f');
    }
  }
  expect(await walk(root)).toMatchObject({ files: 300, directories: 321, holders: 300 });
});

test('another file system is not entered, unless it is asked for', async () => {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'below'));
  file(1, root, 'below', 'f');
  const device = statSync(root).dev + 1;
  expect(await walk(root, { device })).toMatchObject({ files: 0, otherFileSystems: 1 });
  expect(await walk(root, { device, crossMounts: true })).toMatchObject({ files: 1, otherFileSystems: 0 });
});

test.skipIf(process.getuid?.() === 0)('directories that may not be read are counted by their error', async () => {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'closed'));
  file(1, root, 'open');
  chmodSync(join(root, 'closed'), 0);
  const facts = await walk(root);
  chmodSync(join(root, 'closed'), 0o755);
  expect(facts.files).toBe(1);
  expect(unreadableLines(facts)).toEqual([`not readable, EACCES: 1 (${JSON.stringify(join(root, 'closed'))})`]);
});

test('paths longer than the kernel takes are counted by their error', async () => {
  const root = temporaryDirectory();
  // Made from within, since no path leads to the lowest directories.
  execFileSync('bash', ['-c', 'for i in $(seq 20); do mkdir "$1" && cd -P "$1"; done', '-', 'x'.repeat(240)], {
    cwd: root,
  });
  const facts = await walk(root);
  // Node removes by path.
  execFileSync('rm', ['-rf', join(root, 'x'.repeat(240))]);
  expect(facts.unreadable.get('ENAMETOOLONG')).toMatchObject({ count: 1 });
});
