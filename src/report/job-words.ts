// Words for the sizes and the pace of a block job, whatever form the workload gives them in.
import { formatBytes } from '../spec/units.js';
import { formatCount, formatRate } from './numbers.js';

/** A value of the job by its key; undefined where the sentence must not name it. */
export type JobValue = (key: string) => unknown;

/** `4KiB`, `4KiB/64KiB` for reads and writes, `4KiB-64KiB` for a range, `512B-64KiB split`. */
export function blockSizeText(value: JobValue): string {
  return (
    perDirection(value('blockSizeSplit'), splitText) ||
    perDirection(value('blockSizeRange'), rangeText) ||
    perDirection(value('blockSize'), sizeText)
  );
}

/** `at most 1.00k/s a worker`, `poisson 100 MiB/s a worker`; empty without a rate. */
export function paceText(value: JobValue): string {
  const { operations, bytes } = mapOf(value('rate'));
  const rate = typeof operations === 'number' ? `${formatCount(operations)}/s` : '';
  const amount = typeof bytes === 'number' ? formatRate(bytes) : rate;
  const arrival = value('arrival');
  const how = typeof arrival === 'string' && arrival !== 'closed' ? arrival : 'at most';
  return amount === '' ? '' : `${how} ${amount} a worker`;
}

function perDirection(value: unknown, textOf: (one: unknown) => string): string {
  const map = mapOf(value);
  if (!('read' in map)) return textOf(value);
  const [read, write] = [textOf(map['read']), textOf(map['write'])];
  return read === write ? read : `${read}/${write}`;
}

function sizeText(size: unknown): string {
  return typeof size === 'number' ? formatBytes(size) : '';
}

function rangeText(range: unknown): string {
  const { from, to } = mapOf(range);
  return typeof from === 'number' && typeof to === 'number' ? `${formatBytes(from)}-${formatBytes(to)}` : '';
}

function splitText(split: unknown): string {
  const sizes = (Array.isArray(split) ? split : []).map((share: unknown) => mapOf(share)['size']);
  const numbers = sizes.filter((size) => typeof size === 'number');
  return numbers.length === 0 ? '' : `${rangeText({ from: Math.min(...numbers), to: Math.max(...numbers) })} split`;
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
