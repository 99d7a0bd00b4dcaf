// What a workload of kind `kv-cache` is once every default is in place.
import type { ShareOfFree, SharedWorkload } from './workload.js';

export const kvModels = [
  'llama3.1-8b',
  'llama3.1-70b',
  'llama2-7b',
  'mistral-7b',
  'qwen3-32b',
  'gpt-oss-20b',
  'gpt-oss-120b',
  'deepseek-v3',
  'tiny-1b',
  'custom',
] as const;
export const kvUserTypes = ['chatbot', 'coding', 'document'] as const;
export const kvSyncs = ['none', 'object'] as const;
export const kvVerifies = ['none', 'during'] as const;

export type KvModel = (typeof kvModels)[number];
export type KvUserType = (typeof kvUserTypes)[number];

/** The cache of attention keys and values of a language model on storage: written once, read often, evicted. */
export interface KvCacheWorkload extends SharedWorkload {
  kind: 'kv-cache';
  model: KvModel;
  /** Of keys and values over all layers. */
  bytesPerToken: number;
  users: number;
  /** What the users do, each one of these. */
  userTypes: KvUserType[];
  /** Tokens of an object; 0: what a turn keeps is one object. */
  blockTokens: number;
  /** Factor on the tokens that are kept, above 0 up to 1. */
  scale: number;
  /** Bytes that storage holds at most. */
  capacity: number | ShareOfFree;
  /** Bytes of a tier in memory before storage; 0: none. */
  cpuMemory: number;
  /** Turns that are written at once; 0: any number. */
  allocations: number;
  /** Percent. */
  continuePercent: number;
  turns: number;
  /** Tokens of a context from which on it is written only. */
  prefillTokens: number;
  decodeBatch: number;
  /** Percent. */
  prefixPercent: number;
  /** Nanoseconds a token of an answer. */
  tokenTime: number;
  /** Requests after which the workload ends; null: none. */
  requests: number | null;
  /** Bytes a read or write. */
  blockSize: number;
  fsync: (typeof kvSyncs)[number];
  verify: (typeof kvVerifies)[number];
}
