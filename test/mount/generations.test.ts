// Generations of stamped data sets: set aside before a job, told after it, and gone when the data is written anew.
import { expect, test } from 'vitest';
import { generationsOfJob } from '../../src/native/contract.js';
import { beginDataset, completeDataset, datasetState } from '../../src/mount/datasets.js';
import { readGenerations, reserveGenerations, writeGenerations } from '../../src/mount/generations.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { dataset, writeDataset } from './dataset.js';

const stamped = { ...dataset, directory: 'block-2x4KiB-00000000004d', stamp: 77 };

test('those of a new data set are the first', () => {
  const mount = temporaryDirectory();
  writeDataset(mount, stamped);
  expect(readGenerations(mount, stamped)).toEqual({ oldest: 1, newest: 1 });
});

test('a job that never tells has used all that it was given', () => {
  const mount = temporaryDirectory();
  writeDataset(mount, stamped);
  expect(reserveGenerations(mount, stamped)).toEqual({ oldest: 1, newest: 1 });
  expect(readGenerations(mount, stamped)).toEqual({ oldest: 1, newest: 1 + generationsOfJob });
  expect(reserveGenerations(mount, stamped)).toEqual({ oldest: 1, newest: 1 + generationsOfJob });
});

test('what a job tells holds, and the data set stays complete', () => {
  const mount = temporaryDirectory();
  writeDataset(mount, stamped);
  reserveGenerations(mount, stamped);
  writeGenerations(mount, stamped, { oldest: 3, newest: 4 });
  expect(readGenerations(mount, stamped)).toEqual({ oldest: 3, newest: 4 });
  expect(datasetState(mount, stamped)).toBe('complete');
});

test('data that is written anew begins again', () => {
  const mount = temporaryDirectory();
  writeDataset(mount, stamped);
  writeGenerations(mount, stamped, { oldest: 3, newest: 4 });
  beginDataset(mount, stamped);
  expect(readGenerations(mount, stamped)).toBeNull();
  completeDataset(mount, stamped);
  expect(readGenerations(mount, stamped)).toEqual({ oldest: 1, newest: 1 });
});

test('data without stamps has none, nor has what does not exist', () => {
  const mount = temporaryDirectory();
  writeDataset(mount);
  expect(readGenerations(mount, dataset)).toBeNull();
  expect(reserveGenerations(mount, dataset)).toBeNull();
  expect(readGenerations(mount, stamped)).toBeNull();
});
