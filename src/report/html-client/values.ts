// The values of a chart as a table, for those who cannot see it or want the numbers.
import type { Axis, Chart } from '../../charts/chart.js';
import { axisValueText } from './axis-text.js';

/** More would make the page slow; the record has all of them. */
const mostRows = 400;

/** Builds the table once, when it is first opened. */
export function fillValues(details: HTMLDetailsElement, chart: Chart, title: string): void {
  if (!details.open || details.querySelector('table') !== null) return;
  const { heads, rows } = chart.heatmap === undefined ? ofSeries(chart) : ofHeatmap(chart);
  const frame = make('div', {
    class: 'scroll',
    role: 'region',
    tabindex: '0',
    'aria-label': `Values of ${title}`,
  });
  const table = make('table', {});
  const caption = make('caption', { class: 'unseen' }, `Values of ${title}`);
  const headRow = make('tr', {});
  for (const head of heads) headRow.append(make('th', { scope: 'col' }, head));
  const body = make('tbody', {});
  for (const row of rows.slice(0, mostRows)) body.append(rowOf(row));
  const head = make('thead', {});
  head.append(headRow);
  table.append(caption, head, body);
  frame.append(table);
  details.append(frame);
  if (rows.length > mostRows) {
    details.append(make('p', { class: 'legend' }, `The first ${mostRows} of ${rows.length} rows.`));
  }
}

interface Rows {
  heads: string[];
  rows: string[][];
}

function ofSeries({ x, y, series }: Chart): Rows {
  const ranged = series.some(({ ranges }) => ranges !== undefined);
  const rows = series.flatMap(({ name, points, ranges }) =>
    points.map(([at, value], index) => {
      const range = ranges?.[index] ?? null;
      const limits = range === null ? '' : `${axisValueText(range[0], y)} – ${axisValueText(range[1], y)}`;
      return [name, xText(at, x), value === null ? '' : axisValueText(value, y), ...(ranged ? [limits] : [])];
    }),
  );
  return { heads: ['Series', headOf(x, 'Bar'), headOf(y, 'Value'), ...(ranged ? ['Range'] : [])], rows };
}

/** Bars have axes without a label, since their title says it. */
function headOf({ label }: Axis, other: string): string {
  return label === '' ? other : label;
}

function ofHeatmap({ x, y, heatmap }: Chart): Rows {
  const rows = (heatmap?.cells ?? []).map(([column, row, count]) => [
    axisValueText(heatmap?.x[column] ?? 0, x),
    axisValueText(heatmap?.y[row] ?? 0, y),
    String(count),
  ]);
  return { heads: [`${x.label}, from`, `${y.label}, from`, 'Count'], rows };
}

function xText(value: number, axis: Axis): string {
  return axis.scale === 'category' ? (axis.categories?.[value] ?? String(value)) : axisValueText(value, axis);
}

function rowOf(cells: readonly string[]): HTMLElement {
  const row = make('tr', {});
  for (const [at, cell] of cells.entries())
    row.append(at === 0 ? make('th', { scope: 'row' }, cell) : make('td', {}, cell));
  return row;
}

/** Text is set as text: a name of the record cannot become a tag. */
function make(name: string, attributes: Record<string, string>, text = ''): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}
