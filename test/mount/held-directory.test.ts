// A held directory stays the same directory, whatever is put in its path, and has no way out.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDurably, readSmallFile, replaceDurably } from '../../src/mount/durable-file.js';
import { HeldDirectory, holding } from '../../src/mount/held-directory.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { testNeeding, tmpfs, whyNoMount } from './mounts.js';
import { snapshot } from './snapshot.js';

/** A directory `a` with a file, and a directory `precious` beside it. */
function two(): { path: string; held: string; precious: string } {
  const path = temporaryDirectory();
  const [held, precious] = [join(path, 'a'), join(path, 'precious')];
  for (const directory of [held, precious]) {
    mkdirSync(directory);
    writeFileSync(join(directory, 'file'), 'mine');
  }
  return { path, held, precious };
}

test('a link that takes the place of the path leads nowhere else', () => {
  const { path, held, precious } = two();
  holding(HeldDirectory.open(held), (directory) => {
    renameSync(held, join(path, 'moved'));
    symlinkSync(precious, held);
    directory.unlink('file');
    replaceDurably(directory, 'new', 'text');
  });
  expect(snapshot(precious)).toEqual({ file: 'mine' });
  expect(snapshot(join(path, 'moved'))).toEqual({ new: 'text' });
});

test('a link among the entries is not opened as a directory', () => {
  const { held, precious } = two();
  symlinkSync(precious, join(held, 'link'));
  holding(HeldDirectory.open(held), (directory) => {
    expect(() => directory.child('link')).toThrow(/ENOTDIR|ELOOP/);
    expect(directory.entry('link')?.isSymbolicLink()).toBe(true);
  });
});

test.each(['', '.', '..', 'a/b', '/etc', '../precious/file'])('the name %j is refused', (name) => {
  const { path, held } = two();
  const before = snapshot(path);
  holding(HeldDirectory.open(held), (directory) => {
    const refusal = 'is not the name of an entry';
    expect(() => directory.child(name)).toThrow(refusal);
    expect(() => {
      directory.unlink(name);
    }).toThrow(refusal);
    expect(() => directory.makeDirectory(name)).toThrow(refusal);
    expect(() => {
      directory.rename('file', name);
    }).toThrow(refusal);
  });
  expect(snapshot(path)).toEqual(before);
});

test('a file is created only where there is none, not even a link to nowhere', () => {
  const { held, precious } = two();
  symlinkSync(join(precious, 'new'), join(held, 'link'));
  holding(HeldDirectory.open(held), (directory) => {
    for (const name of ['file', 'link']) {
      expect(() => {
        createDurably(directory, name, 'text');
      }).toThrow('EEXIST');
    }
  });
  expect(snapshot(precious)).toEqual({ file: 'mine' });
});

test('replacing a link replaces the link', () => {
  const { held, precious } = two();
  symlinkSync(join(precious, 'file'), join(held, 'link'));
  holding(HeldDirectory.open(held), (directory) => {
    replaceDurably(directory, 'link', 'text');
    expect(readSmallFile(directory, 'link')).toBe('text');
  });
  expect(snapshot(precious)).toEqual({ file: 'mine' });
});

test('what is missing is null or no error', () => {
  holding(HeldDirectory.open(temporaryDirectory()), (directory) => {
    expect(directory.entry('gone')).toBeNull();
    expect(readSmallFile(directory, 'gone')).toBeNull();
    directory.unlink('gone');
    expect(directory.makeDirectory('a')).toBe(true);
    expect(directory.makeDirectory('a')).toBe(false);
  });
});

test('only small regular files are read, and a named pipe is not waited for', () => {
  const path = temporaryDirectory();
  mkdirSync(join(path, 'directory'));
  symlinkSync('/etc/hostname', join(path, 'link'));
  writeFileSync(join(path, 'large'), 'x'.repeat(100_000));
  execFileSync('mkfifo', [join(path, 'pipe')]);
  holding(HeldDirectory.open(path), (directory) => {
    for (const name of ['directory', 'large', 'pipe']) {
      expect(() => readSmallFile(directory, name)).toThrow('is not a small regular file');
    }
    expect(() => readSmallFile(directory, 'link')).toThrow('ELOOP');
  });
});

test('a directory is closed after use and after an error', () => {
  const open = () => readdirSync('/proc/self/fd').length;
  const before = open();
  holding(HeldDirectory.open('/'), () => {
    expect(open()).toBe(before + 1);
  });
  expect(() =>
    holding(HeldDirectory.open('/'), () => {
      throw new Error('x');
    }),
  ).toThrow('x');
  expect(open()).toBe(before);
});

testNeeding(whyNoMount, 'a file that does not fit is not left behind', () => {
  const path = tmpfs('size=64k');
  holding(HeldDirectory.open(path), (directory) => {
    writeFileSync(join(path, 'fill'), Buffer.alloc(60 * 1024));
    expect(() => {
      replaceDurably(directory, 'large', 'x'.repeat(8192));
    }).toThrow('ENOSPC');
  });
  expect(readdirSync(path)).toEqual(['fill']);
});
