// The time of a file against that of this machine, also where a file system keeps whole seconds.
import { expect, test } from 'vitest';
import { clockOffset } from '../../src/run/file-clock.js';

test('the middle of the write is compared, and half of it is not known', () => {
  expect(clockOffset(5_020_000_000n, 5000, 5040)).toEqual({ clockOffsetMs: 0, clockToleranceMs: 30 });
  expect(clockOffset(7_020_000_000n, 5000, 5040)).toEqual({ clockOffsetMs: 2000, clockToleranceMs: 30 });
});

test('a whole second stands for all of it: the end of one is not late', () => {
  const { clockOffsetMs, clockToleranceMs } = clockOffset(5_000_000_000n, 5900, 5940);
  expect({ clockOffsetMs, clockToleranceMs }).toEqual({ clockOffsetMs: -420, clockToleranceMs: 530 });
  expect(Math.abs(clockOffsetMs ?? Infinity)).toBeLessThan(clockToleranceMs ?? 0);
});
