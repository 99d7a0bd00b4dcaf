// The summary of a run of several workloads: a row a headline figure, a column a mount.
import { medianOf } from '../analyze/median.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import { displayWidth, padEnd, padStart, printable, truncate } from './display-text.js';
import { type Headline, headlinesOf } from './headlines.js';
import type { Look } from './look.js';
import { combineRepeats } from './repeats.js';
import { paint, span, spansWidth, type Span } from './spans.js';
import { variantText } from './step-text.js';

interface SummaryRow {
  /** Workload and variant. */
  workload: string;
  figure: string;
  /** One a mount, in the order of the mounts. */
  cells: Span[];
}

const title = 'Summary';
const gap = 2;
/** Columns that the name of a mount, and of a workload with its variant, may take at most. */
const widestMount = 16;
const widestWorkload = 40;

/** No line where the run has a single workload: its table says it all. Mounts that do not fit stand in a table below. */
export function summaryLines(record: RunRecord, look: Look): string[] {
  if (new Set(record.steps.map((step) => step.workload)).size < 2) return [];
  const mounts = record.mounts.map(({ name }) => name);
  const rows = summaryRows(record.steps, mounts, look);
  if (rows.length === 0) return [];
  const heads = mounts.map((mount) => span(truncate(printable(mount), widestMount, look.glyphs.ellipsis), 'bold'));
  const widths = heads.map((head, at) => widest([head.text, ...rows.map(({ cells }) => cells[at]?.text ?? '')]));
  const labels = labelWidths(rows, look.width - gap - Math.max(...widths));
  const room = look.width - 1 - labels.workload - gap - labels.figure;
  return fittingParts(widths, room).flatMap((part) => [...partLines(rows, heads, { labels, widths, part }, look), '']);
}

function summaryRows(steps: readonly StepRecord[], mounts: readonly string[], look: Look): SummaryRow[] {
  return groupBy(steps, ({ workload, variant }) => `${printable(workload)} ${variantText(variant)}`.trim()).flatMap(
    ([workload, members]) =>
      headlinesOf(members[0]?.job ?? {}).map((headline) => ({
        workload,
        figure: headline.label,
        cells: mounts.map((mount) => {
          const own = members.filter((step) => step.mount === mount);
          return cellOf(own, headline, look);
        }),
      })),
  );
}

// A median would hide that a repeat has failed. One that was stopped is no fault of the mount.
function cellOf(steps: readonly StepRecord[], headline: Headline, { glyphs }: Look): Span {
  const has = (status: StepRecord['status']) => steps.some((step) => step.status === status);
  const complete = steps.filter(({ status }) => status === 'complete');
  const broken = steps.some(({ status, error }) => status === 'failed' && error?.code !== 'STOPPED');
  if (broken || (has('failed') && complete.length === 0)) return span('FAILED', ['bold', 'red']);
  if (has('skipped') && complete.length === 0) return span('SKIPPED', ['bold', 'yellow']);
  return span(headlineText(complete, headline) ?? glyphs.none);
}

/** Null where no step has the figure. */
function headlineText(steps: readonly StepRecord[], headline: Headline): string | null {
  if ('metric' in headline) {
    const values = steps.flatMap(({ metrics }) => metrics[headline.metric] ?? []);
    return values.length === 0 ? null : headline.text(medianOf(values));
  }
  const done = steps.flatMap(({ operations }) => operations[headline.kind] ?? []);
  return done.length === 0 ? null : headline.text(combineRepeats(done));
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

function labelWidths(rows: readonly SummaryRow[], room: number): Labels {
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

function partLines(rows: readonly SummaryRow[], heads: readonly Span[], layout: Layout, look: Look): string[] {
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
