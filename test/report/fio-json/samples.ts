// Records with real histograms, and the programs that read or write the same format.
import { spawnSync } from 'node:child_process';
import { encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';
import type { IntervalCounts } from '../../../src/result/read-intervals.js';
import type { OperationRecord, RunRecord, StepRecord } from '../../../src/result/schema.js';
import { fioJson } from '../../../src/report/fio-json/fio-json.js';
import { blockJob, operation, runRecord, stepRecord } from '../../fixtures/records.js';
import { referenceHistogram } from '../../result/samples.js';

/** Operations with these latencies, in nanoseconds. */
export function measured(latencies: number[], given: Partial<OperationRecord> = {}): OperationRecord {
  const sum = latencies.reduce((all, latency) => all + latency, 0);
  return withHistogram(referenceHistogram(latencies), {
    count: latencies.length,
    bytes: latencies.length * 4096,
    ...given,
    latencyNs: {
      ...operation().latencyNs,
      min: Math.min(...latencies),
      mean: sum / latencies.length,
      max: Math.max(...latencies),
    },
  });
}

/** Operations whose latencies are those of a histogram. */
export function withHistogram(histogram: Histogram, given: Partial<OperationRecord> = {}): OperationRecord {
  const base = operation({ count: histogram.totalCount, ...given });
  return { ...base, latencyNs: { ...base.latencyNs, histogram: encodeIntoCompressedBase64(histogram) } };
}

/** A step of 20,000 reads of 4 KiB in two seconds. */
export function readStep(given: Partial<StepRecord> = {}): StepRecord {
  const read = measured(Array.from({ length: 20_000 }, () => 1000));
  return stepRecord({ elapsedSeconds: 2, operations: { read }, ...given });
}

/** A mixed step of two workers over two seconds: 1000 reads, 500 writes, 2 syncs. */
export function mixedStep(given: Partial<StepRecord> = {}): StepRecord {
  const spread = (count: number) => Array.from({ length: count }, (_, index) => 5000 + 37 * index);
  return stepRecord({
    job: blockJob({ readPercent: 67, workers: 2 }),
    elapsedSeconds: 2,
    operations: {
      read: measured(spread(1000)),
      write: measured(spread(500)),
      fsync: measured([900_000, 1_100_000], { bytes: 0 }),
    },
    workers: [0, 1].map((worker) => ({ worker, elapsedSeconds: 2, operations: 751, bytes: 3_072_000, chains: 751 })),
    ...given,
  });
}

/** Intervals of `seconds` with one read of 4 KiB for every unit in `counts`. */
export function readIntervals(seconds: number, counts: number[]): IntervalCounts[] {
  return counts.map((count, index) => ({
    startSeconds: seconds * index,
    seconds,
    operations: { read: { count, bytes: 4096 * count } },
  }));
}

export interface DocumentOptions {
  plus?: boolean;
  intervals?: [string, IntervalCounts[]][];
  record?: Partial<RunRecord>;
}

/** The text of a run of these steps. */
export function documentText(steps: StepRecord[], options: DocumentOptions = {}): string {
  const { plus = false, intervals = [], record = {} } = options;
  return fioJson([{ record: runRecord(steps, record), intervals: new Map(intervals) }], { plus });
}

/** One parsed job; what a test does not name it does not look at. */
export type Parsed = Record<string, unknown> & {
  read: Record<string, unknown>;
  write: Record<string, unknown>;
  sync: Record<string, unknown>;
  'job options': Record<string, string>;
};

export function jobsOf(text: string): Parsed[] {
  return (JSON.parse(text) as { jobs: Parsed[] }).jobs;
}

/** The only job of a run of this step. */
export function jobOf(step: StepRecord, options: DocumentOptions = {}): Parsed {
  const [job] = jobsOf(documentText([step], options));
  if (job === undefined) throw new Error('the document has no job');
  return job;
}

/** Why a program cannot be run here; empty when it can. */
export function whyNo(program: 'fio' | 'jq'): string {
  const { status, error } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? '' : `${program} cannot be run: ${error?.message ?? `exit code ${status ?? -1}`}`;
}
