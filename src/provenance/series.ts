// The intervals of the steps of a run, from its events.ndjson: what they sum up to, and what was moved when.
import { open } from 'node:fs/promises';
import type { Transfer } from '../analyze/burst-profile.js';
import type { NativeInterval } from '../native/contract.js';
import { histogramPayload } from '../result/histogram.js';
import { nanosecondsOf } from './nanoseconds.js';

/** Of one step. */
export interface StepSeries {
  transfers: Transfer[];
  intervals: NativeInterval[];
}

interface IntervalEvent {
  type: 'interval';
  step: string;
  index: number;
  startSeconds: number;
  seconds: number;
  operations: Record<
    string,
    {
      count: number;
      bytes: number;
      errors: number;
      latencyNs: { p50: number; p99: number; max: number; histogram: string };
    }
  >;
}

/**
 * Intervals by the id of their step; a last line that a crash has cut is left out. Throws what the system throws where the
 * file cannot be read, SyntaxError where a line is no JSON, HISTOGRAM_INVALID.
 */
export async function readSeries(file: string): Promise<Map<string, StepSeries>> {
  const all = new Map<string, StepSeries>();
  const handle = await open(file);
  let cut: string | null = null;
  for await (const line of handle.readLines()) {
    if (cut !== null) JSON.parse(cut);
    cut = null;
    if (!line.includes('"type":"interval"')) continue;
    try {
      add(all, JSON.parse(line) as IntervalEvent);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      cut = line;
    }
  }
  return all;
}

function add(all: Map<string, StepSeries>, event: IntervalEvent): void {
  const { step, index, startSeconds, seconds, operations } = event;
  const series = all.get(step) ?? { transfers: [], intervals: [] };
  all.set(step, series);
  const [startNs, durationNs] = [nanosecondsOf(startSeconds), nanosecondsOf(seconds)];
  const [writeBytes, readBytes] = [operations['write']?.bytes ?? 0, operations['read']?.bytes ?? 0];
  series.transfers.push({ startNs, durationNs, writeBytes, readBytes });
  const native = Object.entries(operations).map(([kind, { latencyNs, ...counts }]) => {
    const { histogram, ...times } = latencyNs;
    return [kind, { ...counts, ...times, histogram: histogramPayload(histogram) }];
  });
  const byKind = Object.fromEntries(native) as NativeInterval['operations'];
  series.intervals.push({ index, startNs, durationNs, operations: byKind });
}
