// A step as fio prints a job with group_reporting: all its workers are one entry.
import type { IntervalCounts } from '../../result/read-intervals.js';
import type { OperationRecord, StepRecord } from '../../result/schema.js';
import { type Direction, directionObject, syncObject } from './direction.js';
import { batchLevels, depthLevels, latencyShares } from './distributions.js';
import { type JobContext, jobOptions } from './job-options.js';
import { metadataKindOf } from './metadata.js';
import { mapOf, numberOf, textOf } from './option-words.js';
import { Float, type FioObject } from './writer.js';

type RecordedKind = keyof StepRecord['operations'];

/** What the job's object needs beyond the step. */
export interface JobFacts extends JobContext {
  jobname: string;
  /** Each step is a reporting group of its own. */
  groupid: number;
  /** Whole seconds that the run took until its end, the same for all its jobs. */
  elapsed: number;
  intervals: readonly IntervalCounts[];
  /** With the buckets of json+. */
  plus: boolean;
}

/** errno of steps that failed without a system error (EIO) and of those that never started (ECANCELED). */
const failedErrno = 5;
const skippedErrno = 125;

export function jobObject(step: StepRecord, facts: JobFacts): FioObject {
  const { jobname, groupid, elapsed, intervals, plus } = facts;
  const runtimeMs = Math.round((step.elapsedSeconds ?? 0) * 1000);
  const direction = (kind: RecordedKind): Direction => ({
    operation: step.operations[kind],
    runtimeMs,
    intervals: intervals.map(({ seconds, operations }) => ({ seconds, count: 0, bytes: 0, ...operations[kind] })),
  });
  return {
    jobname,
    groupid,
    job_start: startOf(step),
    error: errorOf(step),
    eta: 0,
    elapsed,
    'job options': jobOptions(step, facts),
    read: directionObject(direction(metadataKindOf(step) ?? 'read'), plus),
    write: directionObject(direction('write'), plus),
    trim: directionObject({ operation: undefined, runtimeMs: 0, intervals: [] }, plus),
    sync: syncObject(step.operations.fsync, plus),
    ...processorObject(step),
    ...distributionObject(step),
    ...latencyTargetObject(step),
    ...descriptionObject(step),
  };
}

/** Milliseconds since 1970 when the I/O began, as near as the record tells: the layout goes before. */
function startOf({ startedAt, dataset }: StepRecord): number {
  return startedAt === null ? 0 : Date.parse(startedAt) + Math.round((dataset?.layoutSeconds ?? 0) * 1000);
}

function errorOf({ status, error }: StepRecord): number {
  if (status === 'complete') return 0;
  if (status === 'skipped') return skippedErrno;
  return error?.errno === undefined || error.errno === 0 ? failedErrno : error.errno;
}

// fio sums the run time over the clones, so that the percentages are those of one clone. It gives faults and context
// switches as well; the record has none.
function processorObject({ workers, cpu }: StepRecord): FioObject {
  const seconds = workers.reduce((sum, { elapsedSeconds }) => sum + elapsedSeconds, 0);
  const percent = (busySeconds: number) => new Float(seconds > 0 ? (100 * busySeconds) / seconds : 0);
  return {
    job_runtime: Math.round(seconds * 1000),
    usr_cpu: percent(cpu?.userSeconds ?? 0),
    sys_cpu: percent(cpu?.systemSeconds ?? 0),
    ctx: 0,
    majf: 0,
    minf: 0,
  };
}

function distributionObject(step: StepRecord): FioObject {
  const { read, write } = step.operations;
  const metadata = metadataKindOf(step);
  const operations = [read, write, metadata === null ? undefined : step.operations[metadata]].filter(
    (operation): operation is OperationRecord => operation !== undefined && operation.count > 0,
  );
  const batch = operations.length > 0 ? (numberOf(step.job['batch']) ?? 1) : null;
  return {
    iodepth_level: depthLevels(operations.length > 0 ? step.engine.queueDepth : null),
    iodepth_submit: batchLevels(batch),
    iodepth_complete: batchLevels(batch),
    ...latencyShares(operations),
  };
}

function latencyTargetObject({ engine, job }: StepRecord): FioObject {
  const { percentile, below } = mapOf(job['latencyTarget']);
  const target = numberOf(below) ?? 0;
  return {
    latency_depth: engine.queueDepth ?? numberOf(job['queueDepth']) ?? 0,
    latency_target: target,
    latency_target_ns: target,
    latency_percentile: new Float(numberOf(percentile) ?? 100),
    latency_window: 0,
    latency_window_us: 0,
  };
}

function descriptionObject({ job }: StepRecord): FioObject {
  const description = textOf(job['description']) ?? '';
  return description === '' ? {} : { desc: description };
}
