// Which figures of a workload are its headlines: what somebody who compares mounts asks of it.
import { operationKinds, type OperationKind, type RecordedKind } from '../native/contract.js';
import { formatCount, formatLatency, formatRate, formatSpan, formatTenths } from './numbers.js';
import type { Repeats, Values } from './repeats.js';

/** Of the operations of a kind, or of a metric: the median over the repeats. */
export type Headline = OperationHeadline | MetricHeadline;

interface OperationHeadline {
  kind: RecordedKind;
  /** `read`, `write IOPS`, `read p99`, `files/s`, `stat/s`. */
  label: string;
  text: (repeats: Repeats) => string;
}

interface MetricHeadline {
  metric: string;
  /** `AU`, `fed`, `GPU idle`. */
  label: string;
  text: (value: number) => string;
}

type Job = Record<string, unknown>;
type Choice = [label: string, text: OperationHeadline['text']];

/** Blocks from here on are there to move bytes; smaller ones count. */
const bandwidthBlock = 2 ** 16;

/**
 * Of large blocks the bytes a second; of small ones the operations a second, or the latency where one is in flight at a
 * time; of files the whole chains a second and the bytes, or of a mixture each operation's rate; of trainings how busy the
 * accelerators are; of checkpoints how long a save and a load take; of models how long until their first byte and their last. None of a workload that only checks data.
 */
export function headlinesOf(job: Job): Headline[] {
  if (job['verify'] === 'only') return [];
  if (job['kind'] === 'training') return ofTraining;
  if (job['kind'] === 'checkpoint') return checkpointHeadlines(job);
  if (job['kind'] === 'kv-cache') return ofCache;
  if (job['kind'] === 'model-load') return ofModelLoad;
  if (isChain(job)) return chainHeadlines(job);
  return kindsOf(job).flatMap((kind) => choicesOf(job, kind).map(([label, text]) => ({ kind, label, text })));
}

const ofTraining: MetricHeadline[] = [
  { metric: 'acceleratorsFed', label: 'fed', text: formatCount },
  { metric: 'auPercent', label: 'AU', text: formatTenths },
  { metric: 'gpuIdlePercent', label: 'GPU idle', text: formatTenths },
];

const ofModelLoad: MetricHeadline[] = [
  { metric: 'firstByteSeconds', label: '1st byte', text: formatSpan },
  { metric: 'loadSeconds', label: 'loaded', text: formatSpan },
  { metric: 'processBytesPerSecond', label: 'each', text: formatRate },
];

/** Those of its saves and of its loads, as far as there are any. */
function checkpointHeadlines({ saves, loads, background }: Job): MetricHeadline[] {
  const ofKind = (kind: 'save' | 'load'): MetricHeadline[] => [
    { metric: `${kind}Seconds`, label: kind, text: formatSpan },
    { metric: `${kind}BytesPerSecond`, label: `${kind} rate`, text: formatRate },
  ];
  return [
    ...(saves === 0 ? [] : ofKind('save')),
    ...(background === true ? [{ metric: 'stallSeconds', label: 'stall', text: formatSpan }] : []),
    ...(loads === 0 ? [] : ofKind('load')),
  ];
}
const ofCache: MetricHeadline[] = [
  { metric: 'readBytesPerSecond', label: 'read', text: formatRate },
  { metric: 'writeBytesPerSecond', label: 'write', text: formatRate },
  { metric: 'readP95Ns', label: 'read P95', text: formatLatency },
  { metric: 'writeP95Ns', label: 'write P95', text: formatLatency },
];

/** Each operation of a chain has the rate of the whole: one line tells it. */
function chainHeadlines(job: Job): OperationHeadline[] {
  const transfers = (['read', 'write'] as const).filter((kind) => askedOf(job).includes(kind));
  return [
    { kind: 'chain', label: 'files/s', text: ({ median }) => formatCount(median.perSecond) },
    ...transfers.map((kind) => ({
      kind,
      label: kind,
      text: ({ median }: Repeats) => formatRate(median.bytesPerSecond),
    })),
  ];
}

function isChain(job: Job): boolean {
  const { kind, operations, items } = job;
  const onFiles = kind === 'files' && items !== 'directories' && !isPacked(job);
  return onFiles && Array.isArray(operations) && operations.length > 1;
}

function kindsOf(job: Job): OperationKind[] {
  if (job['kind'] === 'files') return operationKinds.filter((kind) => askedOf(job).includes(kind));
  const share = typeof job['readPercent'] === 'number' ? job['readPercent'] : 100;
  return [...(share > 0 ? (['read'] as const) : []), ...(share < 100 ? (['write'] as const) : [])];
}

/** With the looks at entries of a listing, which have a rate of their own. */
function askedOf({ operations, mix }: Job): unknown[] {
  const shares = Array.isArray(mix) ? (mix as { operations: unknown[] }[]) : [];
  const asked = [
    ...(Array.isArray(operations) ? (operations as unknown[]) : []),
    ...shares.flatMap((share) => share.operations),
  ];
  return asked.includes('list') ? [...asked, 'statx'] : asked;
}

function choicesOf(job: Job, kind: OperationKind): Choice[] {
  // Of shards the rate of their opening says nothing.
  if (isPacked(job)) return kind === 'read' ? [[kind, ({ median }) => formatRate(median.bytesPerSecond)]] : [];
  if (job['kind'] === 'files') return [[`${kind}/s`, ({ median }) => formatCount(median.perSecond)]];
  if (smallestBlock(job, kind) >= bandwidthBlock) return [[kind, ({ median }) => formatRate(median.bytesPerSecond)]];
  if (job['queueDepth'] !== 1 || job['workers'] !== 1) {
    return [[`${kind} IOPS`, ({ median }) => formatCount(median.perSecond)]];
  }
  return [
    [`${kind} p50`, latencyText('p50')],
    [`${kind} p99`, latencyText('p99')],
  ];
}

function isPacked({ packing }: Job): boolean {
  return typeof packing === 'string' && packing !== 'none';
}

// In an open loop, the latency from the intended start is what a caller would have waited.
function latencyText(key: keyof Values): OperationHeadline['text'] {
  return ({ median, intended }) => formatLatency((intended ?? median)[key]);
}

/** Bytes; 0 where the job names none. */
function smallestBlock(job: Job, kind: OperationKind): number {
  const sizes = ['blockSize', 'blockSizeRange', 'blockSizeSplit'].flatMap((key) => numbersIn(job[key], kind));
  return sizes.length === 0 ? 0 : Math.min(...sizes);
}

/** The sizes of a size, a range or a split, of which reads and writes may each have their own. */
function numbersIn(value: unknown, kind: OperationKind): number[] {
  if (typeof value === 'number') return [value];
  if (Array.isArray(value)) return value.flatMap((share: { size?: unknown }) => numbersIn(share.size, kind));
  if (typeof value !== 'object' || value === null) return [];
  const map = value as Record<string, unknown>;
  return numbersIn('from' in map ? map['from'] : map[kind], kind);
}
