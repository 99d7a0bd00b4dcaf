// What a native job does with blocks: their sizes and places, the pace of the workers, and their syncs.
import type { NativeBlockSizes, NativeJobSpec } from '../native/contract.js';
import { blockSizesOf, type DirectionSizes, largestBlock } from '../spec/block-sizes.js';
import { patternBytes } from '../spec/data-pattern.js';
import type { SizedBlock } from './size.js';

type SizeField = 'blockSize' | 'readSizes' | 'writeSizes';
type PlaceField =
  | 'stride'
  | 'skew'
  | 'zones'
  | 'offset'
  | 'offsetIncrement'
  | 'fileSharing'
  | 'serviceOrder'
  | 'ioBytes'
  | 'operationLimit';
type PaceField = 'rateOperations' | 'rateBytes' | 'arrival' | 'thinkNs' | 'thinkEvery';
type WriteField = 'sync' | 'fsyncEvery' | 'fsyncDataOnly' | 'refill' | 'compressPercent' | 'dedupePercent' | 'pattern';

/** The fields of a native job that kind `files` and layouts have no use for. */
export type BlockFields = Pick<NativeJobSpec, SizeField | PlaceField | PaceField | WriteField>;

/** Blocks of one size, at full speed, over all files one after the other. */
export function plainBlocks(blockSize: number): BlockFields {
  const sizes = (): NativeBlockSizes => ({ from: blockSize, to: blockSize, unit: blockSize, shares: [] });
  return {
    blockSize,
    readSizes: sizes(),
    writeSizes: sizes(),
    stride: 0,
    skew: 0,
    zones: [],
    offset: 0,
    offsetIncrement: 0,
    fileSharing: 'shared',
    serviceOrder: 'sequential',
    ioBytes: 0,
    operationLimit: 0,
    rateOperations: 0,
    rateBytes: 0,
    arrival: 'closed',
    thinkNs: 0,
    thinkEvery: 0,
    sync: 'none',
    fsyncEvery: 0,
    fsyncDataOnly: false,
    refill: true,
    compressPercent: 0,
    dedupePercent: 0,
    pattern: '',
  };
}

/** The blocks of a workload. */
export function blockFields(workload: SizedBlock): BlockFields {
  const { read, write } = blockSizesOf(workload);
  const { rate, thinkTime, fsyncEvery, fdatasyncEvery } = workload;
  return {
    blockSize: largestBlock(workload),
    readSizes: nativeSizes(read),
    writeSizes: nativeSizes(write),
    stride: workload.stride ?? 0,
    skew: workload.skew ?? 0,
    zones: workload.zones.map(({ operations, space }) => ({ operations, space })),
    offset: workload.offset,
    offsetIncrement: workload.offsetIncrement,
    fileSharing: workload.fileSharing,
    serviceOrder: workload.serviceOrder,
    ioBytes: workload.ioSize ?? 0,
    operationLimit: workload.operationLimit ?? 0,
    rateOperations: rate !== null && 'operations' in rate ? rate.operations : 0,
    rateBytes: rate !== null && 'bytes' in rate ? rate.bytes : 0,
    arrival: workload.arrival,
    thinkNs: thinkTime,
    thinkEvery: thinkTime > 0 ? workload.thinkTimeBlocks : 0,
    sync: workload.sync,
    // The rules refuse both at once.
    fsyncEvery: fsyncEvery + fdatasyncEvery,
    fsyncDataOnly: fdatasyncEvery > 0,
    refill: workload.refill,
    compressPercent: workload.compressPercent,
    dedupePercent: workload.dedupePercent,
    pattern: patternBytes(workload.pattern),
  };
}

function nativeSizes({ from, to, unit, shares }: DirectionSizes): NativeBlockSizes {
  return { from, to, unit, shares: shares.map(({ size, percent }) => ({ bytes: size, weight: percent })) };
}
