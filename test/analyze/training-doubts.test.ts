// What is no doubt about a training; what is stands among the cases of all warnings.
import { describe, expect, test } from 'vitest';
import type { NativeJobResult } from '../../src/native/contract.js';
import { directFacts, nativeReady } from '../result/samples.js';
import { type Spec, warned, workersWith } from './judging.js';
import { datasetOf, training, untroubled } from './training-cases.js';

describe('a small data set of a training is no doubt', () => {
  const circumstances = { dataset: datasetOf(10), memoryBytes: 1000 };
  const codes = (spec: Partial<Spec>, result: Partial<NativeJobResult> = {}) =>
    warned({ ...training, ...spec }, { training: untroubled, ...result }, circumstances).map(({ code }) => code);

  test('where nothing can be left in memory for it', () => {
    expect(codes({ passes: 2 })).toEqual(['DATASET_FITS_MEMORY']);
    expect(codes({ passes: 1 })).toEqual([]);
    expect(codes({ passes: 2, coldPasses: 'files' })).toEqual([]);
    expect(codes({ passes: 2 }, { ready: nativeReady({ direct: directFacts(true) }) })).toEqual([]);
    expect(codes({ passes: 2 }, { ready: nativeReady({ engineUsed: 'null' }) })).toEqual([]);
  });

  test('unlike one that the cache was not cleared of', () => {
    expect(codes({ passes: 1, dropCache: false })).toEqual(['DATASET_FITS_MEMORY']);
  });
});

test('readers of a training may be uneven', () => {
  expect(warned(training, { training: untroubled, workers: workersWith(1) })).toEqual([]);
});
