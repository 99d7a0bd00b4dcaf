// Watermarks of a data set that was interrupted: kept, believed where they can be, and ignored where they cannot.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { partialManifestName } from '../../src/mount/dataset-directory.js';
import { beginDataset, completeDataset, datasetState } from '../../src/mount/datasets.js';
import { begunDatasets, keepWatermarks, watermarksOf } from '../../src/mount/watermarks.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { dataset as sample } from './dataset.js';
import { testNeeding, tmpfs, whyNoMount } from './mounts.js';

const dataset = { ...sample, fileCount: 10 };
const parts = [3, 3, 4];

test('watermarks are kept while a data set is written, over a new beginning, and gone when it is complete', () => {
  const path = temporaryDirectory();
  expect(watermarksOf(path, dataset, parts)).toBeNull();
  beginDataset(path, dataset);
  expect(watermarksOf(path, dataset, parts)).toBeNull();
  keepWatermarks(path, dataset, [1, 0, 4]);
  expect(watermarksOf(path, dataset, parts)).toEqual([1, 0, 4]);
  expect(datasetState(path, dataset)).toBe('partial');
  beginDataset(path, dataset, [1, 0, 4]);
  expect(watermarksOf(path, dataset, parts)).toEqual([1, 0, 4]);
  completeDataset(path, dataset);
  expect(watermarksOf(path, dataset, parts)).toBeNull();
  beginDataset(path, dataset);
  expect(watermarksOf(path, dataset, parts)).toBeNull();
});

test('a plan is told what share of a data set is there', () => {
  const path = temporaryDirectory();
  expect(begunDatasets(path)).toEqual([]);
  beginDataset(path, dataset);
  expect(begunDatasets(path)).toEqual([]);
  keepWatermarks(path, dataset, [1, 0, 4]);
  expect(begunDatasets(path)).toEqual([{ directory: dataset.directory, share: 0.5, bytes: 4096 }]);
  keepWatermarks(path, dataset, [1, 0, 40]);
  expect(begunDatasets(path)).toEqual([]);
});

describe('ignored are', () => {
  test.each([
    [[1, 0]],
    [[1, 0, 4, 0]],
    [[-1, 0, 4]],
    [[4, 0, 4]],
    [[0.5, 0, 4]],
    [[0, 0, 0]],
    ['all'],
    [null],
    [[1, '0', 4]],
  ])('watermarks of %j', (written) => {
    const path = temporaryDirectory();
    const manifest = join(beginDataset(path, dataset), partialManifestName);
    const text = JSON.parse(readFileSync(manifest, 'utf8')) as object;
    writeFileSync(manifest, JSON.stringify({ ...text, written }));
    expect(watermarksOf(path, dataset, parts)).toBeNull();
  });

  test('those of another description, and of a manifest that is torn', () => {
    const path = temporaryDirectory();
    const manifest = join(beginDataset(path, dataset, [1, 1, 1]), partialManifestName);
    expect(watermarksOf(path, { ...dataset, seed: 2 }, parts)).toBeNull();
    const text = readFileSync(manifest, 'utf8');
    for (const other of [text.slice(0, -20), '{}', '[]', '{"dataset": {}, "written": [1, 1, 1]}']) {
      writeFileSync(manifest, other);
      expect(begunDatasets(path)).toEqual([]);
    }
    expect(watermarksOf(path, dataset, parts)).toBeNull();
  });
});

test('nothing is made for a data set that is gone', () => {
  const path = temporaryDirectory();
  keepWatermarks(path, dataset, [1, 1, 1]);
  expect(readdirSync(path)).toEqual([]);
});

testNeeding(whyNoMount, 'a file system without a free inode still takes watermarks', () => {
  const path = tmpfs('nr_inodes=40');
  const directory = beginDataset(path, dataset);
  let full = false;
  for (let file = 0; !full; file++) {
    try {
      writeFileSync(join(directory, `f${file}`), '');
    } catch {
      full = true;
    }
  }
  keepWatermarks(path, dataset, [1, 2, 3]);
  expect(watermarksOf(path, dataset, parts)).toEqual([1, 2, 3]);
  expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([partialManifestName]);
});
