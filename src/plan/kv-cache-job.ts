// A cache of keys and values → its native job: a change of words only.
import type { NativeJobSpec, NativeKvCache } from '../native/contract.js';
import { plainBlocks } from './block-job.js';
import { nativeFiles } from './file-set.js';
import type { GpuLibraries } from './gpu-job.js';
import { objectFiles } from './kv-cache-dataset.js';
import type { SizedKvCache } from './kv-cache-size.js';
import { kvUsers } from './kv-cache-users.js';
import { plainCalls } from './plain-calls.js';
import { plainItems } from './plain-items.js';
import { sharedFields } from './shared-job.js';

// Words of the three prompts that the benchmark takes for known to all (kv_cache/prefix_cache.py).
const prefixTokens = [5, 9, 6];

/** The job of a cache below `root`; an empty root, with the null engine, means no files. */
export function kvCacheJob(workload: SizedKvCache, root: string, libraries: GpuLibraries): NativeJobSpec {
  const onStorage = root !== '';
  return {
    kind: 'kv-cache',
    ...plainBlocks(workload.blockSize),
    ...sharedFields(workload, libraries),
    root,
    ...nativeFiles(objectFiles(workload)),
    // Which calls a request makes follows from what it finds.
    ...plainCalls(),
    passes: 1,
    createFiles: onStorage,
    dropCache: false,
    ...plainItems(),
    kvCache: cacheOf(workload, onStorage),
  };
}

function cacheOf(workload: SizedKvCache, onStorage: boolean): NativeKvCache {
  return {
    users: kvUsers(workload.users, workload.userTypes, workload.seed),
    bytesPerToken: workload.bytesPerToken,
    blockTokens: workload.blockTokens,
    scale: workload.scale,
    capacityBytes: workload.capacity,
    memoryBytes: workload.cpuMemory,
    allocations: workload.allocations,
    continuePercent: workload.continuePercent,
    mostTurns: workload.turns,
    prefillTokens: workload.prefillTokens,
    decodeBatch: workload.decodeBatch,
    prefixPercent: workload.prefixPercent,
    prefixTokens: [...prefixTokens],
    tokenNs: workload.tokenTime,
    requests: workload.requests ?? 0,
    fsync: workload.fsync === 'object',
    dropBeforeRead: workload.dropCache && onStorage,
    verify: workload.verify === 'during',
  };
}
