// Intervals of a long step joined to a bounded number of columns: counts and latencies add up, the extremes of rates are kept.
import type { RecordedKind } from '../native/contract.js';
import { addCounts, type BandCounts } from './histogram-counts.js';

/** Of one kind of operation in one interval, or in several that were joined. */
export interface OperationCounts {
  count: number;
  bytes: number;
  /** Operations that failed; absent where the reader was not asked for it. */
  errors?: number | undefined;
  /** Lowest and highest rate of the intervals that were joined; absent where nothing was. */
  perSecond?: readonly [low: number, high: number] | undefined;
  bytesPerSecond?: readonly [low: number, high: number] | undefined;
  /** Latency in nanoseconds, of single intervals; absent where the reader was not asked for it. */
  p50?: number | undefined;
  p99?: number | undefined;
  /** Latencies of completed operations in bands of an eighth of a doubling; absent where the reader was not asked for them. */
  latencies?: BandCounts | undefined;
}

/**
 * What completed in one interval of the measured time, over all workers of a step. The last interval of a step may be
 * shorter than the others.
 */
export interface IntervalCounts {
  startSeconds: number;
  seconds: number;
  operations: Partial<Record<RecordedKind, OperationCounts>>;
}

/** Columns of the intervals of a step, at most `most`; as they are given where they are no more. */
export function columnsOf(intervals: readonly IntervalCounts[], most: number): readonly IntervalCounts[] {
  const wide = Math.ceil(intervals.length / Math.max(1, most));
  return wide <= 1 ? intervals : joinedBy(intervals, wide);
}

/** Each `wide` intervals in a row as one; the given ones stay as they are. */
export function joinedBy(intervals: readonly IntervalCounts[], wide: number): IntervalCounts[] {
  const columns: IntervalCounts[] = [];
  for (let at = 0; at < intervals.length; at += wide) columns.push(joined(intervals.slice(at, at + wide)));
  return columns;
}

function joined(intervals: readonly IntervalCounts[]): IntervalCounts {
  const startSeconds = intervals[0]?.startSeconds ?? 0;
  const end = intervals.reduce((latest, { startSeconds: from, seconds }) => Math.max(latest, from + seconds), 0);
  const kinds = new Set(intervals.flatMap(({ operations }) => Object.keys(operations) as RecordedKind[]));
  const operations: IntervalCounts['operations'] = {};
  for (const kind of kinds) operations[kind] = joinedKind(intervals, kind);
  return { startSeconds, seconds: end - startSeconds, operations };
}

function joinedKind(intervals: readonly IntervalCounts[], kind: RecordedKind): OperationCounts {
  const sum: OperationCounts = { count: 0, bytes: 0 };
  const [longest] = intervals.map(({ seconds }) => seconds).sort((a, b) => b - a);
  for (const { seconds, operations } of intervals) {
    const own = operations[kind] ?? { count: 0, bytes: 0 };
    sum.count += own.count;
    sum.bytes += own.bytes;
    if (own.errors !== undefined) sum.errors = (sum.errors ?? 0) + own.errors;
    if (own.latencies !== undefined) addCounts((sum.latencies ??= new Map<number, number>()), own.latencies);
    // What is left over at the end of a step is too short for an extreme to mean anything.
    if (seconds <= 0 || seconds < (longest ?? 0) / 2) continue;
    sum.perSecond = spanOf(sum.perSecond, own.perSecond, own.count / seconds);
    sum.bytesPerSecond = spanOf(sum.bytesPerSecond, own.bytesPerSecond, own.bytes / seconds);
  }
  return sum;
}

type Span = readonly [low: number, high: number] | undefined;

function spanOf(known: Span, own: Span, value: number): readonly [number, number] {
  const [low, high] = own ?? [value, value];
  return known === undefined ? [low, high] : [Math.min(known[0], low), Math.max(known[1], high)];
}
