// Builders of planned steps and progress events for the tests of the live view and of the log.
import type {
  NativeInterval,
  NativeIntervalOperation,
  NativeReady,
  NativeSnapshot,
} from '../../src/native/contract.js';
import { plainBlocks } from '../../src/plan/block-job.js';
import { hostMemory } from '../../src/plan/gpu-job.js';
import { plainItems } from '../../src/plan/plain-items.js';
import type { Plan, PlannedStep } from '../../src/plan/planned-step.js';
import type { Progress } from '../../src/run/progress.js';
import { blockJob } from '../fixtures/records.js';

const spec: PlannedStep['spec'] = {
  kind: 'block',
  engine: 'auto',
  direct: true,
  workers: 1,
  queueDepth: 32,
  submitBatch: 8,
  completeBatch: 8,
  ...plainBlocks(4096),
  root: '/mnt/here/ioproof-data/block-1x1GiB-0123456789ab',
  fileCount: 1,
  filesPerDirectory: 1000,
  directoryWidth: 0,
  directoryDepth: 0,
  filePrefix: 'f',
  fileSize: 2 ** 30,
  fileSizes: { form: 'fixed', from: 0, to: 0, median: 0, sigma: 0, shares: [] },
  access: 'random',
  readPercent: 100,
  operations: [],
  seed: 1,
  rampNs: 0,
  runtimeNs: 10e9,
  passes: 0,
  intervalNs: 1e9,
  fsync: 'none',
  verify: 'none',
  stampDataset: 0,
  stampGeneration: 0,
  stampOldest: 0,
  createFiles: false,
  fallocate: 'native',
  requireWritten: true,
  dropCache: false,
  ...plainItems(),
  registerBuffers: true,
  registerFiles: true,
  linkChains: true,
  sqPoll: false,
  ioPoll: false,
  hugePages: false,
  cpus: [],
  numaNode: -1,
  ...hostMemory(),
  nullLatencyNs: 0,
  nullFailEvery: 0,
  nullShortEvery: 0,
};

/** A step of 10 s; `seconds: null` plans one pass without a time. */
export function plannedStep(
  id: string,
  given: { seconds?: number | null; ramp?: number; startDelay?: number } = {},
): PlannedStep {
  const [workload = '', mount = '', repeat = '1'] = id.split('/');
  const { seconds = 10, ramp = 0, startDelay = 0 } = given;
  return {
    id,
    workload,
    mount,
    mountPath: `/mnt/${mount}`,
    repeat: Number(repeat),
    variant: {},
    job: blockJob({ name: workload }),
    phase: null,
    dataset: null,
    layout: null,
    spec: { ...spec, rampNs: ramp * 1e9, runtimeNs: (seconds ?? 0) * 1e9, passes: seconds === null ? 1 : 0 },
    steadyState: null,
    latencyTarget: null,
    startDelayNs: startDelay * 1e9,
    dropSystemCaches: false,
    verifyMode: null,
    estimatedSeconds: seconds === null ? null : seconds + ramp,
    leastSeconds: (seconds ?? 0) + ramp,
  };
}

export function planEvent(steps: PlannedStep[]): Progress {
  const plan: Plan = {
    steps,
    mounts: [{ name: 'here', path: '/mnt/here', datasets: [], bytes: 2 ** 30, inodes: 3 }],
    estimatedSeconds: steps.reduce((sum, step) => sum + (step.estimatedSeconds ?? 0), 0),
    leastSeconds: steps.reduce((sum, step) => sum + step.leastSeconds, 0),
    unboundedSteps: steps.filter((step) => step.estimatedSeconds === null).length,
  };
  return { type: 'plan', runId: '20261120-224501-ab12', directory: 'results/20261120-224501-ab12', plan };
}

export function startEvent(step: PlannedStep): Progress {
  return { type: 'step-start', step, index: 0, total: 1 };
}

/** Snapshot of the measured time, `seconds` after its start. */
export function snapshotEvent(step: PlannedStep, seconds: number, given: Partial<NativeSnapshot> = {}): Progress {
  const snapshot: NativeSnapshot = {
    phase: 'measure',
    elapsedNs: seconds * 1e9,
    operations: 0,
    bytes: 0,
    errors: 0,
    fractionDone: 0,
    pausedNs: 0,
    workersDone: [],
    training: null,
    checkpoint: null,
    kvCache: null,
    ...given,
  };
  return { type: 'snapshot', step, snapshot };
}

/** Interval number `index` of one second each. */
export function intervalEvent(step: PlannedStep, index: number, operations: NativeInterval['operations']): Progress {
  return { type: 'interval', step, interval: { index, startNs: index * 1e9, durationNs: 1e9, operations } };
}

/** One kind of operation of an interval: `count` operations of `blockSize` bytes, percentiles from the median (us). */
export function intervalOperation(count: number, blockSize = 4096, p50us = 100): NativeIntervalOperation {
  const p50 = p50us * 1000;
  return { count, bytes: count * blockSize, errors: 0, p50, p99: p50 * 4, max: p50 * 40, histogram: new Uint8Array() };
}

export function readyEvent(step: PlannedStep): Progress {
  const ready: NativeReady = {
    engineUsed: 'io_uring',
    engineRefused: [],
    engineFeatures: [],
    engineFeaturesRefused: [],
    queueDepthUsed: 32,
    direct: { requested: true, used: true, memoryAlignment: 512, offsetAlignment: 512, method: 'statx', reason: '' },
    cacheBefore: { residentBytes: 0, totalBytes: 2 ** 30, method: 'cachestat' },
    resumedBytes: 0,
  };
  return { type: 'ready', step, ready };
}
