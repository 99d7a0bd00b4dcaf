// What a plan says of its caches of keys and values: users, the size of what a turn keeps, and what storage holds.
import type { Plan, PlannedStep } from '../plan/planned-step.js';
import { printable, wrap } from './display-text.js';
import { formatCount, formatSize } from './numbers.js';

const width = 80;
const indent = '  ';

/** `200 users, 200 served at once`. */
export function kvCacheWhat({ spec }: PlannedStep): string {
  const users = spec.kvCache?.users.length ?? 0;
  return `${users} ${users === 1 ? 'user' : 'users'}, ${spec.workers * spec.queueDepth} served at once`;
}

/** One paragraph a variant; none without caches. */
export function kvCacheLines({ steps }: Plan): string[] {
  const first = new Map<string, PlannedStep>();
  for (const step of steps) {
    const label = step.id.split('/').slice(0, -2).join('/');
    if (step.spec.kvCache !== null && !first.has(label)) first.set(label, step);
  }
  return [...first].flatMap(([label, step]) => [`${printable(label)}:`, ...factsOf(step).flatMap(indented), '']);
}

function indented(text: string): string[] {
  return wrap(printable(text), width - indent.length).map((line) => indent + line);
}

function factsOf({ spec }: PlannedStep): string[] {
  const { kvCache: cache, workers, queueDepth, blockSize } = spec;
  if (cache === null) return [];
  const tokens = cache.users.map(({ contextTokens }) => contextTokens);
  const unit = Math.max(1, cache.blockTokens);
  const kept = (count: number) => Math.floor(Math.max(1, Math.round(count * cache.scale)) / unit) * unit;
  const bytes = (count: number) => formatSize(kept(count) * cache.bytesPerToken);
  const mean = tokens.reduce((sum, count) => sum + count, 0) / tokens.length;
  const rate = cache.users.reduce((sum, { thinkNs }) => sum + 1e9 / thinkNs, 0);
  const memory = cache.memoryBytes > 0 ? ` after ${formatSize(cache.memoryBytes)} in memory, reckoned with only` : '';
  return [
    `contexts of up to ${formatCount(Math.max(...tokens))} tokens, ${bytes(Math.max(...tokens))}; on average of ` +
      `${formatCount((mean * 5) / 8)} tokens, ${bytes((mean * 5) / 8)}, with ${formatSize(cache.bytesPerToken)} a token`,
    `about ${formatCount(rate)} requests a second arrive, whether those before them are served or not`,
    `storage holds at most ${formatSize(cache.capacityBytes)}${memory}; what does not fit waits; it is empty at the start and ` +
      'removed in the end',
    `buffers: ${formatSize(workers * queueDepth * blockSize)}`,
  ];
}
