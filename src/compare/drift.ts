// Whether figures drift over the time of the runs: repeats that follow each other are compared on the ground that they do not.
import { figureDefinition } from '../figure/catalogue.js';
import { mainFigures } from '../figure/main-figures.js';
import { medianOf } from '../statistics/median.js';
import { trend } from '../statistics/trend.js';
import type { Case } from './cases.js';
import type { CompareOptions, DriftFinding } from './comparison.js';
import { timedValues, type TimedValue } from './samples.js';

/** The test looks at all pairs: of more values, neighbours are taken together. */
const mostValues = 200;

/** What the tests of one figure say: of all sides together, where they take turns, and of each. */
interface Tests {
  together: DriftFinding | null;
  sides: DriftFinding[];
}

/**
 * Of each figure: all mounts together, each relative to its own median, and each side. What is found holds with the
 * confidence asked for over all tests together (Bonferroni), and is beyond the margin. It is one finding where all sides go the
 * same way; else it is told of the sides that it is found on.
 */
export function driftOf(cases: readonly Case[], options: CompareOptions): DriftFinding[] {
  const tests = cases.flatMap((one) => figuresOf(one, options).map((figure) => testsOf(one, figure, options)));
  const count = tests.reduce((sum, { together, sides }) => sum + sides.length + (together === null ? 0 : 1), 0);
  const largestP = (1 - options.confidence) / Math.max(1, count);
  const beyond = ({ change }: DriftFinding) => Math.abs(change) > options.margin;
  const isFound = (finding: DriftFinding) => finding.p <= largestP && beyond(finding);
  return tests.flatMap(({ together, sides }) => {
    const single = sides.filter(isFound);
    if (together === null || !isFound(together)) return single;
    const alike = sides.every((side) => beyond(side) && Math.sign(side.change) === Math.sign(together.change));
    return alike || single.length === 0 ? [together] : single;
  });
}

function figuresOf({ sides }: Case, { figures }: CompareOptions): string[] {
  if (figures !== undefined) return figures.filter((name) => figureDefinition(name) !== null);
  return [...new Set(sides.flatMap(({ complete }) => complete.slice(0, 1).flatMap(mainFigures)))];
}

function testsOf(one: Case, figure: string, { by }: CompareOptions): Tests {
  const { workload, variant, mount } = one;
  const sides = one.sides.map((side) => ({ side: side.side.name, values: relative(timedValues(side, figure)) }));
  const test = ({ side, values }: { side: string; values: readonly TimedValue[] }): DriftFinding[] => {
    const ordered = [...values].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ value }) => value);
    const found = trend(thinned(ordered));
    return found === null ? [] : [{ workload, variant, mount, figure, side, ...found, repeats: ordered.length }];
  };
  // Runs follow each other as a whole: only mounts take turns, so that a drift hits all of them.
  const shared = by === 'mount' && sides.filter(({ values }) => values.length > 0).length > 1;
  const [together = null] = shared ? test({ side: '', values: sides.flatMap(({ values }) => values) }) : [];
  return { together, sides: sides.flatMap(test) };
}

function relative(values: readonly TimedValue[]): TimedValue[] {
  const median = medianOf(values.map(({ value }) => value));
  return median === 0 ? [] : values.map(({ at, value }) => ({ at, value: value / median }));
}

/** Medians of neighbours, at most `mostValues` of them. */
function thinned(values: readonly number[]): number[] {
  const size = Math.ceil(values.length / mostValues);
  if (size <= 1) return [...values];
  const count = Math.ceil(values.length / size);
  return Array.from({ length: count }, (_, at) => medianOf(values.slice(at * size, (at + 1) * size)));
}
