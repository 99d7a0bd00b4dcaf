// A small table of a label and aligned figures a row, without rules; columns are left out where the width does not do.
import { displayWidth, padEnd, truncate } from './display-text.js';
import type { Look } from './look.js';
import { paint, paintText, span, type Span, type Style } from './spans.js';

export interface RowColumn<Row> {
  head: string;
  /** The higher, the sooner it is left out; 0: never. */
  rank: number;
  /** Empty where it is not known or means nothing. */
  text: (row: Row) => string;
  left?: true;
  style?: (row: Row) => Style | undefined;
}

export interface RowTable<Row> {
  /** Head of the labels. */
  head: string;
  labelOf: (row: Row) => string;
  columns: readonly RowColumn<Row>[];
}

/** Head and rows, each with a space before it. Columns that say nothing of any row are left out. */
export function rowTableLines<Row>(
  rows: readonly Row[],
  { head, labelOf, columns }: RowTable<Row>,
  look: Look,
): string[] {
  const { colour, glyphs } = look;
  const labels = rows.map(labelOf);
  const label = Math.max(...[head, ...labels].map(displayWidth));
  const { shown, gap } = fitting(columns, rows, look.width - 1 - label);
  const widths = shown.map((column) => widthOf(column, rows));
  const line = (first: string, cells: readonly Span[]) => {
    const aligned = cells.flatMap((cell, at) => [
      span(' '.repeat(gap)),
      ...padded(cell, widths[at] ?? 0, shown[at]?.left === true),
    ]);
    return paint([span(` ${padEnd(truncate(first, label, glyphs.ellipsis), label)}`), ...aligned], colour).trimEnd();
  };
  const heads = line(
    head,
    shown.map((column) => span(column.head)),
  );
  return [
    paintText(heads, 'dim', colour),
    ...rows.map((row, at) =>
      line(
        labels[at] ?? '',
        shown.map((column) => span(column.text(row) || glyphs.none, column.style?.(row))),
      ),
    ),
  ];
}

function padded(cell: Span, width: number, left: boolean): Span[] {
  const room = span(' '.repeat(Math.max(0, width - displayWidth(cell.text))));
  return left ? [cell, room] : [room, cell];
}

/** Columns that fit, with the gap before each. */
function fitting<Row>(
  columns: readonly RowColumn<Row>[],
  rows: readonly Row[],
  room: number,
): { shown: RowColumn<Row>[]; gap: number } {
  let shown = columns.filter((column) => rows.some((row) => column.text(row) !== ''));
  const used = (gap: number) => shown.reduce((sum, column) => sum + gap + widthOf(column, rows), 0);
  while (used(1) > room) {
    const worst = shown.reduce((a, b) => (b.rank > a.rank ? b : a));
    if (worst.rank === 0) break;
    shown = shown.filter((column) => column !== worst);
  }
  return { shown, gap: used(2) <= room ? 2 : 1 };
}

function widthOf<Row>(column: RowColumn<Row>, rows: readonly Row[]): number {
  return Math.max(...[column.head, ...rows.map(column.text)].map(displayWidth));
}
