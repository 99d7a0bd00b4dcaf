// Draws the comparison as one table with aligned columns: a section a workload, rules between the sections.
import Table from 'cli-table3';
import { chooseColumns, columnWidths, essentialWidth, type Column } from './columns.js';
import type { FailedRow, Section, ValueRow, Variant } from './comparison.js';
import { displayWidth, truncate, wrap } from './display-text.js';
import type { Look } from './look.js';
import { cutSpans, paint, paintText, span, type Style } from './spans.js';

interface Layout {
  /** A variant has a column of its own where the width allows it, else a row above its rows. */
  variantColumn: boolean;
  /** Widths of the label columns (variant, operation, mount), then of the metrics. */
  widths: number[];
  columns: Column[];
}

type Cells = (
  string | { content: string; colSpan?: number; chars?: Partial<Record<string, string>>; hAlign?: 'left' }
)[];

// cli-table3 draws a full grid unless every one of its characters is named.
const edges = ['top', 'bottom', 'left', 'mid', 'right'];
const gridCharacters = edges.flatMap((edge) => [edge, `${edge}-left`, `${edge}-mid`, `${edge}-right`]);
const noGrid = Object.fromEntries(gridCharacters.map((name) => [name, '']));
const minimumMount = 8;

/** The table of all sections; lines are at most `width` columns wide from 60 columns on. */
export function drawTable(sections: readonly Section[], look: Look): string {
  const layout = layOut(sections, look.width);
  const table = new Table({
    chars: { ...noGrid, middle: ' ' },
    style: { head: [], border: [], 'padding-left': 1, 'padding-right': 0 },
    truncate: look.glyphs.ellipsis,
    colWidths: layout.widths.map((width) => width + 1),
    colAligns: layout.widths.map((_, index) => (index < labelCount(layout) ? 'left' : 'right')),
  });
  table.push(headCells(layout, look));
  for (const section of sections) table.push(...sectionCells(section, layout, look));
  const lines = table.toString().split('\n');
  const closing = look.glyphs.rule.repeat(spannedWidth(layout, 0) + 1);
  return [...lines.map((line) => line.trimEnd()), closing].join('\n');
}

function layOut(sections: readonly Section[], width: number): Layout {
  const variants = sections.flatMap((section) => section.variants);
  const rows = variants.flatMap((variant) => variant.rows);
  const values = rows.flatMap((row) => ('values' in row ? [row.values] : []));
  const operation = widest(['op', ...rows.map((row) => ('values' in row ? row.operation : ''))]);
  const label = (row: ValueRow | FailedRow, index: number) =>
    'role' in row ? rowLabel(row, rows[index - 1]) : row.mount;
  const mount = widest(['mount', ...rows.map(label)]);
  const variant = widest(['variant', ...variants.map(({ label }) => label)]);
  const metrics = essentialWidth(values);
  const swept = variants.some(({ label }) => label !== '');
  const variantColumn = swept && variant + operation + mount + 5 + metrics <= width;
  const labels = variantColumn ? [variant, operation] : [operation];
  const room = width - 1 - labels.reduce((sum, label) => sum + label + 2, 0);
  const mountWidth = Math.min(mount, Math.max(minimumMount, room - metrics));
  const columns = chooseColumns(values, room - mountWidth);
  const layout = { variantColumn, columns, widths: [...labels, mountWidth, ...columnWidths(columns, values)] };
  return widenForTitles(layout, sections, width);
}

// Spare room goes to the mount column, so that those titles of sections that can fit on one line do.
function widenForTitles(layout: Layout, sections: readonly Section[], width: number): Layout {
  const titles = sections.map(titleWidth).filter((title) => title < width);
  const spare = Math.max(0, Math.max(0, ...titles) - spannedWidth(layout, 0));
  const at = labelCount(layout) - 1;
  return { ...layout, widths: layout.widths.map((own, index) => (index === at ? own + spare : own)) };
}

function headCells(layout: Layout, { colour }: Look): Cells {
  const heads = [
    ...(layout.variantColumn ? ['variant'] : []),
    'op',
    'mount',
    ...layout.columns.map(({ head }) => head),
  ];
  return heads.map((head) => paintText(head, 'bold', colour));
}

function sectionCells(section: Section, layout: Layout, look: Look): Cells[] {
  const { rule } = look.glyphs;
  const content = titleLines(section, layout, look).join('\n');
  const lineAbove = { mid: rule, 'mid-mid': rule, 'left-mid': '', 'top-mid': rule, 'bottom-mid': rule };
  return [
    [{ content, colSpan: layout.widths.length, chars: lineAbove }],
    ...section.variants.flatMap((variant) => variantCells(variant, layout, look)),
  ];
}

// A summary that does not fit beside the name gets lines of its own: nothing that was asked is cut away.
function titleLines(section: Section, layout: Layout, { colour, glyphs }: Look): string[] {
  const room = spannedWidth(layout, 0);
  const name = span(section.workload, ['bold', 'cyan']);
  if (titleWidth(section) <= room) return [paint([name, span(`  ${section.summary}`, 'dim')], colour)];
  const lines = wrap(section.summary, room - 2).map((line) => [span(`  ${line}`, 'dim')]);
  return [[name], ...lines].map((line) => paint(cutSpans(line, room, glyphs.ellipsis), colour));
}

function titleWidth({ workload, summary }: Section): number {
  return displayWidth(workload) + 2 + displayWidth(summary);
}

function variantCells(variant: Variant, layout: Layout, look: Look): Cells[] {
  const cells = variant.rows.map((row, index) => {
    const above = variant.rows.slice(0, index);
    const label = layout.variantColumn ? [index === 0 ? variant.label : ''] : [];
    return [...label, ...('values' in row ? valueCells(row, above, layout, look) : failedCells(row, layout, look))];
  });
  if (layout.variantColumn || variant.label === '') return cells;
  const text = truncate(variant.label, spannedWidth(layout, 0), look.glyphs.ellipsis);
  return [[{ content: paintText(text, 'bold', look.colour), colSpan: layout.widths.length }], ...cells];
}

function valueCells(row: ValueRow, above: readonly (ValueRow | FailedRow)[], layout: Layout, look: Look): Cells {
  const { colour, glyphs } = look;
  const before = above.findLast((earlier) => 'values' in earlier);
  const label = truncate(rowLabel(row, above.at(-1)), mountWidthOf(layout), glyphs.ellipsis);
  const style: Style | undefined = row.role === 'median' ? undefined : 'dim';
  return [
    before?.operation === row.operation ? '' : row.operation,
    paintText(label, style, colour),
    ...layout.columns.map((column) => {
      // All else is the same as in the row above.
      if (row.role === 'intended' && column.isLatency !== true) return '';
      const alarm = column.head === 'errors' && row.values.errors > 0;
      return paintText(column.text(row.values) || glyphs.none, alarm ? ['bold', 'red'] : style, colour);
    }),
  ];
}

// A row of a further operation of a stopped step may stand below those of another mount.
function rowLabel({ role, mount }: ValueRow, above: ValueRow | FailedRow | undefined): string {
  if (role === 'median') return mount;
  return role === 'stopped' && above?.mount !== mount ? `${mount} ${role}` : `  ${role}`;
}

function failedCells(row: FailedRow, layout: Layout, { colour, glyphs }: Look): Cells {
  const from = labelCount(layout);
  const word = row.status === 'failed' ? span('FAILED', ['bold', 'red']) : span('SKIPPED', ['bold', 'yellow']);
  const text = cutSpans([word, span(`  ${row.text}`)], spannedWidth(layout, from), glyphs.ellipsis);
  const mount = truncate(row.mount, mountWidthOf(layout), glyphs.ellipsis);
  return ['', mount, { content: paint(text, colour), colSpan: layout.columns.length, hAlign: 'left' }];
}

function labelCount(layout: Layout): number {
  return layout.widths.length - layout.columns.length;
}

function mountWidthOf(layout: Layout): number {
  return layout.widths[labelCount(layout) - 1] ?? 0;
}

// Cells that span columns gain the gaps between them: two columns each.
function spannedWidth(layout: Layout, from: number): number {
  const spanned = layout.widths.slice(from);
  return spanned.reduce((sum, width) => sum + width, 0) + 2 * (spanned.length - 1);
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(displayWidth));
}
