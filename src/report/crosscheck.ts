// The cross-check of a run as text: each comparison with its verdict in one line, then a row a figure.
import { intervalText, ratioText } from '../analyze/agreement.js';
import type { CrosscheckComparison, CrosscheckFigures, CrosscheckRecord } from '../result/crosscheck-schema.js';
import { displayWidth, padEnd, padStart, printable, wrap } from './display-text.js';
import { formatCount, formatLatency, formatRate } from './numbers.js';
import { paint, span } from './spans.js';
import { variantText } from './step-text.js';

const figures: [keyof CrosscheckFigures, string, (value: number) => string][] = [
  ['perSecond', 'IOPS', formatCount],
  ['bytesPerSecond', 'bandwidth', formatRate],
  ['p50Ns', 'p50', formatLatency],
  ['p99Ns', 'p99', formatLatency],
];

/** Without a line end after the last line. */
export function crosscheckText(record: CrosscheckRecord, look: { width: number; colour: boolean }): string {
  const title = paint([span(`cross-check with ${printable(record.fio.version)}`, 'bold')], look.colour);
  return [title, ...record.comparisons.flatMap((comparison) => comparisonLines(comparison, look))].join('\n');
}

function comparisonLines(
  comparison: CrosscheckComparison,
  { width, colour }: { width: number; colour: boolean },
): string[] {
  const { workload, mount, variant, conclusion, agreement } = comparison;
  const swept = variantText(variant);
  const name = [workload, swept, `on ${mount}`].filter((part) => part !== '').join(', ');
  const [verdict = '', ...more] = wrap(printable(`${name}: ${conclusion}`), width);
  const style = agreement === 'agree' ? 'green' : 'yellow';
  return [
    paint([span(verdict, style)], colour),
    ...more.map((line) => paint([span(line, style)], colour)),
    ...tableLines(comparison),
    ...failureLines(comparison).flatMap((line) => wrap(printable(line), width)),
  ];
}

function tableLines({ directions }: CrosscheckComparison): string[] {
  const rows = Object.entries(directions).flatMap(([direction, found]) =>
    figures.map(([key, name, format], index) => {
      const { ioproof, fio, ratio } = found[key];
      const ends = intervalText(found[key]);
      return [index === 0 ? direction : '', name, format(ioproof), format(fio), ratioText(ratio), ends];
    }),
  );
  if (rows.length === 0) return [];
  const table = [['op', 'figure', 'ioproof', 'fio', 'ratio', '95 % interval'], ...rows];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => displayWidth(row[column] ?? ''))));
  return table.map((row) => {
    const cells = row.map((cell, column) => (column < 2 ? padEnd : padStart)(cell, widths[column] ?? 0));
    return `  ${cells.join('  ')}`;
  });
}

function failureLines({ pairs }: CrosscheckComparison): string[] {
  return pairs.flatMap(({ pair, error }) => (error === null ? [] : [`  pair ${pair} failed: ${error}`]));
}
