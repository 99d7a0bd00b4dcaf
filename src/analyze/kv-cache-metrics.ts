// Metrics of a cache of keys and values: what storage moved, how long requests waited for it, what the cache was good for.
import type { MetricName, Metrics } from '../result/metrics-schema.js';
import type { StepResult } from '../result/step-result.js';

/** Metrics that can be told; none of other kinds than kv-cache. */
export function kvCacheMetrics({ kvCache, operations, elapsedNs }: StepResult): Metrics {
  if (kvCache === null || elapsedNs <= 0) return {};
  const perSecond = (amount: number) => (amount / elapsedNs) * 1e9;
  const { hits, misses, turnHits, turnMisses, readNs, readDeviceNs, writeNs, syncNs, storageNs } = kvCache;
  return {
    requestsPerSecond: perSecond(kvCache.requests),
    tokensPerSecond: perSecond(kvCache.generatedTokens),
    storageTokensPerSecond: perSecond(kvCache.storedTokens + kvCache.loadedTokens),
    readBytesPerSecond: perSecond(operations.read?.bytes ?? 0),
    writeBytesPerSecond: perSecond(operations.write?.bytes ?? 0),
    ...p95('read', readNs),
    ...p95('readDevice', readDeviceNs),
    ...p95('write', writeNs),
    ...p95('sync', syncNs),
    ...p95('storage', storageNs),
    ...share('hitFraction', hits, misses),
    ...share('turnHitFraction', turnHits, turnMisses),
    evictions: kvCache.evictions,
    roomWaits: kvCache.roomWaits,
    roomWaitSeconds: kvCache.roomWaitNs / 1e9,
    waiting: kvCache.waiting,
  };
}

function p95(
  name: 'read' | 'readDevice' | 'write' | 'sync' | 'storage',
  { max, p95: value }: { max: number; p95: number },
): Metrics {
  return max > 0 ? { [`${name}P95Ns`]: value } : {};
}

function share(name: MetricName, hits: number, misses: number): Metrics {
  return hits + misses > 0 ? { [name]: hits / (hits + misses) } : {};
}
