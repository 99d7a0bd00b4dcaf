// What a native job verifies, and the reads that a workload becomes which only verifies.
import { firstGeneration, type NativeJobSpec } from '../native/contract.js';
import { isPair } from '../spec/block-sizes.js';
import type { PerDirection } from '../spec/workload.js';
import type { SizedBlock, SizedChains } from './size.js';

type VerifyFields = Pick<NativeJobSpec, 'verify' | 'stampDataset' | 'stampGeneration' | 'stampOldest'>;

/** Generations are those of a new data set; of one that has been written to, its manifest knows them. */
export function verifyFields(workload: SizedChains, stamp: number): VerifyFields {
  if (workload.kind === 'files' || stamp === 0) {
    return { verify: 'none', stampDataset: 0, stampGeneration: 0, stampOldest: 0 };
  }
  const verify = workload.verify === 'only' ? 'during' : workload.verify;
  return { verify, stampDataset: stamp, stampGeneration: firstGeneration, stampOldest: firstGeneration };
}

/** With `verify: only`, the workload that reads once what it would read and write; else itself. */
export function checkedReads(workload: SizedChains): SizedChains {
  if (workload.kind === 'files' || workload.verify !== 'only') return workload;
  const once = { passes: 1, ioSize: null, operationLimit: null };
  const reading = { readPercent: 100, fsync: 'none', sync: 'none', fsyncEvery: 0, fdatasyncEvery: 0 } as const;
  return { ...workload, ...(workload.readPercent === 0 ? writeSizesForBoth(workload) : {}), ...reading, ...once };
}

function writeSizesForBoth({ blockSize, blockSizeRange, blockSizeSplit }: SizedBlock) {
  return {
    blockSize: ofWrites(blockSize),
    blockSizeRange: ofWrites(blockSizeRange),
    blockSizeSplit: ofWrites(blockSizeSplit),
  };
}

function ofWrites<T>(value: PerDirection<T> | null): T | null {
  return value !== null && isPair(value) ? value.write : value;
}
