// Amounts in the sentences of judged expressions.
import { expect, test } from 'vitest';
import { rangeText } from '../../src/accept/amount-text.js';

test('limits of one scale share their unit', () => {
  expect(rangeText(1.71e-3, 1.98e-3, 'seconds')).toBe('1.71–1.98 ms');
});

test('limits that lie far apart have a unit each', () => {
  expect(rangeText(843e-6, 25.012e-3, 'seconds')).toBe('843 us–25 ms');
});
