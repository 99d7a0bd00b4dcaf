// Tables of figures with a column a mount.
import { figureDefinition } from '../../figure/catalogue.js';
import { figureLabel, figureText } from '../figure-text.js';
import type { FigureCell, FigureRow } from './figure-rows.js';
import { html, type Content, type Markup } from './markup.js';
import { seriesClass, tableHtml } from './tables.js';

export interface RowGroup {
  /** Stands above the rows, where it is not empty. */
  title: string;
  rows: readonly { name: Content; row: FigureRow; /** With bars, as what matters most. */ main: boolean }[];
}

/** A table whose columns are the mounts, each with its colour by the place of the column: see `columnColours`. */
export function figureTableHtml(
  caption: string,
  mounts: readonly string[],
  groups: readonly RowGroup[],
  corner = 'Figure',
): Markup {
  const body = groups
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => {
      const head =
        title === ''
          ? null
          : html`<tr class="group">
              <th scope="rowgroup" colspan="${mounts.length + 1}">${title}</th>
            </tr>`;
      return html`<tbody>
        ${head}${rows.map(({ name, row, main }) => rowOf(name, row, main))}
      </tbody>`;
    });
  return tableHtml({ caption, heads: [corner, ...mounts], body, kind: 'figures' });
}

/** The name of a mount beside the colour that it has in charts. */
export function mountHtml(mount: string, at: number): Markup {
  return html`<span class="mount"><i class="dot ${seriesClass(at)}"></i>${mount}</span>`;
}

/** The name of a figure with which way is better below it. */
export function mainNameHtml(figure: string): Markup {
  const hint = betterText(figure);
  return html`${figureLabel(figure)}${hint === '' ? null : html`<small>${hint}</small>`}`;
}

function rowOf(name: Content, { figure, cells }: FigureRow, main: boolean): Markup {
  const medians = cells.flatMap((cell) => cell?.median ?? []);
  // A bar says something beside another.
  const largest = main && medians.length > 1 ? Math.max(...medians) : 0;
  const tds = cells.map((cell) => cellHtml(figure, cell, largest));
  return html`<tr${main ? html` class="main"` : null}>
    <th scope="row">${name}</th>
    ${tds}
  </tr>`;
}

/** Which way is better, since a long bar can be good or bad; empty where neither is. */
export function betterText(figure: string): string {
  const better = figureDefinition(figure)?.better ?? null;
  return better === null ? '' : `${better} is better`;
}

/** A bar relative to `largest`; 0: none. There are thousands of cells in a large page. */
function cellHtml(figure: string, cell: FigureCell | null, largest: number): Markup {
  if (cell === null) return html`<td class="none"><span aria-label="no value">–</span></td>`;
  const text = figureText(figure, cell.median);
  const alarm = figure.endsWith('.errors') && (cell.range?.[1] ?? cell.median) > 0;
  const bar =
    largest > 0 ? html`<i style="width:${Math.max(1, Math.round((100 * cell.median) / largest))}%"></i>` : null;
  return html`<td${alarm ? html` class="alarm"` : null}>${text}${rangeHtml(figure, cell)}${bar}</td>`;
}

function rangeHtml(figure: string, { range }: FigureCell): Markup | null {
  if (range === null || range[0] === range[1]) return null;
  return html`<small>${figureText(figure, range[0])} – ${figureText(figure, range[1])}</small>`;
}
