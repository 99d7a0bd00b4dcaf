// Charts of a workload: their places in the page, with what they show in words, and their data for the page's script.
import type { Chart, ChartGroup } from '../../charts/chart.js';
import { dataHtml } from './embedded.js';
import { html, type Markup } from './markup.js';
import { foldedHtml } from './tables.js';

/** Groups of variants from which on all but the first are folded. */
const manyGroups = 3;

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
  const data = Buffer.from(JSON.stringify(charts, (_, value: unknown) => shortened(value)));
  return html`${dataHtml(key, data)}
    <div class="grid" data-charts="${key}">${charts.map((chart, at) => chartHtml(chart, at, key))}</div>`;
}

// The script fills the plot when it comes near the view, and the table when it is opened.
function chartHtml({ title, description, kind }: Chart, at: number, key: string): Markup {
  const id = `chart-${key}-${at}`;
  return html`<figure class="chart ${kind}" id="${id}">
    <figcaption><b>${title}</b><span id="${id}-text">${withoutTitle(description, title)}</span></figcaption>
    <div class="plot" role="img" aria-label="${title}" aria-describedby="${id}-text" data-chart="${at}"></div>
    <details class="values script-only" data-values="${at}">
      <summary>Values<span class="unseen"> of ${title}</span></summary>
    </details>
  </figure>`;
}

/** Five digits are more than a chart can show. */
function shortened(value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}

/** The title stands above it. */
function withoutTitle(description: string, title: string): string {
  return description.startsWith(`${title}. `) ? description.slice(title.length + 2) : description;
}
