// Native counters of one kind of operation → its part of the record, with rates over the elapsed time.
import { isChainTime, type NativeLatency, type NativeOperationResult, type RecordedKind } from '../native/contract.js';
import { encodeHistogram } from './histogram.js';
import type { LatencyRecord, OperationRecord, StepRecord } from './schema.js';
import type { StepResult } from './step-result.js';

/** Records of all kinds that occurred. Rates are 0 where no time passed. */
export function operationRecords(result: StepResult): StepRecord['operations'] {
  const elapsedSeconds = result.elapsedNs / 1e9;
  const kinds = Object.entries(result.operations) as [RecordedKind, NativeOperationResult][];
  return Object.fromEntries(kinds.map(([kind, operation]) => [kind, operationRecord(operation, elapsedSeconds)]));
}

/** Completed operations of all kinds; a chain is made of them and not counted again. */
export function operationTotal(operations: Partial<Record<RecordedKind, { count: number }>>): number {
  const kinds = Object.entries(operations) as [RecordedKind, { count: number }][];
  return kinds.reduce((sum, [kind, { count }]) => (isChainTime(kind) ? sum : sum + count), 0);
}

function operationRecord(operation: NativeOperationResult, elapsedSeconds: number): OperationRecord {
  const { count, bytes, errors, short, entries, missing, latencyNs, intendedLatencyNs } = operation;
  return {
    count,
    bytes,
    errors,
    short,
    ...(entries > 0 || missing > 0 ? { entries, missing } : {}),
    perSecond: elapsedSeconds > 0 ? count / elapsedSeconds : 0,
    bytesPerSecond: elapsedSeconds > 0 ? bytes / elapsedSeconds : 0,
    latencyNs: latencyRecord(latencyNs),
    intendedLatencyNs: intendedLatencyNs === null ? null : latencyRecord(intendedLatencyNs),
  };
}

/** Shares of a mixture; nothing without. */
export function mixRecord({ mix }: Pick<StepResult, 'mix'>): Pick<StepRecord, 'mix'> {
  const all = mix.reduce((sum, { chains }) => sum + chains, 0);
  if (mix.length === 0) return {};
  const shares = mix.map(({ latencyNs, ...share }) => ({
    ...share,
    achievedPercent: all > 0 ? (100 * share.chains) / all : 0,
    latencyNs: latencyRecord(latencyNs),
  }));
  return { mix: shares };
}

/** A distribution as the record keeps it. */
export function latencyRecord({ histogram, ...latency }: NativeLatency): LatencyRecord {
  return { ...latency, histogram: encodeHistogram(histogram) };
}
