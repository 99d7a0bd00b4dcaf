// File sizes by a law: what is taken and refused, what is written back, and the moments of each law.
import { describe, expect, test } from 'vitest';
import { fileSizeUnit, largestFile, sizeMoments } from '../../src/spec/file-sizes.js';
import { files as sample } from '../plan/samples.js';
import { showWorkload } from '../../src/spec/show.js';
import { loadOne, loadText, problemsOf } from './loading.js';

const KiB = 1024;
const head = 'name: f\nkind: files\nfiles: 100\n';

describe('a law', () => {
  test.each([
    ['uniform: {from: 4KiB, to: 64KiB}', { uniform: { from: 4 * KiB, to: 64 * KiB } }],
    [
      'lognormal: {median: 97KiB, sigma: 0.5, atLeast: 4KiB, atMost: 2MiB}',
      { lognormal: { median: 97 * KiB, sigma: 0.5, atLeast: 4 * KiB, atMost: 2048 * KiB } },
    ],
    [
      'histogram: [{size: 4KiB, percent: 90}, {size: 1MiB, percent: 10}]',
      {
        histogram: [
          { size: 4 * KiB, percent: 90 },
          { size: 1024 * KiB, percent: 10 },
        ],
      },
    ],
  ])('%s is read, and shown as it can be read again', (text, fileSize) => {
    const loaded = loadText(`${head}fileSize: {${text}}\n`);
    expect(loaded.workloads).toMatchObject([{ fileSize }]);
    expect(loadText(showWorkload(loaded))).toEqual(loaded);
  });

  test('makes blocks that hold the largest file', () => {
    expect(sample({ fileSize: { uniform: { from: 1, to: 5000 } } }).blockSize).toBe(8 * KiB);
  });
});

describe('refused is', () => {
  test.each<[string, string]>([
    ['{uniform: {from: 2, to: 1}}', 'fileSize: goes from 2B to 1B. Give the smaller size first.'],
    [
      '{lognormal: {median: 10, sigma: 1, atLeast: 11, atMost: 20}}',
      'fileSize: has a median of 10B outside of 11B to 20B. Move the limits.',
    ],
    [
      '{histogram: [{size: 1, percent: 60}, {size: 2, percent: 30}]}',
      'fileSize: has percents that add up to 90. Change them so that they add up to 100.',
    ],
  ])('%s', (law, message) => {
    expect(problemsOf(`${head}fileSize: ${law}\n`)).toEqual([`w.yaml:4:11 ${message}`]);
  });

  test.each<[string, RegExp]>([
    ['{normal: {mean: 1}}', /fileSize\.normal: is not a key/],
    [
      '{uniform: {from: 1, to: 2}, histogram: [{size: 1, percent: 100}]}',
      /must have one of uniform, lognormal, histogram/,
    ],
    ['{lognormal: {median: 10, sigma: 0, atLeast: 1, atMost: 20}}', /must be a number above 0 up to 10 but is 0/],
    ['{lognormal: {median: 10, sigma: 1, atLeast: 1}}', /atMost: is missing/],
    ['{histogram: []}', /is an empty list/],
    ['{uniform: {from: 0, to: 2}}', /must be of at least 1B but is 0B/],
  ])('%s, with the reason', (law, message) => {
    expect(problemsOf(`${head}fileSize: ${law}\n`)).toEqual([expect.stringMatching(message)]);
  });

  test('a law of any bytes that is written past the page cache', () => {
    const write = 'operations: [create, write, close]\n';
    expect(problemsOf(`${head}fileSize: {uniform: {from: 1, to: 2}}\n${write}`)).toEqual([
      'w.yaml:4:11 fileSize: gives sizes that are no multiples of 512B, which cannot be written with "direct: true". Set "direct: false", or give a histogram of multiples.',
    ]);
    const sectors = '{histogram: [{size: 512, percent: 50}, {size: 1536, percent: 50}]}';
    expect(loadOne(`${head}fileSize: ${sectors}\n${write}`)).toMatchObject({ direct: true });
  });
});

describe('moments', () => {
  test('of one size, of a range, of a histogram', () => {
    expect(sizeMoments(100)).toEqual({ mean: 100, deviation: 0 });
    expect(sizeMoments({ uniform: { from: 1, to: 6 } })).toEqual({ mean: 3.5, deviation: Math.sqrt(35 / 12) });
    const histogram = [
      { size: 10, percent: 75 },
      { size: 20, percent: 25 },
    ];
    expect(sizeMoments({ histogram })).toEqual({ mean: 12.5, deviation: Math.sqrt(18.75) });
  });

  test('of a lognormal law that is hardly cut off are those of the textbook', () => {
    const { mean, deviation } = sizeMoments({ lognormal: { median: 1e5, sigma: 0.5, atLeast: 1, atMost: 1e12 } });
    expect(mean).toBeCloseTo(1e5 * Math.exp(0.125), 1);
    expect(deviation).toBeCloseTo(mean * Math.sqrt(Math.exp(0.25) - 1), 1);
  });

  test('of a lognormal law between narrow limits lie between them', () => {
    const { mean, deviation } = sizeMoments({ lognormal: { median: 100, sigma: 5, atLeast: 99, atMost: 101 } });
    expect(mean).toBeCloseTo(100, 1);
    expect(deviation).toBeCloseTo(2 / Math.sqrt(12), 2);
    expect(sizeMoments({ lognormal: { median: 7, sigma: 1, atLeast: 7, atMost: 7 } })).toEqual({
      mean: 7,
      deviation: 0,
    });
  });
});

test('the largest file, and what divides all', () => {
  const lognormal = { median: 10, sigma: 1, atLeast: 1, atMost: 99 };
  const histogram = [
    { size: 6, percent: 50 },
    { size: 15, percent: 50 },
  ];
  expect([77, { uniform: { from: 1, to: 9 } }, { lognormal }, { histogram }].map(largestFile)).toEqual([77, 9, 99, 15]);
  expect([77, { uniform: { from: 1, to: 9 } }, { lognormal }, { histogram }].map(fileSizeUnit)).toEqual([77, 1, 1, 3]);
});
