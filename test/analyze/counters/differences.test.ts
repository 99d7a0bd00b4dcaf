// Differences of counters: growth, values that begin, resets, wraps of 32 bits, estimates that step back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf, roundedCounter } from '../../../src/analyze/counters/differences.js';

test('only what grew is told', () => {
  const before = { 'disk.sda.reads': 10, 'disk.sda.writes': 4 };
  const after = { 'disk.sda.reads': 25, 'disk.sda.writes': 4 };
  expect(differenceOf(before, after)).toEqual({ ok: true, deltas: { 'disk.sda.reads': 15 } });
});

test('a counter that the first reading lacks began at 0', () => {
  expect(differenceOf({}, { 'lustre.llite.open.count': 7 })).toEqual({
    ok: true,
    deltas: { 'lustre.llite.open.count': 7 },
  });
});

test('a counter that is smaller was set back', () => {
  expect(differenceOf({ 'nfs.READ.requests': 100 }, { 'nfs.READ.requests': 40 })).toEqual({
    ok: false,
    name: 'nfs.READ.requests',
    before: 100,
    after: 40,
  });
});

test('a counter that is gone was set back', () => {
  expect(differenceOf({ 'lustre.osc.read.count': 3 }, {})).toEqual({
    ok: false,
    name: 'lustre.osc.read.count',
    before: 3,
    after: null,
  });
});

test('times of disks begin anew after 2^32 ms', () => {
  const difference = differenceOf({ 'disk.sda.readMs': 2 ** 32 - 100 }, { 'disk.sda.readMs': 50 });
  expect(difference).toEqual({ ok: true, deltas: { 'disk.sda.readMs': 150 } });
});

test('half of the range in one interval is a reset and no wrap', () => {
  expect(differenceOf({ 'disk.sda.readMs': 2 ** 31 - 1 }, { 'disk.sda.readMs': 2 ** 31 - 2 }).ok).toBe(false);
});

test('counts of disks have 64 bits and do not wrap', () => {
  expect(differenceOf({ 'disk.sda.reads': 2 ** 32 - 1 }, { 'disk.sda.reads': 5 }).ok).toBe(false);
});

test('time of idle processors may step back a little', () => {
  const before = { 'cpu.idleSeconds': 10.02, 'cpu.userSeconds': 1 };
  const after = { 'cpu.idleSeconds': 10.01, 'cpu.userSeconds': 1.3 };
  expect(differenceOf(before, after)).toEqual({ ok: true, deltas: { 'cpu.userSeconds': 0.3 } });
});

test('decimals are those of the kernel', () => {
  expect(roundedCounter(0.1 + 0.2)).toBe(0.3);
  expect(roundedCounter(2 ** 53)).toBe(2 ** 53);
});

test('what grew is the sum of what it grew in between', () => {
  const values = fc.record({ first: fc.nat(), second: fc.nat(), third: fc.nat() });
  fc.assert(
    fc.property(values, ({ first, second, third }) => {
      const at = (value: number) => ({ 'net.eth0.sentBytes': value });
      const deltaOf = (from: number, until: number) => {
        const difference = differenceOf(at(from), at(until));
        return difference.ok ? (difference.deltas['net.eth0.sentBytes'] ?? 0) : Number.NaN;
      };
      const whole = deltaOf(first, first + second + third);
      expect(deltaOf(first, first + second) + deltaOf(first + second, first + second + third)).toBe(whole);
    }),
  );
});
