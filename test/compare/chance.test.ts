// Many rows at once: how many differ, how many would by chance, and how many are sure all the same.
import { describe, expect, test } from 'vitest';
import { chanceOf } from '../../src/compare/chance.js';
import type { Comparison } from '../../src/compare/comparison.js';
import { chanceNotes } from '../../src/report/compare-notes.js';
import { runRecord } from '../fixtures/records.js';
import { noiseOf } from '../statistics/synthetic.js';
import { compareBy, compared, readSteps } from './compared.js';

/** So many workloads of `repeats` repeats on two mounts; of the first `different` ones, the second mount is twice as fast. */
function many(workloads: number, different: number, repeats = 6): Comparison {
  const { normal } = noiseOf(5);
  const rates = (factor: number) => Array.from({ length: repeats }, () => 1000 * factor * Math.exp(0.05 * normal()));
  const steps = Array.from({ length: workloads }, (_, at) =>
    [...readSteps('a', rates(1)), ...readSteps('b', rates(at < different ? 2 : 1))].map((step) => ({
      ...step,
      id: `w${at}/${step.id}`,
      workload: `w${at}`,
    })),
  ).flat();
  const comparison = compareBy('mount', compared([['run', runRecord(steps)]]));
  return { ...comparison, rows: comparison.rows.filter(({ figure }) => figure === 'read.perSecond') };
}

describe('of 60 rows of which 10 differ in truth', () => {
  const comparison = many(60, 10);

  test('each p is adjusted for their number, and that of the baseline is none', () => {
    const rows = comparison.rows.filter(({ isBaseline }) => !isBaseline);
    expect(rows).toHaveLength(60);
    for (const { p, pAdjusted } of rows) expect(pAdjusted ?? NaN).toBeGreaterThanOrEqual(p ?? NaN);
    expect(comparison.rows.filter(({ isBaseline }) => isBaseline).every(({ pAdjusted }) => pAdjusted === null)).toBe(
      true,
    );
  });

  test('it is told how many would by chance', () => {
    const chance = chanceOf(comparison);
    expect(chance).toMatchObject({ rows: 60, expected: 3 });
    expect(chance.differing).toBeGreaterThanOrEqual(10);
    expect(chance.certain).toBeLessThanOrEqual(chance.differing);
    expect(chance.certain).toBeGreaterThanOrEqual(10);
    expect(chanceNotes(comparison)).toEqual([
      `${chance.differing} of 60 rows differ; were all sides alike, up to 3 would by chance. ${chance.certain} of them are ` +
        'sure among so many (Benjamini-Hochberg, 5%).',
    ]);
  });
});

test('rows whose repeats are too few to be told apart are not counted, and few rows need no note', () => {
  expect(chanceOf(many(12, 12, 3))).toEqual({ rows: 0, differing: 0, expected: 0, certain: 0 });
  expect(chanceNotes(many(12, 12, 3))).toEqual([]);
  expect(chanceOf(many(4, 4))).toMatchObject({ rows: 4, differing: 4 });
  expect(chanceNotes(many(4, 4))).toEqual([]);
  expect(chanceNotes(many(12, 0)).length).toBeLessThanOrEqual(1);
});
