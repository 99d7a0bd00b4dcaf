// The page of the live view: the frame of the report page, with places that its script fills as events come.
import { html, type Markup } from '../report/html/markup.js';
import type { Part } from '../report/html/outline.js';
import { pageHtml, pagePolicy } from '../report/html/page.js';
import { tableHtml } from '../report/html/tables.js';

export interface WatchPage {
  html: string;
  /** Value of the header Content-Security-Policy. */
  policy: string;
}

/** Bars of progress, and what the report has no need of. */
const styles = `<style>
.live-progress{height:10px;margin:.7rem 0 .3rem;border-radius:99px;background:var(--sunken);overflow:hidden}
.live-progress>i{display:block;height:100%;width:0;border-radius:99px;background:var(--accent)}
.hero .where{margin:0}
#link.lost{color:var(--bad);font-weight:600}
.part[hidden]{display:none}
tr.running>*{background:var(--accent-soft)}
</style>`;

/** `script`: the bundle of the page, `dist/assets/watch.js`. */
export function watchPage(script: string): WatchPage {
  const page = { title: 'Live view', hero: heroHtml(), parts: parts(), mounts: [], script, connects: true };
  return {
    html: pageHtml(page).replace('</head>', () => `${styles}</head>`),
    policy: `${pagePolicy(page)}; frame-ancestors 'none'`,
  };
}

function heroHtml(): Markup {
  return html`<header class="hero plain" id="verdict">
    <p class="eyebrow">Live view of a run</p>
    <div class="headline"><h1 id="headline">Connecting</h1></div>
    <p class="lead" id="lead" role="status"></p>
    <div
      class="live-progress"
      id="progress"
      role="progressbar"
      aria-label="Steps that are over"
      aria-valuemin="0"
      aria-valuemax="100"
    >
      <i></i>
    </div>
    <p class="where" id="link" role="status"></p>
    <p class="note" id="trouble" role="alert" hidden></p>
    <div id="facts"></div>
  </header>`;
}

function parts(): Part[] {
  return [
    {
      id: 'now',
      title: 'Now',
      body: html`<p class="lead" id="now-step">No step runs.</p>
        <p class="quiet" id="now-note"></p>
        ${table('The last interval', ['Step', 'Operation', 'A second', 'Throughput', 'p50', 'p99', 'Errors'], 'now-rows')}
        <div class="charts"><div class="grid" id="plots"></div></div>`,
    },
    {
      id: 'steps',
      title: 'Steps',
      body: table(
        'Steps of the run',
        ['', 'Workload', 'Mount', 'Repeat', 'What was measured', 'Bound by', 'Acceptance'],
        'step-rows',
      ),
    },
    {
      id: 'acceptance',
      title: 'Acceptance',
      body: html`${table(
          'Acceptance expressions',
          ['', 'Expression', 'Where', 'Measured', 'Limit', 'Repeats'],
          'acceptance-rows',
        )}
        <p class="legend">Judged on the steps that are over; more of them can change a verdict.</p>`,
    },
    {
      id: 'warnings',
      title: 'Warnings',
      body: table('Warnings', ['Warning', 'How often', 'What to do', 'Values of the last one'], 'warning-rows'),
    },
  ];
}

function table(caption: string, heads: readonly string[], id: string): Markup {
  return tableHtml({ caption, heads, body: html`<tbody id="${id}"></tbody>`, kind: 'wide-text' });
}
