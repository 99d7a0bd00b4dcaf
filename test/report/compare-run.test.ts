// What the final text of a run says of its mounts against each other.
import { describe, expect, test } from 'vitest';
import { compareRunLines } from '../../src/report/compare-run.js';
import { displayWidth } from '../../src/report/display-text.js';
import { lookOf } from '../../src/report/look.js';
import type { RunRecord } from '../../src/result/schema.js';
import { readSteps } from '../compare/compared.js';
import { failedStep, runRecord } from '../fixtures/records.js';

const linesOf = (record: RunRecord, width = 80) => compareRunLines(record, lookOf({ width, colour: false }));
const around = (rate: number) => [1, 1.01, 0.99, 1.005, 0.995].map((factor) => rate * factor);
const mountsAt = (...rates: number[][]) =>
  runRecord(rates.flatMap((own, index) => readSteps(`vendor${index + 1}`, own, {}, index)));

describe('two mounts', () => {
  test('have ratio, interval and verdict', () => {
    const lines = linesOf(mountsAt(around(1000), around(2610)));
    expect(lines[0]).toMatch(/^ Against vendor1 +vendor2$/);
    expect(lines[2]).toMatch(/^ random-read-4k {3}read\/s +2\.61× 2\.\d\d–2\.\d\d faster$/);
    expect(lines[3]).toMatch(/^ {18}read p99 +0\.383× 0\.3\d\d–0\.3\d\d faster$/);
    expect(new Set(lines.slice(0, 4).map(displayWidth)).size).toBe(1);
    expect(lines.slice(4)).toEqual(['']);
  });

  test('of one repeat have ratios, and a line that says what to do', () => {
    expect(linesOf(mountsAt([1000], [2610]))).toMatchInlineSnapshot(`
      [
        " Against vendor1            vendor2",
        "───────────────────────────────────",
        " random-read-4k   read/s      2.61×",
        "                  read p99   0.383×",
        "One repeat gives ratios without a verdict: run with --repeat 5 for one.",
        "",
      ]
    `);
  });

  test('that are not told apart say how many repeats would', () => {
    const lines = linesOf(mountsAt([1000, 1300, 900, 1200], [1200, 1000, 1400, 1250]));
    expect(lines.join('\n')).toMatch(/undecided[^]*Undecided: the repeats do not tell/);
  });
});

test('six mounts stand in one table of 80 columns, with signs that are explained', () => {
  const lines = linesOf(mountsAt(...[1000, 2000, 500, 1001, 1500, 1200].map(around)));
  expect(lines).toMatchInlineSnapshot(`
    [
      " Against vendor1            vendor2  vendor3  vendor4  vendor5  vendor6",
      "───────────────────────────────────────────────────────────────────────",
      " random-read-4k   read/s     2.00 +  0.500 -   1.00 =   1.50 +   1.20 +",
      "                  read p99  0.500 +   2.00 -  0.999 =  0.667 +  0.833 +",
      "+ faster, - slower, = same, ? undecided",
      "8 of 10 rows differ; were all sides alike, one at most would by chance. 8 of",
      "them are sure among so many (Benjamini-Hochberg, 5%).",
      "",
    ]
  `);
  expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
});

test('a failed mount is seen beside those that have a ratio', () => {
  const steps = [...readSteps('a', [1]), ...readSteps('b', [2]), failedStep({ mount: 'c' })];
  expect(linesOf(runRecord(steps)).slice(2, 4)).toEqual([
    expect.stringMatching(/read\/s +2\.00× +FAILED$/),
    expect.stringMatching(/read p99 +0\.500× +FAILED$/),
  ]);
});

test('a run of one mount says nothing, unless it drifts', () => {
  expect(linesOf(mountsAt(around(1000)))).toEqual([]);
  const falling = [100, 97, 95, 92, 90, 87, 85, 82, 80, 78];
  const [line = ''] = linesOf(mountsAt(falling), 200);
  expect(line).toMatch(/^Drift: read\/s of random-read-4k fell by \d\d% over 10 repeats, on vendor1 \(p <0\.001\)\.$/);
});

test('mounts without a common workload have no table', () => {
  const steps = [...readSteps('a', [1], { workload: 'one' }), ...readSteps('b', [1], { workload: 'two' })];
  expect(linesOf(runRecord(steps))).toEqual([]);
});
