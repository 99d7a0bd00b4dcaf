// What chance alone does to a table of many rows: how many would differ if all sides were alike.
import { leastP } from '../statistics/mann-whitney.js';
import { largestP } from '../statistics/verdict.js';
import type { Chance, Comparison, ComparisonRow } from './comparison.js';
import { caseName } from './cases.js';

/** Of the rows that are measured against the baseline. */
export function chanceOf({ rows }: Pick<Comparison, 'rows'>): Chance {
  const counts = new Map(rows.filter(({ isBaseline }) => isBaseline).map((row) => [keyOf(row), row.values.length]));
  const could = rows.filter((row) => {
    return row.p !== null && leastP(row.values.length, counts.get(keyOf(row)) ?? 0) <= largestP;
  });
  const differing = rows.filter(({ verdict }) => verdict === 'faster' || verdict === 'slower');
  return {
    rows: could.length,
    differing: differing.length,
    expected: largestP * could.length,
    certain: differing.filter(({ pAdjusted }) => pAdjusted !== null && pAdjusted <= largestP).length,
  };
}

const keyOf = (row: ComparisonRow): string => JSON.stringify([caseName(row), row.figure]);
