// Saved runs → the document that HTML, Markdown, CSV, JSON, JUnit and OpenMetrics are written from, and its text.
import { compareDefaults, compareSides } from '../../compare/compare.js';
import type { Comparison } from '../../compare/comparison.js';
import { sidesOf } from '../../compare/sides.js';
import { type ReadRun, type ReportDocument, reportDocument, runNames } from '../../report/document.js';
import { comparedSides } from '../comparing/compared-runs.js';
import { packageVersion } from '../package.js';
import type { ReportFormat } from './formats.js';

export type DocumentFormat = Exclude<ReportFormat, 'text' | 'fio-json' | 'fio-json+' | 'mdtest'>;

export interface ComparedBy {
  by: 'mount' | 'run' | undefined;
  baseline: string | undefined;
}

/** Throws BASELINE_UNKNOWN and SIDES_MISSING, with exit code 2, where a comparison was asked for that cannot be. */
export function documentOf(runs: readonly ReadRun[], options: ComparedBy): ReportDocument {
  const comparison = comparisonOf(runs, options);
  return reportDocument(runs, comparison, { createdAt: new Date().toISOString(), version: packageVersion() });
}

/** Throws HISTOGRAM_INVALID for a record whose histograms were damaged. */
export async function documentText(document: ReportDocument, format: DocumentFormat): Promise<string> {
  switch (format) {
    case 'html':
      return (await import('./html-report.js')).htmlText(document);
    case 'md':
      return (await import('../../report/markdown/markdown.js')).markdownReport(document);
    case 'csv':
      return (await import('../../report/csv.js')).csvReport(document);
    case 'json':
      return (await import('../../report/report-json.js')).jsonReport(document);
    case 'junit':
      return (await import('../../report/junit.js')).junitReport(document);
    case 'openmetrics':
      return (await import('../../report/openmetrics/openmetrics.js')).openMetricsReport(document);
  }
}

/** Runs that asked for different things are compared as far as they can be: the differences stand in the document. */
function comparisonOf(runs: readonly ReadRun[], { by, baseline }: ComparedBy): Comparison | null {
  const asked = by !== undefined || baseline !== undefined;
  const names = runNames(runs);
  const named = runs.map(({ record, intervals }, index) => ({ name: names[index] ?? '', record, intervals }));
  const sidesAre = by ?? (runs.length > 1 ? 'run' : 'mount');
  const sides = asked ? comparedSides(named, sidesAre) : sidesOf(named, sidesAre);
  if (sides.length < 2) return null;
  return compareSides(sides, { by: sidesAre, ...compareDefaults, ...(baseline === undefined ? {} : { baseline }) });
}
