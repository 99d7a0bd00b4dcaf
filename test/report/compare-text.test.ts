// The text of `ioproof compare`, line by line.
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { parseLimit } from '../../src/cli/comparing/fail-if.js';
import { judgeLimits } from '../../src/compare/limits.js';
import { displayWidth } from '../../src/report/display-text.js';
import { limitLines } from '../../src/report/compare-limits.js';
import { compareText, type CompareTextOptions } from '../../src/report/compare-text.js';
import { lookOf } from '../../src/report/look.js';
import { compareBy, compared, numberedRun, readSteps } from '../compare/compared.js';
import { failedStep, hostRecord, runRecord } from '../fixtures/records.js';

const text = (comparison: Comparison, options: Partial<CompareTextOptions> = {}) =>
  compareText(comparison, { width: 80, colour: false, version: '0.1.0', ...options });
const linesOf = (comparison: Comparison, options: Partial<CompareTextOptions> = {}) =>
  text(comparison, options).split('\n');

const nfs = [1000, 1010, 990, 1005, 995];
const weka = [4000, 4020, 3990, 4010, 4005];
const lustre = [1010, 900, 1100, 1200, 800];
const failed = failedStep({ mount: 'weka', repeat: 6 });
/** What statistics say of the repeats is theirs to test: here each interval is 3 % on either side. */
function withIntervals(comparison: Comparison): Comparison {
  const rows = comparison.rows.map((row) => {
    if (row.ratio === null) return row;
    const { value } = row.ratio;
    return {
      ...row,
      ratio: { value, low: value * 0.97, high: value * 1.03 },
      moreRepeats: row.verdict === 'undecided' ? 7 : null,
    };
  });
  return { ...comparison, rows };
}

const mounts = withIntervals(
  compareBy(
    'mount',
    compared([
      [
        'run',
        runRecord([...readSteps('nfs', nfs), ...readSteps('weka', weka), ...readSteps('lustre', lustre), failed]),
      ],
    ]),
  ),
);

test('mounts against the first', () => {
  expect(linesOf(mounts)).toMatchInlineSnapshot(`
    [
      "ioproof 0.1.0  3 mounts · 95% intervals · same within 3% · seed 1",
      "",
      "           side    n  median  ratio     interval      p  verdict",
      "──────────────────────────────────────────────────────────────────────────",
      " random-read-4k",
      " read/s    nfs     5   1.00k      –            –      –  baseline",
      "           weka    5   4.00k   4.00    3.88–4.13  0.008  faster",
      "           lustre  5   1.01k   1.01   0.980–1.04  0.738  undecided, 7 more",
      " read p99  nfs     5  4.00ms      –            –      –  baseline",
      "           weka    5   999us  0.250  0.242–0.257  0.008  faster",
      "           lustre  5  3.96ms  0.990   0.960–1.02  0.738  undecided, 7 more",
      "──────────────────────────────────────────────────────────────────────────",
      "",
      "In no median: random-read-4k on weka: 1 of 6 failed: EIO.",
      "Undecided: the repeats do not tell; about 7 more of each side would probably",
      "decide.",
    ]
  `);
});

test('a wider terminal shows more columns of the same rows', () => {
  expect(linesOf(mounts, { width: 100 }).slice(0, 6)).toMatchInlineSnapshot(`
    [
      "ioproof 0.1.0  3 mounts · 95% intervals · same within 3% · seed 1",
      "",
      "           side    n  median  ratio     interval      p  verdict",
      "──────────────────────────────────────────────────────────────────────────",
      " random-read-4k",
      " read/s    nfs     5   1.00k      –            –      –  baseline",
    ]
  `);
});

test('without UTF-8 there are ASCII characters only', () => {
  expect(text(mounts, { unicode: false })).toMatch(/^[\n -~]+$/);
});

test('colour changes no character and no column', () => {
  const coloured = text(mounts, { colour: true });
  expect(coloured).not.toBe(text(mounts));
  expect(stripVTControlCharacters(coloured)).toBe(text(mounts));
});

const runs = compareBy(
  'run',
  compared([
    ['before', numberedRun(1, [...readSteps('a', [1000]), ...readSteps('b', [2000])])],
    ['after', numberedRun(2, [...readSteps('a', [900])], { hosts: [hostRecord({ kernel: '6.12.0' })] })],
  ]),
);

test('runs of one repeat, a missing step and another kernel', () => {
  expect(linesOf(runs)).toMatchInlineSnapshot(`
    [
      "ioproof 0.1.0  2 runs · 95% intervals · same within 3% · seed 1",
      "",
      "           side     value  ratio  verdict",
      "──────────────────────────────────────────",
      " random-read-4k on a",
      " read/s    before   1.00k      –  baseline",
      "           after      900  0.900  –",
      " read p99  before  4.00ms      –  baseline",
      "           after   4.44ms   1.11  –",
      "──────────────────────────────────────────",
      " random-read-4k on b",
      " read/s    before   2.00k      –  baseline",
      "           after        –      –  no value",
      " read p99  before  2.00ms      –  baseline",
      "           after        –      –  no value",
      "──────────────────────────────────────────",
      "",
      "The sides differ in more than mount and date",
      " ! kernel: 6.8.0 (before), 6.12.0 (after)",
      " ! steps: has steps (before), has no step (after) in random-read-4k b",
      "",
      "One repeat gives ratios without a verdict: give several runs of each side",
      "(--label), or run with --repeat 5 for one.",
    ]
  `);
});

test('no line is wider than the terminal', () => {
  for (const width of [60, 80, 100, 132]) {
    for (const comparison of [mounts, runs]) {
      expect(linesOf(comparison, { width }).filter((line) => displayWidth(line) > width)).toEqual([]);
    }
  }
});

test('limits are told with what they rest on, breaches first', () => {
  const limits = ['read.perSecond -5%', 'random-read-4k.read.p99 +20%', 'write.p99 +1%'].map(parseLimit);
  const results = judgeLimits(runs, limits);
  expect(limitLines(results, lookOf({ width: 80, colour: false }))).toMatchInlineSnapshot(`
    [
      " ✗ read.perSecond -5%: random-read-4k on a (after) is -10.0%, by the medians:",
      "   too few repeats for more",
      " ✗ read.perSecond -5%: random-read-4k on b (after) has no value to judge",
      " ✗ random-read-4k.read.p99 +20%: random-read-4k on b (after) has no value to",
      "   judge",
      " ✗ write.p99 +1%: no step of these runs has it",
      " ✓ random-read-4k.read.p99 +20%: random-read-4k on a (after) is +11%, by the",
      "   medians: too few repeats for more, within the limit",
    ]
  `);
});

test('as many rows as a thousand runs of thirty workloads have', () => {
  const [row] = mounts.rows;
  const rows = Array.from({ length: 130_000 }, (_, at) => ({ ...row, side: `run-${at}`, note: 'no value' }));
  const lines = linesOf({ ...mounts, rows: rows as Comparison['rows'] });
  expect(lines.filter((line) => line.includes(' run-'))).toHaveLength(130_000);
});
