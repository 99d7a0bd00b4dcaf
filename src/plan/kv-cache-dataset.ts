// The directory of a cache: empty at the start, at most as full as its capacity, removed in the end.
import { createHash } from 'node:crypto';
import { keptBytes, largestTurn, type SizedKvCache } from './kv-cache-size.js';
import type { Dataset, FileSet } from './planned-step.js';

// Raised when objects of the same description get another content or another place.
const contentVersion = 1;
const hashDigits = 12;
const blockDirectories = 256;
// Chatbots have the smallest contexts, a quarter of 512 tokens.
const leastContext = 128;

/** Directories in which the objects are: blocks are too many for one. */
export function objectFiles({ blockTokens, bytesPerToken }: SizedKvCache): FileSet {
  const fileSize = bytesPerToken * Math.max(blockTokens, 1);
  return { fileCount: blockTokens === 0 ? 1 : blockDirectories, filesPerDirectory: 1, fileSize };
}

/** Null for the null engine, which touches no storage. */
export function kvCacheDataset(workload: SizedKvCache): Dataset | null {
  if (workload.engine === 'null') return null;
  const { model, bytesPerToken, blockTokens, capacity, scale, seed } = workload;
  const directories = objectFiles(workload).fileCount;
  const objects = mostObjects(workload);
  const spread = workload.layout === null ? {} : { spread: workload.layout };
  const described = { bytesPerToken, blockTokens, capacity, contentVersion, scale, seed, ...spread };
  const hash = createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, hashDigits);
  return {
    directory: `kv-cache-${model}-${hash}-created`,
    fileCount: objects,
    filesPerDirectory: Math.ceil(objects / directories),
    fileSize: blockTokens === 0 ? largestTurn(workload) : bytesPerToken * blockTokens,
    seed,
    bytes: capacity,
    // The folder itself and its manifest are two more.
    inodes: objects + directories + 2,
  };
}

/** Objects that fit into the capacity, where all turns are as small as can be; those of blocks are of one size. */
function mostObjects(workload: SizedKvCache): number {
  const { bytesPerToken, blockTokens, capacity } = workload;
  const least = blockTokens === 0 ? keptBytes(workload, leastContext) : bytesPerToken * blockTokens;
  return Math.ceil(capacity / Math.min(least, largestTurn(workload)));
}
