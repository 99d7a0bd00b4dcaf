// Which figures a step is about: those that comparisons, histories and interference look at unless told otherwise.
import type { OperationRecord, StepRecord } from '../result/schema.js';
import { recordedKinds } from './operation-figures.js';

/** Blocks from here on are there to move bytes; smaller ones count. */
const bandwidthBlock = 2 ** 16;

/** Metrics that are what a kind is about. */
const mainMetrics = [
  'auPercent',
  'acceleratorsFed',
  'dataWaitP99Ns',
  'saveSeconds',
  'stallSeconds',
  'drainSeconds',
  'firstByteSeconds',
  'loadSeconds',
  'requestsPerSecond',
  'readP95Ns',
  'writeP95Ns',
];

/** Kinds whose operations are not what they are about. */
const metricKinds: readonly unknown[] = ['training', 'checkpoint', 'model-load', 'kv-cache'];

/** What a job does once at its end, or for each file besides what it is about. */
const minorKinds = ['chain', 'firstByte', 'fsync', 'close'];

/**
 * Names of the catalogue: of some kinds what they are about; of all others the rate, and the 99th percentile, of what they
 * do. In an open loop, the latency from the intended start is what a caller would have waited.
 */
export function mainFigures(step: StepRecord): string[] {
  const { job, metrics } = step;
  const known = mainMetrics.filter((name) => {
    // A save in the foreground is the stall.
    const same = name === 'stallSeconds' && metrics['drainSeconds'] === undefined;
    return metrics[name] !== undefined && !same;
  });
  return metricKinds.includes(job['kind']) && known.length > 0 ? known : [...known, ...ofOperations(step)];
}

/** Of chains of several operations the whole chain, besides it what they read and write; else each operation. */
function ofOperations({ operations }: StepRecord): string[] {
  const { chain } = operations;
  if (chain === undefined || chain.count === 0) {
    const kinds = recordedKinds.filter((kind) => !minorKinds.includes(kind));
    return kinds.flatMap((kind) => ofOne(kind, operations[kind]));
  }
  const moved = (['read', 'write'] as const).filter((kind) => operations[kind] !== undefined);
  const ofChain = ofOne('chain', chain).filter((name) => !name.endsWith('.bytesPerSecond'));
  return [...ofChain, ...moved.map((kind) => `${kind}.bytesPerSecond`)];
}

function ofOne(kind: string, operation: OperationRecord | undefined): string[] {
  if (operation === undefined || operation.count === 0) return [];
  const { count, bytes, intendedLatencyNs } = operation;
  const rate = bytes / count >= bandwidthBlock ? 'bytesPerSecond' : 'perSecond';
  return [`${kind}.${rate}`, `${kind}.${intendedLatencyNs === null ? '' : 'intended.'}p99`];
}
