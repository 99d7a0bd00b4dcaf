// Cleaning: all that this tool made goes, and nothing else, whatever lies in the data directory.
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clean, removeDataset } from '../../src/mount/clean.js';
import { claim, dataDirectoryPath } from '../../src/mount/data-directory.js';
import { beginDataset, datasetState } from '../../src/mount/datasets.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { dataset, writeDataset } from './dataset.js';
import { makeImmutable, mount, testNeeding, tmpfs, whyNoMount, whyNotImmutable } from './mounts.js';
import { snapshot } from './snapshot.js';

const other = { ...dataset, directory: 'files-2x4KiB-ba9876543210' };
const nothing = { files: 0, bytes: 0, kept: [] };
test('data sets, marker and directory go, and the rest of the mount stays', () => {
  const path = temporaryDirectory();
  writeFileSync(join(path, 'mine'), 'mine');
  writeDataset(path);
  const partial = beginDataset(path, other);
  mkdirSync(join(partial, 'd0/d1'), { recursive: true });
  writeFileSync(join(partial, 'd0/d1/f0'), 'abc');
  expect(clean(path)).toEqual({ files: 3, bytes: 2 * 4096 + 3, kept: [] });
  expect(snapshot(path)).toEqual({ mine: 'mine' });
});

test('a mount without data directory is clean', () => {
  const path = temporaryDirectory();
  expect(clean(path)).toEqual(nothing);
  expect(readdirSync(path)).toEqual([]);
});

test('a claimed mount without data sets ends without directory', () => {
  const path = temporaryDirectory();
  claim(path);
  expect(clean(path)).toEqual(nothing);
  expect(readdirSync(path)).toEqual([]);
});

test('a data directory without marker is refused with exit code 4 and left as it was', () => {
  const path = temporaryDirectory();
  mkdirSync(join(path, 'ioproof-data', dataset.directory), { recursive: true });
  writeFileSync(join(path, 'ioproof-data', dataset.directory, '.manifest.json'), '{}');
  const before = snapshot(path);
  expect(() => clean(path)).toThrow(expect.objectContaining({ code: 'DATA_DIRECTORY_FOREIGN', exitCode: 4 }));
  expect(snapshot(path)).toEqual(before);
});

test('a data directory that is a link to a claimed one is refused, and that one stays', () => {
  const path = temporaryDirectory();
  const elsewhere = temporaryDirectory();
  writeDataset(elsewhere);
  symlinkSync(dataDirectoryPath(elsewhere), dataDirectoryPath(path));
  const before = snapshot(elsewhere);
  expect(() => clean(path)).toThrow(expect.objectContaining({ code: 'DATA_DIRECTORY_FOREIGN', exitCode: 4 }));
  expect(snapshot(elsewhere)).toEqual(before);
});

test('links in a data set are removed, never followed', () => {
  const path = temporaryDirectory();
  const elsewhere = temporaryDirectory();
  mkdirSync(join(elsewhere, 'folder'));
  writeFileSync(join(elsewhere, 'folder/file'), 'mine');
  writeFileSync(join(elsewhere, 'linked twice'), 'mine');
  const directory = writeDataset(path);
  mkdirSync(join(directory, 'd0'));
  symlinkSync(elsewhere, join(directory, 'to a directory'));
  symlinkSync(join(elsewhere, 'folder/file'), join(directory, 'd0/to a file'));
  symlinkSync('..', join(directory, 'd0/to its parent'));
  linkSync(join(elsewhere, 'linked twice'), join(directory, 'd0/hard'));
  const before = snapshot(elsewhere);
  expect(clean(path).kept).toEqual([]);
  expect(readdirSync(path)).toEqual([]);
  expect(snapshot(elsewhere)).toEqual(before);
});

test('what is no data set stays, is told, and keeps the marker', () => {
  const path = temporaryDirectory();
  const elsewhere = temporaryDirectory();
  writeFileSync(join(elsewhere, 'file'), 'mine');
  writeDataset(path);
  const data = dataDirectoryPath(path);
  writeFileSync(join(data, 'notes.txt'), 'mine');
  mkdirSync(join(data, 'photos'));
  writeFileSync(join(data, 'photos/1.jpg'), 'mine');
  symlinkSync(elsewhere, join(data, 'shortcut'));
  const markerChangedAt = () => statSync(join(data, '.ioproof.json'), { bigint: true }).ctimeNs;
  const before = markerChangedAt();
  const { files, kept } = clean(path);
  expect(files).toBe(2);
  expect(kept.map((entry) => entry.path)).toEqual(['notes.txt', 'photos', 'shortcut'].map((name) => join(data, name)));
  expect(kept.map((entry) => entry.reason)).toEqual([
    'is not a directory',
    'has files but no manifest of ioproof',
    'is not a directory',
  ]);
  expect(Object.keys(snapshot(path))).toEqual([
    'ioproof-data',
    'ioproof-data/.ioproof.json',
    'ioproof-data/notes.txt',
    'ioproof-data/photos',
    'ioproof-data/photos/1.jpg',
    'ioproof-data/shortcut',
  ]);
  expect(readFileSync(join(elsewhere, 'file'), 'utf8')).toBe('mine');
  expect(markerChangedAt()).toBe(before);
});

test('one data set is removed for itself', () => {
  const path = temporaryDirectory();
  writeDataset(path);
  writeDataset(path, other);
  expect(removeDataset(path, dataset.directory)).toEqual({ files: 2, bytes: 8192, kept: [] });
  expect(datasetState(path, dataset)).toBe('absent');
  expect(datasetState(path, other)).toBe('complete');
  expect(removeDataset(path, dataset.directory)).toEqual(nothing);
  expect(() => removeDataset(path, '../x')).toThrow('is not the name of an entry');
});

testNeeding(whyNoMount, 'a mount inside of a data set stays with all that is in it', () => {
  const path = temporaryDirectory();
  const directory = writeDataset(path);
  const inner = mount(['-t', 'tmpfs', 'ioproof-test'], directory, 'd0');
  writeFileSync(join(inner, 'file'), 'mine');
  const removal = clean(path);
  expect(removal).toMatchObject({
    files: 2,
    kept: [{ path: join(directory, 'd0'), reason: 'another file system is mounted here' }],
  });
  expect(readFileSync(join(inner, 'file'), 'utf8')).toBe('mine');
  expect(datasetState(path, dataset)).toBe('partial');
});

testNeeding(whyNoMount, 'so does a bind mount of the same file system', () => {
  const path = temporaryDirectory();
  const precious = temporaryDirectory();
  writeFileSync(join(precious, 'file'), 'mine');
  mount(['--bind', precious], writeDataset(path), 'd0');
  expect(clean(path).kept).toHaveLength(1);
  expect(readFileSync(join(precious, 'file'), 'utf8')).toBe('mine');
});

testNeeding(whyNoMount, 'a full file system can be cleaned', () => {
  const path = tmpfs('size=64k');
  const directory = writeDataset(path);
  expect(() => {
    writeFileSync(join(directory, 'fill'), Buffer.alloc(2 ** 20));
  }).toThrow('ENOSPC');
  expect(clean(path).kept).toEqual([]);
  expect(readdirSync(path)).toEqual([]);
});

testNeeding(whyNotImmutable, 'what cannot be removed is told and the rest goes', () => {
  const path = temporaryDirectory();
  const directory = writeDataset(path);
  const file = join(directory, 'f0');
  makeImmutable(file);
  expect(clean(path)).toEqual({
    files: 1,
    bytes: 4096,
    kept: [{ path: file, reason: 'EPERM: operation not permitted (unlink)' }],
  });
  expect(existsSync(join(directory, 'f1'))).toBe(false);
  expect(datasetState(path, dataset)).toBe('partial');
});

testNeeding(whyNotImmutable, 'a data directory that cannot be removed keeps its marker', () => {
  const path = temporaryDirectory();
  writeDataset(path);
  makeImmutable(path);
  const data = dataDirectoryPath(path);
  const marker = readFileSync(join(data, '.ioproof.json'), 'utf8');
  expect(clean(path)).toEqual({
    files: 2,
    bytes: 8192,
    kept: [{ path: data, reason: 'EPERM: operation not permitted (rmdir)' }],
  });
  expect(snapshot(data)).toEqual({ '.ioproof.json': marker });
});
