// What a cache of keys and values has seen → its part of the record, and the error of one that gave wrong bytes.
import type { NativeJobSpec, NativeKvCacheResult, NativeKvTimes } from '../native/contract.js';
import { latencyRecord } from './operation-record.js';
import type { KvCacheRecord } from './kv-cache-schema.js';
import type { StepError, StepRecord } from './schema.js';
import type { StepResult } from './step-result.js';

/** What the record takes over from a planned cache. */
export interface KvCacheToRecord {
  job: StepRecord['job'];
  spec: Partial<Pick<NativeJobSpec, 'kvCache' | 'workers'>>;
}

/** Nothing of other kinds than kv-cache. */
export function kvCacheRecord(
  { job, spec }: KvCacheToRecord,
  { kvCache: result, ready }: StepResult,
): Pick<StepRecord, 'kvCache'> | null {
  const asked = spec.kvCache ?? null;
  if (result === null || asked === null) return null;
  // Which bytes are wrong is told by the error of the step.
  const { priorities, readNs, readDeviceNs, writeNs, syncNs, storageNs, firstDamage, ...counts } = result;
  const { model } = job;
  const kvCache: KvCacheRecord = {
    model: typeof model === 'string' ? model : 'custom',
    bytesPerToken: asked.bytesPerToken,
    blockTokens: asked.blockTokens,
    users: asked.users.length,
    servedAtOnce: (spec.workers ?? 1) * ready.queueDepthUsed,
    capacityBytes: asked.capacityBytes,
    memoryBytes: asked.memoryBytes,
    ...counts,
    priorities: {
      interactive: priorityRecord(priorities.interactive),
      responsive: priorityRecord(priorities.responsive),
      batch: priorityRecord(priorities.batch),
    },
    readNs: timesRecord(readNs),
    readDeviceNs: timesRecord(readDeviceNs),
    writeNs: timesRecord(writeNs),
    syncNs: timesRecord(syncNs),
    storageNs: timesRecord(storageNs),
  };
  return { kvCache };
}

/** DATA_MISMATCH with the first damage; null where all that was read is what was written. */
export function kvDamageError(result: NativeKvCacheResult | null): StepError | null {
  if (result === null || result.damagedReads === 0) return null;
  const { damagedReads, firstDamage } = result;
  const what = `${damagedReads} ${damagedReads === 1 ? 'read has' : 'reads have'} brought other bytes than were written`;
  return { code: 'DATA_MISMATCH', message: `${what}; the first: ${firstDamage}` };
}

function priorityRecord({ requests, latencyNs }: NativeKvCacheResult['priorities']['batch']) {
  return { requests, latencyNs: timesRecord(latencyNs) };
}

function timesRecord(times: NativeKvTimes): KvCacheRecord['readNs'] {
  return { ...latencyRecord(times), p95: times.p95 };
}
