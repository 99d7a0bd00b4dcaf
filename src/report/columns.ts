// The columns of the final table, and which of them fit into the terminal.
import { displayWidth } from './display-text.js';
import { formatCount, formatLatency, formatRate } from './numbers.js';
import type { TableValues } from './comparison.js';

export interface Column {
  head: string;
  /** The lower, the longer it stays when the terminal gets narrow. */
  rank: number;
  /** Text of a cell; empty where the value means nothing. */
  text: (values: TableValues) => string;
  /** A latency, which can be counted from issue or from the intended start. */
  isLatency?: true;
}

/** Columns of this rank and below fit into 80 columns beside the labels. */
const essentialRank = 4;

const rate = ({ bytesPerSecond }: TableValues) => ((bytesPerSecond ?? 0) > 0 ? formatRate(bytesPerSecond ?? 0) : '');
const latency = (key: 'mean' | 'p50' | 'p90' | 'p99' | 'p999' | 'p9999' | 'max') => ({
  text: (values: TableValues) => (values.count > 0 ? formatLatency(values[key]) : ''),
  isLatency: true as const,
});

const count = { head: 'count', text: (values: TableValues) => formatCount(values.count) };

const rateColumns: readonly Column[] = [
  { head: 'rate', rank: 0, text: rate },
  { head: 'IOPS', rank: 0, text: ({ perSecond }) => (perSecond === null ? '' : formatCount(perSecond)) },
];

const otherColumns: readonly Column[] = [
  { head: 'mean', rank: 7, ...latency('mean') },
  { head: 'p50', rank: 2, ...latency('p50') },
  { head: 'p90', rank: 5, ...latency('p90') },
  { head: 'p99', rank: 1, ...latency('p99') },
  { head: 'p99.9', rank: 4, ...latency('p999') },
  { head: 'p99.99', rank: 6, ...latency('p9999') },
  { head: 'max', rank: 3, ...latency('max') },
  { head: 'errors', rank: 3, text: (values) => formatCount(values.errors) },
];

/** In the order of display. Where no row has a rate, what can be told instead is how often. */
function columnsOf(rows: readonly TableValues[]): readonly Column[] {
  const rated = rows.length === 0 || rows.some(({ perSecond }) => perSecond !== null);
  return rated ? [...rateColumns, ...otherColumns, { ...count, rank: 8 }] : [{ ...count, rank: 0 }, ...otherColumns];
}

/** Width of each column: its head or its widest cell. */
export function columnWidths(columns: readonly Column[], rows: readonly TableValues[]): number[] {
  return columns.map((column) => Math.max(...[column.head, ...rows.map(column.text)].map(displayWidth)));
}

/** The columns that fit into `room` with a gap of two before each; lowest ranks first, rank 0 always. */
export function chooseColumns(rows: readonly TableValues[], room: number): Column[] {
  const chosen = new Set<Column>();
  let left = room;
  const columns = columnsOf(rows);
  for (const column of columns.toSorted((a, b) => a.rank - b.rank)) {
    left -= widthWithGaps([column], rows);
    if (left < 0 && column.rank > 0) break;
    chosen.add(column);
  }
  return columns.filter((column) => chosen.has(column));
}

/** Columns that the essential metrics take with their gaps. */
export function essentialWidth(rows: readonly TableValues[]): number {
  return widthWithGaps(
    columnsOf(rows).filter((column) => column.rank <= essentialRank),
    rows,
  );
}

function widthWithGaps(columns: readonly Column[], rows: readonly TableValues[]): number {
  return columnWidths(columns, rows).reduce((sum, width) => sum + width + 2, 0);
}
