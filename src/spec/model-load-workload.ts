// What a workload of kind `model-load` is once every default is in place.
import type { SharedWorkload } from './workload.js';

export const loadModels = ['llama3-8b', 'llama3-70b', 'llama3-405b', 'custom'] as const;
export const loadReaders = ['sequential', 'parallel', 'mmap', 'direct'] as const;
export const valueBytes = [1, 2, 4] as const;

export type LoadModel = (typeof loadModels)[number];
export type LoadReader = (typeof loadReaders)[number];

/** The weights of a model, in shards as safetensors has them, are loaded by several processes at once. */
export interface ModelLoadWorkload extends SharedWorkload {
  kind: 'model-load';
  model: LoadModel;
  /** Of a value; null for `custom`. */
  bytesPerParameter: (typeof valueBytes)[number] | null;
  /** Bytes of the tensors of a shard at most, before `scale`; null for `custom`. */
  shardSize: number | null;
  /** All tensors are so much smaller; above 0 up to 1. */
  scale: number;
  /** Of `custom`: bytes of all tensors, and the files that share them evenly; else null. */
  size: number | null;
  files: number | null;
  /** Each loads the whole model; one worker each. */
  processes: number;
  reader: LoadReader;
  /** Bytes of a read, or of a copy out of the mapping. */
  blockSize: number;
  /** The model is loaded so often, one time after the other. */
  loads: number;
  /** `during`: each MiB that is loaded is compared with its checksum. */
  verify: 'none' | 'during';
}
