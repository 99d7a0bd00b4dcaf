// Pairs → figures by direction and a verdict in one line.
import { expect, test } from 'vitest';
import { compare } from '../../src/crosscheck/comparison.js';
import type { CrosscheckPair, CrosscheckSample, CrosscheckSamples } from '../../src/result/crosscheck-schema.js';

const sample = (given: Partial<CrosscheckSample> = {}): CrosscheckSample => {
  return { perSecond: 1000, bytesPerSecond: 4_096_000, p50Ns: 900, p99Ns: 5000, ...given };
};

function pair(number: number, ioproof: CrosscheckSamples, fio: CrosscheckSamples): CrosscheckPair {
  return { pair: number, step: `s/${number}`, first: number % 2 === 1 ? 'ioproof' : 'fio', error: null, ioproof, fio };
}

test('equal sides agree in every figure', () => {
  const pairs = [1, 2, 3].map((number) => pair(number, { read: sample() }, { read: sample() }));
  const { directions, agreement, conclusion } = compare(pairs);
  expect(agreement).toBe('agree');
  expect(conclusion).toBe('they agree in 3 pairs: all ratios ioproof / fio lie within 1.000 to 1.000');
  expect(Object.keys(directions)).toEqual(['read']);
  expect(directions.read?.p99Ns).toEqual({
    pairs: 3,
    ioproof: 5000,
    fio: 5000,
    ratio: 1,
    low: 1,
    high: 1,
    agreement: 'agree',
  });
});

test('the figure that differs is named with its direction and interval', () => {
  const fast = { read: sample(), write: sample({ perSecond: 1500 }) };
  const pairs = [1, 2].map((number) => pair(number, fast, { read: sample(), write: sample() }));
  expect(compare(pairs)).toMatchObject({
    agreement: 'differ',
    conclusion: 'they differ in 2 pairs, ioproof / fio: write IOPS 1.500 (1.500 to 1.500)',
    directions: {
      read: { perSecond: { agreement: 'agree' } },
      write: { perSecond: { ratio: 1.5, agreement: 'differ' } },
    },
  });
});

// Logarithms of the ratios: -ln 2, 0 and ln 2; t of 2 degrees is 8.8602 at 98.75 %, a fourth of the 5 % outside.
test('a figure that swings too much is no agreement, and is named', () => {
  const swinging = [500, 1000, 2000].map((perSecond, index) =>
    pair(index + 1, { read: sample({ perSecond }) }, { read: sample() }),
  );
  expect(compare(swinging)).toMatchObject({
    figures: 4,
    agreement: 'undecided',
    conclusion:
      'undecided in 3 pairs, ioproof / fio: read IOPS 1.000 (0.029 to 34.666): too wide to say; more pairs, a longer ' +
      'runtime or a quieter machine would tell',
  });
});

test('the more figures there are, the wider is the interval of each', () => {
  const [a, b] = [{ read: sample({ p50Ns: 880 }) }, { read: sample({ p50Ns: 920 }) }];
  const alone = compare([pair(1, a, { read: sample() }), pair(2, b, { read: sample() })]);
  const more = compare([
    pair(1, { ...a, write: sample() }, { read: sample(), write: sample() }),
    pair(2, { ...b, write: sample() }, { read: sample(), write: sample() }),
  ]);
  expect([alone.figures, more.figures]).toEqual([4, 8]);
  // t of 1 degree is 50.92 at 98.75 %, and 101.86 at 99.375 %.
  const widthOf = ({ directions }: typeof alone) => Math.log(directions.read?.p50Ns.high ?? NaN);
  const middle = Math.log(alone.directions.read?.p50Ns.ratio ?? NaN);
  expect((widthOf(more) - middle) / (widthOf(alone) - middle)).toBeCloseTo(101.86 / 50.92, 3);
});

test('one pair decides nothing, however near or far it is', () => {
  const conclusion = (perSecond: number) =>
    compare([pair(1, { read: sample({ perSecond }) }, { read: sample() })]).conclusion;
  expect(conclusion(1000)).toMatch(
    /^undecided in 1 pair, ioproof \/ fio: read IOPS 1.000 \(no interval\), read bandwidth/,
  );
  expect(conclusion(9000)).toMatch(
    /^undecided in 1 pair, ioproof \/ fio: read IOPS 9.000 \(no interval\), read bandwidth/,
  );
});

test('directions with different numbers of pairs are told by the least and the most', () => {
  const [both, reads] = [{ read: sample(), write: sample() }, { read: sample() }];
  const { conclusion, directions } = compare([pair(1, both, both), pair(2, both, both), pair(3, reads, both)]);
  expect(conclusion).toMatch(/^they agree in 2 to 3 pairs: /);
  expect([directions.read?.p50Ns.pairs, directions.write?.p50Ns.pairs]).toEqual([3, 2]);
});

test('a pair without values of one side is left out, and none is no verdict', () => {
  const lacking = pair(2, { read: sample({ perSecond: 9 }) }, {});
  expect(compare([pair(1, { read: sample() }, { read: sample() }), lacking]).directions.read?.perSecond.ioproof).toBe(
    1000,
  );
  expect(compare([lacking])).toEqual({
    directions: {},
    figures: 0,
    agreement: null,
    conclusion: 'not compared: no pair has values of both sides',
  });
});
