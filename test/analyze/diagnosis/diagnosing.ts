// Steps that the tests of diagnoses start from: what was in flight and the processor time are given, the rest follows.
import { diagnose, type DiagnosisInput, type StepToDiagnose } from '../../../src/analyze/diagnosis/diagnose.js';
import type { NativeJobResult, NativeOperationResult, RecordedKind } from '../../../src/native/contract.js';
import type { CountersRecord, Diagnosis, FileSystemRecord } from '../../../src/result/schema.js';
import { mountRecord } from '../../fixtures/records.js';
import { fileSystemOnNode } from '../../fixtures/gpu.js';
import { directFacts, nativeOperation, nativeReady, nativeResult } from '../../result/samples.js';

/** Of ten seconds in which one worker could have 32 operations in flight. */
export interface Given {
  /** Mean number in flight, all of them of one kind. */
  inFlight?: number;
  kind?: RecordedKind;
  depth?: number;
  workers?: number;
  cores?: number | null;
  /** Processor time as a part of that of the workers, and the part of it outside the kernel. */
  cpu?: number;
  user?: number;
  /** Buffered, with this share of the bytes from the page cache. */
  hits?: number;
  spec?: Partial<StepToDiagnose['spec']>;
  result?: Partial<NativeJobResult>;
  counters?: Partial<CountersRecord> | null;
  fileSystem?: FileSystemRecord;
  host?: DiagnosisInput['host'];
  metrics?: DiagnosisInput['metrics'];
  verifyMode?: StepToDiagnose['verifyMode'];
}

const seconds = 10;
export const elapsedNs = seconds * 1e9;
const meanNs = 1e6;

/** Operations of a mean of a millisecond, so many that this number was in flight. */
export function operationsInFlight(inFlight: number, given: Partial<NativeOperationResult> = {}) {
  const count = Math.round((inFlight * elapsedNs) / meanNs);
  const latencyNs = { ...nativeOperation().latencyNs, mean: meanNs };
  return nativeOperation({ count, bytes: count * 4096, latencyNs, ...given });
}

export function diagnosed(given: Given): Diagnosis | null {
  const { workers = 1, inFlight = 32, kind = 'read', depth = 32, cpu = 0.1, user = 0.3 } = given;
  const { cores = 64, hits, counters = null, metrics = {}, verifyMode = null } = given;
  const operation = operationsInFlight(inFlight);
  const cpuNs = cpu * workers * elapsedNs;
  const result = nativeResult({
    elapsedNs,
    ready: nativeReady({ queueDepthUsed: depth, direct: directFacts(hits === undefined) }),
    operations: { [kind]: operation },
    processIo: { readBytes: operation.bytes * (1 - (hits ?? 0)), writeBytes: 0, rchar: 0, wchar: 0 },
    cpu: { userNs: user * cpuNs, systemNs: (1 - user) * cpuNs },
    workers: Array.from({ length: workers }, (_, worker) => ({
      ...{ worker, elapsedNs, operations: operation.count, bytes: operation.bytes, chains: operation.count },
    })),
    ...given.result,
  });
  return diagnose({
    step: { spec: { ...blockSpec, workers, ...given.spec }, verifyMode },
    ...{ result, metrics, cores, host: given.host },
    counters: counters === null ? null : { ...noCounters, ...counters },
    fileSystem: given.fileSystem ?? onDevice(),
  });
}

const blockSpec: StepToDiagnose['spec'] = {
  ...{ kind: 'block', workers: 1, rateOperations: 0, rateBytes: 0, thinkNs: 0, thinkEvery: 0, ioPoll: false },
  ...{ memory: 'host', copyMode: 'full', training: null, kvCache: null },
};

/** On nvme0n1. */
export function onDevice(given: Partial<NonNullable<FileSystemRecord['device']>> = {}): FileSystemRecord {
  const { device } = fileSystemOnNode(0);
  return mountRecord('here', { device: device === null ? null : { ...device, ...given } }).fileSystem;
}

export function onServer(type = 'nfs4'): FileSystemRecord {
  return mountRecord('here', { type }).fileSystem;
}

export const noCounters: CountersRecord = {
  ...{ seconds, shared: false, sources: [], deltas: {}, gauges: {}, rpc: null, device: null, links: [] },
  ...{ processor: null, pressure: null, throttledSeconds: null },
};

export function deviceCounters(given: Partial<NonNullable<CountersRecord['device']>>): Pick<CountersRecord, 'device'> {
  const moved = { reads: 1000, writes: 0, readBytes: 4_096_000, writtenBytes: 0 };
  const shares = { readPerByteAsked: 1, writtenPerByteAsked: null };
  return { device: { name: 'nvme0n1', ...moved, busyFraction: 1, meanQueue: 30, meanWaitMs: 1, ...shares, ...given } };
}

export function rpcCounters(given: Partial<NonNullable<CountersRecord['rpc']>>): Pick<CountersRecord, 'rpc'> {
  const requests = { protocol: 'nfs', requests: 1000, readRequests: 1000, writeRequests: 0, metadataRequests: 0 };
  const bytes = { sentBytes: null, receivedBytes: null, readBytes: null, writtenBytes: null };
  const shares = { perOperation: 1, readPerByteAsked: 1, writtenPerByteAsked: null };
  return {
    rpc: { ...requests, ...bytes, ...shares, meanWaitMs: null, meanQueueMs: null, retransmissions: 0, ...given },
  };
}
