// A directory for a trial: the tool's own, empty, and gone afterwards, whatever happened in it.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { datasetState } from '../../src/mount/datasets.js';
import { inTrialDirectory } from '../../src/mount/trial-directory.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { dataset, writeDataset } from './dataset.js';

function leaveSomething(directory: string): string {
  writeFileSync(join(directory, 'left'), 'behind');
  mkdirSync(join(directory, 'sub'));
  return directory;
}

test('it is in the data directory, and a mount without one is as empty afterwards as before', () => {
  const path = temporaryDirectory();
  const directory = inTrialDirectory(path, 4096, leaveSomething);
  expect(directory.startsWith(join(path, 'ioproof-data', 'trial-'))).toBe(true);
  expect(readdirSync(path)).toEqual([]);
});

test('data sets stay', () => {
  const path = temporaryDirectory();
  writeDataset(path);
  const directory = inTrialDirectory(path, 4096, leaveSomething);
  expect(existsSync(directory)).toBe(false);
  expect(datasetState(path, dataset)).toBe('complete');
  expect(readdirSync(join(path, 'ioproof-data')).sort()).toEqual(['.ioproof.json', dataset.directory]);
});

test('a trial that fails leaves nothing', () => {
  const path = temporaryDirectory();
  const failing = () => {
    inTrialDirectory(path, 4096, (directory) => {
      leaveSomething(directory);
      throw new Error('no path');
    });
  };
  expect(failing).toThrow('no path');
  expect(readdirSync(path)).toEqual([]);
});

test('a data directory of somebody else is refused and stays', () => {
  const path = temporaryDirectory();
  mkdirSync(join(path, 'ioproof-data'));
  writeFileSync(join(path, 'ioproof-data', 'theirs'), '');
  expect(() => inTrialDirectory(path, 4096, leaveSomething)).toThrow(
    expect.objectContaining({ code: 'DATA_DIRECTORY_FOREIGN', exitCode: 4 }),
  );
  expect(readdirSync(join(path, 'ioproof-data'))).toEqual(['theirs']);
});

test('more than there is room for is refused', () => {
  const path = temporaryDirectory();
  expect(() => inTrialDirectory(path, 2 ** 52, leaveSomething)).toThrow(/free/);
  expect(readdirSync(path)).toEqual([]);
});
