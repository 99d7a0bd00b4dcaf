// Reads the runs of a report: record, SHA-256, integrity and time series, or all that is wrong with the paths.
import { readFileSync } from 'node:fs';
import { exitCodes, IoproofError } from '../../errors.js';
import type { ReadRun } from '../../report/document.js';
import { checkSum } from '../../result/checksums.js';
import { forStatistics, readIntervals } from '../../result/read-intervals.js';
import { readRun, recordFileOf } from '../../result/read-run.js';
import { sha256Of } from '../../result/sha256.js';
import { allChecks } from '../checks.js';
import { runPaths } from '../reading/run-paths.js';

/**
 * `words`: folders, files, or ids of runs in `out`. Throws one error of all that cannot be read, or is named twice (RUN_TWICE),
 * with exit code 2. Time series are read only where they are asked for, as `compare` reads them.
 */
export function readReportRuns(
  words: readonly string[],
  { out, intervals }: { out: string; intervals: boolean },
): Promise<ReadRun[]> {
  return allChecks(runPaths(words, out).map((path) => () => readReportRun(path(), intervals)));
}

/** Throws RECORD_CHANGED, with exit code 2, for records that are not what SHA256SUMS says. */
export function refuseChanged(runs: readonly ReadRun[]): void {
  const changed = runs.filter(({ integrity }) => integrity === 'differs').map(({ path }) => path);
  if (changed.length === 0) return;
  const message = changed.map((path) => `"${path}" is not what its SHA256SUMS says: it was changed after the run.`);
  throw new IoproofError('RECORD_CHANGED', message.join('\n'), {
    advice: 'Take it from its source again. Without --strict the report is written, with a note.',
    exitCode: exitCodes.usage,
    details: { paths: changed },
  });
}

async function readReportRun(path: string, intervals: boolean): Promise<ReadRun> {
  const record = readRun(path);
  const file = recordFileOf(path);
  const content = readFileSync(file);
  return {
    path: file,
    record,
    sha256: sha256Of(content),
    sizeBytes: content.length,
    integrity: await checkSum(path),
    intervals: intervals ? await readIntervals(path, forStatistics) : new Map(),
  };
}
