// The report as one HTML file: it opens without a network, prints, and carries the record itself.
import { chartGroups } from '../../charts/groups.js';
import type { IntervalsByStep } from '../../result/read-intervals.js';
import type { ReportDocument, ReportRun } from '../document.js';
import { groupBy } from '../comparison.js';
import { acceptancePart } from './acceptance.js';
import { boundsHtml } from './bounds.js';
import { chartsHtml } from './charts.js';
import { comparisonPart } from './comparison.js';
import { detailsHtml } from './details.js';
import { failuresPart, warningsPart } from './doubts.js';
import { hostsHtml, mountsHtml } from './facts.js';
import { glossaryPart } from './glossary.js';
import { heroHtml, pageTitle } from './hero.js';
import { html, type Content } from './markup.js';
import { type Part, partsOf } from './outline.js';
import { pageHtml } from './page.js';
import { provenancePart } from './provenance.js';
import { resolvedHtml } from './resolved.js';
import { scenarioParts } from './scenario.js';
import { summaryHtml } from './summary.js';
import { workloadPart } from './workload.js';

export interface HtmlAssets {
  /** The page's script: `dist/assets/report.js`. */
  script: string;
  /** Content of each run.json by the path of its run; where absent, the record is written as the tool writes it. */
  files?: ReadonlyMap<string, Uint8Array>;
  /** What charts are drawn of, by the path of its run: `readIntervals(path, forCharts)`. Those of a run that is not in it are not drawn. */
  intervals?: ReadonlyMap<string, IntervalsByStep>;
}

/** The whole file. Pure but for compression; all text of the records is escaped. */
export function htmlReport(document: ReportDocument, assets: HtmlAssets): string {
  const { script, files = new Map(), intervals = new Map<string, IntervalsByStep>() } = assets;
  return pageHtml({
    title: pageTitle(document),
    hero: heroHtml(document),
    script,
    mounts: [...new Set(document.runs.flatMap(({ record }) => record.mounts.map(({ name }) => name)))],
    parts: partsOf([
      acceptancePart(document),
      comparisonPart(document.comparison),
      ...document.runs.flatMap((run, at) =>
        runParts(run, { at, several: document.runs.length > 1, intervals: intervals.get(run.path) ?? new Map() }),
      ),
      failuresPart(document),
      warningsPart(document),
      ...circumstances(document.runs),
      glossaryPart(document),
      provenancePart(document, files),
    ]),
  });
}

interface RunPlace {
  at: number;
  several: boolean;
  intervals: IntervalsByStep;
}

function runParts({ record, name }: ReportRun, { at, several, intervals }: RunPlace): (Part | null)[] {
  const title = (text: string) => (several ? `${text}: ${name}` : text);
  const groups = chartGroups(record, intervals);
  const groupsOf = (workload: string) => groups.filter((group) => group.workload === workload);
  const workloads = groupBy(record.steps, ({ workload }) => workload);
  return [
    {
      id: `workloads-${at}`,
      title: title('Workloads'),
      body: workloads.length === 0 ? html`<p>No step has run.</p>` : summaryHtml(record),
    },
    ...scenarioParts(record, {
      id: `scenario-${at}`,
      chartsOf: (name, index) => chartsHtml(groupsOf(name), `${at}-s${index}`),
    }),
    ...workloads.map(([workload, steps], index) =>
      workloadPart({
        id: `workload-${at}-${index}`,
        workload,
        steps,
        record,
        charts: chartsHtml(groupsOf(workload), `${at}-${index}`),
      }),
    ),
    partIf(`bounds-${at}`, title('What bounded each step'), boundsHtml(record.steps)),
    partIf(`details-${at}`, title('In detail'), detailsHtml(record)),
  ];
}

/** Mounts, machines and workloads of all runs; what is alike in several runs stands once for each. */
function circumstances(runs: readonly ReportRun[]): (Part | null)[] {
  const ofEach = (body: (run: ReportRun) => Content): Content =>
    runs.map((run) =>
      runs.length > 1
        ? html`<h3>${run.name}</h3>
            ${body(run)}`
        : body(run),
    );
  return [
    { id: 'mounts', title: 'Mounts', body: ofEach(({ record }) => mountsHtml(record.mounts)) },
    { id: 'hosts', title: 'Machines', body: ofEach(({ record }) => hostsHtml(record.hosts)) },
    {
      id: 'resolved',
      title: 'Workloads as they ran',
      short: 'As they ran',
      body: ofEach(({ record }) => resolvedHtml(record.steps)),
    },
  ];
}

function partIf(id: string, title: string, body: Content): Part | null {
  return body === null ? null : { id, title, body };
}
