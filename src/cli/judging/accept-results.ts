// Judges saved runs again, from their records and time series; nothing is written.
import { acceptanceOutcome, type MarginalIs } from '../../analyze/acceptance-outcome.js';
import { type Demand, judgeDemands, judgingTerms, recordedDemands } from '../../accept/demand.js';
import { ratesOf } from '../../accept/interval-rates.js';
import { ExpressionError } from '../../accept/language/parse.js';
import { exitCodes, type ExitCode, IoproofError } from '../../errors.js';
import { finalTable } from '../../report/text.js';
import {
  type AcceptanceDocument,
  type AcceptedRun,
  acceptanceSchemaVersion,
} from '../../result/acceptance-document.js';
import { neededSteps } from '../../result/not-needed.js';
import { forStatistics, readIntervals } from '../../result/read-intervals.js';
import { recordFileOf } from '../../result/read-run.js';
import type { JudgingRecord, RunRecord } from '../../result/schema.js';
import { changedNote, runIntegrity, type RunIntegrity } from '../reading/changed-records.js';
import { allChecks } from '../checks.js';
import { demandsOn } from './demands.js';
import { packageVersion } from '../package.js';
import { readRuns, type SavedRun } from '../reading/run-paths.js';
import { lookOf } from '../terminal.js';

export interface AcceptResultsArguments {
  results: string[];
  /** Folder in which ids are looked up. */
  out: string;
  expect: string[];
  marginal: MarginalIs | undefined;
  json: boolean;
}

interface Judged {
  path: string;
  record: RunRecord;
  acceptance: NonNullable<RunRecord['acceptance']>;
  judging: JudgingRecord;
  accepted: boolean;
  files: RunIntegrity;
}

/**
 * A record that was changed after the run is accepted by nobody, whatever it says. Throws with exit code 2 and all that is wrong
 * with runs and expressions at once.
 */
export async function acceptResults(options: AcceptResultsArguments): Promise<ExitCode> {
  const saved = await readRuns(options.results, options.out);
  const runs = await allChecks(saved.map((run) => () => judgeSaved(run, options)));
  tellOfSums(runs, options.json);
  process.stdout.write(options.json ? `${JSON.stringify(documentOf(runs), null, 2)}\n` : runs.map(textOf).join('\n'));
  if (!runs.every(({ accepted }) => accepted)) return exitCodes.breached;
  return runs.every(({ record }) => record.run.status === 'complete') ? exitCodes.done : exitCodes.failed;
}

async function judgeSaved({ path, record }: SavedRun, { expect, marginal }: AcceptResultsArguments): Promise<Judged> {
  const mounts = record.mounts.map(({ name }) => name);
  const demands = [
    ...ownDemands(record, path),
    ...demandsOn({ steps: record.steps, mounts, isPlanned: false }, { suite: [], command: expect }).filter(
      ({ source }) => source === 'command',
    ),
  ];
  if (demands.length === 0) throw nothing(path);
  const judging = judgingOf(record, marginal);
  const run = { steps: neededSteps(record.steps), mounts, blocksOf: ratesOf(await readIntervals(path, forStatistics)) };
  const acceptance = judgeDemands(demands, run, judging);
  const { accepted } = acceptanceOutcome(acceptance, judging.marginal);
  const files = await runIntegrity(path);
  return { path, record, acceptance, judging, accepted: accepted && files.integrity !== 'differs', files };
}

/** As the run was judged, so that the verdicts are the same; but by the method of this version. */
function judgingOf({ judging, steps }: RunRecord, marginal: MarginalIs | undefined): JudgingRecord {
  const repeats = Math.max(1, ...steps.map(({ repeat }) => repeat));
  const terms = judging ?? { ...judgingTerms, marginal: 'fail', repeats, earlyStop: false };
  return { ...terms, method: judgingTerms.method, marginal: marginal ?? terms.marginal };
}

function ownDemands(record: RunRecord, path: string): Demand[] {
  try {
    return recordedDemands(record);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new IoproofError('RUN_INVALID', `"${path}" has an expression that cannot be read: ${error.message}.`, {
      advice: 'It may have been changed by hand, or be of a newer ioproof.',
      exitCode: exitCodes.usage,
      details: { path, column: error.column },
      cause: error,
    });
  }
}

function nothing(path: string): IoproofError {
  return new IoproofError('NOTHING_TO_ACCEPT', `"${path}" was run without acceptance expressions.`, {
    advice: 'Give what is to hold with --expect "read.p99 < 2ms".',
    exitCode: exitCodes.usage,
    details: { path },
  });
}

/** On standard error where it is part of no text, and of records without sums in any case. */
function tellOfSums(runs: readonly Judged[], json: boolean): void {
  for (const { record, files } of runs) {
    const unknown = 'there is no SHA256SUMS beside run.json: whether it was changed after the run is not known.';
    const told = files.integrity === 'differs' && json ? changedNote(files.changed) : '';
    const note = files.integrity === 'unknown' ? unknown : told;
    if (note !== '') process.stderr.write(`run ${record.run.id}: ${note}\n`);
  }
}

function textOf({ path, record, acceptance, judging, files }: Judged): string {
  const look = { ...lookOf(process.stdout), runJson: recordFileOf(path), verdictFirst: true };
  const changed = files.integrity === 'differs' ? `NOT ACCEPTED: ${changedNote(files.changed)}\nIt says now:\n\n` : '';
  return `${changed}${finalTable({ ...record, acceptance, judging }, look)}\n`;
}

function documentOf(runs: readonly Judged[]): AcceptanceDocument {
  return {
    schemaVersion: acceptanceSchemaVersion,
    tool: { name: 'ioproof', version: packageVersion() },
    accepted: runs.every(({ accepted }) => accepted),
    runs: runs.map(({ path, record: { run }, acceptance, judging, accepted, files }): AcceptedRun => {
      const { id, startedAt, status } = run;
      return { id, path, startedAt, status, integrity: files.integrity, accepted, judging, acceptance };
    }),
  };
}
