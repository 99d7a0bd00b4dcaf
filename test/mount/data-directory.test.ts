// Claiming the data directory: made once, accepted with its marker, refused with exit code 4 in every other case.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claim, dataDirectoryPath } from '../../src/mount/data-directory.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { mount, testNeeding, tmpfs, whyNoMount } from './mounts.js';
import { snapshot } from './snapshot.js';

const refused: unknown = expect.objectContaining({ code: 'DATA_DIRECTORY_FOREIGN', exitCode: 4 });

function markerOf(path: string): unknown {
  return JSON.parse(readFileSync(join(dataDirectoryPath(path), '.ioproof.json'), 'utf8'));
}

test('an empty mount gets the directory with the marker and nothing else', () => {
  const path = temporaryDirectory();
  const marker = claim(path);
  expect(Object.keys(snapshot(path))).toEqual(['ioproof-data', 'ioproof-data/.ioproof.json']);
  expect(markerOf(path)).toEqual(marker);
  expect(marker.tool).toBe('ioproof');
  expect(Math.abs(Date.parse(marker.createdAt) - Date.now())).toBeLessThan(60_000);
});

test('a second claim accepts the first and changes nothing', () => {
  const path = temporaryDirectory();
  const first = claim(path);
  const before = snapshot(path);
  expect(claim(path)).toEqual(first);
  expect(snapshot(path)).toEqual(before);
});

test('two mounts have two ids', () => {
  expect(claim(temporaryDirectory()).id).not.toBe(claim(temporaryDirectory()).id);
});

test('an empty directory without marker is taken, as a crash may have left it', () => {
  const path = temporaryDirectory();
  mkdirSync(dataDirectoryPath(path));
  expect(claim(path)).toEqual(markerOf(path));
});

describe('refused and left as it was:', () => {
  const cases: [string, (data: string, elsewhere: string) => void][] = [
    [
      'a directory with files and no marker',
      (data) => {
        mkdirSync(data);
        writeFileSync(join(data, 'thesis.tex'), 'mine');
      },
    ],
    [
      'a file of that name',
      (data) => {
        writeFileSync(data, 'mine');
      },
    ],
    [
      'a symbolic link to an empty directory',
      (data, elsewhere) => {
        symlinkSync(elsewhere, data);
      },
    ],
    [
      'a symbolic link to a claimed directory',
      (data, elsewhere) => {
        claim(elsewhere);
        symlinkSync(dataDirectoryPath(elsewhere), data);
      },
    ],
    [
      'a symbolic link to nowhere',
      (data, elsewhere) => {
        symlinkSync(join(elsewhere, 'gone'), data);
      },
    ],
    [
      'a marker of another tool',
      (data) => {
        mkdirSync(data);
        writeFileSync(join(data, '.ioproof.json'), '{"tool": "other", "createdAt": "x", "id": "y"}');
      },
    ],
    [
      'a marker without id',
      (data) => {
        mkdirSync(data);
        writeFileSync(join(data, '.ioproof.json'), '{"tool": "ioproof"}');
      },
    ],
    [
      'a marker that is JSON but no object',
      (data) => {
        mkdirSync(data);
        writeFileSync(join(data, '.ioproof.json'), 'null');
      },
    ],
    [
      'a marker that is cut short',
      (data) => {
        mkdirSync(data);
        writeFileSync(join(data, '.ioproof.json'), '{"tool": "iopr');
      },
    ],
    [
      'a marker that is a link to a good one',
      (data, elsewhere) => {
        claim(elsewhere);
        mkdirSync(data);
        symlinkSync(join(dataDirectoryPath(elsewhere), '.ioproof.json'), join(data, '.ioproof.json'));
      },
    ],
    [
      'a marker that is a directory',
      (data) => {
        mkdirSync(join(data, '.ioproof.json'), { recursive: true });
      },
    ],
    [
      'a marker that is a named pipe',
      (data) => {
        mkdirSync(data);
        execFileSync('mkfifo', [join(data, '.ioproof.json')]);
      },
    ],
    [
      'a marker of a megabyte',
      (data) => {
        mkdirSync(data);
        writeFileSync(join(data, '.ioproof.json'), ' '.repeat(2 ** 20));
      },
    ],
  ];

  test.each(cases)('%s', (_name, prepare) => {
    const path = temporaryDirectory();
    const elsewhere = temporaryDirectory();
    prepare(dataDirectoryPath(path), elsewhere);
    const before = [snapshot(path), snapshot(elsewhere)];
    expect(() => claim(path, 20)).toThrow(refused);
    expect([snapshot(path), snapshot(elsewhere)]).toEqual(before);
  });
});

test('a refusal names the path and why', () => {
  const path = temporaryDirectory();
  mkdirSync(join(dataDirectoryPath(path), 'x'), { recursive: true });
  expect(() => claim(path)).toThrow(`"${dataDirectoryPath(path)}" is not empty and has no .ioproof.json`);
});

test('a marker that another process is still writing is waited for', () => {
  const path = temporaryDirectory();
  const data = dataDirectoryPath(path);
  mkdirSync(data);
  const marker = { tool: 'ioproof', createdAt: '2026-01-01T00:00:00.000Z', id: 'slow' };
  const file = join(data, '.ioproof.json');
  writeFileSync(file, '');
  spawn('sh', ['-c', 'sleep 0.2; printf %s "$1" > "$2"', 'sh', JSON.stringify(marker), file]);
  expect(claim(path, 30_000)).toEqual(marker);
});

test.each([
  ['gone', 'MOUNT_NOT_FOUND'],
  ['file', 'MOUNT_NOT_DIRECTORY'],
])('a mount that is %s gives %s, exit code 2', (name, code) => {
  const path = temporaryDirectory();
  writeFileSync(join(path, 'file'), '');
  expect(() => claim(join(path, name))).toThrow(expect.objectContaining({ code, exitCode: 2 }));
});

testNeeding(whyNoMount, 'a full file system gives MOUNT_FULL and keeps nothing of the attempt', () => {
  const path = tmpfs('size=64k');
  writeFileSync(join(path, 'fill'), Buffer.alloc(65_536));
  expect(() => claim(path)).toThrow(expect.objectContaining({ code: 'MOUNT_FULL', exitCode: 2 }));
  expect(Object.keys(snapshot(path))).toEqual(['fill']);
});

testNeeding(whyNoMount, 'a read-only file system gives MOUNT_NOT_WRITABLE', () => {
  expect(() => claim(tmpfs('ro'))).toThrow(expect.objectContaining({ code: 'MOUNT_NOT_WRITABLE', exitCode: 2 }));
});

testNeeding(whyNoMount, 'a data directory that is a mount of its own is refused', () => {
  const path = temporaryDirectory();
  const data = mount(['-t', 'tmpfs', 'ioproof-test'], path, 'ioproof-data');
  expect(() => claim(path)).toThrow(refused);
  expect(snapshot(data)).toEqual({});
});

testNeeding(whyNoMount, 'so is one that is a bind mount of the same file system', () => {
  const path = temporaryDirectory();
  const origin = join(path, 'origin');
  mkdirSync(origin);
  const data = mount(['--bind', origin], path, 'ioproof-data');
  expect(statSync(data).dev).toBe(statSync(path).dev);
  expect(() => claim(path)).toThrow(refused);
  expect(snapshot(origin)).toEqual({});
});
