// The table of a comparison: a row a figure and side, with the columns that say something of any row.
import type { Comparison, ComparisonRow, Verdict } from '../../compare/comparison.js';
import type { Estimate } from '../../statistics/sample.js';
import { groupBy } from '../comparison.js';
import { figureLabel, figureText } from '../figure-text.js';
import { html, type Content, type Markup } from './markup.js';
import { ratioPlotHtml, ratioScale } from './ratio-plot.js';
import { badgeHtml, foldedHtml, tableHtml, type Tone } from './tables.js';

const tones: Record<Verdict, Tone> = { faster: 'good', slower: 'bad', same: 'plain', undecided: 'doubt' };

/** Rows from which on those of each workload are folded. */
const manyRows = 150;

interface Column {
  head: string;
  /** Null: there is nothing to say of the row. */
  cell: (row: ComparisonRow) => Content;
}

/** Columns that are empty are left out: with one repeat there are neither verdicts nor p. */
export function comparisonTable(comparison: Comparison): Markup {
  const { rows, baseline, margin, by } = comparison;
  const note = noteOfAll(rows);
  const columns = columnsOf(comparison, note).filter(({ cell }) => rows.some((row) => cell(row) !== null));
  const heads = ['Figure', by === 'mount' ? 'Mount' : 'Run', ...columns.map(({ head }) => head)];
  const tableOf = (of: readonly ComparisonRow[], what = '') =>
    tableHtml({
      caption: `Figures of each ${by}${what} with their ratio to ${baseline}`,
      heads,
      body: groupBy(of, placeOf).map(([name, own]) => groupHtml(name, own, columns)),
      kind: 'comparison',
    });
  const table =
    rows.length < manyRows
      ? tableOf(rows)
      : groupBy(rows, ({ workload }) => workload).map(([workload, own]) =>
          foldedHtml(summaryOf(workload, own), tableOf(own, ` in ${workload}`), { printed: true }),
        );
  return html`${note === '' ? null : html`<p class="note">${badgeHtml('Mind', 'doubt')} ${sentence(note)}</p>`}
    <div style="${ratioScale(margin)}">${table}</div>`;
}

/** `random-read: 120 ratios, faster 80, same 40`. */
function summaryOf(workload: string, rows: readonly ComparisonRow[]): string {
  const ratios = rows.filter(({ ratio, isBaseline }) => ratio !== null && !isBaseline);
  const counts = (Object.keys(tones) as Verdict[]).flatMap((verdict) => {
    const count = ratios.filter((row) => row.verdict === verdict).length;
    return count === 0 ? [] : [`${verdict} ${count}`];
  });
  return `${workload}: ${[`${ratios.length} ratios`, ...counts].join(', ')}`;
}

/** Workload, variant, and the mount where the sides are runs. */
export function placeOf({ workload, variant, mount }: Pick<ComparisonRow, 'workload' | 'variant' | 'mount'>): string {
  return [workload, variant, mount === '' ? '' : `on ${mount}`].filter((text) => text !== '').join(' ');
}

export function pText(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

function sentence(note: string): string {
  return `${note.charAt(0).toUpperCase()}${note.slice(1)}.`;
}

/** What is noted of every row but those of the baseline, and so need not stand in each; empty where they differ. */
function noteOfAll(rows: readonly ComparisonRow[]): string {
  const notes = new Set(rows.filter(({ isBaseline }) => !isBaseline).map((row) => row.note));
  const [only = ''] = notes;
  return notes.size === 1 ? only : '';
}

function columnsOf({ confidence }: Comparison, noteAbove: string): Column[] {
  const percent = Number((confidence * 100).toPrecision(4));
  return [
    { head: 'Median', cell: ({ figure, level }) => (level === null ? '–' : levelHtml(figure, level)) },
    { head: 'Ratio', cell: ratioHtml },
    { head: `${percent} % interval`, cell: ({ ratio }) => (ratio === null ? null : rangeText(ratio)) },
    { head: '', cell: ({ ratio, verdict }) => (ratio === null ? null : ratioPlotHtml(ratio, toneOf(verdict))) },
    { head: 'Verdict', cell: (row) => verdictHtml(row, noteAbove) },
    { head: 'p', cell: ({ p, verdict }) => (p === null || verdict === null ? null : pText(p)) },
    { head: 'More repeats', cell: ({ moreRepeats }) => moreRepeats },
  ];
}

function groupHtml(name: string, rows: readonly ComparisonRow[], columns: readonly Column[]): Markup {
  const figures = groupBy(rows, ({ figure }) => figure);
  return html`<tbody>
    <tr class="group">
      <th scope="rowgroup" colspan="${columns.length + 2}">${name}</th>
    </tr>
    ${figures.map(([, own]) => own.map((row, at) => rowOf(row, columns, at === 0 ? own.length : 0)))}
  </tbody>`;
}

function rowOf(row: ComparisonRow, columns: readonly Column[], spanned: number): Markup {
  const head = spanned === 0 ? null : html`<th scope="row" rowspan="${spanned}">${figureLabel(row.figure)}</th>`;
  return html`<tr${row.isBaseline ? html` class="baseline"` : null}>
    ${head}
    <td>${row.side}</td>
    ${columns.map(({ cell }) => html`<td>${cell(row)}</td>`)}
  </tr>`;
}

function levelHtml(figure: string, { value, low, high }: Estimate): Markup {
  const range =
    low === null || high === null
      ? null
      : html`<small>${figureText(figure, low)} – ${figureText(figure, high)}</small>`;
  return html`${figureText(figure, value)}${range}`;
}

function ratioHtml({ ratio, isBaseline }: ComparisonRow): Content {
  if (isBaseline) return 'baseline';
  return ratio === null ? '–' : ratioText(ratio.value);
}

function verdictHtml({ verdict, failure, note, isBaseline }: ComparisonRow, noteAbove: string): Content {
  const told = isBaseline || note === noteAbove ? '' : note;
  if (verdict === null && failure === '' && told === '') return null;
  return html`${verdict === null ? null : badgeHtml(verdict, tones[verdict])}${failure === '' ? null : html`<small class="why">${failure}</small>`}${told === '' ? null : html`<small class="why">${told}</small>`}`;
}

function toneOf(verdict: Verdict | null): Tone {
  return verdict === null ? 'plain' : tones[verdict];
}

function ratioText(value: number): string {
  return `${value < 0.1 ? value.toPrecision(2) : value.toFixed(value < 10 ? 2 : 1)}×`;
}

function rangeText({ low, high }: Estimate): string | null {
  return low === null || high === null ? null : `${ratioText(low)} – ${ratioText(high)}`;
}
