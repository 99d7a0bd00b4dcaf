// Whether a disk is believed to spin.
import { expect, test } from 'vitest';
import { spins } from '../../src/analyze/spins.js';

test.each([
  [{ name: 'sda', rotational: true }, true],
  [{ name: 'sda', rotational: false }, false],
  [{ name: 'sda', rotational: null }, false],
  [{ name: 'dm-0', stack: ['sda2', 'sda'], rotational: true }, true],
  [{ name: 'dm-0', stack: ['vda2', 'vda'], rotational: true }, false],
  [{ name: 'loop3', stack: ['file:/x.img'], rotational: true }, false],
  [{ name: 'xvdb', rotational: true }, false],
])('%j: %s', (device, expected) => {
  expect(spins(device)).toBe(expected);
});

test('of no device nothing is said', () => {
  expect(spins(null)).toBe(false);
});
