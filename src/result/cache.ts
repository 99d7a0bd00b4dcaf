// What share of the reads the page cache can have answered, and how that is known.
import type { StepRecord } from './schema.js';
import type { StepResult } from './step-result.js';

type Residency = StepResult['cacheAfter'];
type CacheRecord = StepRecord['cache'];

/** Cache facts of a step for the record. Bytes fetched by read-ahead beyond what was read count as no hit. */
export function cacheRecord(result: StepResult): CacheRecord {
  return { ...cacheHits(result), before: { ...result.ready.cacheBefore }, after: { ...result.cacheAfter } };
}

function cacheHits(result: StepResult): Pick<CacheRecord, 'hitFraction' | 'method'> {
  const bytesRead = result.operations.read?.bytes ?? 0;
  if (result.ready.engineUsed === 'null') return { hitFraction: null, method: 'none' };
  if (result.ready.direct.used) return { hitFraction: 0, method: 'direct' };
  if (bytesRead === 0) return { hitFraction: null, method: 'none' };
  if (result.processIo.readBytes < 0 || isUncounted(result)) return { hitFraction: null, method: 'unknown' };
  return { hitFraction: 1 - Math.min(1, result.processIo.readBytes / bytesRead), method: 'proc-self-io' };
}

/**
 * Nothing was in memory before, yet nothing was fetched: the kernel does not count this file system's reads in
 * read_bytes (FUSE, for one), so that the counter proves nothing.
 */
function isUncounted({ ready, processIo }: StepResult): boolean {
  return processIo.readBytes === 0 && ready.cacheBefore.totalBytes > 0 && ready.cacheBefore.residentBytes === 0;
}

/** Share of the files' bytes that is in the page cache, 0 … 1; 0 where nothing was looked at. */
export function residentFraction(residency: Residency): number {
  return residency.totalBytes > 0 ? residency.residentBytes / residency.totalBytes : 0;
}
