// How long a step will take, as far as the workload tells.
import { meanBlock } from '../spec/block-sizes.js';
import type { LatencyTarget } from '../spec/workload.js';
import type { SizedBlock, SizedWorkload } from './size.js';
import { computeSeconds, trainingSeconds } from './training-time.js';

/** What a workload takes however fast the storage is, in seconds: a training computes, saves have pauses between them. */
export function leastSeconds(workload: SizedWorkload): number {
  const estimate = estimateSeconds(workload);
  if (estimate !== null) return estimate;
  if (workload.kind === 'training') return computeSeconds(workload);
  return workload.kind === 'checkpoint' ? (Math.max(0, workload.saves - 1) * workload.pause) / 1e9 : 0;
}

/** Seconds of delay, ramps, probes and measured time; null where the speed of the storage decides. */
export function estimateSeconds(workload: SizedWorkload): number | null {
  if (workload.kind === 'training') return trainingSeconds(workload);
  if (workload.kind === 'checkpoint' || workload.kind === 'model-load') return null;
  if (workload.kind === 'kv-cache') return workload.runtime === null ? null : workload.runtime / 1e9;
  const { runtime, ramp } = workload;
  const ends = [runtime === null ? null : runtime / 1e9, workload.kind === 'block' ? limitSeconds(workload) : null];
  const known = ends.filter((seconds) => seconds !== null);
  if (known.length === 0) return null;
  const target = workload.kind === 'block' ? workload.latencyTarget : null;
  const search = target === null ? 0 : (probesOf(target) * (ramp + target.probe)) / 1e9;
  const delay = workload.kind === 'block' ? workload.startDelay / 1e9 : 0;
  return delay + search + ramp / 1e9 + Math.min(...known);
}

/** Both bounds, and as many halvings of the ratio between them as it takes to reach the precision. */
function probesOf({ lowest, highest, precision }: LatencyTarget): number {
  const halvings = Math.log2(Math.log(highest / lowest) / Math.log(1 + precision / 100));
  return highest === lowest ? 1 : 2 + Math.max(0, Math.ceil(halvings));
}

/** Seconds until a worker that keeps its rate has reached `ioSize` or `operationLimit`; null without both or a rate. */
function limitSeconds(workload: SizedBlock): number | null {
  const { rate, ioSize, operationLimit } = workload;
  if (rate === null || (ioSize === null && operationLimit === null)) return null;
  const block = meanBlock(workload);
  const operations = Math.min(operationLimit ?? Infinity, ioSize === null ? Infinity : Math.ceil(ioSize / block));
  return 'operations' in rate ? operations / rate.operations : (operations * block) / rate.bytes;
}
