// The record of a step → what its native job told, as far as the record keeps it: what its figures are computed from.
import type { NativeLatency, RecordedKind } from '../native/contract.js';
import { histogramPayload } from '../result/histogram.js';
import type { LatencyRecord, StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import { nativeCheckpoint, nativeTraining } from './native-rounds.js';
import { nanosecondsOf } from './nanoseconds.js';

const noCache = { residentBytes: 0, totalBytes: 0, method: '' };

/** Null for a step without a result. What the record does not keep is empty, and no figure may rest on it. */
export function nativeResultOf(step: StepRecord): StepResult | null {
  const { elapsedSeconds, firstDoneSeconds, startSkewSeconds, endReason, cpu, cache, processIo, workers } = step;
  if (elapsedSeconds === null || endReason === null || cpu === null) return null;
  const io = (value: number | null | undefined) => value ?? -1;
  return {
    ready: readyOf(step),
    endReason,
    startSkewNs: nanosecondsOf(startSkewSeconds ?? 0),
    elapsedNs: nanosecondsOf(elapsedSeconds),
    firstDoneNs: nanosecondsOf(firstDoneSeconds ?? 0),
    operations: operationsOf(step),
    cpu: { userNs: nanosecondsOf(cpu.userSeconds), systemNs: nanosecondsOf(cpu.systemSeconds) },
    processIo: {
      readBytes: io(processIo?.readBytes),
      writeBytes: io(processIo?.writeBytes),
      rchar: io(processIo?.rchar),
      wchar: io(processIo?.wchar),
    },
    cacheAfter: cache.after ?? noCache,
    firstError: null,
    ...gpuPart(step),
    verification: null,
    newestGeneration: 0,
    coveredGeneration: 0,
    workers: workers.map(({ elapsedSeconds: own, chains = 0, ...worker }) => {
      return { ...worker, chains, elapsedNs: nanosecondsOf(own) };
    }),
    stonewall: null,
    samples: step.training === undefined ? (step.metrics['samples'] ?? 0) : 0,
    mix: (step.mix ?? []).map((share) => ({ ...share, latencyNs: nativeLatency(share.latencyNs) })),
    passes: passesOf(step),
    training: nativeTraining(step),
    checkpoint: nativeCheckpoint(step),
    kvCache: kvCacheOf(step),
  };
}

function nativeLatency({ histogram, ...latency }: LatencyRecord): NativeLatency {
  return { ...latency, histogram: histogramPayload(histogram) };
}

function readyOf({ engine, cache }: StepRecord): StepResult['ready'] {
  const direct = { memoryAlignment: 0, offsetAlignment: 0, method: '', reason: engine.directReason };
  return {
    engineUsed: engine.used ?? 'null',
    engineRefused: [],
    engineFeatures: engine.features,
    engineFeaturesRefused: [],
    queueDepthUsed: engine.queueDepth ?? 0,
    direct: { requested: engine.directRequested, used: engine.direct ?? false, ...direct },
    cacheBefore: cache.before ?? noCache,
    resumedBytes: 0,
  };
}

function operationsOf({ operations }: StepRecord): StepResult['operations'] {
  const kinds = Object.entries(operations) as [RecordedKind, (typeof operations)[RecordedKind] & object][];
  return Object.fromEntries(
    kinds.map(([kind, { count, bytes, errors, short, entries = 0, missing = 0, latencyNs, intendedLatencyNs }]) => {
      const counts = { count, bytes, errors, short, entries, missing };
      const intended = intendedLatencyNs === null ? null : nativeLatency(intendedLatencyNs);
      return [kind, { ...counts, latencyNs: nativeLatency(latencyNs), intendedLatencyNs: intended }];
    }),
  );
}

function passesOf({ epochs = [] }: StepRecord): StepResult['passes'] {
  return epochs.map(({ seconds, pauseSeconds, files, before, systemCaches }, index) => {
    const times = { elapsedNs: nanosecondsOf(seconds), pausedNs: nanosecondsOf(pauseSeconds) };
    return { index, ...times, chains: files, cacheBefore: before, systemCaches };
  });
}

/** Of registrations only their times are needed. */
function gpuPart({
  gpu,
  memoryTraffic,
}: StepRecord): Pick<StepResult, 'gpu' | 'memoryTraffic' | 'memoryTrafficReason'> {
  const { readBytes = null, writeBytes = null, method = '', reason = '' } = memoryTraffic ?? {};
  const traffic = readBytes === null || writeBytes === null ? null : { readBytes, writeBytes, method };
  if (gpu === undefined) return { gpu: null, memoryTraffic: traffic, memoryTrafficReason: reason };
  const native = ({ count, bytes, seconds, longestSeconds }: (typeof gpu)['registration']['handles']) => {
    return { count, bytes, totalNs: nanosecondsOf(seconds), longestNs: nanosecondsOf(longestSeconds) };
  };
  const { handles, buffers, pinned } = gpu.registration;
  const registration = { handles: native(handles), buffers: native(buffers), pinned: native(pinned) };
  const devices = gpu.devices.map((device) => ({ ...device, numaNode: device.numaNode ?? -1 }));
  const told = { ...gpu, devices, registration } as NonNullable<StepResult['gpu']>;
  return { gpu: told, memoryTraffic: traffic, memoryTrafficReason: reason };
}

function kvCacheOf({ kvCache }: StepRecord): StepResult['kvCache'] {
  if (kvCache === undefined) return null;
  const { priorities } = kvCache;
  const times = (of: typeof kvCache.readNs) => ({ ...nativeLatency(of), p95: of.p95 });
  const priority = ({ requests, latencyNs }: typeof priorities.batch) => ({ requests, latencyNs: times(latencyNs) });
  return {
    ...kvCache,
    priorities: {
      interactive: priority(priorities.interactive),
      responsive: priority(priorities.responsive),
      batch: priority(priorities.batch),
    },
    firstDamage: '',
    readNs: times(kvCache.readNs),
    readDeviceNs: times(kvCache.readDeviceNs),
    writeNs: times(kvCache.writeNs),
    syncNs: times(kvCache.syncNs),
    storageNs: times(kvCache.storageNs),
  };
}
