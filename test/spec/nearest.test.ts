// What a mistyped word was meant to be, and when nothing is near enough.
import { expect, test } from 'vitest';
import { nearest } from '../../src/spec/nearest.js';

const words = ['queueDepth', 'blockSize', 'size', 'sync', 'io_uring', 'workers'];

test.each<[string, string | null]>([
  ['queuedepth', 'queueDepth'],
  ['queue_depth', 'queueDepth'],
  ['queueDept', 'queueDepth'],
  ['qeueuDepth', 'queueDepth'],
  ['blockSizes', 'blockSize'],
  ['sizw', 'size'],
  ['szie', 'size'],
  ['iouring', 'io_uring'],
  ['wokrers', 'workers'],
  ['latency', null],
  ['x', null],
  ['', null],
  ['q'.repeat(10_000), null],
])('%s is meant as %s', (word, meant) => {
  expect(nearest(word, words)).toBe(meant);
});

test('takes the nearer of two', () => {
  expect(nearest('fileSizs', ['files', 'fileSize'])).toBe('fileSize');
});
