// What a diagnosis rests on, from the result of a step: times of its operations, what was in flight, processor time.
import {
  isChainTime,
  type NativeJobSpec,
  type NativeOperationResult,
  type RecordedKind,
} from '../../native/contract.js';
import { cacheRecord } from '../../result/cache.js';
import type { Metrics } from '../../result/metrics-schema.js';
import type { CountersRecord, FileSystemRecord, HostRecord, StepRecord } from '../../result/schema.js';
import type { StepResult } from '../../result/step-result.js';
import { type Place, placeOf } from './place.js';

/** What of a planned step decides on its diagnosis. */
export interface StepToDiagnose {
  spec: Pick<
    NativeJobSpec,
    | 'kind'
    | 'workers'
    | 'rateOperations'
    | 'rateBytes'
    | 'thinkNs'
    | 'thinkEvery'
    | 'ioPoll'
    | 'memory'
    | 'copyMode'
    | 'training'
    | 'kvCache'
  >;
  verifyMode: NonNullable<StepRecord['verification']>['mode'] | null;
}

export interface DiagnosisInput {
  step: StepToDiagnose;
  result: StepResult;
  metrics: Metrics;
  /** Null: none were read. */
  counters: CountersRecord | null;
  /** Of the mount. */
  fileSystem?: FileSystemRecord | undefined;
  /** Of this machine. */
  host?: Pick<HostRecord, 'cgroup' | 'links'> | undefined;
  /** Processors that the step could use; null: not known. */
  cores: number | null;
}

/** All operations of one kind. */
export interface KindFacts {
  kind: RecordedKind;
  count: number;
  bytes: number;
  /** Sum of their latencies. */
  seconds: number;
  meanNs: number;
}

export interface StepFacts extends DiagnosisInput {
  /** In which operations were to be under way: of saves and loads without the pauses between them. */
  seconds: number;
  /** Those that took most time first. */
  kinds: KindFacts[];
  count: number;
  readBytes: number;
  writtenBytes: number;
  /** Of all operations: by Little's law, divided by the time it is what was in flight. */
  operationSeconds: number;
  /** Mean number of operations in flight, and how many could have been. */
  inFlight: number;
  slots: number;
  /** Processor time of the workers, and its share of what they could have had. */
  cpuSeconds: number;
  cpuFraction: number;
  /** Of that processor time, what was not spent in the kernel. */
  userFraction: number;
  /** Share of the bytes read that the page cache answered; null: not known. */
  hitFraction: number | null;
  place: Place | null;
}

export function stepFacts(input: DiagnosisInput): StepFacts {
  const { step, result, cores } = input;
  const { workers } = step.spec;
  const kinds = kindFacts(result.operations);
  const seconds = activeSeconds(result);
  const operationSeconds = sumOf(kinds, (one) => one.seconds);
  const cpuSeconds = (result.cpu.userNs + result.cpu.systemNs) / 1e9;
  const usable = workerSeconds(result, workers, seconds) * Math.min(1, (cores ?? Infinity) / workers);
  return {
    ...input,
    seconds,
    kinds,
    count: sumOf(kinds, ({ count }) => count),
    readBytes: result.operations.read?.bytes ?? 0,
    writtenBytes: result.operations.write?.bytes ?? 0,
    operationSeconds,
    inFlight: ratio(operationSeconds * workers, workerSeconds(result, workers, seconds)),
    slots: workers * result.ready.queueDepthUsed,
    cpuSeconds,
    cpuFraction: Math.min(1, ratio(cpuSeconds, usable)),
    userFraction: ratio(result.cpu.userNs / 1e9, cpuSeconds),
    hitFraction: cacheRecord(result).hitFraction,
    place: placeOf(input.fileSystem),
  };
}

/** The part of all operation time that some kinds took, 0 … 1. */
export function shareOf({ kinds, operationSeconds }: StepFacts, isOne: (kind: RecordedKind) => boolean): number {
  return ratio(
    sumOf(
      kinds.filter(({ kind }) => isOne(kind)),
      ({ seconds }) => seconds,
    ),
    operationSeconds,
  );
}

/** 0 where nothing is divided by nothing. */
export function ratio(amount: number, of: number): number {
  return of > 0 ? amount / of : 0;
}

/** A listing is timed as a whole, and so are the looks at its entries, which are part of it. */
function kindFacts(operations: StepResult['operations']): KindFacts[] {
  const listed = operations.list !== undefined;
  return (Object.entries(operations) as [RecordedKind, NativeOperationResult][])
    .filter(([kind, { count }]) => count > 0 && !isChainTime(kind) && !(listed && kind === 'statx'))
    .map(([kind, { count, bytes, latencyNs }]) => {
      return { kind, count, bytes, seconds: (count * latencyNs.mean) / 1e9, meanNs: latencyNs.mean };
    })
    .sort((a, b) => b.seconds - a.seconds);
}

function activeSeconds({ checkpoint, elapsedNs }: StepResult): number {
  if (checkpoint === null) return elapsedNs / 1e9;
  return sumOf(checkpoint.rounds, ({ endNs }) => endNs) / 1e9;
}

/** Of all workers together: those of passes are done at different times, and what others do then is not theirs. */
function workerSeconds({ workers, checkpoint }: StepResult, count: number, seconds: number): number {
  const own = sumOf(workers, ({ elapsedNs }) => elapsedNs) / 1e9;
  return checkpoint === null && own > 0 ? own : seconds * count;
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
