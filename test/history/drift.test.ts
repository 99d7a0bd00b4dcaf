// Drift against the own past: what is compared with what, and how often chance alone is told as a change.
import { describe, expect, test } from 'vitest';
import { driftOf, expectedNext, fewestRuns, mostRuns } from '../../src/history/drift.js';
import { driftLines } from '../../src/report/drift-text.js';
import { seededRandom } from '../../src/statistics/random.js';
import { entries, entry } from './entries.js';

const even = [100, 101, 99, 100, 102, 98, 101, 99];
const last = (values: readonly number[]) => {
  const runs = entries(values);
  return driftOf(runs, runs.at(-1)?.folder ?? '');
};

describe('expectedNext', () => {
  test.each([fewestRuns, 6, 7, 10, 15, mostRuns])(
    'of %i normal values, the next one lies outside in about 1 of 100 cases',
    (count) => {
      const random = seededRandom(count);
      // Box and Muller; 1 - random is never 0.
      const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      // So narrow that the logarithm is a straight line, and so wide that the least change does not decide.
      const sample = () => Math.exp(0.2 * normal());
      const sets = 40_000;
      let outside = 0;
      for (let set = 0; set < sets; set += 1) {
        const expected = expectedNext(Array.from({ length: count }, sample));
        const next = sample();
        if (expected === null || next < expected.low || next > expected.high) outside += 1;
      }
      expect(outside / sets).toBeGreaterThan(0.007);
      expect(outside / sets).toBeLessThan(0.013);
    },
    60_000,
  );

  test('says nothing of fewer than five values', () => {
    expect(expectedNext([1, 1, 1, 1])).toBeNull();
    expect(expectedNext([])).toBeNull();
  });

  test('of equal values, tolerates two percent', () => {
    const expected = expectedNext([100, 100, 100, 100, 100]);
    expect(expected?.low).toBeCloseTo(98.04, 2);
    expect(expected?.high).toBeCloseTo(102, 6);
  });

  test('one odd run in the past moves nothing', () => {
    const [plain, odd] = [expectedNext(even), expectedNext([...even.slice(1), 100_000])];
    expect(odd?.median).toBeCloseTo(plain?.median ?? 0, -1);
    expect(odd?.high).toBeLessThan(150);
  });

  test('values that are 0 or below are compared by their differences', () => {
    const expected = expectedNext([0, 0, 0, 0, 0]);
    expect(expected).toEqual({ median: 0, low: 0, high: 0 });
  });
});

describe('driftOf', () => {
  test('tells both directions, worse and better by the figure', () => {
    expect(last([...even, 100]).figures).toMatchObject([{ verdict: 'as-before', runs: 8 }]);
    expect(last([...even, 200]).figures).toMatchObject([{ verdict: 'worse', value: 200 }]);
    expect(last([...even, 50]).figures).toMatchObject([{ verdict: 'better' }]);
  });

  test('counts what ended before, in the order of the lines, whatever the clock says', () => {
    const runs = [
      ...entries(even),
      entry(99, 200, { startedAt: '2020-01-01T00:00:00Z', endedAt: '2020-01-01T00:01:00Z' }),
    ];
    expect(driftOf(runs, runs.at(-1)?.folder ?? '').figures).toMatchObject([{ verdict: 'worse', runs: 8 }]);
    expect(driftOf(runs, runs[3]?.folder ?? '')).toEqual({ figures: [], tooFew: 3 });
  });

  test.each([
    ['another machine', { host: 'node2' }],
    ['another path', { mounts: [{ name: 'a', path: '/mnt/b', kind: 'ext4' }] }],
    ['another kind of file system', { mounts: [{ name: 'a', path: '/mnt/a', kind: 'xfs' }] }],
    ['an interrupted run', { status: 'interrupted' as const }],
    ['a job of another fingerprint', { workloads: entry(0, 1).workloads.map((one) => ({ ...one, fingerprint: 'f' })) }],
  ])('%s has no past here', (_, changes) => {
    const runs = [...entries(even), entry(50, 500, changes)];
    expect(driftOf(runs, runs.at(-1)?.folder ?? '')).toEqual({ figures: [], tooFew: 0 });
  });

  test('no more than the last 20 count', () => {
    const drift = last([...Array<number>(30).fill(1), ...Array<number>(20).fill(100), 100]);
    expect(drift.figures).toMatchObject([{ verdict: 'as-before', runs: 20 }]);
  });

  test('a run that is not there says nothing', () => {
    expect(driftOf(entries(even), 'nowhere')).toEqual({ figures: [], tooFew: 0 });
  });
});

describe('driftLines', () => {
  test('say what is other than before, what is as before, and what is too new to say', () => {
    expect(driftLines(last([...even, 200_000]))).toEqual([
      expect.stringMatching(
        /^own past: read p99 of random-read-4k on a is 200us, worse than 8 earlier runs led to expect: \d+ns to \d+ns$/,
      ),
    ]);
    expect(driftLines(last([...even, 100]))).toEqual(['own past: 1 figure as in the 8 earlier runs of the same']);
    expect(driftLines(last([100, 100]))).toEqual([
      'own past: 1 earlier run of the same, too few to judge (5 are needed)',
    ]);
    expect(driftLines(last([100]))).toEqual([]);
  });
});
