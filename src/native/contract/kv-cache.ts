// What a native job of kind kv-cache is told, and what it tells: mirror of native/core/kv_cache_spec.h and
// kv_cache_result.h.
import type { NativeLatency } from './result.js';

/** In the order in which requests are served. */
export const kvPriorities = ['interactive', 'responsive', 'batch'] as const;
export type KvPriority = (typeof kvPriorities)[number];

/** One user of the model. Each request asks for a quarter of these numbers of tokens up to all of them. */
export interface NativeKvUser {
  contextTokens: number;
  generateTokens: number;
  /** Nanoseconds between two requests; of each wait 0.8 to 1.2 of it. */
  thinkNs: number;
  priority: KvPriority;
}

/**
 * Users ask a language model, each on its own and without awaiting an answer. `workers` × `queueDepth` requests are served
 * at a time; native/sources/kv_serving.h tells what each reads and writes. `runtimeNs` or `requests` ends the job.
 */
export interface NativeKvCache {
  users: NativeKvUser[];
  /** Bytes of the keys and values of a token, over all layers. */
  bytesPerToken: number;
  /** Tokens of an object, of which a turn has whole ones only; 0: each turn is one object. */
  blockTokens: number;
  /** So many of the tokens are kept, above 0 up to 1, rounded to whole ones, at least one. */
  scale: number;
  /** Bytes that storage holds at most, enough for the largest turn. What does not fit waits until it does. */
  capacityBytes: number;
  /** Bytes of a tier in memory, which is reckoned with and not filled; 0: none. */
  memoryBytes: number;
  /** Turns that are written at once; 0: any number. */
  allocations: number;
  /** Share of requests that go on with a conversation, and its turns at most. */
  continuePercent: number;
  mostTurns: number;
  /** A context of so many tokens is not decoded. */
  prefillTokens: number;
  /** Tokens of an answer for which a context is read once. */
  decodeBatch: number;
  /** Share of requests that begin with a prompt known to all, and the lengths in tokens that it may have. */
  prefixPercent: number;
  prefixTokens: number[];
  /** Nanoseconds that a token of an answer takes. */
  tokenNs: number;
  /** Requests after which the job ends; 0: no such limit. */
  requests: number;
  /** Each object is synced before it is closed. */
  fsync: boolean;
  /** The cached pages of an object are dropped before it is read. */
  dropBeforeRead: boolean;
  /** What is read is compared with what was written. */
  verify: boolean;
}

export interface NativeKvTimes extends NativeLatency {
  p95: number;
}

export interface NativeKvCacheResult {
  /** Served to their end. */
  requests: number;
  /** `latencyNs`: from the arrival of a request to its end. */
  priorities: Record<KvPriority, { requests: number; latencyNs: NativeKvTimes }>;
  /** Arrived and not done when the job ended. */
  waiting: number;
  generatedTokens: number;
  /** Looks for what a turn has kept; and those for earlier turns of a conversation among them. */
  hits: number;
  misses: number;
  turnHits: number;
  turnMisses: number;
  /** Requests that began with a prompt known to all. */
  prefixes: number;
  memoryHits: number;
  /** Turns that were removed from storage for others. */
  evictions: number;
  /** Turns that went from memory to storage. */
  demotions: number;
  /** Written to storage and read from it. */
  storedBytes: number;
  storedTokens: number;
  loadedBytes: number;
  loadedTokens: number;
  /** On storage at most, and at the end. */
  mostBytes: number;
  leftBytes: number;
  /** Writes that had to wait for room on storage, and nanoseconds that all of them have waited, together. */
  roomWaits: number;
  roomWaitNs: number;
  verifiedBytes: number;
  /** Reads that have brought other bytes than were written, and the path and offset of the first; else empty. */
  damagedReads: number;
  firstDamage: string;
  /** Of all that one turn has kept: the dropping of pages is in `readNs`, not in `readDeviceNs`; `syncNs` is part of `writeNs`. */
  readNs: NativeKvTimes;
  readDeviceNs: NativeKvTimes;
  writeNs: NativeKvTimes;
  syncNs: NativeKvTimes;
  /** All reads and writes of a request. */
  storageNs: NativeKvTimes;
}

export interface NativeKvCacheSnapshot {
  requests: number;
  /** Arrived and not begun. */
  waiting: number;
  /** What storage holds. */
  storedBytes: number;
  hits: number;
  misses: number;
}
