// Lines of events.ndjson that come from the progress of a step.
import type { NativeInterval } from '../native/contract.js';
import { encodeHistogram } from '../result/histogram.js';
import type { Progress } from './progress.js';

/** The line of events.ndjson; null for progress that is only for people who watch. */
export function eventOf(progress: Progress): object | null {
  if (progress.type === 'probe') {
    return { type: 'probe', step: progress.step.id, number: progress.number, ...progress.probe };
  }
  if (progress.type === 'try') {
    return { type: 'try', step: progress.step.id, number: progress.number, ...progress.told };
  }
  if (progress.type === 'counters') {
    const { startNs, durationNs, deltas, gauges } = progress.counters;
    const time = { startSeconds: startNs / 1e9, seconds: durationNs / 1e9 };
    return { type: 'counters', step: progress.step.id, ...time, deltas, gauges };
  }
  return progress.type === 'interval' ? intervalEvent(progress.step.id, progress.interval) : null;
}

function intervalEvent(step: string, { index, startNs, durationNs, operations }: NativeInterval): object {
  return {
    type: 'interval',
    step,
    index,
    startSeconds: startNs / 1e9,
    seconds: durationNs / 1e9,
    operations: Object.fromEntries(
      Object.entries(operations).map(([kind, { p50, p99, max, histogram, ...counts }]) => [
        kind,
        { ...counts, latencyNs: { p50, p99, max, histogram: encodeHistogram(histogram) } },
      ]),
    ),
  };
}
