// Native results, steps and records that tests start from; each call gives new objects.
import { inflateSync } from 'node:zlib';
import { build, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';
import type { NativeJobResult, NativeOperationResult } from '../../src/native/contract.js';
import type { HostRecord, MountRecord, RunRecord, StepRecord } from '../../src/result/schema.js';
import type { StepOutcome, StepToRecord } from '../../src/result/step-record.js';

/** A histogram made by the reference library. */
export function referenceHistogram(values: number[]): Histogram {
  const histogram = build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000_000,
    numberOfSignificantValueDigits: 3,
  });
  for (const value of values) histogram.recordValue(value);
  return histogram;
}

/** The uncompressed V2 payload of a histogram, as the addon hands it over. */
export function payloadOf(histogram: Histogram): Uint8Array {
  const eightBytesOfHeader = 8;
  return inflateSync(Buffer.from(encodeIntoCompressedBase64(histogram), 'base64').subarray(eightBytesOfHeader));
}

export function nativeOperation(changes: Partial<NativeOperationResult> = {}): NativeOperationResult {
  return {
    count: 1000,
    bytes: 4_096_000,
    errors: 0,
    short: 0,
    entries: 0,
    missing: 0,
    latencyNs: {
      min: 1000,
      mean: 2000.5,
      stddev: 10.25,
      max: 9000,
      p50: 2000,
      p90: 3000,
      p99: 4000,
      p999: 5000,
      p9999: 6000,
      overflow: 0,
      histogram: payloadOf(referenceHistogram([1000, 2000, 9000])),
    },
    intendedLatencyNs: null,
    ...changes,
  };
}

/** A buffered read of 1000 blocks over two seconds that storage answered in full. */
export function nativeResult(changes: Partial<NativeJobResult> = {}): NativeJobResult {
  return {
    ready: nativeReady(),
    endReason: 'runtime',
    startSkewNs: 2000,
    elapsedNs: 2_000_000_000,
    firstDoneNs: 1_900_000_000,
    operations: { read: nativeOperation() },
    cpu: { userNs: 300_000_000, systemNs: 200_000_000 },
    processIo: { readBytes: 4_096_000, writeBytes: 0, rchar: 4_096_000, wchar: 0 },
    cacheAfter: { residentBytes: 4_096_000, totalBytes: 8_192_000, method: 'mincore' },
    firstError: null,
    gpu: null,
    memoryTraffic: null,
    memoryTrafficReason: 'not asked for',
    verification: null,
    newestGeneration: 0,
    coveredGeneration: 0,
    workers: [{ worker: 0, elapsedNs: 2_000_000_000, operations: 1000, bytes: 4_096_000, chains: 1000 }],
    stonewall: null,
    samples: 0,
    mix: [],
    passes: [],
    training: null,
    checkpoint: null,
    kvCache: null,
    ...changes,
  };
}

export function nativeReady(changes: Partial<NativeJobResult['ready']> = {}): NativeJobResult['ready'] {
  return {
    engineUsed: 'io_uring',
    engineRefused: [],
    engineFeatures: ['registered-buffers'],
    engineFeaturesRefused: [],
    queueDepthUsed: 32,
    direct: {
      requested: false,
      used: false,
      memoryAlignment: 0,
      offsetAlignment: 0,
      method: 'none',
      reason: 'not asked for',
    },
    cacheBefore: { residentBytes: 0, totalBytes: 8_192_000, method: 'mincore' },
    resumedBytes: 0,
    ...changes,
  };
}

export function directFacts(used: boolean): NativeJobResult['ready']['direct'] {
  const reason = used ? '' : 'open with O_DIRECT gives EINVAL';
  return { requested: true, used, memoryAlignment: 512, offsetAlignment: 512, method: 'trial', reason };
}

export function stepToRecord(): StepToRecord {
  return {
    id: 'random-read-4k@queueDepth=32/here/1',
    workload: 'random-read-4k',
    mount: 'here',
    repeat: 1,
    variant: { queueDepth: 32 },
    job: { name: 'random-read-4k', kind: 'block', blockSize: 4096 },
    spec: { engine: 'auto', direct: false },
    verifyMode: null,
  };
}

export function completeOutcome(changes: Partial<StepOutcome> = {}): StepOutcome {
  return {
    status: 'complete',
    result: nativeResult(),
    error: null,
    startedAt: '2026-11-20T22:45:01.000Z',
    endedAt: '2026-11-20T22:45:04.500Z',
    dataset: { directory: 'block-1x8MiB-0123456789ab', bytes: 8_388_608, reused: false, layoutSeconds: 0.5 },
    systemCaches: null,
    metrics: { workerSpread: 0.25 },
    warnings: [],
    ...changes,
  };
}

export function runRecord(steps: StepRecord[]): RunRecord {
  return {
    schemaVersion: 1,
    tool: { name: 'ioproof', version: '0.1.0' },
    run: {
      id: '20261120-224501-ab12',
      command: ['ioproof', 'run', 'random-read-4k'],
      startedAt: '2026-11-20T22:45:00.000Z',
      endedAt: null,
      status: 'partial',
      reasons: ['1 of 2 steps is not complete'],
    },
    hosts: [hostRecord()],
    mounts: [mountRecord()],
    steps,
  };
}

function hostRecord(): HostRecord {
  return {
    name: 'node1',
    kernel: '6.8.0',
    os: 'Debian GNU/Linux 12',
    cpu: { model: 'Some CPU', architecture: 'x64', sockets: 1, cores: 8, threads: 16, governor: null },
    memoryBytes: 2 ** 36,
    memoryAvailableBytes: 2 ** 35,
    numa: [{ node: 0, cpus: '0-15', memoryBytes: 2 ** 36 }],
    cgroup: { version: 2, cpuQuotaCores: 1.5, memoryLimitBytes: null, cpuset: null },
    limits: { memlockBytes: 'unlimited', openFiles: 1024 },
    ioUringDisabled: 0,
    transparentHugePages: 'madvise',
    hugePagesFree: 0,
    clocksource: 'tsc',
    virtualization: null,
    nodeVersion: 'v20.19.0',
    gpus: [],
  };
}

function mountRecord(): MountRecord {
  return {
    name: 'here',
    path: '/data',
    fileSystem: {
      type: 'ext4',
      source: '/dev/nvme0n1p1',
      mountPoint: '/data',
      options: ['rw', 'relatime'],
      superOptions: ['rw'],
      majorMinor: '259:1',
      statfs: {
        type: '0xef53',
        blockSize: 4096,
        totalBytes: 2 ** 40,
        freeBytes: 2 ** 39,
        availableBytes: 2 ** 39,
        files: 1_000_000,
        freeFiles: 999_999,
      },
      device: {
        name: 'nvme0n1',
        scheduler: 'none',
        rotational: false,
        model: null,
        logicalBlockSize: 512,
        physicalBlockSize: 4096,
        queueDepth: 1023,
        readAheadKb: 128,
        maxSectorsKb: 1280,
        writeCache: 'write back',
        numaNode: null,
        stack: [],
      },
    },
  };
}
