// Acceptance expressions in the final text: the verdict on the whole, each expression, and what was left out.
import { describe, expect, test } from 'vitest';
import { acceptanceLines } from '../../src/report/acceptance.js';
import { displayWidth } from '../../src/report/display-text.js';
import { lookOf } from '../../src/report/look.js';
import { finalTable } from '../../src/report/text.js';
import { notNeeded } from '../../src/result/not-needed.js';
import { judgedRecord, judgingRecord } from '../fixtures/acceptance.js';
import { failedStep, runRecord, stepRecord } from '../fixtures/records.js';

const textOf = (judged: ReturnType<typeof judgedRecord>[], marginal: 'pass' | 'fail' = 'fail', width = 80) =>
  acceptanceLines({ acceptance: judged, judging: judgingRecord({ marginal }) }, lookOf({ width, colour: false })).join(
    '\n',
  );

const failing = judgedRecord({
  verdict: 'fail',
  mount: 'nfs',
  left: { text: 'read.p99', value: 3_100_000, low: 2_980_000, high: 3_220_000, unit: 'nanoseconds' },
  reason: 'read.p99 of 3.10ms is not < 2ms',
});

describe('the verdict on the whole', () => {
  test('a run without expressions has no line', () => {
    expect(acceptanceLines({}, lookOf({ width: 80, colour: false }))).toEqual([]);
    expect(textOf([])).toBe('');
  });

  test('all pass', () => {
    expect(textOf([judgedRecord(), judgedRecord({ mount: 'nfs' })])).toMatch(/^ACCEPTED: 2 pass\n/);
  });

  test('one that fails is not accepted, whatever the others say', () => {
    expect(textOf([judgedRecord(), failing])).toMatch(/^NOT ACCEPTED: 1 fail, 1 pass\n/);
  });

  test.each([
    ['fail', /^NOT ACCEPTED: 1 marginal, which counts as a breach\n/],
    ['pass', /^ACCEPTED: 1 marginal, which counts as a pass\n/],
  ] as const)('marginal counts as %s', (marginal, head) => {
    expect(textOf([judgedRecord({ verdict: 'marginal' })], marginal)).toMatch(head);
  });
});

describe('an expression', () => {
  test('has verdict, mount, text, value, interval and repeats in columns', () => {
    expect(textOf([judgedRecord(), failing]).split('\n').slice(1, 5)).toEqual([
      ' random-read-4k',
      '  PASS     here  read.p99 < 2ms  1.2 ms  1.1–1.31 ms   n=5',
      '  FAIL     nfs   read.p99 < 2ms  3.1 ms  2.98–3.22 ms  n=5',
      '           read.p99 of 3.10ms is not < 2ms',
    ]);
  });

  test('is told in plain characters where the locale has no others', () => {
    const look = lookOf({ width: 80, colour: false, unicode: false });
    expect(acceptanceLines({ acceptance: [judgedRecord()] }, look).join('\n')).toMatch(
      /1\.2 ms {2}1\.1-1\.31 ms {2}n=5/,
    );
  });

  test('shows as many digits as tell it from its limit', () => {
    const left = { text: 'read.p99', value: 2_000_900, low: 2_000_400, high: 2_001_300, unit: 'nanoseconds' };
    expect(textOf([judgedRecord({ verdict: 'fail', left })])).toContain('2.001 ms  2.0004–2.001 ms');
  });

  test('that is too long has its figures below', () => {
    const expression = 'mounts.weka.read.bytesPerSecond >= 2.5 * mounts.nfs.read.bytesPerSecond';
    const sides = {
      left: { text: 'mounts.weka.read.bytesPerSecond', value: 5e9, low: 4.8e9, high: 5.1e9, unit: 'bytes per second' },
      right: {
        text: '2.5 * mounts.nfs.read.bytesPerSecond',
        value: 4e9,
        low: 3.9e9,
        high: 4.2e9,
        unit: 'bytes per second',
      },
    };
    const lines = textOf([judgedRecord({ expression, mount: null, workload: null, source: 'suite', ...sides })]).split(
      '\n',
    );
    expect(lines.slice(1, 5)).toEqual([
      ' the suite',
      '  PASS     mounts.weka.read.bytesPerSecond >= 2.5 *',
      '           mounts.nfs.read.bytesPerSecond',
      '           4.66 GiB/s against 3.73 GiB/s  4.47–4.75 GiB/s  n=5',
    ]);
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80);
  });

  test('without a sample says so and has no count', () => {
    const nothing = { text: 'save.slowestSeconds', value: null, low: null, high: null, unit: 'seconds' };
    const given = {
      verdict: 'fail',
      basis: 'none',
      samples: 0,
      left: nothing,
      reason: 'nothing was measured',
    } as const;
    expect(textOf([judgedRecord(given)])).toContain(
      '  FAIL     here  read.p99 < 2ms  not measured\n           nothing was',
    );
  });

  test('of a single repeat says what its interval rests on', () => {
    expect(textOf([judgedRecord({ basis: 'intervals', samples: 1 })])).toContain('n=1, by its intervals');
  });

  test('variants of a sweep are apart, and hostile names stay on their line', () => {
    const text = textOf([
      judgedRecord({ variant: 'queueDepth=1' }),
      judgedRecord({ variant: 'queueDepth=8', mount: 'a\nb\u001b[31m' }),
    ]);
    expect(text).toContain('\n random-read-4k queueDepth=1\n');
    expect(text).toContain('\n random-read-4k queueDepth=8\n');
    expect(text).toContain('PASS     a b?[31m  read.p99');
  });
});

test('two parties are told what makes another judgement the same', () => {
  expect(textOf([judgedRecord()])).toContain(
    'Intervals of 95 % confidence, 10000 resamples with seed 1; 5 repeats planned.',
  );
});

describe('the final text', () => {
  const left = (repeat: number) =>
    failedStep({ status: 'skipped', repeat, error: notNeeded('every verdict is certain after 1 of 3 repeats') });
  const complete = runRecord([stepRecord()], { acceptance: [judgedRecord()], judging: judgingRecord() });
  const record = { ...complete, steps: [...complete.steps, left(2), left(3)] };

  test('has it at the end, and on top where it is asked for', () => {
    const lines = (verdictFirst: boolean) =>
      finalTable(record, { width: 80, colour: false, runJson: 'run.json', verdictFirst }).split('\n');
    expect(lines(true)[0]).toMatch(/^ACCEPTED/);
    expect(lines(false)[0]).toMatch(/^ioproof/);
    expect(lines(false).slice(-6)[0]).toMatch(/^ACCEPTED/);
    expect(lines(true).filter((line) => line.startsWith('ACCEPTED'))).toHaveLength(1);
  });

  test('what was not needed is no failure, and neither in tables nor among what was skipped', () => {
    const text = finalTable(record, { width: 80, colour: false, runJson: 'run.json' });
    expect(text).not.toMatch(/SKIPPED|FAILED|median of/);
    expect(text).toContain(
      'Left out: 2 steps\n ○ random-read-4k/here/2, random-read-4k/here/3\n   not needed: every verdict is',
    );
    expect(text).toMatch(/complete: 1 of 3 steps complete, 2 not needed; run\.json$/);
  });
});
