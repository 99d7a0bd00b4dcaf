// Sums over the readings of a step: differences, gauges, sources that fail on the way.
import { expect, test } from 'vitest';
import { type CounterPart, CounterTotals } from '../../../src/analyze/counters/totals.js';

function part(source: string, seconds: number, given: Partial<CounterPart> = {}): CounterPart {
  return { source, state: 'read', reason: '', atNs: BigInt(seconds * 1e9), deltas: {}, gauges: {}, ...given };
}

function totalsOf(parts: CounterPart[]) {
  const sums = new CounterTotals();
  for (const one of parts) sums.take(one);
  return sums.totals;
}

test('differences add up, gauges have their range, the time is from the first reading to the last', () => {
  const totals = totalsOf([
    part('/proc/stat', 10, { gauges: { 'load.one': 1 } }),
    part('/proc/stat', 11, { deltas: { 'cpu.userSeconds': 0.1 }, gauges: { 'load.one': 2 } }),
    part('/proc/stat', 12.5, { deltas: { 'cpu.userSeconds': 0.2 }, gauges: { 'load.one': 6 } }),
  ]);
  expect(totals).toEqual({
    seconds: 2.5,
    sources: [{ name: '/proc/stat', state: 'read', reason: '', readings: 3 }],
    deltas: { 'cpu.userSeconds': 0.3 },
    gauges: { 'load.one': { min: 1, mean: 3, max: 6 } },
  });
});

test('counters of a source that was set back are left out, and it is told', () => {
  const totals = totalsOf([
    part('/proc/stat', 1),
    part('lustre llite', 1),
    part('/proc/stat', 2, { deltas: { 'cpu.userSeconds': 1 } }),
    part('lustre llite', 2, { deltas: { 'lustre.llite.open.count': 5 } }),
    part('lustre llite', 3, { state: 'RESET', reason: 'lustre.llite.open.count was 9 and then 1' }),
    part('lustre llite', 4, { deltas: { 'lustre.llite.open.count': 5 } }),
  ]);
  expect(totals?.deltas).toEqual({ 'cpu.userSeconds': 1 });
  expect(totals?.sources[1]).toEqual({
    name: 'lustre llite',
    state: 'RESET',
    reason: 'lustre.llite.open.count was 9 and then 1',
    readings: 2,
  });
});

test('a source that never answered is told with its reason', () => {
  const totals = totalsOf([
    part('/proc/stat', 1),
    part('weka stats', 1, { state: 'REFUSED', reason: 'weka stats: not logged in' }),
    part('/proc/stat', 2),
  ]);
  expect(totals?.sources[1]).toEqual({
    name: 'weka stats',
    state: 'REFUSED',
    reason: 'weka stats: not logged in',
    readings: 0,
  });
});

test('one reading is none: there is nothing to compare with', () => {
  expect(totalsOf([part('/proc/stat', 1)])).toBeNull();
  expect(totalsOf([])).toBeNull();
});
