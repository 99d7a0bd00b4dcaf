// Builders for tests of comparisons: runs of known values, and what compares them.
import { compareDefaults, compareSides } from '../../src/compare/compare.js';
import type { CompareOptions, Comparison, ComparisonRow, ComparedRun } from '../../src/compare/comparison.js';
import { sidesOf } from '../../src/compare/sides.js';
import type { RunRecord, StepRecord } from '../../src/result/schema.js';
import { operation, runRecord, stepRecord } from '../fixtures/records.js';

const start = Date.parse('2026-11-20T22:45:00.000Z');

/** Steps of one mount with these reads a second, a repeat each: `order` says which place each has in the run. */
export function readSteps(mount: string, rates: number[], given: Partial<StepRecord> = {}, order = 1): StepRecord[] {
  return rates.map((perSecond, index) =>
    stepRecord({
      mount,
      repeat: index + 1,
      startedAt: new Date(start + (index * 10 + order) * 1000).toISOString(),
      operations: { read: operation({ perSecond, p50us: 1e6 / perSecond }) },
      ...given,
    }),
  );
}

/** A run with an id of its own; `number` tells runs apart. */
export function numberedRun(number: number, steps: StepRecord[], given: Partial<RunRecord> = {}): RunRecord {
  const record = runRecord(steps, given);
  return { ...record, run: { ...record.run, id: `20261120-22450${number}-ab1${number}` } };
}

/** Runs by their names in the comparison; several of one name are one side. */
export function compared(named: [name: string, record: RunRecord][]): ComparedRun[] {
  return named.map(([name, record]) => ({ name, record }));
}

export function compareBy(by: 'mount' | 'run', runs: ComparedRun[], options: Partial<CompareOptions> = {}): Comparison {
  return compareSides(sidesOf(runs, by), { by, ...compareDefaults, ...options });
}

/** The row of a figure on a side; an error where there is not exactly one. */
export function rowOf({ rows }: Comparison, side: string, figure: string): ComparisonRow {
  const found = rows.filter((row) => row.side === side && row.figure === figure);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} rows of ${figure} on ${side}`);
  return found[0];
}
