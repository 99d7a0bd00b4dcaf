// Words and numbers of a comparison, shared by its tables: ratios, intervals, verdicts, drift.
import type { ComparisonRow, DriftFinding } from '../compare/comparison.js';
import { printable } from './display-text.js';
import { figureLabel } from './figure-text.js';
import type { Glyphs } from './glyphs.js';
import { formatCount } from './numbers.js';
import type { Style } from './spans.js';

/** `2.61`, `0.385`, `12.3`, `1.23k`: three digits, and two below a tenth. */
export function ratioText(ratio: number): string {
  if (ratio >= 1000) return formatCount(ratio);
  if (ratio >= 100) return ratio.toFixed(0);
  if (ratio < 0.001) return ratio.toExponential(1);
  return ratio.toPrecision(ratio < 0.0995 ? 2 : 3);
}

/** `2.55–2.68`; empty without limits. */
export function intervalText({ ratio }: ComparisonRow, { none }: Glyphs): string {
  if (ratio === null || ratio.low === null || ratio.high === null) return '';
  return `${ratioText(ratio.low)}${none}${ratioText(ratio.high)}`;
}

/** Empty where there is no verdict: of single repeats it says nothing. */
export function pText({ p, verdict }: ComparisonRow): string {
  if (p === null || verdict === null) return '';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

export const verdictStyles: Record<NonNullable<ComparisonRow['verdict']>, Style> = {
  faster: 'green',
  slower: 'red',
  same: 'dim',
  undecided: 'yellow',
};

/** Case of a row: workload, variant and mount, safe to print. */
export function rowCase({ workload, variant, mount }: Pick<ComparisonRow, 'workload' | 'variant' | 'mount'>): string {
  const parts = [workload, variant, mount === '' ? '' : `on ${mount}`];
  return printable(parts.filter((part) => part !== '').join(' '));
}

/** `Drift: read/s of random-read-4k fell by 12% over 10 repeats, on all sides together (p <0.001).` */
export function driftText(finding: DriftFinding): string {
  const { figure, side, change, p, repeats } = finding;
  const percent = Math.abs(change) * 100;
  const amount = `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)}%`;
  const where = side === '' ? 'on all sides together' : `on ${printable(side)}`;
  const chance = p < 0.001 ? 'p <0.001' : `p ${p.toFixed(3)}`;
  const how = `${change < 0 ? 'fell' : 'rose'} by ${amount} over ${repeats} repeats`;
  return `Drift: ${figureLabel(figure)} of ${rowCase(finding)} ${how}, ${where} (${chance}).`;
}
