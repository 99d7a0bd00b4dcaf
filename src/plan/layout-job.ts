// The job that writes a data set. It depends on the data set alone, so whichever workload comes first may run it.
import { firstGeneration, type NativeJobSpec } from '../native/contract.js';
import { type BlockFields, plainBlocks } from './block-job.js';
import { nativeFiles } from './file-set.js';
import { hostMemory } from './gpu-job.js';
import { packingJob } from './packing.js';
import { plainItems } from './plain-items.js';
import type { Dataset } from './planned-step.js';

const mebibyte = 2 ** 20;
const pageSize = 4096;
const mostWorkers = 4;
const secondNs = 1_000_000_000;
// The native side reads or writes a file of kind `files` in at most so many pieces.
const mostPieces = 4096;

/** Job that writes every byte of a data set once, with incompressible data. */
export function layoutJob(kind: NativeJobSpec['kind'], dataset: Dataset, root: string): NativeJobSpec {
  const { dedupeBlock, ...content } = dataset.content ?? { dedupeBlock: 0 };
  const blockSize = kind === 'block' ? dedupeBlock || dividingBlockSize(dataset.fileSize) : null;
  const how = blockSize === null ? wholeFiles(dataset) : blocks(blockSize);
  return {
    ...how,
    ...content,
    workers: dataset.workerDirectories ?? Math.min(mostWorkers, dataset.fileCount),
    submitBatch: 1,
    completeBatch: 1,
    root,
    ...nativeFiles(dataset),
    access: 'sequential',
    readPercent: 0,
    seed: dataset.seed,
    passes: 1,
    createFiles: true,
    ...stampsOf(dataset),
    ...plainItems(),
    ...ownDirectories(dataset),
    ...packingJob(dataset.packed),
    sampleFiles: dataset.sampleFiles ?? null,
    ...plainLayout,
  };
}

/** Which directory a file is in depends on both. */
function ownDirectories({
  directories,
  workerDirectories,
}: Dataset): Partial<Pick<NativeJobSpec, 'filesIn' | 'fileSharing'>> {
  const filesIn = directories?.filesIn ?? 'leaves';
  return { filesIn, ...(workerDirectories === undefined ? {} : { fileSharing: 'perWorker' }) };
}

/** The first generation of all. */
function stampsOf({ stamp = 0 }: Dataset) {
  const generation = stamp === 0 ? 0 : firstGeneration;
  return { verify: 'none' as const, stampDataset: stamp, stampGeneration: generation, stampOldest: generation };
}

type How = BlockFields & Pick<NativeJobSpec, 'kind' | 'engine' | 'direct' | 'queueDepth' | 'operations' | 'fsync'>;

function blocks(blockSize: number): How {
  const direct = blockSize % pageSize === 0;
  const how = { engine: 'auto', direct, queueDepth: 8, fsync: 'end' } as const;
  return { kind: 'block', ...plainBlocks(blockSize), ...how, operations: [] };
}

/** Also for files that no handy block divides: the last piece of a file may be short. */
function wholeFiles({ fileSize, packed, sampleFiles }: Dataset): How {
  const least = Math.max(Math.min(mebibyte, fileSize), Math.ceil(fileSize / mostPieces), 1);
  // Of shards and of samples, the largest that there can be is far larger than any.
  const blockSize = packed === undefined && sampleFiles === undefined ? least : Math.ceil(least / mebibyte) * mebibyte;
  const operations: How['operations'] = ['create', 'write', 'close'];
  const how = { engine: 'sync', direct: false, queueDepth: 1, operations, fsync: 'end' } as const;
  return { kind: 'files', ...plainBlocks(blockSize), ...how };
}

/** The largest block up to 1 MiB that leaves no rest at the end of a file, which would stay unwritten; null: none. */
function dividingBlockSize(fileSize: number): number | null {
  let block = Math.min(mebibyte, fileSize);
  if (fileSize % block === 0) return block;
  do block /= 2;
  while (block >= pageSize && fileSize % block !== 0);
  return block >= pageSize ? block : null;
}

/** How every layout runs. */
export const plainLayout = {
  fallocate: 'native' as const,
  rampNs: 0,
  runtimeNs: 0,
  intervalNs: secondNs,
  requireWritten: false,
  dropCache: false,
  registerBuffers: true,
  registerFiles: true,
  linkChains: true,
  sqPoll: false,
  ioPoll: false,
  hugePages: false,
  cpus: [] as number[],
  numaNode: -1,
  ...hostMemory(),
  nullLatencyNs: 0,
  nullFailEvery: 0,
  nullShortEvery: 0,
};
