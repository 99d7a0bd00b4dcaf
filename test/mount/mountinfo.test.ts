// mountinfo: every form of line, escapes, and which mount holds a path.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findMount, parseMountinfo } from '../../src/mount/mountinfo.js';

const text = readFileSync(new URL('../fixtures/mountinfo/cluster.txt', import.meta.url), 'utf8');
const entries = parseMountinfo(text);

function at(mountPoint: string) {
  return entries.find((entry) => entry.mountPoint === mountPoint);
}

test('a line becomes an entry with all of its fields', () => {
  expect(at('/data')).toEqual({
    id: 51,
    parentId: 21,
    majorMinor: '259:3',
    root: '/srv/data',
    mountPoint: '/data',
    options: ['rw', 'noatime'],
    type: 'xfs',
    source: '/dev/nvme0n1p3',
    superOptions: ['rw', 'attr2', 'inode64'],
  });
});

test.each([
  ['/lustre', 'lustre', '192.0.2.10@o2ib,192.0.2.11@o2ib:192.0.2.12@o2ib:/big/projects'],
  ['/weka', 'wekafs', 'node-a.example,node-b.example/fast'],
  ['/gpfs', 'gpfs', '/dev/fs1'],
  ['/beegfs', 'beegfs', 'beegfs_nodev'],
  ['/ceph', 'ceph', 'bench@11111111-2222-3333-4444-555555555555.fs1=/home'],
  ['/nfs', 'nfs4', 'filer.example:/export/a'],
  ['/moose', 'fuse', 'mfs#192.0.2.30:9421'],
  ['/nameless', 'tmpfs', ''],
])('%s is %s from "%s"', (mountPoint, type, source) => {
  expect(at(mountPoint)).toMatchObject({ type, source });
});

test('every line of the fixture is an entry', () => {
  expect(entries).toHaveLength(text.trim().split('\n').length);
});

test('blank, tab and backslash of a mount point are unescaped', () => {
  expect(at('/with blank\tand\\back')?.id).toBe(48);
});

test('a comma inside of an option does not split it', () => {
  expect(at('/merged')?.superOptions).toEqual(['rw', 'lowerdir=/l,ower:/l2', 'upperdir=/up', 'workdir=/work']);
});

test('an empty source does not shift the options', () => {
  expect(at('/nameless')?.superOptions).toEqual(['rw']);
});

test.each(['', 'nonsense', '1 2 3', 'a 1 0:1 / / rw - ext4 x rw', '5 1 0:1 / / rw ext4 x rw'])(
  'the line %j is left out',
  (line) => {
    expect(parseMountinfo(`${line}\n21 1 0:1 / / rw - ext4 x rw`)).toHaveLength(1);
  },
);

test('the mounts of this machine are read completely', () => {
  const own = readFileSync('/proc/self/mountinfo', 'utf8');
  expect(parseMountinfo(own)).toHaveLength(own.trim().split('\n').length);
});

describe('the mount of a path', () => {
  test.each([
    ['/', 21],
    ['/home/me', 21],
    ['/lustre', 40],
    ['/lustre/me', 40],
    ['/lustre2/me', 21],
    ['/lustre/scratch/me', 53],
    ['/data', 51],
  ])('%s is on mount %i', (path, id) => {
    expect(findMount(entries, path, null)?.id).toBe(id);
  });

  test('the mount id decides against the path', () => {
    expect(findMount(entries, '/lustre/scratch/me', 52)?.source).toBe('hidden');
  });

  test('a mount id that is not listed leaves the path to decide', () => {
    expect(findMount(entries, '/nfs/x', 9999)?.id).toBe(45);
  });

  test('there may be none', () => {
    expect(findMount(parseMountinfo('9 1 0:1 / /a rw - ext4 x rw'), '/b', null)).toBeNull();
  });
});
