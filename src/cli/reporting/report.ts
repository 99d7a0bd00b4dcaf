// Writes a report: reads the runs, says what is wrong with them, and puts the text where it was asked for.
import { realpathSync } from 'node:fs';
import { exitCodes, IoproofError } from '../../errors.js';
import type { ReadRun } from '../../report/document.js';
import { hasMdtestPhases, mdtestText } from '../../report/mdtest.js';
import { recordFileName } from '../../result/read-run.js';
import type { RunRecord } from '../../result/schema.js';
import { writeRunCharts } from './chart-files.js';
import { changedNote } from '../reading/changed-records.js';
import { allChecks } from '../checks.js';
import type { ReportArguments } from '../commands/report.js';
import { isStandardOutput, writeOutput } from '../output-file.js';
import { readReportRuns, refuseChanged } from './read-report-runs.js';
import { documentOf, documentText } from './document.js';
import { formatOf, type ReportFormat } from './formats.js';
import { lookOf } from '../terminal.js';

/** Columns of a table that goes to a file. */
const fileWidth = 100;

/** Throws, with exit code 2, all that is wrong with the runs, or with the file to write. */
export async function report(options: ReportArguments): Promise<void> {
  const file = isStandardOutput(options.output) ? undefined : options.output;
  const format = formatOf(options.format, file);
  const intervals = format !== 'text' && format !== 'mdtest';
  const runs = await readReportRuns(options.runs, { out: options.out, intervals });
  if (options.strict) refuseChanged(runs);
  if (options.charts !== undefined) await writeRunCharts(runs, options.charts);
  if (file !== undefined) refuseOwnRecord(file, runs);
  const text = await textOf(format, runs, options, file);
  for (const { record } of runs.filter(({ integrity }) => integrity === 'differs')) {
    process.stderr.write(`run ${record.run.id}: ${changedNote([recordFileName])}\n`);
  }
  writeOutput(file, text);
}

async function textOf(
  format: ReportFormat,
  runs: ReadRun[],
  options: ReportArguments,
  file: string | undefined,
): Promise<string> {
  switch (format) {
    case 'text':
      return tables(runs, file);
    case 'mdtest':
      return mdtestDocument(runs);
    case 'fio-json':
    case 'fio-json+':
      return fioDocument(runs, format === 'fio-json+');
    default:
      return documentText(documentOf(runs, { by: options.by, baseline: options.baseline }), format);
  }
}

async function tables(runs: readonly ReadRun[], file: string | undefined): Promise<string> {
  const { finalTable } = await import('../../report/text.js');
  const look = { ...lookOf(process.stdout), ...(file === undefined ? {} : { colour: false, width: fileWidth }) };
  return runs
    .map(({ path, record, integrity }) => {
      const note = integrity === 'differs' ? `NOTE: ${changedNote([recordFileName])}\n` : '';
      return `${note}${finalTable(record, { ...look, runJson: path })}\n`;
    })
    .join('\n');
}

async function fioDocument(runs: readonly ReadRun[], plus: boolean): Promise<string> {
  const { fioJson } = await import('../../report/fio-json/fio-json.js');
  for (const { record } of runs) tellOfFailures(record);
  return fioJson(runs, { plus });
}

async function mdtestDocument(runs: readonly ReadRun[]): Promise<string> {
  await allChecks(
    runs.map(({ path, record }) => () => {
      if (!hasMdtestPhases(record)) throw withoutPhases(path);
    }),
  );
  for (const { record } of runs) tellOfFailures(record);
  return runs.map(({ record }) => `${mdtestText(record)}\n`).join('\n');
}

function withoutPhases(path: string): IoproofError {
  return new IoproofError('NOT_OF_MDTEST', `"${path}" has no phase of mdtest.`, {
    advice: 'Give a run of `ioproof mdtest`, or of the workload mdtest.',
    exitCode: exitCodes.usage,
  });
}

/** The formats of others have no more than a number for what went wrong. */
function tellOfFailures({ run, steps }: RunRecord): void {
  for (const { id, status, error } of steps.filter((step) => step.status !== 'complete')) {
    process.stderr.write(`run ${run.id}: ${id} ${status}: ${error?.message ?? 'no reason known'}\n`);
  }
}

/** A slip of the hand must not cost a record. */
function refuseOwnRecord(file: string, runs: readonly ReadRun[]): void {
  const target = realFile(file);
  if (target === null || !runs.some(({ path }) => realFile(path) === target)) return;
  throw new IoproofError('OUTPUT_IS_RECORD', `"${file}" is the record that the report is of.`, {
    advice: 'Give another file with -o.',
    exitCode: exitCodes.usage,
    details: { file },
  });
}

function realFile(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
