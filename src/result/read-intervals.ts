// Reads the time series of a run: the interval events of events.ndjson beside run.json, without their histograms.
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { IoproofError, exitCodes, messageOf, systemCode } from '../errors.js';
import { chainTimes, operationKinds } from '../native/contract.js';
import { recordFileOf } from './read-run.js';
import { eventsFileName } from './store.js';

const countsSchema = z.object({ count: z.int().nonnegative(), bytes: z.int().nonnegative() });

const intervalSchema = z.object({
  step: z.string(),
  startSeconds: z.number().nonnegative(),
  seconds: z.number().nonnegative(),
  operations: z.partialRecord(z.enum([...operationKinds, ...chainTimes]), countsSchema),
});

/**
 * What completed in one interval of the measured time, over all workers of a step. The last interval of a step may be
 * shorter than the others.
 */
export type IntervalCounts = Omit<z.infer<typeof intervalSchema>, 'step'>;

/** Intervals in the order of time, by the id of the step. */
export type IntervalsByStep = ReadonlyMap<string, readonly IntervalCounts[]>;

/**
 * `path` is a run.json or the folder of one, as for `readRun`. Without an events.ndjson there are no intervals. A last line
 * that a crash has cut is left out. Throws EVENTS_NOT_READABLE and EVENTS_INVALID with exit code 2.
 */
export async function readIntervals(path: string): Promise<IntervalsByStep> {
  const file = join(dirname(recordFileOf(path)), eventsFileName);
  const intervals = new Map<string, IntervalCounts[]>();
  let cut: { line: number; what: string } | null = null;
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    if (cut !== null) throw invalid(file, cut.line, cut.what);
    const event = parseLine(text);
    if (event instanceof Error) cut = { line, what: event.message };
    else addInterval(intervals, event, file, line);
  }
  return intervals;
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

function addInterval(intervals: Map<string, IntervalCounts[]>, event: unknown, file: string, line: number): void {
  if (typeof event !== 'object' || event === null || !('type' in event) || event.type !== 'interval') return;
  const checked = intervalSchema.safeParse(event);
  if (!checked.success) {
    const problems = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw invalid(file, line, problems.join('; '));
  }
  const { step, ...interval } = checked.data;
  const known = intervals.get(step);
  if (known === undefined) intervals.set(step, [interval]);
  else known.push(interval);
}

function invalid(file: string, line: number, what: string): IoproofError {
  return new IoproofError('EVENTS_INVALID', `"${file}" line ${line} is not a valid event: ${what}`, {
    advice: 'Take the file from its source again, or move it away to report without the time series.',
    exitCode: exitCodes.usage,
    details: { file, line },
  });
}
