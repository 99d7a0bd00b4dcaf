// The one model that every document is written from: Markdown, CSV, JSON, HTML, JUnit and OpenMetrics say the same of a run.
import type { Comparison, Difference, DriftFinding } from '../compare/comparison.js';
import type { Integrity } from '../result/checksums.js';
import type { IntervalsByStep } from '../result/read-intervals.js';
import { neededSteps } from '../result/not-needed.js';
import type { AcceptanceRecord, RunRecord, StepRecord } from '../result/schema.js';
import { type ReportVerdict, verdictOf } from './document-verdict.js';
import { type WarningGroup, groupWarnings } from './warning-groups.js';

export type { ReportVerdict } from './document-verdict.js';

/** A run as it was read. */
export interface ReadRun {
  /** Its run.json, as the reader of the report can open it. */
  path: string;
  record: RunRecord;
  /** Of run.json, 64 hexadecimal digits. */
  sha256: string;
  /** Of run.json. */
  sizeBytes: number;
  /** Whether run.json is what SHA256SUMS beside it says. */
  integrity: Integrity;
  /** Empty where the time series is missing. */
  intervals: IntervalsByStep;
}

export interface ReportRun extends ReadRun {
  /** What the document calls it: the id of the run, or the path where two have the same id. */
  name: string;
}

/** A step that has no result, or not its whole; not one that was left out since all verdicts were certain. */
export interface ReportFailure {
  /** Name of the run. */
  run: string;
  step: StepRecord;
}

/** One doubt, wherever it came up in a run. */
export interface ReportWarning extends WarningGroup {
  /** Name of the run. */
  run: string;
}

/** What must be known before any figure is believed. */
export interface ReportNote {
  /** Name of the run. */
  run: string;
  code: 'RECORD_CHANGED' | 'RUN_NOT_COMPLETE';
  text: string;
}

export interface ReportDocument {
  tool: { name: 'ioproof'; version: string };
  /** ISO 8601, UTC. */
  createdAt: string;
  verdict: ReportVerdict;
  /** The verdict in one sentence, with the counts that it rests on. */
  verdictReason: string;
  notes: ReportNote[];
  runs: ReportRun[];
  /** Judged expressions by run; a run without any is left out. */
  acceptance: { run: string; judged: AcceptanceRecord[] }[];
  /** Null where there is nothing to compare: one mount of one run. */
  comparison: Comparison | null;
  /** As in the comparison; empty without one. */
  drift: DriftFinding[];
  /** As in the comparison; empty without one. */
  differences: Difference[];
  failures: ReportFailure[];
  warnings: ReportWarning[];
}

/** Builds the document; `createdAt` is ISO 8601, UTC, `version` that of the tool that writes it. Pure. */
export function reportDocument(
  read: readonly ReadRun[],
  comparison: Comparison | null,
  { createdAt, version }: { createdAt: string; version: string },
): ReportDocument {
  const names = runNames(read);
  const runs = read.map((run, index) => ({ ...run, name: names[index] ?? run.path }));
  const acceptance = runs.flatMap(({ name, record }) =>
    record.acceptance === undefined || record.acceptance.length === 0 ? [] : [{ run: name, judged: record.acceptance }],
  );
  return {
    tool: { name: 'ioproof', version },
    createdAt,
    ...verdictOf(runs),
    notes: runs.flatMap(notesOf),
    runs,
    acceptance,
    comparison,
    drift: comparison?.drift ?? [],
    differences: comparison?.differences ?? [],
    failures: runs.flatMap(({ name, record }) =>
      neededSteps(record.steps)
        .filter(({ status }) => status !== 'complete')
        .map((step) => ({ run: name, step })),
    ),
    warnings: runs.flatMap(({ name, record }) => groupWarnings(record.steps).map((group) => ({ run: name, ...group }))),
  };
}

/** What a document calls each run: its id, or the path where two have the same id. */
export function runNames(read: readonly Pick<ReadRun, 'path' | 'record'>[]): string[] {
  const ids = read.map(({ record }) => record.run.id);
  return read.map(({ path }, index) => {
    const id = ids[index] ?? '';
    return ids.indexOf(id) === ids.lastIndexOf(id) ? id : path;
  });
}

function notesOf({ name, record, integrity }: ReportRun): ReportNote[] {
  const { run } = record;
  const steps = neededSteps(record.steps);
  const complete = steps.filter(({ status }) => status === 'complete').length;
  const notes: ReportNote[] = [];
  if (integrity === 'differs') {
    const text =
      'run.json is not what its SHA256SUMS says: it was changed after the run. Take it from its source again.';
    notes.push({ run: name, code: 'RECORD_CHANGED', text });
  }
  if (run.status !== 'complete') {
    const text = `The run is ${run.status}: ${complete} of ${steps.length} steps are complete.`;
    notes.push({ run: name, code: 'RUN_NOT_COMPLETE', text });
  }
  return notes;
}
