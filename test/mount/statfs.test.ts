// statfs: sizes beyond 2^53, file systems that tell nothing or invent numbers.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { freeSpace, readStatfs, statfsFacts, type RawStatfs } from '../../src/mount/statfs.js';

const ext4: RawStatfs = { type: 0xef53n, bsize: 4096n, blocks: 100n, bfree: 50n, bavail: 40n, files: 20n, ffree: 10n };

test('blocks become bytes', () => {
  expect(statfsFacts(ext4)).toEqual({
    type: '0xef53',
    blockSize: 4096,
    totalBytes: 409_600,
    freeBytes: 204_800,
    availableBytes: 163_840,
    files: 20,
    freeFiles: 10,
  });
});

test('free is what a user without privileges may take', () => {
  expect(freeSpace(ext4)).toEqual({ bytes: 163_840, inodes: 10 });
});

test('a magic number that was extended with its sign is cut to 32 bits', () => {
  expect(statfsFacts({ ...ext4, type: -0x6edc97c2n }).type).toBe('0x9123683e');
});

test('700 PB are given as the largest exact number', () => {
  const lustre = { ...ext4, blocks: 170_898_437_500_000n, bfree: 170_000_000_000_000n, bavail: 170_000_000_000_000n };
  expect(statfsFacts(lustre).totalBytes).toBe(Number.MAX_SAFE_INTEGER);
  expect(freeSpace(lustre).bytes).toBe(Number.MAX_SAFE_INTEGER);
});

test.each([
  ['no size', { blocks: 0n, bfree: 0n, bavail: 0n }],
  ['an invented size', { bsize: 16_777_216n, blocks: 0xffffffffffn, bfree: 0xffffffffffn, bavail: 0xffffffffffn }],
])('%s makes the free space unknown', (_name, told) => {
  expect(freeSpace({ ...ext4, ...told }).bytes).toBeNull();
});

test('a file system that does not count inodes has an unknown number free', () => {
  expect(freeSpace({ ...ext4, files: 0n, ffree: 0n }).inodes).toBeNull();
});

test.each([-1n, 2n ** 64n - 1n])('%s free inodes of one: CephFS has no limit', (ffree) => {
  expect(freeSpace({ ...ext4, files: 1n, ffree }).inodes).toBeNull();
});

test.each([0n, 10n ** 9n])('%s free of 10^9 inodes: rclone and others do not count them', (ffree) => {
  const raw = { ...ext4, files: 10n ** 9n, ffree };
  expect(statfsFacts(raw)).toMatchObject({ files: null, freeFiles: null, totalBytes: 409_600 });
  expect(freeSpace(raw).inodes).toBeNull();
});

test('CephFS without a manager tells neither size nor inodes', () => {
  const raw = { ...ext4, bsize: 4_194_304n, blocks: 0n, bfree: 0n, bavail: 0n, files: 2n, ffree: 2n ** 64n - 1n };
  const untold = { totalBytes: null, freeBytes: null, availableBytes: null, files: null, freeFiles: null };
  expect(statfsFacts(raw)).toMatchObject(untold);
});

test('a file system that is full has none free, which is not unknown', () => {
  expect(freeSpace({ ...ext4, bavail: 0n, ffree: 0n })).toEqual({ bytes: 0, inodes: 0 });
});

test('this machine agrees with stat(1)', () => {
  const told = execFileSync('stat', ['-f', '-c', '%t %s %b %c', '/'], { encoding: 'utf8' });
  const [, type, blockSize, blocks, files] = /^(\w+) (\d+) (\d+) (\d+)$/.exec(told.trim()) ?? [];
  expect(readStatfs('/').facts).toMatchObject({
    type: `0x${type}`,
    blockSize: Number(blockSize),
    totalBytes: Number(blocks) * Number(blockSize),
    files: Number(files),
  });
});
