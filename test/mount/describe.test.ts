// What is recorded of a mount, compared with what util-linux and the kernel say, on this machine and on made-up mounts.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { describeMount } from '../../src/mount/describe.js';
import { fileSystemSchema } from '../../src/result/host-schema.js';
import { loopMount, whyNoLoopMount } from '../helpers/loop-mount.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { mount, testNeeding, tmpfs, whyNoMount } from './mounts.js';

/** A root whose only mountinfo line is this one; the path matches it whatever it is. */
function rootWith(line: string): string {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'proc/self'), { recursive: true });
  writeFileSync(join(root, 'proc/self/mountinfo'), `${line}\n`);
  return root;
}

test('the temporary directory is where findmnt says', () => {
  const path = temporaryDirectory();
  const told = execFileSync('findmnt', ['--noheadings', '--raw', '--output', 'FSTYPE,TARGET,MAJ:MIN', '-T', path], {
    encoding: 'utf8',
  });
  // Of stacked mounts it lists all, the visible one last.
  const [type, mountPoint, majorMinor] = told.trim().split('\n').at(-1)?.split(' ') ?? [];
  expect(describeMount(path)).toMatchObject({ type, mountPoint, majorMinor });
});

test('the facts have the fields of the record, no more and no less', () => {
  const facts = describeMount('/');
  // The schema drops keys that it does not know, so a copy that differs shows one too many.
  expect(fileSystemSchema.parse(facts)).toEqual(facts);
});

test('a symbolic link to a directory is followed', () => {
  const directory = temporaryDirectory();
  symlinkSync('/proc', join(directory, 'link'));
  expect(describeMount(join(directory, 'link'))).toMatchObject({ type: 'proc', mountPoint: '/proc', device: null });
});

test('options are lists, and what looks like a secret is hidden', () => {
  const line =
    '9 1 0:9 / / rw,noatime - fuse.x https://bench:letmein@dav.example/share rw,access_key=AKIA0,password=p,max_read=4';
  expect(describeMount(temporaryDirectory(), rootWith(line))).toMatchObject({
    source: 'https://bench:<hidden>@dav.example/share',
    options: ['rw', 'noatime'],
    superOptions: ['rw', 'access_key=<hidden>', 'password=<hidden>', 'max_read=4'],
  });
});

test('sources with colons and at signs that are no passwords stay whole', () => {
  for (const source of ['10.0.0.1@tcp:/fs', 'me@host:/path', 'admin@0a1b.fs=/', ':webdav{a}:', 'http://host:80/p']) {
    expect(describeMount('/', rootWith(`9 1 0:9 / / rw - x ${source} rw`)).source).toBe(source);
  }
});

test('a mount that the kernel does not list is an error', () => {
  const root = rootWith('9 1 0:9 / /elsewhere rw - x y rw');
  expect(() => describeMount('/', root)).toThrow(expect.objectContaining({ code: 'MOUNT_UNKNOWN' }));
});

test.each([
  ['/proc/self/cmdline', 'MOUNT_NOT_DIRECTORY'],
  [fileURLToPath(new URL('gone', import.meta.url)), 'MOUNT_NOT_FOUND'],
])('%s gives %s, exit code 2', (path, code) => {
  expect(() => describeMount(path)).toThrow(expect.objectContaining({ code, exitCode: 2 }));
});

testNeeding(whyNoMount, 'a tmpfs tells its size and its options', () => {
  const path = tmpfs('size=1m,nr_inodes=50');
  const facts = describeMount(path);
  expect(facts).toMatchObject({ type: 'tmpfs', source: 'ioproof-test', mountPoint: path, device: null });
  expect(facts.statfs).toMatchObject({ type: '0x1021994', totalBytes: 2 ** 20, availableBytes: 2 ** 20, files: 50 });
  expect(facts.superOptions).toContain('size=1024k');
});

testNeeding(whyNoMount, 'a bind mount is told by its own mount point, not by that of its device', () => {
  const origin = temporaryDirectory();
  const bound = mount(['--bind', origin]);
  expect(describeMount(bound).mountPoint).toBe(bound);
  expect(describeMount(origin).mountPoint).not.toBe(bound);
  expect(describeMount(bound).majorMinor).toBe(describeMount(origin).majorMinor);
});

testNeeding(whyNoMount, 'of two stacked mounts the visible one is described', () => {
  const parent = temporaryDirectory();
  mount(['-t', 'tmpfs', '-o', 'size=1m', 'below'], parent);
  const path = mount(['-t', 'tmpfs', '-o', 'size=2m', 'above'], parent);
  expect(describeMount(path)).toMatchObject({ source: 'above', statfs: { totalBytes: 2 * 2 ** 20 } });
});

for (const type of ['ext4', 'xfs', 'btrfs'] as const) {
  testNeeding(whyNoLoopMount(type), `${type} on a loop device tells the device and the file below`, () => {
    const loop = loopMount(type);
    onTestFinished(() => {
      loop.unmount();
    });
    const source = execFileSync('findmnt', ['-no', 'SOURCE', loop.path], { encoding: 'utf8' }).trim();
    const name = basename(source);
    const facts = describeMount(loop.path);
    expect(facts).toMatchObject({ type, source, mountPoint: loop.path, device: { name } });
    expect(facts.device?.logicalBlockSize).toBe(
      Number(readFileSync(`/sys/block/${name}/queue/logical_block_size`, 'utf8')),
    );
    expect(facts.device?.stack).toEqual([
      `file:${readFileSync(`/sys/block/${name}/loop/backing_file`, 'utf8').trim()}`,
    ]);
    expect(fileSystemSchema.parse(facts)).toEqual(facts);
  });
}
