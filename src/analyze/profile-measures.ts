// Which figure of a step tells of which axis of a mount.
import { isChainTime, type RecordedKind } from '../native/contract.js';
import { formatBytes } from '../spec/units.js';
import type { OperationRecord, StepRecord } from '../result/schema.js';
import type { ProfileAxis } from './published-figures.js';

export interface Measure {
  axis: ProfileAxis;
  /** In the unit of the axis. */
  value: number;
  /** In words: `1MiB sequential read`. */
  what: string;
  /** Counts only where the axis has nothing else. */
  weak?: boolean;
}

/** Larger blocks are there to move bytes. */
const largestSmallBlock = 16 * 1024;
/** Of fewer calls on names a rate is chance. */
const leastNames = 100;
/** Caches answer these where they have been before, so they tell only where nothing else does. */
const looks: readonly RecordedKind[] = ['stat', 'statx'];
const randomOrders = ['random', 'permutation', 'zipf', 'pareto', 'normal', 'zoned'];
const dataKinds: readonly RecordedKind[] = ['read', 'write', 'fsync'];
/** What such a step shows is this machine, or a limit that somebody has set, not the mount. */
const notOfTheMount: readonly unknown[] = ['cache', 'harness', 'cgroup'];

/** None of a step that is not complete, or whose figures are not those of the mount. */
export function measuresOf(step: StepRecord): Measure[] {
  if (step.status !== 'complete' || notOfTheMount.includes(step.diagnosis?.bound)) return [];
  if (step.engine.used === 'null' || step.job['verify'] === 'only' || step.job['copyMode'] === 'copy-only') return [];
  return [...bandwidths(step), ...smallBlocks(step), ...names(step)];
}

function bandwidths({ operations, metrics, job }: StepRecord): Measure[] {
  const ofRounds = (['save', 'load'] as const).flatMap((kind) => {
    const rate = metrics[`${kind}BytesPerSecond`];
    return rate === undefined ? [] : [{ kind: `${kind} of a ${String(job['kind'])}`, rate }];
  });
  // Rates of saves and loads are with the pauses between them.
  const rounds = job['kind'] === 'checkpoint' || job['kind'] === 'model-load';
  const plain = rounds
    ? []
    : transfers(operations)
        .filter(([, operation]) => movesBytes(operation, job))
        .map(([kind, { bytesPerSecond }]) => ({ kind: wordsOf(kind, job), rate: bytesPerSecond }));
  return [...ofRounds, ...plain].map(({ kind, rate }) => ({ axis: 'bandwidth', value: rate, what: kind }));
}

/** Small blocks and files count operations, unless they are in order, so that read-ahead and caches join them. */
function movesBytes({ bytes, count }: OperationRecord, { kind, access }: StepRecord['job']): boolean {
  return bytes > count * largestSmallBlock || (kind === 'block' && access === 'sequential');
}

function smallBlocks({ operations, job, engine }: StepRecord): Measure[] {
  const { kind, blockSize, access, workers } = job;
  if (kind !== 'block' || typeof blockSize !== 'number' || blockSize > largestSmallBlock) return [];
  const isRandom = randomOrders.includes(String(access));
  const alone = workers === 1 && engine.queueDepth === 1;
  return transfers(operations).flatMap(([name, operation]) => [
    ...(isRandom ? [{ axis: 'iops' as const, value: operation.perSecond, what: wordsOf(name, job) }] : []),
    ...(alone
      ? [{ axis: 'latency' as const, value: operation.latencyNs.p50, what: `p50 of a ${wordsOf(name, job)}` }]
      : []),
  ]);
}

/** Names and attributes of steps that move no data: where they do, the data may be what takes the time. */
function names({ operations, job, metrics }: StepRecord): Measure[] {
  if (job['kind'] !== 'files') return [];
  const kinds = Object.entries(operations) as [RecordedKind, OperationRecord][];
  if (kinds.some(([kind]) => dataKinds.includes(kind))) {
    const { samplesPerSecond } = metrics;
    return samplesPerSecond === undefined || isPacked(job)
      ? []
      : [{ axis: 'metadata', value: samplesPerSecond, what: 'whole small files' }];
  }
  return kinds
    .filter(([kind]) => !isChainTime(kind) && kind !== 'list' && kind !== 'close')
    .filter(([, { count }]) => count >= leastNames)
    .map(([kind, { perSecond }]) => {
      const isLook = looks.includes(kind);
      const what = isLook ? `${kind}, which caches may have answered` : kind;
      return { axis: 'metadata', value: perSecond, what, weak: isLook };
    });
}

function transfers(operations: StepRecord['operations']): ['read' | 'write', OperationRecord][] {
  return (['read', 'write'] as const).flatMap((kind) => {
    const operation = operations[kind];
    return operation === undefined || operation.count === 0
      ? []
      : [[kind, operation] as ['read' | 'write', OperationRecord]];
  });
}

function isPacked({ packing }: StepRecord['job']): boolean {
  return typeof packing === 'string' && packing !== 'none';
}

function wordsOf(kind: 'read' | 'write', job: StepRecord['job']): string {
  const { blockSize, access } = job;
  if (job['kind'] !== 'block') return kind;
  const size = typeof blockSize === 'number' ? `${formatBytes(blockSize)} ` : '';
  return `${size}${typeof access === 'string' ? `${access} ` : ''}${kind}`;
}
