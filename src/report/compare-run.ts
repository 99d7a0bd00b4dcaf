// What the final text of a run says of its mounts against each other: a table of ratios, and drift over the run.
import { compareDefaults, compareSides } from '../compare/compare.js';
import type { Comparison, ComparisonRow } from '../compare/comparison.js';
import { sidesOf } from '../compare/sides.js';
import type { RunRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import { chanceNotes, undecidedNotes } from './compare-notes.js';
import { driftText, intervalText, ratioText, rowCase, verdictStyles } from './compare-words.js';
import { printable, truncate, wrap } from './display-text.js';
import { figureLabel } from './figure-text.js';
import type { Look } from './look.js';
import { type Matrix, matrixLines, matrixParts, widestMount } from './mount-matrix.js';
import { span, type Span } from './spans.js';

/** How much a cell says: `2.61× 2.55–2.68 faster`, `2.61× faster`, `2.61 +`. */
const amounts = ['interval', 'word', 'sign'] as const;
type Amount = (typeof amounts)[number];

const signs: Record<NonNullable<ComparisonRow['verdict']>, string> = {
  faster: '+',
  slower: '-',
  same: '=',
  undecided: '?',
};

/** An empty line at the end; none of a run of one mount without drift. */
export function compareRunLines(record: RunRecord, look: Look): string[] {
  const sides = sidesOf([{ name: record.run.id, record }], 'mount');
  if (sides.every(({ steps }) => steps.length === 0)) return [];
  const comparison = compareSides(sides, { by: 'mount', ...compareDefaults });
  const table = sides.length > 1 ? ratioLines(comparison, look) : [];
  const drift = comparison.drift.flatMap((finding) => wrap(driftText(finding), look.width));
  return [...table, ...drift, ...(drift.length === 0 ? [] : [''])];
}

/** The richest cells that take no more tables than the shortest ones. */
function ratioLines(comparison: Comparison, look: Look): string[] {
  if (comparison.rows.every(({ ratio }) => ratio === null)) return [];
  const wanted = amounts.map((amount) => matrixOf(comparison, amount, look));
  const fewest = Math.min(...wanted.map((matrix) => matrixParts(matrix, look)));
  const at = wanted.findIndex((matrix) => matrixParts(matrix, look) === fewest);
  const matrix = wanted[at];
  if (matrix === undefined) return [];
  const legend = amounts[at] === 'sign' && comparison.rows.some(({ verdict }) => verdict !== null) ? [legendText] : [];
  const notes = [...legend, ...undecidedNotes(comparison), ...chanceNotes(comparison)].flatMap((note) =>
    wrap(note, look.width),
  );
  const table = matrixLines(matrix, look);
  return notes.length === 0 ? table : [...table.slice(0, -1), ...notes, ''];
}

const legendText = '+ faster, - slower, = same, ? undecided';

function matrixOf(comparison: Comparison, amount: Amount, look: Look): Matrix {
  const columns = comparison.sides.filter((side) => side !== comparison.baseline);
  const compared = comparison.rows.filter(({ isBaseline }) => !isBaseline);
  const rows = groupBy(compared, (row) => `${rowCase(row)}\n${row.figure}`).flatMap(([, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const cells = columns.map((side) =>
      cellOf(
        own.find((row) => row.side === side),
        amount,
        look,
      ),
    );
    return [{ workload: rowCase(first), figure: figureLabel(first.figure), cells }];
  });
  const baseline = truncate(printable(comparison.baseline), widestMount, look.glyphs.ellipsis);
  return { title: `Against ${baseline}`, columns, rows };
}

function cellOf(row: ComparisonRow | undefined, amount: Amount, { glyphs }: Look): Span {
  if (row === undefined) return span(glyphs.none);
  if (row.values.length === 0 && row.failed > 0) return span('FAILED', ['bold', 'red']);
  if (row.ratio === null) return span(glyphs.none);
  const ratio = `${ratioText(row.ratio.value)}${amount === 'sign' ? '' : glyphs.times}`;
  if (row.verdict === null) return span(ratio);
  const interval = amount === 'interval' ? intervalText(row, glyphs) : '';
  const verdict = amount === 'sign' ? signs[row.verdict] : row.verdict;
  return span([ratio, interval, verdict].filter((part) => part !== '').join(' '), verdictStyles[row.verdict]);
}
