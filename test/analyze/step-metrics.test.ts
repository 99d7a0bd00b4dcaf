// Every metric that a step of any kind has is described, and every one that is described is a metric of some step.
import { describe, expect, test } from 'vitest';
import type { CheckpointStep } from '../../src/analyze/checkpoint-metrics.js';
import type { Goals } from '../../src/analyze/goals.js';
import { stepMetrics } from '../../src/analyze/step-metrics.js';
import type { TrainingStep } from '../../src/analyze/training-metrics.js';
import { metricGroups, type MetricName } from '../../src/result/metrics-schema.js';
import { kvResult } from '../fixtures/cached.js';
import {
  backgroundRound,
  checkpointAsked,
  checkpointLoad,
  checkpointResult,
  checkpointRound,
} from '../fixtures/checkpoints.js';
import { nativeGpu } from '../fixtures/gpu.js';
import { savedJob } from '../fixtures/saved.js';
import { sampleFilesAsked, trainingAsked, trainingEpoch, trainingResult } from '../fixtures/training.js';
import { nativeOperation, nativeResult } from '../result/samples.js';

interface Case {
  result: Parameters<typeof nativeResult>[0];
  spec?: Partial<TrainingStep['spec'] & CheckpointStep['spec']>;
  job?: TrainingStep['job'];
  goals?: Goals;
}

const read = nativeOperation();
const checkpoint = checkpointAsked();
const worker = { worker: 0, elapsedNs: 2e9, operations: 1000, bytes: 4_096_000, chains: 1000 };

/** Steps that between them have all that can be told. */
const cases: Record<string, Case> = {
  'small files in memory of GPUs': {
    result: {
      ...{ operations: { open: read, read, chain: read }, samples: 1000, workers: [worker, { ...worker, worker: 1 }] },
      ...{ gpu: nativeGpu(), memoryTraffic: { readBytes: 3e9, writeBytes: 1e9, method: 'uncore_imc' } },
    },
  },
  'steady blocks': {
    result: {},
    goals: { steadiness: { attained: true, afterSeconds: 3, value: 0.5, mean: 100 } },
  },
  'blocks at a rate that was found': {
    result: {},
    goals: { target: { percentile: 99, below: 1e6, rate: 500, percentileNs: 9e5, kept: true } },
  },
  'training with evaluations': {
    result: { training: trainingResult({ epochs: [trainingEpoch(), trainingEpoch({ kind: 'eval' })] }) },
    spec: { training: trainingAsked(), sampleFiles: sampleFilesAsked() },
    job: { kind: 'training', auThreshold: 90 },
  },
  'checkpoints in the background': {
    result: {
      checkpoint: checkpointResult({
        rounds: [checkpointRound(), backgroundRound({ number: 2 }), checkpointLoad(0.8)],
        verifiedPieces: 4,
      }),
    },
    spec: { checkpoint: checkpointAsked({ background: true }) },
    job: savedJob,
  },
  'loads of a model': {
    result: { checkpoint: checkpointResult({ rounds: [checkpointLoad(1)], verifiedPieces: 4 }) },
    spec: { checkpoint },
    job: { kind: 'model-load' },
  },
  'cache of keys and values': {
    result: { kvCache: kvResult(), operations: { read, write: read } },
    job: { kind: 'kv-cache' },
  },
};

/** What searches add in src/run; the tests of their records see the real ones. */
const ofSearches: MetricName[] = ['probes', 'fitAccelerators'];

const described = metricGroups.flatMap(({ metrics }) => Object.keys(metrics));

function namesOf({ result, spec, job, goals }: Case): string[] {
  const step = { spec: { training: null, sampleFiles: null, checkpoint: null, ...spec }, job: job ?? {} };
  return Object.keys(stepMetrics(step, nativeResult(result), goals ?? {}));
}

describe.each(Object.entries(cases))('of %s', (_, given) => {
  test('each metric is described', () => {
    const names = namesOf(given);
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !described.includes(name))).toEqual([]);
  });
});

test('each description is of a metric that there is', () => {
  const told = new Set([...Object.values(cases).flatMap(namesOf), ...ofSearches]);
  expect(described.filter((name) => !told.has(name))).toEqual([]);
});

test('no metric is described twice', () => {
  expect(described.filter((name, at) => described.indexOf(name) !== at)).toEqual([]);
});
