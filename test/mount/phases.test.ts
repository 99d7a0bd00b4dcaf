// Files that phases share: which phase has completed, and that nothing left by an earlier run passes for it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clean } from '../../src/mount/clean.js';
import { beginDataset, datasetState } from '../../src/mount/datasets.js';
import { completedPhase, completePhase, removePhases } from '../../src/mount/phases.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { dataset as plain } from './dataset.js';
import { makeImmutable, testNeeding, tmpfs, whyNoMount, whyNotImmutable } from './mounts.js';

const dataset = { ...plain, directory: 'phases-md-0123456789ab' };
const second = { index: 1, itemsPerWorker: 50 };
const quiet = () => undefined;

test('no phase has completed before one is marked, and the last mark counts', () => {
  const path = temporaryDirectory();
  expect(completedPhase(path, dataset)).toBeNull();
  const directory = beginDataset(path, dataset);
  expect(completedPhase(path, dataset)).toBeNull();
  completePhase(path, dataset, { index: 0, itemsPerWorker: null });
  completePhase(path, dataset, second);
  expect(completedPhase(path, dataset)).toEqual(second);
  expect(readdirSync(directory)).toEqual(['.manifest.partial.json']);
  const manifest = JSON.parse(readFileSync(join(directory, '.manifest.partial.json'), 'utf8')) as object;
  expect(manifest).toMatchObject({ completedAt: null, phase: second });
});

test('they are never a complete data set', () => {
  const path = temporaryDirectory();
  beginDataset(path, dataset);
  completePhase(path, dataset, second);
  expect(datasetState(path, dataset)).toBe('partial');
});

test('phases on other files are none of these', () => {
  const path = temporaryDirectory();
  beginDataset(path, dataset);
  completePhase(path, dataset, second);
  expect(completedPhase(path, { ...dataset, fileCount: 3 })).toBeNull();
});

test('beginning again takes the mark away', () => {
  const path = temporaryDirectory();
  beginDataset(path, dataset);
  completePhase(path, dataset, second);
  beginDataset(path, dataset);
  expect(completedPhase(path, dataset)).toBeNull();
});

test.each(['', '{', 'null', '{"dataset": 3, "phase": {"index": 1}}'])('a manifest of %j says nothing', (text) => {
  const path = temporaryDirectory();
  writeFileSync(join(beginDataset(path, dataset), '.manifest.partial.json'), text);
  expect(completedPhase(path, dataset)).toBeNull();
});

test('files that are gone cannot be handed on', () => {
  const path = temporaryDirectory();
  const complete = () => {
    completePhase(path, dataset, second);
  };
  expect(complete).toThrow(expect.objectContaining({ code: 'DATASET_NOT_BEGUN' }) as Error);
});

test('what is left of them is removed, by the first phase and by clean', () => {
  for (const remove of [
    (path: string) => {
      removePhases(path, dataset.directory, quiet);
    },
    clean,
  ]) {
    const path = temporaryDirectory();
    const directory = beginDataset(path, dataset);
    writeFileSync(join(directory, 'f0'), '');
    completePhase(path, dataset, second);
    remove(path);
    expect(existsSync(directory)).toBe(false);
    remove(path);
  }
});

testNeeding(
  whyNotImmutable,
  'a removal that does not come to its end leaves no phase to go on from, but its sign',
  () => {
    const path = temporaryDirectory();
    const directory = beginDataset(path, dataset);
    writeFileSync(join(directory, 'f0'), '');
    makeImmutable(join(directory, 'f0'));
    completePhase(path, dataset, second);
    removePhases(path, dataset.directory, quiet);
    expect(existsSync(join(directory, 'f0'))).toBe(true);
    expect(completedPhase(path, dataset)).toBeNull();
    beginDataset(path, dataset);
  },
);

testNeeding(whyNoMount, 'a full file system is no hindrance to it', () => {
  const path = tmpfs('size=64k');
  const directory = beginDataset(path, dataset);
  completePhase(path, dataset, second);
  expect(() => {
    writeFileSync(join(directory, 'f0'), Buffer.alloc(2 ** 20, 1));
  }).toThrow('ENOSPC');
  removePhases(path, dataset.directory, quiet);
  expect(existsSync(directory)).toBe(false);
});
