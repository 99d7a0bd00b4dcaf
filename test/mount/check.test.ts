// Checking mounts: every kind of problem is said with its values, all at once, and nothing is written.
import { chmodSync, cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkMounts, formatMountProblem, requireUsable } from '../../src/mount/check.js';
import { claim } from '../../src/mount/data-directory.js';
import { beginDataset } from '../../src/mount/datasets.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { dataset, writeDataset } from './dataset.js';
import { makeImmutable, testNeeding, tmpfs, whyNoMount, whyNotImmutable } from './mounts.js';

const isRoot = process.getuid?.() === 0;
const whyNoPermissions = isRoot ? 'permissions do not bind root' : '';

/** The one problem of one mount, without its name and path. */
function problemOf(path: string) {
  const { capacities, problems } = checkMounts([{ name: 'm', path }]);
  expect(capacities).toEqual([]);
  expect(problems).toHaveLength(1);
  return problems[0];
}

test('a good directory has its capacity and stays as it was', () => {
  const path = temporaryDirectory();
  const before = statSync(path).mtimeMs;
  const { capacities, problems } = checkMounts([{ name: 'here', path }]);
  expect(problems).toEqual([]);
  expect(capacities).toMatchObject([{ name: 'here', path }]);
  expect(capacities[0]?.freeBytes).toBeGreaterThan(0);
  expect(readdirSync(path)).toEqual([]);
  expect(statSync(path).mtimeMs).toBe(before);
});

test('all problems of all mounts come at once, the good ones keep their order', () => {
  const good = temporaryDirectory();
  const file = join(good, 'file');
  writeFileSync(file, 'x');
  const check = checkMounts([
    { name: 'first', path: good },
    { name: 'gone', path: join(good, 'gone') },
    { name: 'file', path: file },
    { name: 'below', path: join(file, 'x') },
    { name: 'last', path: good },
  ]);
  expect(check.capacities.map(({ name }) => name)).toEqual(['first', 'last']);
  expect(check.problems).toMatchObject([
    { mount: 'gone', code: 'MOUNT_NOT_FOUND', what: 'does not exist' },
    { mount: 'file', code: 'MOUNT_NOT_DIRECTORY', what: 'is a file, not a directory' },
    { mount: 'below', code: 'MOUNT_NOT_DIRECTORY', what: 'is not a directory' },
  ]);
});

test('a problem is one line with mount, path, what and advice', () => {
  const path = join(temporaryDirectory(), 'gone');
  const [problem] = checkMounts([{ name: 'lustre', path }]).problems;
  expect(problem && formatMountProblem(problem)).toBe(
    `mount "lustre": "${path}" does not exist. Name an existing directory on the file system to test.`,
  );
});

test('unusable mounts end the command with exit code 2 and every line', () => {
  const path = temporaryDirectory();
  const mounts = ['a', 'b'].map((name) => ({ name, path: join(path, name) }));
  const check = () => requireUsable(checkMounts(mounts));
  expect(check).toThrow(expect.objectContaining({ code: 'MOUNTS_UNUSABLE', exitCode: 2 }));
  expect(check).toThrow(/mount "a".*\nmount "b"/);
  expect(requireUsable(checkMounts([{ name: 'ok', path }]))).toMatchObject([{ name: 'ok', path }]);
});

test("a data directory that is not this tool's is told with the other problems, and makes the exit code 4", () => {
  const path = temporaryDirectory();
  mkdirSync(join(path, 'ioproof-data'));
  writeFileSync(join(path, 'ioproof-data/thesis.tex'), 'mine');
  const mounts = [
    { name: 'gone', path: join(path, 'gone') },
    { name: 'm', path },
  ];
  expect(checkMounts(mounts).problems).toMatchObject([
    { mount: 'gone' },
    { code: 'DATA_DIRECTORY_FOREIGN', what: 'has an entry "ioproof-data" that is not empty and has no .ioproof.json' },
  ]);
  expect(() => requireUsable(checkMounts(mounts))).toThrow(expect.objectContaining({ exitCode: 4 }));
});

test('complete data sets are told, others are not', () => {
  const path = temporaryDirectory();
  const data = join(path, 'ioproof-data');
  writeDataset(path);
  beginDataset(path, { ...dataset, directory: 'begun' });
  writeFileSync(join(beginDataset(path, { ...dataset, directory: 'broken' }), '.manifest.json'), '{"dataset": {}}');
  cpSync(join(data, dataset.directory), join(data, 'copied'), { recursive: true });
  mkdirSync(join(data, 'photos'));
  writeFileSync(join(data, 'photos/1.jpg'), 'mine');
  writeFileSync(join(data, 'notes.txt'), 'mine');
  expect(checkMounts([{ name: 'm', path }])).toMatchObject({ capacities: [{ datasets: [dataset] }], problems: [] });
});

testNeeding(whyNoPermissions, 'a directory without write permission is told with mode and owner', () => {
  const path = temporaryDirectory();
  chmodSync(path, 0o555);
  expect(problemOf(path)).toMatchObject({
    code: 'MOUNT_NOT_WRITABLE',
    what: `is not writable (EACCES): mode 555, owner ${process.getuid?.()}:${process.getgid?.()}, this user ${process.getuid?.()}`,
  });
  chmodSync(path, 0o755);
});

testNeeding(whyNoPermissions, 'where the data directory exists, its permissions count', () => {
  const path = temporaryDirectory();
  claim(path);
  chmodSync(path, 0o555);
  expect(checkMounts([{ name: 'm', path }]).problems).toEqual([]);
  chmodSync(path, 0o755);
  chmodSync(join(path, 'ioproof-data'), 0o555);
  expect(problemOf(path)?.what).toMatch(/^has an entry "ioproof-data" that is not writable \(EACCES\): mode 555/);
  chmodSync(join(path, 'ioproof-data'), 0o755);
});

testNeeding(whyNoMount, 'a read-only file system is not writable', () => {
  expect(problemOf(tmpfs('size=1m,ro'))).toMatchObject({
    code: 'MOUNT_NOT_WRITABLE',
    what: 'is on a read-only file system (EROFS)',
  });
});

testNeeding(whyNotImmutable, 'a data directory that cannot be written is told, though the mount can', () => {
  const path = temporaryDirectory();
  claim(path);
  makeImmutable(join(path, 'ioproof-data'));
  expect(problemOf(path)?.what).toBe('has an entry "ioproof-data" that may not be written to (EPERM)');
});

testNeeding(whyNoMount, 'a full file system is told with its size', () => {
  const path = tmpfs('size=64k');
  writeFileSync(join(path, 'fill'), Buffer.alloc(65_536));
  expect(problemOf(path)).toMatchObject({
    code: 'MOUNT_FULL',
    what: 'is full: 0 of 65536 bytes are free for this user',
  });
});

testNeeding(whyNoMount, 'a full file system with a complete data set can be read', () => {
  const path = tmpfs('size=64k');
  const directory = writeDataset(path);
  expect(() => {
    writeFileSync(join(directory, 'fill'), Buffer.alloc(2 ** 20));
  }).toThrow('ENOSPC');
  const { capacities, problems } = checkMounts([{ name: 'm', path }]);
  expect(problems).toEqual([]);
  expect(capacities).toMatchObject([{ freeBytes: 0, datasets: [dataset] }]);
});

testNeeding(whyNoMount, 'a file system without a free inode is full', () => {
  const path = tmpfs('size=1m,nr_inodes=3');
  writeFileSync(join(path, 'a'), '');
  writeFileSync(join(path, 'b'), '');
  expect(problemOf(path)).toMatchObject({ code: 'MOUNT_FULL', what: 'is full: 0 of 3 inodes are free' });
});

testNeeding(whyNoMount, 'the capacity is what the file system has', () => {
  const path = tmpfs('size=1m,nr_inodes=50');
  expect(checkMounts([{ name: 'm', path }]).capacities).toEqual([
    { name: 'm', path, freeBytes: 2 ** 20, freeInodes: 49, datasets: [] },
  ]);
});
