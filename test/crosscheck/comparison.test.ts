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
  expect(conclusion).toBe('they agree: all ratios ioproof / fio lie within 1.000 to 1.000');
  expect(Object.keys(directions)).toEqual(['read']);
  expect(directions.read?.p99Ns).toEqual({ ioproof: 5000, fio: 5000, ratio: 1, low: 1, high: 1, agreement: 'agree' });
});

test('the figure that differs is named with its direction and interval', () => {
  const fast = { read: sample(), write: sample({ perSecond: 1500 }) };
  const pairs = [1, 2].map((number) => pair(number, fast, { read: sample(), write: sample() }));
  expect(compare(pairs)).toMatchObject({
    agreement: 'differ',
    conclusion: 'they differ, ioproof / fio: write IOPS 1.500 (1.500 to 1.500)',
    directions: {
      read: { perSecond: { agreement: 'agree' } },
      write: { perSecond: { ratio: 1.5, agreement: 'differ' } },
    },
  });
});

test('a figure that swings too much is no agreement, and is named', () => {
  const swinging = [500, 1000, 2000].map((perSecond, index) =>
    pair(index + 1, { read: sample({ perSecond }) }, { read: sample() }),
  );
  expect(compare(swinging)).toMatchObject({
    agreement: 'undecided',
    conclusion:
      'undecided, ioproof / fio: read IOPS 1.000 (0.500 to 2.000): too wide to say; more pairs, a longer runtime or a ' +
      'quieter machine would tell',
  });
});

test('a pair without values of one side is left out, and none is no verdict', () => {
  const lacking = pair(2, { read: sample({ perSecond: 9 }) }, {});
  expect(compare([pair(1, { read: sample() }, { read: sample() }), lacking]).directions.read?.perSecond.ioproof).toBe(
    1000,
  );
  expect(compare([lacking])).toEqual({
    directions: {},
    agreement: null,
    conclusion: 'not compared: no pair has values of both sides',
  });
});
