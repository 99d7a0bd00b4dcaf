// Interleaving: A B, B A, …
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interleave } from '../../src/plan/order.js';

const shown = (mounts: string[], repeats: number) =>
  interleave(mounts, repeats).map(({ mount, repeat }) => `${mount}${repeat}`);

test('every second repeat visits the mounts in reverse', () => {
  expect(shown(['A', 'B'], 3)).toEqual(['A1', 'B1', 'B2', 'A2', 'A3', 'B3']);
  expect(shown(['A', 'B', 'C'], 2)).toEqual(['A1', 'B1', 'C1', 'C2', 'B2', 'A2']);
});

test('one mount is visited in the order of the repeats', () => {
  expect(shown(['A'], 3)).toEqual(['A1', 'A2', 'A3']);
});

test('each mount has each repeat once; over an even number, each is as early as any other', () => {
  const mountNames = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(mountNames, fc.integer({ min: 1, max: 5 }), (mounts, pairs) => {
      const turns = interleave(mounts, pairs * 2);
      expect(new Set(turns.map(({ mount, repeat }) => `${repeat} ${mount}`)).size).toBe(mounts.length * pairs * 2);

      const positions = mounts.map((name) =>
        turns.reduce((sum, { mount }, position) => (mount === name ? sum + position : sum), 0),
      );
      expect(new Set(positions).size).toBe(1);
    }),
  );
});
