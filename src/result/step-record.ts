// A planned step and how it went → its record. The only place where native words become those of run.json.
import type { NativeIoError, NativeJobSpec } from '../native/contract.js';
import { cacheRecord } from './cache.js';
import { checkpointDamageError } from './checkpoint-damage.js';
import { type CheckpointFigures, checkpointRecord, type CheckpointToRecord } from './checkpoint-record.js';
import { epochRecords } from './epoch-record.js';
import type { FitRecord } from './fit-schema.js';
import { gpuMismatchError } from './gpu-mismatch.js';
import { gpuRecords, type GpuVerdicts } from './gpu-record.js';
import type { GdsTrial } from './gpu-schema.js';
import { type KvCacheToRecord, kvCacheRecord, kvDamageError } from './kv-cache-record.js';
import type { Metrics } from './metrics-schema.js';
import { mixRecord, operationRecords, operationTotal } from './operation-record.js';
import type {
  CountersRecord,
  Diagnosis,
  FileLayoutRecord,
  StepError,
  StepRecord,
  Verification,
  Warning,
} from './schema.js';
import type { StepResult } from './step-result.js';
import { type TrainingFigures, trainingRecord, type TrainingToRecord } from './training-record.js';
import { mismatchError, verificationRecord } from './verification.js';

/** What the record takes over from a planned step. */
export interface StepToRecord
  extends
    Pick<StepRecord, 'id' | 'workload' | 'mount' | 'repeat' | 'variant' | 'job'>,
    TrainingToRecord,
    CheckpointToRecord {
  spec: Pick<NativeJobSpec, 'engine' | 'direct'> &
    TrainingToRecord['spec'] &
    CheckpointToRecord['spec'] &
    KvCacheToRecord['spec'];
  verifyMode: Verification['mode'] | null;
  scenario?: { of: string; part: string; run: 'alone' | 'together'; occurrence: number };
}

/** How a step went. `startedAt` and `endedAt` are ISO 8601 instants in UTC, null for a step that never started. */
export interface StepOutcome {
  status: StepRecord['status'];
  /** Null where the child process gave none. */
  result: StepResult | null;
  error: StepError | null;
  startedAt: string | null;
  endedAt: string | null;
  dataset: StepRecord['dataset'];
  systemCaches: StepRecord['systemCaches'];
  metrics: Metrics;
  warnings: Warning[];
  /** Of a step that searches for a number of accelerators. */
  fit?: FitRecord;
  /** The job whose figures these are, where a search has chosen it; absent: that of the step. */
  measured?: StepToRecord;
  /** Of a step with a latency target. */
  probes?: StepRecord['probes'];
  /** Of a step with memory `gpu`: which paths its data is proved to have taken. */
  gdsVerdicts?: GpuVerdicts | null;
  /** Of a step with `cufileCompat: allow`: whether cuFile takes the mount when it is opened strict. */
  gdsTrial?: GdsTrial | null;
  /** Of a step of kind training. */
  trainingFigures?: TrainingFigures | null;
  /** Of a step with checkpoints. */
  checkpointFigures?: CheckpointFigures | null;
  /** Null: neither asked for nor told by the file system. */
  fileLayout?: FileLayoutRecord | null;
  /** Null: none were read. */
  counters?: CountersRecord | null;
  diagnosis?: Diagnosis | null;
}

/**
 * The record of a step. A failed step without an error of its own takes data that is not what was written as its error,
 * or the first failed operation.
 */
export function toStepRecord(planned: StepToRecord, outcome: StepOutcome): StepRecord {
  const step = outcome.measured ?? planned;
  const { id, workload, mount, repeat, variant, job } = step;
  const { status, startedAt, endedAt, dataset, systemCaches, metrics, warnings } = outcome;
  return {
    id,
    workload,
    mount,
    repeat,
    variant,
    job,
    status,
    error: outcome.error ?? firstErrorOf(outcome),
    startedAt,
    endedAt,
    dataset,
    engine: engineRecord(step.spec, outcome.result),
    ...(outcome.result === null ? nothingMeasured : measured(outcome.result)),
    ...(outcome.result === null ? {} : epochRecords(outcome.result, systemCaches)),
    ...(outcome.result === null
      ? {}
      : gpuRecords(outcome.result, outcome.gdsVerdicts ?? null, outcome.gdsTrial ?? null)),
    verification: verificationRecord(step.verifyMode, outcome.result?.verification ?? null),
    systemCaches,
    ...(outcome.result === null ? {} : mixRecord(outcome.result)),
    ...(outcome.fit === undefined ? {} : { fit: outcome.fit }),
    ...(outcome.probes === undefined ? {} : { probes: outcome.probes }),
    ...(outcome.result === null ? {} : trainingRecord(step, outcome.result, outcome.trainingFigures ?? null)),
    ...placeRecord(planned),
    ...(outcome.result === null ? {} : checkpointRecord(step, outcome.result, outcome.checkpointFigures ?? null)),
    ...(outcome.result === null ? {} : kvCacheRecord(step, outcome.result)),
    ...observed(outcome),
    metrics,
    warnings,
  };
}

function observed({ fileLayout, counters, diagnosis }: StepOutcome): Partial<StepRecord> {
  return {
    ...(fileLayout ? { fileLayout } : {}),
    ...(counters ? { counters } : {}),
    ...(diagnosis ? { diagnosis } : {}),
  };
}

function placeRecord({ scenario }: StepToRecord): Pick<StepRecord, 'scenario'> {
  if (scenario === undefined) return {};
  const { of: name, part, run, occurrence } = scenario;
  return { scenario: { name, part, run, occurrence } };
}

/** Above it are the errors of cuFile and no errno. */
const cufileErrorBase = 5000;

/** Error of a step from a failed operation; the message has its values. */
export function ioErrorRecord(error: NativeIoError): StepError {
  const { operation, path, offset, length, errno, errnoName } = error;
  if (operation === 'unlink' && errnoName === 'ENOTEMPTY') return foreignFile(error);
  const where = length > 0 ? ` of ${length} bytes at offset ${offset}` : '';
  const log = errno > cufileErrorBase ? '; see the log of cuFile in the folder of the run' : '';
  const what = errno === 0 ? 'met the end of the file' : `failed with ${errnoName}${log}`;
  return {
    code: errno === 0 ? 'END_OF_FILE' : 'IO_ERROR',
    message: `${operation}${where} in "${path}" ${what}`,
    operation,
    path,
    offset,
    length,
    errno,
    errnoName,
  };
}

/** No unlink fails so: this is what the removal of a checkpoint says of what is not its own. */
function foreignFile({ operation, path, offset, length, errno, errnoName }: NativeIoError): StepError {
  const message = `"${path}" is not of the checkpoint that it lies in, which was to be removed and stays. Move it away`;
  return { code: 'FOREIGN_FILES', message, ...{ operation, path, offset, length, errno, errnoName } };
}

function firstErrorOf({ status, result }: StepOutcome): StepError | null {
  if (status !== 'failed' || result === null) return null;
  const mismatch =
    mismatchError(result.verification) ??
    gpuMismatchError(result.gpu) ??
    checkpointDamageError(result.checkpoint) ??
    kvDamageError(result.kvCache);
  return mismatch ?? (result.firstError === null ? null : ioErrorRecord(result.firstError));
}

type Measured = Pick<
  StepRecord,
  | 'endReason'
  | 'elapsedSeconds'
  | 'firstDoneSeconds'
  | 'startSkewSeconds'
  | 'operations'
  | 'workers'
  | 'stonewall'
  | 'cpu'
  | 'cache'
  | 'processIo'
>;

const nothingMeasured: Measured = {
  endReason: null,
  elapsedSeconds: null,
  firstDoneSeconds: null,
  startSkewSeconds: null,
  operations: {},
  workers: [],
  stonewall: null,
  cpu: null,
  cache: { hitFraction: null, method: 'unknown', before: null, after: null },
  processIo: null,
};

function measured(result: StepResult): Measured {
  return {
    endReason: result.endReason,
    elapsedSeconds: result.elapsedNs / 1e9,
    firstDoneSeconds: result.firstDoneNs / 1e9,
    startSkewSeconds: result.startSkewNs / 1e9,
    operations: operationRecords(result),
    workers: result.workers.map(({ elapsedNs, ...worker }) => ({ ...worker, elapsedSeconds: elapsedNs / 1e9 })),
    stonewall: stonewallRecord(result.stonewall),
    cpu: cpuRecord(result),
    cache: cacheRecord(result),
    processIo: processIoRecord(result.processIo),
  };
}

function engineRecord(spec: StepToRecord['spec'], result: StepResult | null): StepRecord['engine'] {
  const ready = result?.ready;
  return {
    requested: spec.engine,
    used: ready?.engineUsed ?? null,
    directRequested: spec.direct,
    direct: ready?.direct.used ?? null,
    directReason: ready?.direct.reason ?? '',
    queueDepth: ready?.queueDepthUsed ?? null,
    features: ready?.engineFeatures ?? [],
    refused: [
      ...(ready?.engineRefused ?? []).map(({ engine, reason }) => ({ what: engine, reason })),
      ...(ready?.engineFeaturesRefused ?? []).map(({ feature, reason }) => ({ what: feature, reason })),
    ],
  };
}

function cpuRecord({ cpu, operations }: StepResult): StepRecord['cpu'] {
  const total = operationTotal(operations);
  return {
    userSeconds: cpu.userNs / 1e9,
    systemSeconds: cpu.systemNs / 1e9,
    microsecondsPerOperation: total > 0 ? (cpu.userNs + cpu.systemNs) / 1e3 / total : null,
  };
}

function stonewallRecord(stonewall: StepResult['stonewall']): StepRecord['stonewall'] {
  if (stonewall === null) return null;
  const { reachedNs, ...items } = stonewall;
  return { reachedSeconds: reachedNs / 1e9, ...items };
}

function processIoRecord(io: StepResult['processIo']): StepRecord['processIo'] {
  const orNull = (value: number): number | null => (value < 0 ? null : value);
  return {
    readBytes: orNull(io.readBytes),
    writeBytes: orNull(io.writeBytes),
    rchar: orNull(io.rchar),
    wchar: orNull(io.wchar),
  };
}
