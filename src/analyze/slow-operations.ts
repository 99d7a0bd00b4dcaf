// How a crowd of small operations ends: the share of them that took far too long, and the worker that came last.
import type { NativeLatency, RecordedKind } from '../native/contract.js';
import { bucketsOf, decodeHistogram, encodeHistogram } from '../result/histogram.js';
import type { Metrics } from '../result/metrics-schema.js';
import type { StepResult } from '../result/step-result.js';
import { slowestOf } from './workers.js';

/** What people notice, and what no metadata operation of a healthy file system takes. */
const limitNs = 100_000_000;

const dataKinds: readonly RecordedKind[] = ['read', 'write', 'fsync'];

/** Metrics of a step of small files; none of a step that only moves data of open files. */
export function slowOperationMetrics({
  operations,
  workers,
  samples = 0,
}: Pick<StepResult, 'operations' | 'workers'> & { samples?: number }): Metrics {
  const kinds = Object.keys(operations) as RecordedKind[];
  if (kinds.every((kind) => dataKinds.includes(kind))) return {};
  // A chain on a shard moves many samples.
  const isPacked = samples > (operations.chain?.count ?? samples);
  const judged = operations[isPacked ? 'open' : judgedKind(kinds)];
  const slowest = slowestOf(workers);
  return {
    ...(judged === undefined || judged.count === 0 ? {} : { overHundredMs: fractionOver(judged.latencyNs, limitNs) }),
    ...(slowest === null ? {} : { slowestSeconds: slowest.elapsedSeconds, slowestPace: slowest.paceFraction }),
  };
}

/** Chains; of chains that are one listing, the looks at its entries. */
function judgedKind(kinds: RecordedKind[]): RecordedKind {
  if (kinds.includes('chain')) return 'chain';
  return kinds.includes('list') ? 'statx' : (kinds[0] ?? 'chain');
}

/** Values that share a bucket with the limit count as below it. */
function fractionOver({ histogram, overflow }: NativeLatency, limit: number): number {
  const buckets = bucketsOf(decodeHistogram(encodeHistogram(histogram)));
  const sum = (counted: typeof buckets) => counted.reduce((total, { count }) => total + count, overflow);
  const all = sum(buckets);
  return all === 0 ? 0 : sum(buckets.filter(({ lowest }) => lowest > limit)) / all;
}
