// The top of the page: the verdict, or in a sentence what the runs say, then who measured, when and where.
import { formatSeconds } from '../numbers.js';
import type { ReportDocument, ReportRun, ReportVerdict } from '../document.js';
import { comparisonSentences } from './comparison-words.js';
import { html, type Markup } from './markup.js';
import { stepsText } from './step-counts.js';
import { badgeHtml, factsHtml, type Tone } from './tables.js';

const looks: Record<ReportVerdict, { word: string; tone: Tone; mark: string }> = {
  accepted: { word: 'Accepted', tone: 'good', mark: 'M5 13l5 5L20 7' },
  'not accepted': { word: 'Not accepted', tone: 'bad', mark: 'M6 6l12 12M18 6L6 18' },
  marginal: { word: 'Marginal', tone: 'doubt', mark: 'M4 10c3-4 5 4 8 0s5 4 8 0M4 16c3-4 5 4 8 0s5 4 8 0' },
  'no expressions': { word: '', tone: 'plain', mark: '' },
};

export function heroHtml(document: ReportDocument): Markup {
  const { word, tone, mark } = looks[document.verdict];
  const asked = document.verdict !== 'no expressions';
  const sentences = comparisonSentences(document.comparison);
  const title = asked ? word : titleWithoutVerdict(document);
  const icon = asked
    ? html`<svg class="mark" viewBox="0 0 24 24" width="40" height="40" aria-hidden="true"><path d="${mark}" /></svg>`
    : null;
  const told = [...(asked ? [document.verdictReason] : []), ...sentences];
  return html`<header class="hero ${tone}" id="verdict">
    <p class="eyebrow">${asked ? 'Storage acceptance report' : 'Storage benchmark report'}</p>
    <div class="headline">
      ${icon}
      <h1>${title}</h1>
    </div>
    ${told.map((text) => html`<p class="lead">${text}</p>`)}
    ${document.notes.map(({ run, text }) => html`<p class="note" role="note">${badgeHtml('Mind', 'doubt')} ${document.runs.length > 1 ? `${run}: ` : ''}${text}</p>`)}
    ${document.runs.map((run) => runFacts(run, document.runs.length > 1))}
  </header>`;
}

/** One line for the window and the head of a print. */
export function pageTitle(document: ReportDocument): string {
  const { word } = looks[document.verdict];
  const names = document.runs.map(({ name }) => name).join(', ');
  return [word, 'ioproof', names].filter((text) => text !== '').join(' · ');
}

function titleWithoutVerdict({ runs }: ReportDocument): string {
  const workloads = [
    ...new Set(runs.flatMap(({ record }) => record.steps.map(({ workload, scenario }) => scenario?.name ?? workload))),
  ];
  const mounts = [...new Set(runs.flatMap(({ record }) => record.mounts.map(({ name }) => name)))];
  const what = workloads.length <= 2 ? workloads.join(' and ') : `${workloads.length} workloads`;
  const where = mounts.length <= 3 ? listText(mounts) : `${mounts.length} mounts`;
  return what === '' ? `No step on ${where}` : `${what} on ${where}`;
}

function listText(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function runFacts({ name, record }: ReportRun, several: boolean): Markup {
  const { run, hosts, mounts, steps, tool } = record;
  return html`${several ? html`<h2 class="run-name">${name}</h2>` : null}${factsHtml([
    ['Run', several ? null : name],
    ['When', html`<time datetime="${run.startedAt}">${whenText(run.startedAt)}</time>`],
    [
      'Took',
      run.endedAt === null ? 'unknown' : formatSeconds((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000),
    ],
    [hosts.length === 1 ? 'Host' : 'Hosts', hosts.map((host) => host.name).join(', ')],
    [
      mounts.length === 1 ? 'Mount' : 'Mounts',
      mounts.map((mount) => `${mount.name} (${mount.fileSystem.type})`).join(', '),
    ],
    ['Steps', stepsText(steps)],
    ['Measured with', `${tool.name} ${tool.version}`],
  ])}`;
}

/** `22 Nov 2026, 00:17 UTC`: the same on every machine that opens the page. */
export function whenText(instant: string): string {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(instant) ?? [];
  if (time === undefined) return instant;
  return `${Number(day)} ${months[Number(month) - 1] ?? ''} ${year ?? ''}, ${time} UTC`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
