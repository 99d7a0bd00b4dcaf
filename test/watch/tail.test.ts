// A file that grows, half lines, and a file that becomes another one.
import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { Tail } from '../../src/watch/tail.js';
import { temporaryDirectory } from '../helpers/temporary.js';

function growing(): { file: string; tail: Tail } {
  const file = join(temporaryDirectory(), 'lines');
  return { file, tail: new Tail(file) };
}

test('gives whole lines once, and half ones when their end has come', async () => {
  const { file, tail } = growing();
  expect(await tail.look()).toEqual({ lines: [], anew: false, left: 0, writtenMs: null });
  writeFileSync(file, 'one\ntw');
  expect((await tail.look()).lines).toEqual(['one']);
  expect((await tail.look()).lines).toEqual([]);
  appendFileSync(file, 'o\nthree\n');
  expect((await tail.look()).lines).toEqual(['two', 'three']);
});

test('a character that is cut between two looks stays whole', async () => {
  const { file, tail } = growing();
  const bytes = Buffer.from('grün\n');
  writeFileSync(file, bytes.subarray(0, 3));
  expect((await tail.look()).lines).toEqual([]);
  appendFileSync(file, bytes.subarray(3));
  expect((await tail.look()).lines).toEqual(['grün']);
});

test('a large file comes in parts that add up', async () => {
  const { file, tail } = growing();
  const all = Array.from({ length: 60_000 }, (_, at) => `${at} ${'x'.repeat(50)}`);
  writeFileSync(file, `${all.join('\n')}\n`);
  const lines: string[] = [];
  let looks = 0;
  for (let left = 1; left > 0; looks += 1) {
    const look = await tail.look();
    lines.push(...look.lines);
    left = look.left;
  }
  expect(looks).toBeGreaterThan(2);
  expect(lines).toEqual(all);
});

test('a file that is cut, or replaced, begins anew and says so', async () => {
  const { file, tail } = growing();
  writeFileSync(file, 'one\ntwo\nhal');
  await tail.look();
  truncateSync(file, 4);
  expect(await tail.look()).toMatchObject({ lines: ['one'], anew: true });
  writeFileSync(`${file}.new`, 'other\nlonger than before\n');
  renameSync(`${file}.new`, file);
  expect(await tail.look()).toMatchObject({ lines: ['other', 'longer than before'], anew: true });
});

test('a file that goes away and comes back is another one', async () => {
  const { file, tail } = growing();
  writeFileSync(file, 'one\n');
  await tail.look();
  renameSync(file, `${file}.old`);
  expect((await tail.look()).lines).toEqual([]);
  writeFileSync(file, 'two\n');
  expect(await tail.look()).toMatchObject({ lines: ['two'], anew: true });
});

test('a file that is written again in its place, longer than before, is another one', async () => {
  const { file, tail } = growing();
  writeFileSync(file, 'one\n');
  await tail.look();
  writeFileSync(file, 'other\nand more\n');
  expect(await tail.look()).toMatchObject({ lines: ['other', 'and more'], anew: true });
});

test('a folder or a pipe in its place is an error and does not stop the watch', async () => {
  const { file, tail } = growing();
  mkdirSync(file);
  await expect(tail.look()).rejects.toThrow('no regular file');
  rmSync(file, { recursive: true });
  expect(spawnSync('mkfifo', [file]).status).toBe(0);
  await expect(tail.look()).rejects.toThrow('no regular file');
});
