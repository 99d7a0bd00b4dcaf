// Comparing sides: which values are held against which, and what is said of them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { casesOf } from '../../src/compare/cases.js';
import { samplesOf } from '../../src/compare/samples.js';
import { sidesOf } from '../../src/compare/sides.js';
import { notNeeded } from '../../src/result/not-needed.js';
import { failedStep, runRecord } from '../fixtures/records.js';
import { compareBy, compared, numberedRun, readSteps, rowOf } from './compared.js';

const slow = [100, 101, 99, 102, 98];
const fast = [200, 203, 198, 201, 199];
const twoMounts = (a: number[], b: number[]) => [
  ['run', numberedRun(1, [...readSteps('a', a), ...readSteps('b', b, {}, 2)])] as [
    string,
    ReturnType<typeof runRecord>,
  ],
];

describe('mounts of one run', () => {
  const comparison = compareBy('mount', compared(twoMounts(slow, fast)));

  test('have the medians of their repeats, and the ratio of these', () => {
    const [a, b] = [rowOf(comparison, 'a', 'read.perSecond'), rowOf(comparison, 'b', 'read.perSecond')];
    expect([a.level?.value, b.level?.value]).toEqual([100, 200]);
    expect([a.ratio, b.ratio?.value]).toEqual([null, 2]);
    expect([a.note, a.isBaseline, a.verdict]).toEqual(['baseline', true, null]);
    expect(b.values).toEqual(fast);
  });

  test('are told apart, a latency the other way round', () => {
    expect(rowOf(comparison, 'b', 'read.perSecond').verdict).toBe('faster');
    const latency = rowOf(comparison, 'b', 'read.p99');
    expect([latency.better, latency.verdict]).toEqual(['lower', 'faster']);
    expect(latency.ratio?.value).toBeCloseTo(0.5, 3);
    // 5 against 5 without an overlap: 2 of the 252 orders.
    expect(latency.p).toBeCloseTo(2 / 252, 10);
  });

  test('that are alike are the same, and those that scatter are undecided', () => {
    expect(rowOf(compareBy('mount', compared(twoMounts(slow, slow)), { margin: 0.1 }), 'b', 'read.p99').verdict).toBe(
      'same',
    );
    const scattered = compareBy('mount', compared(twoMounts([100, 140, 90, 160, 110], [120, 100, 150, 95, 130])));
    expect(rowOf(scattered, 'b', 'read.perSecond').verdict).toBe('undecided');
  });

  test('of one repeat have a ratio and no verdict', () => {
    const row = rowOf(compareBy('mount', compared(twoMounts([100], [150]))), 'b', 'read.perSecond');
    expect([row.ratio?.value, row.verdict, row.moreRepeats]).toEqual([1.5, null, null]);
    expect(row.note).toContain('one repeat');
  });

  test('are measured against the baseline that is named', () => {
    const other = compareBy('mount', compared(twoMounts(slow, fast)), { baseline: 'b' });
    expect(rowOf(other, 'a', 'read.perSecond').ratio?.value).toBe(0.5);
    expect(() => compareBy('mount', compared(twoMounts(slow, fast)), { baseline: 'c' })).toThrow(/"c"; there are a, b/);
  });

  test('are compared in the figures that are asked for', () => {
    const one = compareBy('mount', compared(twoMounts(slow, fast)), { figures: ['cpu.userSeconds'] });
    expect(new Set(one.rows.map(({ figure }) => figure))).toEqual(new Set(['cpu.userSeconds']));
  });
});

test('the same seed gives the same numbers', () => {
  const once = () => compareBy('mount', compared(twoMounts(slow, fast)), { seed: 7 });
  expect(once()).toEqual(once());
});

test('swapping the sides inverts the ratio and keeps p', () => {
  const rates = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(rates, rates, (a, b) => {
      const runs = compared(twoMounts(a, b));
      const ahead = rowOf(compareBy('mount', runs, { resamples: 100 }), 'b', 'read.perSecond');
      const back = rowOf(compareBy('mount', runs, { resamples: 100, baseline: 'b' }), 'a', 'read.perSecond');
      expect((ahead.ratio?.value ?? 0) * (back.ratio?.value ?? 0)).toBeCloseTo(1, 9);
      expect(ahead.p).toBeCloseTo(back.p ?? -1, 9);
      const opposite = { faster: 'slower', slower: 'faster', same: 'same', undecided: 'undecided' } as const;
      // Near the margin a ratio can be within it, and its inverse without.
      if (ahead.verdict !== null && ahead.verdict !== 'same' && back.verdict !== 'same') {
        expect(back.verdict).toBe(opposite[ahead.verdict]);
      }
    }),
    { numRuns: 60 },
  );
});

describe('runs', () => {
  test('of one name are repeats of each other, in the order of time', () => {
    const later = readSteps('a', [300], { startedAt: '2026-11-21T00:00:00.000Z' });
    const comparison = compareBy(
      'run',
      compared([
        ['before', numberedRun(1, later)],
        ['before', numberedRun(2, readSteps('a', [100]))],
        ['after', numberedRun(3, readSteps('a', [250]))],
      ]),
    );
    expect(comparison.sides).toEqual(['before', 'after']);
    expect(rowOf(comparison, 'before', 'read.perSecond').values).toEqual([100, 300]);
    expect(rowOf(comparison, 'after', 'read.perSecond').ratio?.value).toBe(1.25);
  });

  test('of one mount each are compared although its name differs; of several, mount by mount', () => {
    const single = compareBy(
      'run',
      compared([
        ['x', numberedRun(1, readSteps('nfs', slow))],
        ['y', numberedRun(2, readSteps('weka', fast))],
      ]),
    );
    expect(rowOf(single, 'y', 'read.perSecond')).toMatchObject({ mount: '', verdict: 'faster' });
    const both = (number: number) => numberedRun(number, [...readSteps('a', slow), ...readSteps('b', fast)]);
    const several = compareBy(
      'run',
      compared([
        ['x', both(1)],
        ['y', both(2)],
      ]),
    );
    const mounts = several.rows.filter(({ side, figure }) => side === 'y' && figure === 'read.perSecond');
    expect(mounts.map(({ mount, ratio }) => [mount, ratio?.value])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('grouped by mount have one side a mount', () => {
    const runs = [1, 2].map((number) => numberedRun(number, [...readSteps('a', [100]), ...readSteps('b', [200])]));
    const comparison = compareBy('mount', compared(runs.map((run) => ['any', run])));
    expect(rowOf(comparison, 'b', 'read.perSecond').values).toEqual([200, 200]);
  });
});

describe('steps without a result', () => {
  const failing = { ...failedStep({ mount: 'b', repeat: 1 }) };

  test('are told beside the values of the others', () => {
    const steps = [
      ...readSteps('a', [100, 101]),
      failing,
      ...readSteps('b', [90]).map((step) => ({ ...step, repeat: 2 })),
    ];
    const row = rowOf(compareBy('mount', compared([['run', runRecord(steps)]])), 'b', 'read.perSecond');
    expect(row).toMatchObject({ values: [90], failed: 1, failure: '1 of 2 failed: EIO' });
  });

  test('leave a side without a value and with a note', () => {
    const record = runRecord([...readSteps('a', [100]), failing]);
    const row = rowOf(compareBy('mount', compared([['run', record]])), 'b', 'read.perSecond');
    expect(row).toMatchObject({ values: [], level: null, ratio: null, verdict: null, note: '1 of 1 failed: EIO' });
  });

  test('of a workload that nobody has measured are listed', () => {
    const other = { workload: 'other' };
    const record = runRecord([
      ...readSteps('a', [100]),
      failedStep({ ...other, mount: 'a' }),
      failedStep({ ...other, mount: 'b' }),
    ]);
    const { unmeasured } = compareBy('mount', compared([['run', record]]));
    expect(unmeasured.map(({ workload, side }) => `${workload} ${side}`)).toEqual(['other a', 'other b']);
  });

  test('that were not needed are no failures', () => {
    const skipped = failedStep({
      mount: 'a',
      repeat: 2,
      status: 'skipped',
      error: notNeeded('the verdict is certain'),
    });
    const [side] = sidesOf(compared([['run', runRecord([...readSteps('a', [100]), skipped])]]), 'mount');
    expect([side?.steps.length, side?.failed.length]).toEqual([1, 0]);
  });
});

test('the runs of a part of a scenario in one repeat are one value, apart from it alone', () => {
  const place = (run: 'alone' | 'together', occurrence: number) => ({
    scenario: { name: 'storm', part: 'reader', run, occurrence },
  });
  const steps = [
    ...readSteps('a', [400], place('alone', 1)),
    ...readSteps('a', [100], place('together', 1)),
    ...readSteps('a', [200], place('together', 2)),
    ...readSteps('a', [300], place('together', 3)),
  ];
  const { rows } = compareBy('mount', compared([['run', runRecord([...steps, ...readSteps('b', [1])])]]));
  const values = rows.filter(
    ({ variant, side, figure }) => variant !== '' && side === 'a' && figure === 'read.perSecond',
  );
  expect(values.map(({ variant, values: own }) => [variant, own])).toEqual([
    ['alone', [400]],
    ['together', [200]],
  ]);
});

test('intervals are the blocks of a rate and of a latency, without a short last one', () => {
  const run = { name: 'run', record: runRecord(readSteps('a', [100])) };
  const read = (seconds: number, count: number) => ({
    startSeconds: 0,
    seconds,
    operations: { read: { count, bytes: 10 * count, p50: 5, p99: 7 } },
  });
  const intervals = new Map([[run.record.steps[0]?.id ?? '', [read(1, 100), read(1, 110), read(0.1, 3)]]]);
  const [one] = casesOf(sidesOf([{ ...run, intervals }], 'mount'), 'mount');
  const blocks = (figure: string) =>
    one?.sides.flatMap((side) => samplesOf(side, figure)).map((sample) => sample.blocks);
  expect(blocks('read.perSecond')).toEqual([[100, 110]]);
  expect(blocks('read.bytesPerSecond')).toEqual([[1000, 1100]]);
  expect(blocks('read.p99')).toEqual([[7, 7]]);
  expect(blocks('read.max')).toEqual([[]]);
});

describe('drift', () => {
  const falling = [100, 97, 95, 92, 90, 87, 85, 82, 80, 78];

  test('that all mounts share is one finding', () => {
    const steps = [
      ...readSteps('a', falling),
      ...readSteps(
        'b',
        falling.map((rate) => 3 * rate),
        {},
        2,
      ),
    ];
    const { drift } = compareBy('mount', compared([['run', runRecord(steps)]]), { figures: ['read.perSecond'] });
    expect(drift).toMatchObject([{ figure: 'read.perSecond', side: '', repeats: 20 }]);
    expect(drift[0]?.change).toBeLessThan(-0.15);
  });

  test('of one mount alone is told of it', () => {
    const steady = [100, 101, 99, 100, 102, 98, 101, 99, 100, 101];
    const steps = [...readSteps('a', falling), ...readSteps('b', steady, {}, 2)];
    const { drift } = compareBy('mount', compared([['run', runRecord(steps)]]), { figures: ['read.perSecond'] });
    expect(drift.map(({ side }) => side)).toContain('a');
    expect(drift.map(({ side }) => side)).not.toContain('b');
  });

  test('is not found in repeats without a trend', () => {
    expect(compareBy('mount', compared(twoMounts(slow, fast))).drift).toEqual([]);
  });
});
