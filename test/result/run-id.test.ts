// Names of runs.
import { expect, test } from 'vitest';
import { newRunId } from '../../src/result/run-id.js';

const date = new Date('2026-11-20T22:45:01.987Z');

test('is UTC date, UTC time and four hexadecimal digits', () => {
  expect(newRunId(date, () => 0xab12 / 0x10000)).toBe('20261120-224501-ab12');
});

test.each([
  [0, '0000'],
  [1 - Number.EPSILON, 'ffff'],
])('random %d gives suffix %s', (random, suffix) => {
  expect(newRunId(date, () => random)).toBe(`20261120-224501-${suffix}`);
});

test('two runs of one second differ, if only by chance', () => {
  const ids = new Set(Array.from({ length: 20 }, () => newRunId(date)));
  expect(ids.size).toBeGreaterThan(15);
});
