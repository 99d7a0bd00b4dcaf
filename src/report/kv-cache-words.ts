// Words for caches of keys and values: what is asked, and how far one has come.
import type { NativeKvCacheSnapshot } from '../native/contract.js';
import type { StepRecord } from '../result/schema.js';
import { formatBytes } from '../spec/units.js';
import { formatCount, formatPercent, formatSize } from './numbers.js';
import type { JobValue } from './job-words.js';

/** `llama3.1-8b, 200 users, 1MiB calls`; a value that must not be named is left out. */
export function kvCacheJobText(value: JobValue): string {
  const [model, users, block, calls] = [value('model'), value('users'), value('blockTokens'), value('blockSize')];
  return [
    typeof model === 'string' ? model : '',
    typeof users === 'number' ? `${users} ${users === 1 ? 'user' : 'users'}` : '',
    typeof block === 'number' && block > 0 ? `objects of ${block} tokens` : '',
    typeof calls === 'number' ? `${formatBytes(calls)} calls` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** `120 requests  40 waiting  hits 63%  3.2 GiB kept`. */
export function kvCachePosition({ requests, waiting, storedBytes, hits, misses }: NativeKvCacheSnapshot): string[] {
  return [
    `${formatCount(requests)} requests`,
    `${formatCount(waiting)} waiting`,
    hits + misses === 0 ? '' : `hits ${formatPercent(hits / (hits + misses))}`,
    `${formatSize(storedBytes)} kept`,
  ].filter((part) => part !== '');
}

/** How a cache did: `12.3k tokens/s`, `hits 63%`; empty of other kinds. */
export function cachedTexts({ metrics, kvCache }: Pick<StepRecord, 'metrics' | 'kvCache'>): string[] {
  const { storageTokensPerSecond, hitFraction } = metrics;
  if (kvCache === undefined) return [];
  return [
    storageTokensPerSecond === undefined ? '' : `${formatCount(storageTokensPerSecond)} tokens/s`,
    hitFraction === undefined ? '' : `hits ${formatPercent(hitFraction)}`,
  ].filter((text) => text !== '');
}
