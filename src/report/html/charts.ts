// Charts of a workload: their places in the page, and their data, with what they show in words, for the page's script.
import { compacted } from '../../charts/compact.js';
import type { Chart, ChartGroup } from '../../charts/chart.js';
import { dataHtml } from './embedded.js';
import { html, type Markup } from './markup.js';
import { foldedHtml } from './tables.js';

/** Groups of variants from which on all but the first are folded. */
const manyGroups = 3;

/** Names below bars that have room in half of the page; of more, the chart has the whole width. */
const fewCategories = 4;

/** `key` is unique in the page: letters, digits and "-". */
export function chartsHtml(groups: readonly ChartGroup[], key: string): Markup | null {
  const drawn = groups.filter(({ charts }) => charts.length > 0);
  if (drawn.length === 0) return null;
  const blocks = drawn.map((group, at) => ({ title: group.variant, body: groupHtml(group, `${key}-${at}`) }));
  const folded = blocks.length >= manyGroups;
  return html`<div class="charts">
    ${blocks.map(({ title, body }) => {
      if (title === '') return body;
      return folded
        ? foldedHtml(html`Charts of <code>${title}</code>`, body, { printed: true })
        : html`<h4>${title}</h4>
            ${body}`;
    })}
  </div>`;
}

function groupHtml({ charts }: ChartGroup, key: string): Markup {
  const small = charts.filter((chart) => chart.small === true);
  const large = charts.filter((chart) => chart.small !== true);
  const inOrder = [...small, ...large].map(compacted);
  const data = Buffer.from(JSON.stringify(inOrder, (_, value: unknown) => shortened(value)));
  const bars = Math.max(...small.map(({ series }) => series.length));
  return html`${dataHtml(key, data)}
    <div data-charts="${key}">
      ${small.length === 0 ? null : html`<div class="grid small" style="--bars:${bars}">${small.map(chartHtml)}</div>`}
      ${large.length === 0 ? null : html`<div class="grid">${large.map(chartHtml)}</div>`}
    </div>`;
}

// The script fills the plot when it comes near the view, and adds the description and the values, which are in the data.
function chartHtml({ title, mount, kind, x }: Chart): Markup {
  const where = mount === undefined ? null : html` <span class="of">${mount}</span>`;
  return html`<figure class="chart ${kind}${(x.categories?.length ?? 0) > fewCategories ? ' wide' : ''}">
    <figcaption><b>${title}</b>${where}</figcaption>
    <div class="plot"></div>
  </figure>`;
}

/** Five digits are more than a chart can show. */
function shortened(value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}
