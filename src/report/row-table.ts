// A small table of a label and aligned figures a row, without rules; columns are left out where the width does not do.
import { displayWidth, padEnd, truncate, widestOf } from './display-text.js';
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

/** A column with what it says of each row. */
interface Filled<Row> {
  column: RowColumn<Row>;
  texts: readonly string[];
  width: number;
}

/** Head and rows, each with a space before it. Columns that say nothing of any row are left out. */
export function rowTableLines<Row>(
  rows: readonly Row[],
  { head, labelOf, columns }: RowTable<Row>,
  look: Look,
): string[] {
  const { colour, glyphs } = look;
  const labels = rows.map(labelOf);
  const label = widestOf([head, ...labels]);
  const { shown, gap } = fitting(
    columns.map((column) => filled(column, rows)),
    look.width - 1 - label,
  );
  const space = span(' '.repeat(gap));
  const line = (first: string, cells: readonly Span[]) => {
    const aligned = cells.flatMap((cell, at) => [
      space,
      ...padded(cell, shown[at]?.width ?? 0, shown[at]?.column.left === true),
    ]);
    return paint([span(` ${padEnd(truncate(first, label, glyphs.ellipsis), label)}`), ...aligned], colour).trimEnd();
  };
  const heads = line(
    head,
    shown.map(({ column }) => span(column.head)),
  );
  return [
    paintText(heads, 'dim', colour),
    ...rows.map((row, at) =>
      line(
        labels[at] ?? '',
        shown.map(({ column, texts }) => span(texts[at] === '' ? glyphs.none : (texts[at] ?? ''), column.style?.(row))),
      ),
    ),
  ];
}

function filled<Row>(column: RowColumn<Row>, rows: readonly Row[]): Filled<Row> {
  const texts = rows.map(column.text);
  return { column, texts, width: widestOf([column.head, ...texts]) };
}

function padded(cell: Span, width: number, left: boolean): Span[] {
  const room = span(' '.repeat(Math.max(0, width - displayWidth(cell.text))));
  return left ? [cell, room] : [room, cell];
}

/** Columns that fit, with the gap before each. */
function fitting<Row>(columns: readonly Filled<Row>[], room: number): { shown: Filled<Row>[]; gap: number } {
  let shown = columns.filter(({ texts }) => texts.some((text) => text !== ''));
  const used = (gap: number) => shown.reduce((sum, { width }) => sum + gap + width, 0);
  while (used(1) > room) {
    const worst = shown.reduce((a, b) => (b.column.rank > a.column.rank ? b : a));
    if (worst.column.rank === 0) break;
    shown = shown.filter((one) => one !== worst);
  }
  return { shown, gap: used(2) <= room ? 2 : 1 };
}
