// Verifies a run on disk: its sums, its schema, and every figure that follows from what is stored.
import { dirname, join } from 'node:path';
import { messageOf, systemCode } from '../errors.js';
import { type CheckedFile, checkSums } from '../result/checksums.js';
import { readRun, recordFileOf } from '../result/read-run.js';
import { forStatistics, readIntervals } from '../result/read-intervals.js';
import type { RunRecord } from '../result/schema.js';
import { eventsFileName } from '../result/store.js';
import { acceptanceChecks, isJudgedOtherwise } from './run-checks.js';
import { readSeries, type StepSeries } from './series.js';
import { intervalChecks } from './sum-checks.js';
import type { FigureCheck } from './figure-check.js';
import { verifyRecord } from './verify-record.js';

export interface VerifiedRun {
  /** Its run.json. */
  file: string;
  record: RunRecord;
  sums: CheckedFile[];
  checks: FigureCheck[];
  /** Those that do not agree. */
  differences: FigureCheck[];
  /** Places of numbers that follow from nothing stored. */
  unchecked: string[];
  /** What could not be checked although it should. */
  failures: { path: string; reason: string }[];
  /** False: there is no events.ndjson, so that what rests on intervals was not checked. */
  hasEvents: boolean;
  /** True: limits and verdicts of expressions are by the method of another version, and were not computed again. */
  judgedOtherwise: boolean;
  /** True: no sum, no figure and no file says that anything was changed. */
  holds: boolean;
}

/** `path`: a run.json or its folder. Throws as `readRun` does: a record that breaks the schema is none. */
export async function verifyRun(path: string): Promise<VerifiedRun> {
  const file = recordFileOf(path);
  const record = readRun(path);
  const sums = await checkSums(path);
  const events = await eventsBeside(file);
  const { checks, unchecked, failures } = verifyRecord(record, events.series);
  for (const [step, series] of events.series ?? []) checks.push(...intervalChecks(`events.${step}`, series));
  if (events.series !== null) await judgeAgain(path, record, { checks, failures });
  if (events.reason !== '') failures.push({ path: eventsFileName, reason: events.reason });
  const told = new Set(checks.map((check) => check.path));
  const differences = checks.filter(({ agrees }) => !agrees);
  const changed = sums.some(({ integrity }) => integrity === 'differs');
  const holds = differences.length === 0 && failures.length === 0 && !changed;
  const rest = unchecked.filter((one) => !told.has(one));
  return {
    file,
    record,
    sums,
    checks,
    differences,
    unchecked: rest,
    failures,
    hasEvents: events.series !== null,
    judgedOtherwise: isJudgedOtherwise(record),
    holds,
  };
}

/** Verdicts rest on intervals as well, so that without these nothing can be said of them. */
async function judgeAgain(
  path: string,
  record: RunRecord,
  verified: Pick<VerifiedRun, 'checks' | 'failures'>,
): Promise<void> {
  try {
    verified.checks.push(...acceptanceChecks(record, await readIntervals(path, forStatistics)));
  } catch (error) {
    verified.failures.push({ path: 'acceptance', reason: `it cannot be judged: ${messageOf(error)}` });
  }
}

async function eventsBeside(file: string): Promise<{ series: Map<string, StepSeries> | null; reason: string }> {
  try {
    return { series: await readSeries(join(dirname(file), eventsFileName)), reason: '' };
  } catch (error) {
    return { series: null, reason: systemCode(error) === 'ENOENT' ? '' : `it cannot be read: ${messageOf(error)}` };
  }
}
