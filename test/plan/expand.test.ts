// A sweep becomes variants: every combination, in a stable order, under a stable name.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expand } from '../../src/plan/expand.js';
import { block, files, KiB, MiB } from './samples.js';

test('a workload without a sweep is its own only variant', () => {
  const workload = block({ queueDepth: 8 });
  expect(expand(workload)).toEqual([{ label: 'random-read', variant: {}, workload }]);
});

test('every combination, the first key slowest, named by key and value as written', () => {
  const variants = expand(block({}, { queueDepth: [1, 8], blockSize: ['4KiB', '1MiB'] }));
  expect(variants.map(({ label }) => label)).toEqual([
    'random-read@queueDepth=1,blockSize=4KiB',
    'random-read@queueDepth=1,blockSize=1MiB',
    'random-read@queueDepth=8,blockSize=4KiB',
    'random-read@queueDepth=8,blockSize=1MiB',
  ]);
  expect(variants[2]).toMatchObject({
    variant: { queueDepth: 8, blockSize: '4KiB' },
    workload: { queueDepth: 8, blockSize: 4 * KiB },
  });
});

test('what follows from a swept key follows it in every variant', () => {
  const sizes = expand(files({}, { fileSize: ['16KiB', '1GiB'] }));
  expect(sizes.map(({ workload }) => 'blockSize' in workload && workload.blockSize)).toEqual([16 * KiB, MiB]);
  const given = expand(files({ blockSize: 4 * KiB }, { fileSize: ['16KiB', '1GiB'] }));
  expect(given.map(({ workload }) => 'blockSize' in workload && workload.blockSize)).toEqual([4 * KiB, 4 * KiB]);
});

test('labels are distinct and as many as the product of the lists', () => {
  const numbers = (max: number) => fc.uniqueArray(fc.integer({ min: 1, max }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(numbers(64), numbers(100), fc.uniqueArray(fc.boolean(), { minLength: 1 }), (depths, reads, direct) => {
      const variants = expand(block({}, { queueDepth: depths, readPercent: reads, direct }));
      const labels = new Set(variants.map(({ label }) => label));
      expect(labels.size).toBe(depths.length * reads.length * direct.length);
      for (const { workload } of variants) expect(workload.sweep).toEqual({});
    }),
  );
});
