// Figures of workloads as a table with a column a mount: a table below the other where they do not fit.
import { displayWidth, padEnd, padStart, printable, truncate } from './display-text.js';
import type { Look } from './look.js';
import { paint, span, spansWidth, type Span } from './spans.js';

export interface MatrixRow {
  /** Workload and variant. */
  workload: string;
  figure: string;
  /** One a mount, in the order of the mounts. */
  cells: Span[];
}

export interface Matrix {
  title: string;
  /** Names of the mounts. */
  columns: readonly string[];
  rows: readonly MatrixRow[];
}

const gap = 2;
/** Columns that the name of a mount, and of a workload with its variant, may take at most. */
export const widestMount = 16;
const widestWorkload = 40;

/** An empty line after each table; none without a row. */
export function matrixLines(matrix: Matrix, look: Look): string[] {
  if (matrix.rows.length === 0) return [];
  const { heads, layouts } = layOut(matrix, look);
  return layouts.flatMap((layout) => [...partLines(matrix, heads, layout, look), '']);
}

/** How many tables it takes. */
export function matrixParts(matrix: Matrix, look: Look): number {
  return layOut(matrix, look).layouts.length;
}

function layOut({ title, columns, rows }: Matrix, look: Look): { heads: Span[]; layouts: Layout[] } {
  const heads = columns.map((name) => span(truncate(printable(name), widestMount, look.glyphs.ellipsis), 'bold'));
  const widths = heads.map((head, at) => widest([head.text, ...rows.map(({ cells }) => cells[at]?.text ?? '')]));
  const labels = labelWidths(title, rows, look.width - gap - Math.max(...widths));
  const room = look.width - 1 - labels.workload - gap - labels.figure;
  return { heads, layouts: fittingParts(widths, room).map((part) => ({ labels, widths, part })) };
}

/** Columns of the labels and of each mount, and which mounts are shown. */
interface Layout {
  labels: Labels;
  widths: readonly number[];
  part: readonly number[];
}

interface Labels {
  workload: number;
  figure: number;
}

function labelWidths(title: string, rows: readonly MatrixRow[], room: number): Labels {
  const figure = widest(rows.map((row) => row.figure));
  const workload = Math.min(widestWorkload, widest([title, ...rows.map((row) => row.workload)]));
  return { figure, workload: Math.max(displayWidth(title), Math.min(workload, room - 1 - gap - figure)) };
}

/** Indexes of the mounts, in groups that fit into `room` columns; at least one a group. */
function fittingParts(widths: readonly number[], room: number): number[][] {
  const parts: number[][] = [];
  let left = 0;
  for (const [at, width] of widths.entries()) {
    const part = parts.at(-1);
    left -= gap + width;
    if (part !== undefined && left >= 0) part.push(at);
    else {
      parts.push([at]);
      left = room - gap - width;
    }
  }
  return parts;
}

function partLines({ title, rows }: Matrix, heads: readonly Span[], layout: Layout, look: Look): string[] {
  const body = rows.map((row, at) => {
    const again = rows[at - 1]?.workload === row.workload;
    return rowLine(span(again ? '' : row.workload, 'cyan'), row.figure, row.cells, layout, look);
  });
  const rule = look.glyphs.rule.repeat(spansWidth(rowSpans(span(''), '', heads, layout, look)));
  return [rowLine(span(title, 'bold'), '', heads, layout, look), rule, ...body];
}

function rowLine(workload: Span, figure: string, cells: readonly Span[], layout: Layout, look: Look): string {
  return paint(rowSpans(workload, figure, cells, layout, look), look.colour);
}

function rowSpans(
  workload: Span,
  figure: string,
  cells: readonly Span[],
  { labels, widths, part }: Layout,
  { glyphs }: Look,
): Span[] {
  const name = padEnd(truncate(workload.text, labels.workload, glyphs.ellipsis), labels.workload);
  const space = ' '.repeat(gap);
  return [
    { ...workload, text: ` ${name}` },
    span(`${space}${padEnd(figure, labels.figure)}`),
    ...part.map((at) => {
      const cell = cells[at] ?? span('');
      return { ...cell, text: `${space}${padStart(cell.text, widths[at] ?? 0)}` };
    }),
  ];
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(displayWidth));
}
