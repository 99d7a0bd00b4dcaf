// Reads the time series of a run: the interval events of events.ndjson beside run.json, in memory that does not grow with them.
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { IoproofError, exitCodes, messageOf, systemCode } from '../errors.js';
import { chainTimes, operationKinds } from '../native/contract.js';
import { bandCounts } from './histogram-counts.js';
import { type IntervalCounts, joinedBy, type OperationCounts } from './interval-columns.js';
import { recordFileOf } from './read-run.js';
import { eventsFileName } from './store.js';

const countsSchema = z.object({
  count: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  errors: z.int().nonnegative().optional(),
  latencyNs: z
    .object({ histogram: z.string().optional(), p50: z.number().optional(), p99: z.number().optional() })
    .optional(),
});

const intervalSchema = z.object({
  step: z.string(),
  startSeconds: z.number().nonnegative(),
  seconds: z.number().nonnegative(),
  operations: z.partialRecord(z.enum([...operationKinds, ...chainTimes]), countsSchema),
});

export type { IntervalCounts } from './interval-columns.js';

/** Intervals in the order of time, by the id of the step. */
export type IntervalsByStep = ReadonlyMap<string, readonly IntervalCounts[]>;

export interface ReadIntervalsOptions {
  /** True: with the errors and the latencies of each interval. */
  latencies?: boolean;
  /** True: with the median and the 99th percentile of each interval, where none are joined. */
  percentiles?: boolean;
  /** At most so many columns a step: intervals of longer ones are joined. Absent: every interval by itself. */
  columns?: number;
}

/** What the noise of a repeat is told from. */
export const forStatistics: ReadIntervalsOptions = { percentiles: true };

/** What charts are made of: latencies too, in no more columns than can be told apart. */
export const forCharts: ReadIntervalsOptions = { latencies: true, columns: 240 };

/**
 * `path` is a run.json or the folder of one, as for `readRun`. Without an events.ndjson there are no intervals. A last line
 * that a crash has cut is left out. Throws EVENTS_NOT_READABLE and EVENTS_INVALID with exit code 2.
 */
export async function readIntervals(path: string, options: ReadIntervalsOptions = {}): Promise<IntervalsByStep> {
  const file = join(dirname(recordFileOf(path)), eventsFileName);
  const steps = new Map<string, Columns>();
  let cut: { line: number; what: string } | null = null;
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    if (cut !== null) throw invalid(file, cut.line, cut.what);
    const event = parseLine(text);
    if (event instanceof Error) cut = { line, what: event.message };
    else addInterval(steps, event, { file, line, options });
  }
  return new Map([...steps].map(([step, columns]) => [step, columns.kept]));
}

async function* linesOf(file: string): AsyncGenerator<string> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file);
    yield* handle.readLines();
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return;
    throw new IoproofError('EVENTS_NOT_READABLE', `"${file}" cannot be read: ${messageOf(cause)}`, {
      advice: 'Make it readable, or move it away to report without the time series.',
      exitCode: exitCodes.usage,
      details: { file },
      cause,
    });
  } finally {
    await handle?.close();
  }
}

function parseLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}

interface Place {
  file: string;
  line: number;
  options: ReadIntervalsOptions;
}

function addInterval(steps: Map<string, Columns>, event: unknown, { file, line, options }: Place): void {
  if (typeof event !== 'object' || event === null || !('type' in event) || event.type !== 'interval') return;
  const checked = intervalSchema.safeParse(event);
  if (!checked.success) {
    const problems = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw invalid(file, line, problems.join('; '));
  }
  const { step, startSeconds, seconds, operations } = checked.data;
  let columns = steps.get(step);
  if (columns === undefined) steps.set(step, (columns = new Columns(options.columns ?? Infinity)));
  try {
    const kinds = Object.entries(operations).map(([kind, counts]) => [kind, countsOf(counts, options)]);
    columns.add({ startSeconds, seconds, operations: Object.fromEntries(kinds) as IntervalCounts['operations'] });
  } catch (error) {
    throw invalid(file, line, messageOf(error));
  }
}

function countsOf(counts: z.infer<typeof countsSchema>, options: ReadIntervalsOptions): OperationCounts {
  const { count, bytes, errors, latencyNs } = counts;
  const { p50, p99 } = latencyNs ?? {};
  if (options.percentiles === true) return { count, bytes, p50, p99 };
  if (options.latencies !== true) return { count, bytes };
  const histogram = latencyNs?.histogram;
  return {
    count,
    bytes,
    ...(errors === undefined ? {} : { errors }),
    ...(histogram === undefined ? {} : { latencies: bandCounts(histogram, 8) }),
  };
}

/** Intervals of a step: as soon as they are too many, each two of them become one. */
class Columns {
  /** Of equal length, but for the last one. */
  #columns: IntervalCounts[] = [];
  /** Those that are not yet a whole column. */
  #pending: IntervalCounts[] = [];
  #wide = 1;

  constructor(readonly most: number) {}

  get kept(): IntervalCounts[] {
    return [...this.#columns, ...joinedBy(this.#pending, this.#wide)];
  }

  add(interval: IntervalCounts): void {
    this.#pending.push(interval);
    if (this.#pending.length < this.#wide) return;
    this.#columns.push(...(this.#wide === 1 ? this.#pending : joinedBy(this.#pending, this.#wide)));
    this.#pending = [];
    // An even number, so that no column stays behind half as long as the others.
    if (this.#columns.length < this.most || this.#columns.length % 2 === 1) return;
    this.#columns = joinedBy(this.#columns, 2);
    this.#wide *= 2;
  }
}

function invalid(file: string, line: number, what: string): IoproofError {
  return new IoproofError('EVENTS_INVALID', `"${file}" line ${line} is not a valid event: ${what}`, {
    advice: 'Take the file from its source again, or move it away to report without the time series.',
    exitCode: exitCodes.usage,
    details: { file, line },
  });
}
