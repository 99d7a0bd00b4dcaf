// The size of a memory page, from the auxiliary vector.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pageBytes } from '../../src/system/page-size.js';
import { temporaryDirectory } from '../helpers/temporary.js';

/** A root whose processes have this vector of pairs. */
function rootWith(...entries: [bigint, bigint][]): string {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'proc/self'), { recursive: true });
  writeFileSync(join(root, 'proc/self/auxv'), Buffer.from(new BigUint64Array(entries.flat()).buffer));
  return root;
}

test('is that of the entry 6', () => {
  expect(pageBytes(rootWith([33n, 6n], [6n, 65_536n], [0n, 0n]))).toBe(65_536);
});

test('is 4 KiB where the kernel does not tell', () => {
  expect(pageBytes(rootWith([33n, 6n], [0n, 0n]))).toBe(4096);
  expect(pageBytes(temporaryDirectory())).toBe(4096);
});

test('of this machine is what getconf says', () => {
  expect(pageBytes()).toBe(Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' })));
});
