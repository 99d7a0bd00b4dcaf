// Figures as CSV (RFC 4180), long form: a row for each figure of each step, numbers in base units, safe in a spreadsheet.
import { figuresOf } from './figure-groups.js';
import type { ReportDocument, ReportRun } from './document.js';
import { errorBrief, variantText } from './step-text.js';
import type { StepRecord } from '../result/schema.js';

/** Columns in their order. New ones are added at the end: readers may count them. */
export const csvColumns = [
  'run',
  'startedAt',
  'host',
  'mount',
  'fileSystem',
  'workload',
  'variant',
  'repeat',
  'step',
  'status',
  'error',
  'figure',
  'value',
  'unit',
  'better',
  'record',
] as const;

type Cell = string | number;
type Row = Record<(typeof csvColumns)[number], Cell>;

/** What a spreadsheet would take for a formula, be it after apostrophes. */
const formula = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A header, then the rows; lines end with CR LF. A step without a figure has one row without a figure, so that it is not
 * overlooked. `record` says whether run.json is what SHA256SUMS says: matches, differs or unknown.
 */
export function csvReport({ runs }: Pick<ReportDocument, 'runs'>): string {
  const rows = runs.flatMap((run) => run.record.steps.flatMap((step) => rowsOf(run, step)));
  const lines = [csvColumns, ...rows.map((row) => csvColumns.map((name) => row[name]))];
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/**
 * A cell. Text that a spreadsheet would take for a formula gets an apostrophe in front, as spreadsheets write it themselves;
 * numbers stay numbers.
 */
export function csvCell(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function rowsOf(run: ReportRun, step: StepRecord): Row[] {
  const base = baseRow(run, step);
  const figures = figuresOf(step);
  if (figures.length === 0) return [base];
  return figures.map(({ name, unit, better, value }) => ({
    ...base,
    figure: name,
    value,
    unit,
    better: better ?? '',
  }));
}

function baseRow({ name, record, integrity }: ReportRun, step: StepRecord): Row {
  const mount = record.mounts.find((each) => each.name === step.mount);
  return {
    run: name,
    startedAt: step.startedAt ?? record.run.startedAt,
    host: record.hosts.map((host) => host.name).join(' '),
    mount: step.mount,
    fileSystem: mount?.fileSystem.type ?? '',
    workload: step.workload,
    variant: variantText(step.variant),
    repeat: step.repeat,
    step: step.id,
    status: step.status,
    error: step.status === 'complete' ? '' : errorBrief(step.error),
    figure: '',
    value: '',
    unit: '',
    better: '',
    record: integrity,
  };
}
