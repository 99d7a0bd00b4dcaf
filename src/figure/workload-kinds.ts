// Which kinds of workloads can have a metric.
import { checkpointMetrics } from '../result/metrics/checkpoint.js';
import { goalMetrics } from '../result/metrics/goals.js';
import { kvCacheMetrics } from '../result/metrics/kv-cache.js';
import { modelLoadMetrics } from '../result/metrics/model-load.js';
import { roundMetrics } from '../result/metrics/rounds.js';
import { trainingMetrics } from '../result/metrics/training.js';

const groups: readonly [Record<string, string>, readonly string[]][] = [
  [trainingMetrics, ['training']],
  [kvCacheMetrics, ['kv-cache']],
  [checkpointMetrics, ['checkpoint']],
  [modelLoadMetrics, ['model-load']],
  [roundMetrics, ['checkpoint', 'model-load']],
  [goalMetrics, ['block']],
];

/** Those of groups whose members differ. */
const single: Readonly<Record<string, readonly string[]>> = {
  workerSpread: ['block', 'files'],
  overHundredMs: ['files'],
  slowestSeconds: ['files'],
  slowestPace: ['files'],
  fitAccelerators: ['training'],
  samples: ['files', 'training'],
  samplesPerSecond: ['files', 'training'],
  readBytesPerSecond: ['training', 'kv-cache'],
};

/** Kinds in the words of workload files; null: all of them, as far as the kind alone tells. */
export function kindsOfFigure(name: string): readonly string[] | null {
  return single[name] ?? groups.find(([metrics]) => Object.hasOwn(metrics, name))?.[1] ?? null;
}
