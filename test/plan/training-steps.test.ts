// Steps of an epoch, by the rules of each version: whole batches, and no rank has more than the one with the fewest samples.
import { expect, test } from 'vitest';
import { stepsOf } from '../../src/plan/training-steps.js';
import { computeSeconds } from '../../src/plan/training-time.js';
import { training } from './samples.js';

type Given = NonNullable<Parameters<typeof training>[0]> & { files: number };

const sized = (given: Given) => ({ ...training(given), files: given.files });

const one: Given = { files: 1, accelerators: 2, batchSize: 1, samplesPerFile: 9 };
const ofFive: Given = { files: 1, accelerators: 2, batchSize: 4, samplesPerFile: 5, loader: 'stream', rules: 'v3' };

test.each<[string, Given, number]>([
  ['all samples in whole batches', { files: 168 }, 12],
  ['what is left of a batch is left out', { files: 181 }, 12],
  // Two of three ranks own 4 samples, the last owns 2.
  ['v2: the last rank has what is left', { files: 10, accelerators: 3, batchSize: 1 }, 2],
  ['v1: all ranks have the same', { files: 10, accelerators: 3, batchSize: 1, rules: 'v1' }, 3],
  ['v3: whole files a rank', { files: 11, accelerators: 3, batchSize: 2, samplesPerFile: 3, rules: 'v3' }, 4],
  ['tf: whole files a rank', { files: 5, accelerators: 2, batchSize: 4, samplesPerFile: 10, loader: 'tf' }, 5],
  ['tf: a share of all files', { files: 2, accelerators: 3, batchSize: 4, samplesPerFile: 13, loader: 'tf' }, 2],
  ['tf, v3: whole files, also where there are fewer than ranks', { ...one, loader: 'tf', rules: 'v3' }, 0],
  // Three readers with 2, 2 and 1 files of 5 samples: 10 / 4 + 10 / 4 + 5 / 4 whole batches.
  ['stream: whole batches a reader', { ...ofFive, files: 10, readThreads: 3 }, 5],
  // The rank with 3 files has as many as its readers.
  ['stream: those of the rank with the fewest', { ...ofFive, files: 7, readThreads: 3 }, 3],
  ['a limit', { files: 168, steps: 5 }, 5],
  ['none', { files: 13 }, 0],
  ['none where the last rank of v2 has nothing', { files: 5, accelerators: 4, batchSize: 1 }, 0],
])('%s', (_, given, expected) => {
  expect(stepsOf(sized(given))).toBe(expected);
});

test('time is that of compute alone, evaluations included', () => {
  const evaluated = { evalFiles: 8, evalEvery: 2, evalBatchSize: 2, evalTime: 500_000_000 };
  // 5 epochs of 12 steps; after epochs 2 and 4 an evaluation of 2 steps.
  expect(computeSeconds(sized({ files: 168, ...evaluated }))).toBeCloseTo(5 * 12 * 0.323 + 2 * 2 * 0.5, 9);
});
