// Metrics of a comparison: the ratio to the baseline with its confidence interval, and the verdict.
import type { Comparison, ComparisonRow } from '../../compare/comparison.js';
import type { Families } from './families.js';

const verdicts = ['faster', 'slower', 'same', 'undecided'] as const;

/** Adds them for each row that has a ratio, and those of verdicts where there is one. */
export function comparisonFamilies(comparison: Comparison | null, families: Families): void {
  if (comparison === null) return;
  for (const row of comparison.rows) addRow(row, comparison, families);
}

function addRow(
  { workload, variant, mount, figure, side, ratio, verdict }: ComparisonRow,
  { by, baseline }: Comparison,
  families: Families,
): void {
  const labels = { workload, variant, mount, figure, by, side, baseline };
  const bounds = { ratio: ratio?.value, low: ratio?.low, high: ratio?.high };
  const head = {
    name: 'ioproof_comparison_ratio',
    unit: 'ratio',
    help: 'Median of a side divided by that of the baseline (bound: ratio), and its confidence interval (bounds: low, high).',
  };
  for (const [bound, value] of Object.entries(bounds)) {
    if (typeof value === 'number') families.gauge(head, { ...labels, bound }, value);
  }
  if (verdict === null) return;
  const verdictHead = {
    name: 'ioproof_comparison_verdict',
    unit: '',
    help: 'What a side is against the baseline: 1 for the verdict that it has.',
  };
  for (const each of verdicts) families.gauge(verdictHead, { ...labels, verdict: each }, Number(verdict === each));
}
