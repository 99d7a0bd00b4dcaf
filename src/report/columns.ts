// The columns of the final table, and which of them fit into the terminal.
import { displayWidth } from './display-text.js';
import { formatCount, formatLatency, formatRate } from './numbers.js';
import type { Values } from './repeats.js';

export interface Column {
  head: string;
  /** The lower, the longer it stays when the terminal gets narrow. */
  rank: number;
  /** Text of a cell; empty where the value means nothing. */
  text: (values: Values) => string;
  /** A latency, which can be counted from issue or from the intended start. */
  isLatency?: true;
}

/** Columns of this rank and below fit into 80 columns beside the labels. */
const essentialRank = 4;

const rate = (values: Values) => (values.bytesPerSecond > 0 ? formatRate(values.bytesPerSecond) : '');
const latency = (key: keyof Values) => ({
  text: (values: Values) => (values.count > 0 ? formatLatency(values[key]) : ''),
  isLatency: true as const,
});

/** In the order of display. */
export const metricColumns: readonly Column[] = [
  { head: 'rate', rank: 0, text: rate },
  { head: 'IOPS', rank: 0, text: (values) => formatCount(values.perSecond) },
  { head: 'mean', rank: 7, ...latency('mean') },
  { head: 'p50', rank: 2, ...latency('p50') },
  { head: 'p90', rank: 5, ...latency('p90') },
  { head: 'p99', rank: 1, ...latency('p99') },
  { head: 'p99.9', rank: 4, ...latency('p999') },
  { head: 'p99.99', rank: 6, ...latency('p9999') },
  { head: 'max', rank: 3, ...latency('max') },
  { head: 'errors', rank: 3, text: (values) => formatCount(values.errors) },
  { head: 'count', rank: 8, text: (values) => formatCount(values.count) },
];

/** Width of each column: its head or its widest cell. */
export function columnWidths(columns: readonly Column[], rows: readonly Values[]): number[] {
  return columns.map((column) => Math.max(...[column.head, ...rows.map(column.text)].map(displayWidth)));
}

/** The columns that fit into `room` with a gap of two before each; lowest ranks first, rank 0 always. */
export function chooseColumns(rows: readonly Values[], room: number): Column[] {
  const chosen = new Set<Column>();
  let left = room;
  for (const column of metricColumns.toSorted((a, b) => a.rank - b.rank)) {
    left -= widthWithGaps([column], rows);
    if (left < 0 && column.rank > 0) break;
    chosen.add(column);
  }
  return metricColumns.filter((column) => chosen.has(column));
}

/** Columns that the essential metrics take with their gaps. */
export function essentialWidth(rows: readonly Values[]): number {
  return widthWithGaps(
    metricColumns.filter((column) => column.rank <= essentialRank),
    rows,
  );
}

function widthWithGaps(columns: readonly Column[], rows: readonly Values[]): number {
  return columnWidths(columns, rows).reduce((sum, width) => sum + width + 2, 0);
}
