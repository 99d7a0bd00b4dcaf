// Some names of a list in few words.
import { expect, test } from 'vitest';
import { rangesText } from '../../../src/report/html/ranges-text.js';

const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

test.each([
  { some: all, text: 'all 7 letters' },
  { some: ['b'], text: 'b' },
  { some: ['a', 'b', 'c'], text: 'a, b, c' },
  { some: ['b', 'c', 'd', 'e'], text: 'b … e (4 letters)' },
  { some: ['a', 'c', 'd', 'e', 'f', 'g'], text: 'a, c … g (5 letters)' },
])('$some', ({ some, text }) => {
  expect(rangesText(some, all, 'letters')).toBe(text);
});

test('names both of two', () => {
  expect(rangesText(['a', 'b'], ['a', 'b'], 'letters')).toBe('a, b');
});
