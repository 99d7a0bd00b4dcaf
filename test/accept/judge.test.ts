// Judgements: three values against the interval, exact counts, what is missing, mounts and variants, and the sentence.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ratesOf } from '../../src/accept/interval-rates.js';
import { levelEstimate } from '../../src/statistics/estimate.js';
import { statisticalTerms } from '../../src/statistics/terms.js';
import { acceptanceSchema } from '../../src/result/acceptance-schema.js';
import { operation, stepRecord } from '../fixtures/records.js';
import { errors, judged, judgedOnce, p99s, rates } from './judging.js';

const steady = p99s([1.83, 1.84, 1.85]);

describe('against the confidence interval', () => {
  test('all of it on one side decides, a limit in it does not', () => {
    const verdicts = ['2ms', '1.85ms', '1.7ms'].map((limit) => judgedOnce(`read.p99 < ${limit}`, steady).verdict);
    expect(verdicts).toEqual(['pass', 'marginal', 'fail']);
  });

  test('the sentence has value, interval and limit', () => {
    expect(judgedOnce('read.p99 < 2ms', steady).reason).toBe(
      'read p99 of 3 repeats is 1.84 ms (1.81–1.87 ms, 95 %), limit 2 ms',
    );
    expect(judgedOnce('read.p99 < 1.85ms', steady).reason).toBe(
      'read p99 of 3 repeats is 1.84 ms (1.81–1.87 ms, 95 %), limit 1.85 ms, which chance could turn: more repeats would tell',
    );
  });

  test('values are told in the unit of the figure, with the limits of the level that statistics give', () => {
    const { left, right, samples, basis, mount, variant, workload } = judgedOnce('read.p99 < 2ms', steady);
    expect([left.value, right.value, left.unit]).toEqual([1.84e6, 2e6, 'nanoseconds']);
    const samples3 = [1.83e6, 1.84e6, 1.85e6].map((value) => ({ value, blocks: [] }));
    const level = levelEstimate(samples3, statisticalTerms);
    expect([left.low, left.high].map((limit) => limit?.toFixed(3))).toEqual(
      [level?.low, level?.high].map((limit) => limit?.toFixed(3)),
    );
    // By hand: exp(log median ± t(0.975, 2) · e), where e is near 0.0054348 · √(π/2/3), the error of a median of normal values,
    // of which three repeats keep 0.8 to 1.
    const halfWidth = Math.log((left.high ?? NaN) / 1.84e6) / (4.30265 * 0.0054348 * Math.sqrt(Math.PI / 2 / 3));
    expect(halfWidth).toBeGreaterThan(0.8);
    expect(halfWidth).toBeLessThan(1);
    expect([right.low, right.high]).toEqual([2e6, 2e6]);
    expect([samples, basis, mount, variant, workload]).toEqual([3, 'repeats', 'here', '', 'random-read-4k']);
  });

  test('a limit may stand on the left', () => {
    const turned = judgedOnce('2ms > read.p99', steady);
    expect({ ...turned, expression: '' }).toEqual({ ...judgedOnce('read.p99 < 2ms', steady), expression: '' });
  });

  test('a single repeat is taken at its word, or by its intervals', () => {
    const [one] = rates([10_000]);
    if (one === undefined) throw new Error('no step');
    const point = judgedOnce('read.perSecond >= 9900', [one]);
    expect([point.verdict, point.basis, point.left.low]).toEqual(['pass', 'point', null]);
    const seconds = Array.from({ length: 21 }, (_, index) => ({
      startSeconds: index,
      seconds: index === 20 ? 0.1 : 1,
      operations: { read: { count: index === 20 ? 0 : 10_000 + ((index * 7) % 11) * 16 - 80, bytes: 0 } },
    }));
    const blocksOf = ratesOf(new Map([[one.id, seconds]]));
    expect(blocksOf(one, 'read.perSecond')).toHaveLength(20);
    expect(blocksOf(one, 'read.p99')).toEqual([]);
    const own = judgedOnce('read.perSecond >= 9900', [one], { blocksOf });
    expect([own.verdict, own.basis]).toEqual(['pass', 'intervals']);
    expect(own.reason).toMatch(
      /^read rate of a single repeat is 10\d*k\/s \(.*, 95 % by its intervals\), required 9\.9k\/s$/,
    );
    expect(judgedOnce('read.perSecond >= 10001', [one], { blocksOf }).verdict).toBe('marginal');
  });

  test('amounts that differ never read the same', () => {
    expect(judgedOnce('read.p99 < 1.84ms', p99s([1.840_01])).reason).toContain('is 1.84001 ms, limit 1.84 ms');
  });
});

describe('terms of several figures', () => {
  const two = [...rates([510e3, 505e3, 512e3], { mount: 'a' }), ...rates([210e3, 205e3, 202e3], { mount: 'b' })];
  const mounts = { mounts: ['a', 'b'] };

  test('with mounts they are judged once, without on each mount', () => {
    const named = judged('mounts.a.read.perSecond >= 2 * mounts.b.read.perSecond', two, mounts);
    expect(named.map(({ mount, verdict }) => [mount, verdict])).toEqual([[null, 'pass']]);
    const each = judged('read.perSecond >= 2 * mounts.b.read.perSecond', two, mounts);
    expect(each.map(({ mount, verdict }) => [mount, verdict])).toEqual([
      ['a', 'pass'],
      ['b', 'fail'],
    ]);
    expect(judgedOnce('mounts.a.read.perSecond >= 2.49 * mounts.b.read.perSecond', two, mounts).verdict).toBe(
      'marginal',
    );
    expect(judgedOnce('mounts.a.read.perSecond >= 3 * mounts.b.read.perSecond', two, mounts).verdict).toBe('fail');
  });

  test('the sentence has the interval that the verdict rests on: that of the difference', () => {
    const { reason } = judgedOnce('mounts.a.read.perSecond >= 2 * mounts.b.read.perSecond', two, mounts);
    expect(reason).toMatch(
      /^mounts\.a\.read\.perSecond of 3 repeats is 510k\/s \(.*\), required 2 \* mounts\.b\.read\.perSecond, which is 410k\/s \(.*\): left less right is 100k\/s \([\d.]+k\/s to \d+k\/s, 95 %\)$/,
    );
    const { reason: open } = judgedOnce('mounts.a.read.perSecond >= 2.49 * mounts.b.read.perSecond', two, mounts);
    expect(open).toMatch(
      /left less right is -?[\d.]+k?\/s \(-[\d.]+k\/s to \d+(\.\d+)?k\/s, 95 %\), which chance could turn/,
    );
  });

  test('several repeats that allow no interval decide nothing', () => {
    const far = judgedOnce('read.perSecond >= 1', rates([1e-200, 1, 1e200]));
    expect([far.verdict, far.basis, far.left.low]).toEqual(['marginal', 'point', null]);
    expect(far.reason).toContain('whose repeats lie too far apart for a confidence interval');
  });

  test('no limit is beyond what a figure can be', () => {
    const steps = [99.1, 99.9, 99.5].map((auPercent, index) =>
      stepRecord({ repeat: index + 1, metrics: { auPercent } }),
    );
    const { left, verdict } = judgedOnce('auPercent >= 90', steps);
    expect([left.high, verdict]).toEqual([100, 'pass']);
    expect(left.low).toBeLessThan(99.5);
    expect(judgedOnce('1 * auPercent >= 90', steps).left.high).toBeCloseTo(100, 6);
  });

  test('a variant that another mount has is missing where it did not run', () => {
    const some = [1, 8].flatMap((queueDepth) => rates([100, 100], { mount: 'a', variant: { queueDepth } }));
    const other = rates([100, 100], { mount: 'b', variant: { queueDepth: 1 } });
    const found = judged('read.perSecond >= 50', [...some, ...other], { mounts: ['a', 'b'] });
    expect(found.map(({ mount, variant, verdict }) => [mount, variant, verdict])).toEqual([
      ['a', 'queueDepth=1', 'pass'],
      ['a', 'queueDepth=8', 'pass'],
      ['b', 'queueDepth=1', 'pass'],
      ['b', 'queueDepth=8', 'fail'],
    ]);
  });

  test('a figure drawn by itself has the limits of its level', () => {
    const { left } = judgedOnce('mounts.a.read.perSecond >= 2 * mounts.b.read.perSecond', two, {
      ...mounts,
      resamples: 40_000,
    });
    const level = judgedOnce('mounts.a.read.perSecond >= 2', two, mounts).left;
    expect((left.low ?? 0) / (level.low ?? 1)).toBeCloseTo(1, 2);
    expect((left.high ?? 0) / (level.high ?? 1)).toBeCloseTo(1, 2);
  });

  test('figures of the same steps vary together: their difference with themselves is none', () => {
    const { left, verdict } = judgedOnce('read.perSecond / read.bytesPerSecond <= 0.001 / 1B', [], {});
    expect([left.value, verdict]).toEqual([null, 'fail']);
    const same = judgedOnce('read.perSecond - read.bytesPerSecond / 4096B <= 1', rates([100, 200, 400]));
    expect([same.left.value, same.verdict]).toEqual([0, 'pass']);
    expect(Math.abs(same.left.low ?? 1)).toBeLessThan(1e-9);
  });

  test('the seed decides the draws, and nothing else does', () => {
    const of = (seed: number) =>
      judgedOnce('read.perSecond / read.p99 >= 1 / 1s / 1s', rates([100, 110, 130]), { seed });
    expect(of(7)).toEqual(of(7));
    expect(of(7).left.low).not.toBe(of(8).left.low);
  });

  test('a divisor of 0 is a breach', () => {
    const { verdict, reason, left } = judgedOnce('read.perSecond / read.errors >= 1k', rates([1, 2]));
    expect([verdict, left.value]).toEqual(['fail', null]);
    expect(reason).toBe(
      '"read.perSecond / read.errors" against "1k" cannot be computed: a term is infinite, since a divisor is 0',
    );
  });
});

describe('counts', () => {
  test('are judged in the worst repeat', () => {
    const worst = judgedOnce('read.errors == 0', errors([0, 3, 12]));
    expect([worst.verdict, worst.basis, worst.left.value]).toEqual(['fail', 'exact', 12]);
    expect(worst.reason).toBe('read errors is 12 in repeat 3, the worst of 3, required 0');
    expect(judgedOnce('read.errors == 0', errors([0, 0])).reason).toBe(
      'read errors is 0 in each of 2 repeats, required 0',
    );
    expect(judgedOnce('read.count >= 1', errors([0])).verdict).toBe('pass');
  });

  test('of several mounts repeat by repeat', () => {
    const steps = [...errors([1, 0], { mount: 'a' }), ...errors([0, 1], { mount: 'b' })];
    const { left } = judgedOnce('mounts.a.read.errors + mounts.b.read.errors == 0', steps);
    expect(left.value).toBe(1);
  });
});

describe('what is missing is a breach', () => {
  test.each<[string, string, Parameters<typeof judgedOnce>[1], string]>([
    ['no step', 'read.errors == 0', [], 'nothing was measured: no step of random-read-4k on here'],
    [
      'no such operation',
      'write.errors == 0',
      errors([0]),
      'nothing was measured: the only repeat of random-read-4k on here has no write.errors',
    ],
    [
      'no operation that completed',
      'read.p99 < 2ms',
      [...steady, stepRecord({ repeat: 4, operations: { read: operation({ count: 0, perSecond: 0 }) } })],
      'nothing was measured: repeat 4 of random-read-4k on here has no read.p99',
    ],
    [
      'a failed step',
      'read.errors == 0',
      [
        ...errors([0]),
        stepRecord({
          repeat: 2,
          status: 'failed',
          operations: {},
          error: { code: 'IO_ERROR', message: 'read failed' },
        }),
      ],
      'repeat 2 of random-read-4k on here has failed: IO_ERROR, read failed',
    ],
  ])('%s', (_, text, steps, reason) => {
    const judgement = judgedOnce(text, steps);
    expect(judgement).toMatchObject({ verdict: 'fail', basis: 'none', reason });
    expect(judgement.left.value).toBeNull();
  });
});

describe('variants and parts', () => {
  const swept = [8, 1].flatMap((queueDepth) =>
    rates([queueDepth * 1000, queueDepth * 1010], { variant: { queueDepth } }),
  );

  test('each variant is judged', () => {
    const found = judged('read.perSecond >= 5k', swept).map(({ variant, verdict }) => [variant, verdict]);
    expect(found).toEqual([
      ['queueDepth=8', 'pass'],
      ['queueDepth=1', 'fail'],
    ]);
  });

  test('beside each of them a workload without a sweep is the same', () => {
    const other = rates([2000, 2010], { workload: 'other' });
    const found = judged('read.perSecond >= workloads.other.read.perSecond', [...swept, ...other]);
    expect(found.map(({ verdict, right }) => [verdict, right.value])).toEqual([
      ['pass', 2005],
      ['fail', 2005],
    ]);
  });

  test('a part of a scenario is judged where it runs with the others, run by run', () => {
    const place = (run: 'alone' | 'together', occurrence: number) => ({ name: 's', part: 'p', run, occurrence });
    const steps = [
      ...rates([9000], { scenario: place('alone', 1) }),
      ...rates([5000], { scenario: place('together', 1) }),
      ...rates([5010], { scenario: place('together', 2) }),
    ];
    const { verdict, samples } = judgedOnce('read.perSecond >= 8k', steps);
    expect([verdict, samples]).toEqual(['fail', 2]);
  });
});

test('a looser limit never turns a pass into anything else, nor anything else into a fail', () => {
  const rank = { fail: 0, marginal: 1, pass: 2 };
  const values = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      values,
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 0, max: 10_000 }),
      (list, limit, more) => {
        for (const [figure, steps] of [
          ['read.p99', p99s(list)],
          ['2 * read.p99 - read.p50', p99s(list)],
        ] as const) {
          const [tight, loose] = [limit, limit + more].map((us) =>
            judgedOnce(`${figure} <= ${us}us`, steps, { resamples: 100 }),
          );
          expect(rank[loose?.verdict ?? 'fail']).toBeGreaterThanOrEqual(rank[tight?.verdict ?? 'pass']);
          const [high, low] = [limit + more, limit].map((us) =>
            judgedOnce(`${figure} > ${us}us`, steps, { resamples: 100 }),
          );
          expect(rank[low?.verdict ?? 'fail']).toBeGreaterThanOrEqual(rank[high?.verdict ?? 'pass']);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('judgements are as the schema of the record has them', () => {
  const all = [
    ...judged('read.p99 < 2ms', steady),
    ...judged('read.errors == 0', []),
    ...judged('read.bytes / 1s * 1s >= 1', steady),
  ];
  for (const one of all) expect(() => acceptanceSchema.parse(one)).not.toThrow();
});
