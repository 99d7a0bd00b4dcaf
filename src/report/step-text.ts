// Sentences about a step and its doubts, shared by table, live view and log: the job, the error, the evidence.
import type { Probe, StepError, StepRecord, Warning } from '../result/schema.js';
import { variantText as plainVariantText } from '../figure/variant.js';
import { formatBytes } from '../spec/units.js';
import type { MixShare } from '../spec/workload.js';
import { checkpointJobText } from './checkpoint-words.js';
import { printable } from './display-text.js';
import { blockSizeText, paceText } from './job-words.js';
import { kvCacheJobText } from './kv-cache-words.js';
import { modelLoadJobText } from './model-load-words.js';
import { formatCount, formatLatency, formatPercent, formatRate, formatSize } from './numbers.js';
import { trainingJobText } from './training-words.js';

type Job = Record<string, unknown>;

/** The job in a few words, without the swept keys: `4KiB random read, 1 worker, depth 32`. */
export function jobText(job: Job, swept: readonly string[] = []): string {
  const value = (key: string) => (swept.includes(key) ? undefined : job[key]);
  // How its readers are spread over threads says nothing of what it asks of storage.
  if (job['kind'] === 'training') return printable(trainingJobText(value));
  if (job['kind'] === 'checkpoint') return printable(checkpointJobText(value));
  if (job['kind'] === 'kv-cache') return printable(kvCacheJobText(value));
  if (job['kind'] === 'model-load') return printable(modelLoadJobText(value));
  const depth = value('queueDepth');
  const what = job['kind'] === 'files' ? filesText(value) : blockText(value);
  const workers = value('workers');
  return [
    what,
    typeof workers === 'number' ? `${workers} ${workers === 1 ? 'worker' : 'workers'}` : '',
    typeof depth === 'number' ? `depth ${depth}` : '',
    paceText(value),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Engine and path to storage, as used: `io_uring direct`, `cufile batch, gds-nvfs`; empty without a result. */
export function engineText(record: StepRecord): string {
  if (record.engine.used === null) return '';
  // The null engine touches no storage, so neither word would be true of it.
  if (record.engine.used === 'null') return 'null engine';
  if (record.engine.used === 'cufile') return cufileText(record);
  const { copyMode } = record.job;
  if (copyMode === 'copy-only') return `${record.engine.used} ${copyMode}`;
  if (copyMode === 'host-only') return `${record.engine.used} ${copyMode} ${storageText(record)}`;
  return `${record.engine.used} ${storageText(record)}`;
}

/** Its mode, and the path that its data is proved to have taken. */
function cufileText({ job, gpu }: StepRecord): string {
  const { cufileMode } = job;
  const mode = typeof cufileMode === 'string' ? ` ${cufileMode}` : '';
  const forced = job['cufileCompat'] === 'force' ? ' (forced)' : '';
  return `cufile${mode}, ${gpu?.path?.verdict ?? 'unverified'}${forced}`;
}

function storageText({ engine }: StepRecord): string {
  return engine.direct === true ? 'direct' : 'buffered';
}

/** Code, message and those values of an error that its message does not say. */
export function errorText(error: StepError | null): string {
  if (error === null) return 'no reason was recorded';
  const values = [
    ['error', error.errnoName],
    ['operation', error.operation],
    ['offset', error.offset],
    ['length', error.length],
    ['path', error.path],
    ['signal', error.signal],
  ] as const;
  const missing = values
    .filter(([, value]) => value !== undefined && value !== '' && !error.message.includes(String(value)))
    .map(([key, value]) => `${key} ${value}`);
  return printable(`${error.code}: ${error.message}${missing.length > 0 ? ` (${missing.join(', ')})` : ''}`);
}

/** The error for one line that may be cut: what tells most first, `EIO: read of 4096 bytes at offset 0 …`. */
export function errorBrief(error: StepError | null): string {
  if (error === null) return errorText(error);
  return printable(`${error.errnoName || error.signal || error.code}: ${error.message}`);
}

/** The values that a warning rests on: `residentBytes: 1.00 GiB; hitFraction: 93%`. */
export function evidenceText(warning: Warning): string {
  const parts = Object.entries(warning.evidence).map(([key, value]) => `${key}: ${evidenceValue(key, value)}`);
  return printable(parts.join('; '));
}

/** A try of a search for a rate: `probe 3: 12.0k operations a second, 812 us, kept`. */
export function probeText(number: number, { rate, percentileNs, kept }: Probe): string {
  const latency = percentileNs === null ? 'nothing completed' : formatLatency(percentileNs);
  return `probe ${number}: ${formatCount(rate)} operations a second, ${latency}, ${kept ? 'kept' : 'not kept'}`;
}

/** Where the writing of a data set goes on: `resumed at 1200 of 4000 files`. */
export function resumptionText({ files, fileCount }: { files: number; fileCount: number }): string {
  return `resumed at ${files} of ${fileCount} files`;
}

/** Swept keys with their values: `queueDepth=32 blockSize=4KiB`. */
export function variantText(variant: StepRecord['variant']): string {
  return printable(plainVariantText(variant));
}

type Value = (key: string) => unknown;

function blockText(value: Value): string {
  const share = value('readPercent');
  const access = value('access');
  const skew = value('skew');
  const order = [access, skew].filter((word) => typeof word === 'string' || typeof word === 'number').join(' ');
  const direction = typeof share === 'number' ? shareText(share) : '';
  const what = value('verify') === 'only' ? 'verify' : direction;
  return [blockSizeText(value), order, what].filter((word) => word !== '').join(' ');
}

function shareText(readPercent: number): string {
  if (readPercent === 100) return 'read';
  return readPercent === 0 ? 'write' : `${readPercent}% read`;
}

function filesText(value: Value): string {
  const operations = value('operations');
  const chain = Array.isArray(operations) ? operations.join('-') || mixText(value('mix')) : '';
  const packing = value('packing');
  const packed = typeof packing === 'string' && packing !== 'none';
  const size = fileSizeText(value('fileSize'));
  const items = size === '' ? '' : `${size} ${packed ? 'samples' : 'files'}`;
  return printable([chain, items, packed ? `in ${packing} shards` : ''].join(' ').replace(/ +/g, ' ').trim());
}

/** `mix of 30% open-read-close, 70% stat`. */
function mixText(mix: unknown): string {
  if (!Array.isArray(mix)) return '';
  const shares = (mix as MixShare[]).map(({ percent, operations }) => `${percent}% ${operations.join('-')}`);
  return `mix of ${shares.join(', ')};`;
}

/** `64KiB`; nothing where files are empty or their size does not matter; or `lognormal` where sizes are drawn. */
function fileSizeText(size: unknown): string {
  if (typeof size === 'number') return size === 0 ? '' : formatBytes(size);
  return typeof size === 'object' && size !== null ? Object.keys(size).join() : '';
}

function evidenceValue(key: string, value: unknown): string {
  if (typeof value === 'number') return evidenceNumber(key, value);
  if (Array.isArray(value)) return value.map((item: unknown) => evidenceValue(key, item)).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).map(([inner, item]) => `${inner}: ${evidenceValue(inner, item)}`);
  return `(${parts.join(', ')})`;
}

function evidenceNumber(key: string, value: number): string {
  if (/bytesPerSecond$/i.test(key)) return formatRate(value);
  if (/perSecond$/i.test(key)) return formatCount(value);
  if (/bytes$/i.test(key)) return formatSize(value);
  if (/percent$/i.test(key)) return `${Number(value.toPrecision(3))}%`;
  if (/fraction$/i.test(key)) return formatPercent(value);
  if (/seconds$/i.test(key)) return formatLatency(value * 1e9);
  if (/Ns$/.test(key)) return formatLatency(value);
  return Number.isInteger(value) ? String(value) : formatCount(value);
}
