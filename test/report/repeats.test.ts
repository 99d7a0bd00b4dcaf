// Repeats of one operation: median, least and most of each value by itself.
import { expect, test } from 'vitest';
import { combineRepeats } from '../../src/report/repeats.js';
import { latency, operation } from '../fixtures/records.js';

test('a single repeat has no range', () => {
  const { median, range } = combineRepeats([operation({ perSecond: 500, p50us: 90 })]);
  expect(median).toMatchObject({ perSecond: 500, p50: 90_000 });
  expect(range).toBeNull();
});

test('each value is combined by itself, in numeric order', () => {
  // As text, 100 would be the one in the middle.
  const repeats = [
    operation({ perSecond: 100, p50us: 300 }),
    operation({ perSecond: 9, p50us: 100 }),
    operation({ perSecond: 10, p50us: 200 }),
  ];
  const { median, range } = combineRepeats(repeats);
  expect(median).toMatchObject({ perSecond: 10, p50: 200_000 });
  expect(range).toMatchObject({ min: { perSecond: 9, p50: 100_000 }, max: { perSecond: 100, p50: 300_000 } });
});

test('an even number of repeats has the mean of the middle two', () => {
  const { median } = combineRepeats([1, 10, 20, 400].map((perSecond) => operation({ perSecond })));
  expect(median.perSecond).toBe(15);
});

test('latencies from the intended start are combined apart', () => {
  const open = (p50us: number) => operation({ p50us: 100, intendedLatencyNs: latency(p50us * 1000) });
  const { median, intended } = combineRepeats([open(900), open(500), open(700)]);
  expect(median.p50).toBe(100_000);
  expect(intended).toMatchObject({ p50: 700_000, perSecond: median.perSecond });
  expect(combineRepeats([open(900), operation()]).intended).toBeNull();
});

test('errors are added up: a median would hide them', () => {
  const { median } = combineRepeats([operation(), operation({ errors: 3 }), operation()]);
  expect(median.errors).toBe(3);
});
