// The caches of the machine: synced before they are dropped, and a reason where they are not.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dropSystemCaches } from '../../src/run/system-caches.js';
import { temporaryDirectory } from '../helpers/temporary.js';

/** Stands for the file of the kernel and for sync(1), which writes down what the file had in it at that time. */
function machine(syncExit = 0) {
  const directory = temporaryDirectory();
  const [path, sync, seen] = ['drop_caches', 'sync', 'seen'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(path, '0');
  writeFileSync(sync, `#!/bin/sh\ncat ${path} > ${seen}\necho no space >&2\nexit ${syncExit}\n`);
  chmodSync(sync, 0o755);
  return { path, sync, seen };
}

test('all of them are dropped, after the sync', async () => {
  const { path, sync, seen } = machine();
  expect(await dropSystemCaches(path, sync)).toEqual({ dropped: true, reason: '' });
  expect([readFileSync(seen, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['0', '3']);
});

test('none is dropped when the sync fails', async () => {
  const { path, sync } = machine(1);
  expect(await dropSystemCaches(path, sync)).toEqual({
    dropped: false,
    reason: expect.stringMatching(/^Command failed: .*sync\s+no space/) as string,
  });
  expect(readFileSync(path, 'utf8')).toBe('0');
});

test('without the right to, nothing is synced', async () => {
  const { sync, seen, path } = machine();
  const nowhere = join(path, 'nowhere');
  expect(await dropSystemCaches(nowhere, sync)).toEqual({
    dropped: false,
    reason: expect.stringContaining(`ENOTDIR: not a directory, open '${nowhere}'`) as string,
  });
  expect(existsSync(seen)).toBe(false);
});
