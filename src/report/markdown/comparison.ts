// A comparison as tables: ratios with their intervals and verdicts, drift over the run, and what else differs.
import type { Comparison, ComparisonRow, Difference, DriftFinding } from '../../compare/comparison.js';
import { figureLabel, figureText } from '../figure-text.js';
import { markdownTable, nameText, sentence } from './cells.js';
import type { Block } from './markdown.js';

/** None where there is nothing to compare. */
export function comparisonBlocks(comparison: Comparison | null): Block[] {
  if (comparison === null) return [];
  const { rows, baseline, confidence, margin, resamples, seed } = comparison;
  // What only one side did stands in the tables of figures.
  const others = rows.filter(({ isBaseline, ratio, failed }) => !isBaseline && (ratio !== null || failed > 0));
  const intro =
    `Medians against those of ${nameText(baseline)}. Intervals of ${percent(confidence)} by bootstrap ` +
    `(${resamples} resamples, seed ${seed}); within ${percent(margin)} counts as the same.`;
  const head = ['Workload', 'Figure', 'Side', 'Median', 'Ratio', 'Interval', 'p', 'Verdict'];
  return [
    ['## Comparison'],
    [intro],
    others.length === 0
      ? ['No figure has a value on two sides.']
      : markdownTable([head, ...others.map(cellsOf)], [3, 4, 5, 6]),
    ...driftBlocks(comparison.drift),
    ...differenceBlocks(comparison.differences),
  ];
}

function cellsOf(row: ComparisonRow): string[] {
  const { figure, side, level, ratio, p } = row;
  return [
    caseText(row),
    sentence(figureLabel(figure)),
    nameText(side),
    sentence(figureText(figure, level?.value ?? null)),
    ratio === null ? '' : ratio.value.toFixed(3),
    ratio === null || ratio.low === null || ratio.high === null
      ? ''
      : `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}`,
    p === null ? '' : pText(p),
    verdictText(row),
  ];
}

function caseText({ workload, variant, mount }: Pick<ComparisonRow, 'workload' | 'variant' | 'mount'>): string {
  return nameText([workload, variant, mount].filter((part) => part !== '').join(' '));
}

function verdictText(row: ComparisonRow): string {
  const { failure } = row;
  return failure === '' ? judgedText(row) : `${judgedText(row)}; ${sentence(failure)}`;
}

function judgedText({ verdict, note, moreRepeats }: ComparisonRow): string {
  if (verdict === null) return sentence(note);
  const more =
    moreRepeats === null
      ? ''
      : `, ${moreRepeats} more ${moreRepeats === 1 ? 'repeat' : 'repeats'} would probably decide`;
  return `${verdict === 'faster' || verdict === 'slower' ? `**${verdict}**` : verdict}${more}`;
}

function driftBlocks(drift: readonly DriftFinding[]): Block[] {
  if (drift.length === 0) return [];
  const lines = drift.map((finding) => {
    const { figure, side, change, p, repeats } = finding;
    const where = side === '' ? 'all sides together' : `on ${nameText(side)}`;
    const amount = `${change >= 0 ? '+' : ''}${(change * 100).toFixed(1)}%`;
    return `- ${caseText(finding)}, ${sentence(figureLabel(figure))} ${where}: ${amount} from the first to the last of ${repeats} repeats (p ${pText(p)})`;
  });
  return [['### Drift over the run'], lines];
}

function differenceBlocks(differences: readonly Difference[]): Block[] {
  if (differences.length === 0) return [];
  const lines = differences.map(({ workload, what, values, refuses }) => {
    const sides = Object.entries(values).map(([side, value]) => `${nameText(side)}: ${nameText(value)}`);
    const where = workload === '' ? '' : ` of ${nameText(workload)}`;
    return `- ${refuses ? '**Unlike**: ' : ''}${nameText(what)}${where}: ${sides.join(', ')}`;
  });
  return [['### What else differs'], lines];
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(3))}%`;
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
