// The verdict of a comparison, case by case.
import { expect, test } from 'vitest';
import { type Compared, verdictOf } from '../../src/statistics/verdict.js';

const compared = (change: Partial<Compared> = {}): Compared => ({
  ratio: { value: 1.2, low: 1.1, high: 1.3 },
  p: 0.01,
  better: 'higher',
  margin: 0.03,
  confidence: 0.95,
  counts: { side: 5, baseline: 5 },
  ...change,
});
const ratio = (low: number, value: number, high: number) => ({ ratio: { value, low, high } });

test.each([
  { why: 'above 1 where higher is better', given: {}, said: 'faster' },
  { why: 'above 1 where lower is better', given: { better: 'lower' as const }, said: 'slower' },
  { why: 'below 1 where higher is better', given: ratio(0.7, 0.8, 0.9), said: 'slower' },
  {
    why: 'below 1 where lower is better',
    given: { ...ratio(0.7, 0.8, 0.9), better: 'lower' as const },
    said: 'faster',
  },
  { why: 'within the margin', given: ratio(0.98, 1, 1.02), said: 'same' },
  { why: 'within the margin, though surely not 1', given: ratio(1.005, 1.01, 1.02), said: 'same' },
  { why: '1 in the interval', given: ratio(0.95, 1.1, 1.3), said: 'undecided' },
  { why: '1 at the end of the interval', given: ratio(1, 1.1, 1.3), said: 'undecided' },
  { why: 'the ranks do not agree', given: { p: 0.051 }, said: 'undecided' },
  { why: 'no test', given: { p: null }, said: 'undecided' },
  { why: 'just as certain as is asked for', given: { p: 0.05 }, said: 'faster' },
])('$why: $said', ({ given, said }) => {
  expect(verdictOf(compared(given)).verdict).toBe(said);
});

test.each([
  { why: 'no ratio', given: { ratio: null }, note: 'no ratio: a side has no value, or it is 0' },
  { why: 'one repeat', given: { counts: { side: 1, baseline: 9 } }, note: 'one repeat: a ratio, but no verdict' },
  {
    why: 'no interval',
    given: { ratio: { value: 1.1, low: null, high: null } },
    note: 'no interval of the ratio: a value of 0, or repeats that lie too far apart',
  },
])('$why: no verdict, and the reason', ({ given, note }) => {
  expect(verdictOf(compared(given))).toEqual({ verdict: null, note, moreRepeats: null });
});

test('three repeats of each are told to be too few, and how many are needed', () => {
  const { verdict, note, moreRepeats } = verdictOf(compared({ p: 0.1, counts: { side: 3, baseline: 3 } }));
  expect(verdict).toBe('undecided');
  expect(note).toBe('3 and 3 repeats cannot tell them apart: 4 of each side can');
  expect(moreRepeats).toBe(1);
});
