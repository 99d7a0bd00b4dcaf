// Figures of each kind of operation: `read.perSecond`, `chain.p99`, `write.intended.p999`.
import { chainTimes, operationKinds, type RecordedKind } from '../native/contract.js';
import type { OperationRecord, StepRecord } from '../result/schema.js';
import type { FigureDefinition } from './definition.js';

type Count = 'count' | 'bytes' | 'errors' | 'short' | 'entries' | 'missing' | 'perSecond' | 'bytesPerSecond';
type Latency = 'min' | 'mean' | 'stddev' | 'max' | 'p50' | 'p90' | 'p99' | 'p999' | 'p9999';
type Meaning = Omit<FigureDefinition, 'name'>;

const counts: Record<Count, Meaning> = {
  count: { unit: 'count', better: null, help: 'Operations that completed.' },
  bytes: { unit: 'bytes', better: null, help: 'Bytes that completed operations moved.' },
  errors: { unit: 'count', better: 'lower', help: 'Operations that failed.' },
  short: { unit: 'count', better: 'lower', help: 'Operations that moved fewer bytes than asked.' },
  entries: { unit: 'count', better: null, help: 'Directory entries that were seen.' },
  missing: { unit: 'count', better: null, help: 'Entries that were gone when they were looked at.' },
  perSecond: { unit: 'per second', better: 'higher', help: 'Operations a second.' },
  bytesPerSecond: { unit: 'bytes per second', better: 'higher', help: 'Bytes a second.' },
};

const latencies: Record<Latency, Meaning> = {
  min: { unit: 'nanoseconds', better: 'lower', help: 'Shortest latency.' },
  mean: { unit: 'nanoseconds', better: 'lower', help: 'Mean latency.' },
  stddev: { unit: 'nanoseconds', better: 'lower', help: 'Standard deviation of the latency.' },
  max: { unit: 'nanoseconds', better: 'lower', help: 'Longest latency.' },
  p50: { unit: 'nanoseconds', better: 'lower', help: 'Median latency.' },
  p90: { unit: 'nanoseconds', better: 'lower', help: '90th percentile of the latency.' },
  p99: { unit: 'nanoseconds', better: 'lower', help: '99th percentile of the latency.' },
  p999: { unit: 'nanoseconds', better: 'lower', help: '99.9th percentile of the latency.' },
  p9999: { unit: 'nanoseconds', better: 'lower', help: '99.99th percentile of the latency.' },
};

/** As in a file's life, the whole item last. */
export const recordedKinds: readonly RecordedKind[] = [...operationKinds, ...chainTimes];

export const operationFigures: FigureDefinition[] = recordedKinds.flatMap((kind) => [
  ...Object.entries(counts).map(([key, meaning]) => ({ name: `${kind}.${key}`, ...meaning })),
  ...Object.entries(latencies).map(([key, meaning]) => ({ name: `${kind}.${key}`, ...meaning })),
  ...Object.entries(latencies).map(([key, { help, ...meaning }]) => ({
    name: `${kind}.intended.${key}`,
    ...meaning,
    help: `${help.slice(0, -1)}, from the intended start of an open loop.`,
  })),
]);

/** Null where the step has none; rates of a step with rounds are its metrics, since pauses are in its measured time. */
export function operationFigure(step: StepRecord, name: string): number | null {
  const [kind = '', ...rest] = name.split('.');
  const operation = (step.operations as Record<string, OperationRecord | undefined>)[kind];
  if (operation === undefined) return null;
  const [key = '', ofIntended] = rest;
  if (key === 'intended') return operation.intendedLatencyNs?.[ofIntended as Latency] ?? null;
  if (key in latencies) return operation.count === 0 ? null : operation.latencyNs[key as Latency];
  if (step.checkpoint !== undefined && key.endsWith('erSecond')) return null;
  return operation[key as Count] ?? null;
}
