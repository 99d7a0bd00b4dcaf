// A run as fio would have printed it with --output-format=json or json+: each step is a job.
import type { IntervalsByStep } from '../../result/read-intervals.js';
import { neededSteps } from '../../result/not-needed.js';
import type { RunRecord, StepRecord } from '../../result/schema.js';
import { jobObject } from './job.js';
import { type FioObject, writeFio } from './writer.js';

/** Release of fio whose format this is. Readers that look at the version want it to begin like fio's own. */
const format = 'fio-3.42';

export interface MeasuredRun {
  record: RunRecord;
  /** Time series of the steps: where it is missing, fio's `bw_samples` and what goes with them are 0. */
  intervals: IntervalsByStep;
}

/**
 * One document of the runs with a line end after the last line; `plus` adds the latency buckets of json+. Jobs are named after
 * the workload and variant, and where the runs have several after run, mount and repeat: `run:workload@variant/mount/repeat`.
 * Steps that failed or never ran have an `error`; those that
 * were not needed are left out. Throws HISTOGRAM_INVALID.
 *
 * What fio measures and the record does not have: an entry for each clone (all workers of a step are one), `ctx`, `majf`,
 * `minf` and `slat_ns` (always 0), and `disk_util` (left out). `iodepth_level`, `iodepth_submit` and `iodepth_complete` follow
 * from the queue depth and batch of the job, with 100 % in one class, and are not counted. `usr_cpu` and `sys_cpu` are
 * measured, and 0 in a step without a result.
 */
export function fioJson(runs: readonly MeasuredRun[], options: { plus: boolean }): string {
  const last = runs.at(-1)?.record;
  const ended = last === undefined ? new Date(0) : new Date(endOf(last));
  return writeFio({
    'fio version': `${format}-ioproof-${last?.tool.version ?? ''}`,
    timestamp: Math.floor(ended.getTime() / 1000),
    timestamp_ms: ended.getTime(),
    time: clockText(ended),
    jobs: jobsOf(runs, options.plus),
  });
}

function jobsOf(runs: readonly MeasuredRun[], plus: boolean): FioObject[] {
  const steps = runs.flatMap((run) => neededSteps(run.record.steps).map((step, index) => ({ ...run, step, index })));
  const several = {
    runs: runs.length > 1,
    mounts: new Set(steps.map(({ step }) => step.mount)).size > 1,
    repeats: steps.some(({ step }) => step.repeat > 1),
  };
  return steps.map(({ record, intervals, step, index }, groupid) =>
    jobObject(step, {
      jobname: nameOf(step, record.run.id, several),
      groupid,
      elapsed: Math.ceil((endOf(record) - Date.parse(record.run.startedAt)) / 1000),
      directory: record.mounts.find(({ name }) => name === step.mount)?.path,
      first: index === 0,
      intervals: intervals.get(step.id) ?? [],
      plus,
    }),
  );
}

function nameOf(
  { id, workload, mount, repeat }: StepRecord,
  runId: string,
  several: { runs: boolean; mounts: boolean; repeats: boolean },
): string {
  const variant = id.startsWith(`${workload}@`) ? id.slice(workload.length, id.lastIndexOf(`/${mount}/`)) : '';
  return [
    several.runs ? `${runId}:` : '',
    workload,
    variant,
    several.mounts ? `/${mount}` : '',
    several.repeats ? `/${repeat}` : '',
  ].join('');
}

/** Milliseconds since 1970; of a run that is not over, the end of its last step. */
function endOf({ run, steps }: RunRecord): number {
  const last = steps.findLast(({ endedAt }) => endedAt !== null)?.endedAt;
  return Date.parse(run.endedAt ?? last ?? run.startedAt);
}

/** As ctime(3): `Sat Jun  4 12:07:54 2017`, local time. */
function clockText(date: Date): string {
  const [weekday, month, , year, time] = date.toString().split(' ');
  return `${weekday} ${month} ${String(date.getDate()).padStart(2)} ${time} ${year}`;
}
