// Tables of figures with a column a mount.
import { palettes } from '../../charts/option/palette.js';
import { figureDefinition } from '../../figure/catalogue.js';
import { figureLabel, figureText } from '../figure-text.js';
import { type FigureCell, figureHelp, type FigureRow } from './figure-rows.js';
import { html, type Content, type Markup } from './markup.js';
import { tableHtml } from './tables.js';

export interface RowGroup {
  /** Stands above the rows, where it is not empty. */
  title: string;
  rows: readonly { name: Content; row: FigureRow; /** With bars, as what matters most. */ main: boolean }[];
}

/** A table whose columns are the mounts; `note` says what stands where nothing was measured. */
export function figureTableHtml(
  caption: string,
  mounts: readonly string[],
  groups: readonly RowGroup[],
  corner = 'Figure',
): Markup {
  const heads = [corner, ...mounts.map((mount, at) => mountHtml(mount, at))];
  const body = groups
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => {
      const head =
        title === ''
          ? null
          : html`<tr class="group">
              <th scope="rowgroup" colspan="${heads.length}">${title}</th>
            </tr>`;
      return html`<tbody>
        ${head}${rows.map(({ name, row, main }) => rowOf(name, row, main))}
      </tbody>`;
    });
  return tableHtml({ caption, heads, body, kind: 'figures' });
}

/** The name of a mount beside the colour that it has in charts. */
export function mountHtml(mount: string, at: number): Markup {
  return html`<span class="mount"><i class="dot ${seriesClass(at)}"></i>${mount}</span>`;
}

/** Of more mounts than there are colours, they come again. */
function seriesClass(at: number): string {
  return `series-${at % palettes.light.mounts.length}`;
}

/** The short name of a figure, which tells on pointing what it is. */
export function figureNameHtml(figure: string): Markup {
  const help = figureHelp(figure);
  return help === '' ? html`${figureLabel(figure)}` : html`<span title="${help}">${figureLabel(figure)}</span>`;
}

/** The same with which way is better below it. */
export function mainNameHtml(figure: string): Markup {
  const hint = betterText(figure);
  return html`${figureNameHtml(figure)}${hint === '' ? null : html`<small>${hint}</small>`}`;
}

function rowOf(name: Content, { figure, cells }: FigureRow, main: boolean): Markup {
  const largest = Math.max(...cells.map((cell) => cell?.median ?? 0));
  const tds = cells.map((cell, at) => cellHtml(figure, cell, main ? { at, largest } : null));
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

interface Bar {
  at: number;
  largest: number;
}

function cellHtml(figure: string, cell: FigureCell | null, bar: Bar | null): Markup {
  if (cell === null) return html`<td class="none"><span aria-label="no value">–</span></td>`;
  const text = figureText(figure, cell.median);
  const alarm = figure.endsWith('.errors') && (cell.range?.[1] ?? cell.median) > 0;
  return html`<td${alarm ? html` class="alarm"` : null}><b>${text}</b>${rangeHtml(figure, cell)}${barHtml(cell, bar)}</td>`;
}

function rangeHtml(figure: string, { range }: FigureCell): Markup | null {
  if (range === null || range[0] === range[1]) return null;
  return html`<small>${figureText(figure, range[0])} – ${figureText(figure, range[1])}</small>`;
}

function barHtml({ median }: FigureCell, bar: Bar | null): Markup | null {
  if (bar === null || !(bar.largest > 0)) return null;
  const percent = Math.max(1, Math.round((100 * median) / bar.largest));
  return html`<i class="bar ${seriesClass(bar.at)}" style="width:${percent}%"></i>`;
}
