// Samples in shards: how many shards, and how many bytes with all that their format puts around the samples.
// native/core/shard_format.h lays them out by the same rules.
import type { NativeJobSpec } from '../native/contract.js';
import { largestFile, sizeMoments } from '../spec/file-sizes.js';
import type { FilesWorkload, Packing } from '../spec/workload.js';
import type { PackedSamples } from './planned-step.js';

type Format = Exclude<Packing, 'none'>;
type FileSize = FilesWorkload['fileSize'];

const tarBlock = 512;
const tarRecord = 10240;
// Two headers and a label; length, checksum and checksum.
const tarFrame = 3 * tarBlock;
const tfrecordFrame = 16;

/** The samples of a workload, or undefined without packing; `files` is their number. */
export function packedSamples({ packing, fileSize }: FilesWorkload, files: number): PackedSamples | undefined {
  if (packing === 'none') return undefined;
  const law = typeof fileSize === 'number' ? {} : { sampleSizes: fileSize };
  return { format: packing, samples: files, sampleSize: largestFile(fileSize), ...law };
}

/** As many shards as have `shardSize` bytes on average or less, at most one a sample. */
export function shardCount(packed: PackedSamples, shardSize: number): number {
  const bytes = packed.samples * meanPacked(packed.format, sizesOf(packed));
  return Math.min(packed.samples, Math.max(1, Math.ceil(bytes / shardSize)));
}

/** Bytes of the largest shard that there can be. */
export function largestShard({ format, samples, sampleSize }: PackedSamples, shards: number): number {
  return shardBytes(format, Math.ceil(samples / shards) * packedBytes(format, sampleSize));
}

// As with loose files, of sums that come out larger there is one in 30 000.
const deviations = 4;

/** Bytes of all shards: where sizes are drawn, the expected sum and a margin, but no more than there can be. */
export function bytesOfShards(packed: PackedSamples, shards: number): number {
  const { format, samples, sampleSize } = packed;
  const perShard = Math.floor(samples / shards);
  const larger = samples % shards;
  const ofShard = (count: number) => shardBytes(format, count * packedBytes(format, sampleSize));
  const most = larger * ofShard(perShard + 1) + (shards - larger) * ofShard(perShard);
  if (packed.sampleSizes === undefined) return most;
  const { deviation } = sizeMoments(packed.sampleSizes);
  const expected = samples * meanPacked(format, packed.sampleSizes) + deviations * deviation * Math.sqrt(samples);
  return Math.min(Math.ceil(expected) + shards * longestEnd(format), most);
}

type PackingFields = Pick<NativeJobSpec, 'packing' | 'sampleCount'>;

/** What is in the files, in the words of a native job. */
export function packingJob(packed: PackedSamples | undefined): PackingFields {
  return packed === undefined
    ? { packing: 'none', sampleCount: 0 }
    : { packing: packed.format, sampleCount: packed.samples };
}

function sizesOf({ sampleSize, sampleSizes }: PackedSamples): FileSize {
  return sampleSizes ?? sampleSize;
}

function packedBytes(format: Format, size: number): number {
  return format === 'tfrecord' ? size + tfrecordFrame : roundedUp(size, tarBlock) + tarFrame;
}

function shardBytes(format: Format, packed: number): number {
  return format === 'tfrecord' ? packed : roundedUp(packed + 2 * tarBlock, tarRecord);
}

function longestEnd(format: Format): number {
  return format === 'tfrecord' ? 0 : 2 * tarBlock + tarRecord;
}

/** Of many samples; a drawn size leaves half of its last block empty. */
function meanPacked(format: Format, sizes: FileSize): number {
  if (typeof sizes === 'number') return packedBytes(format, sizes);
  if ('histogram' in sizes) {
    return sizes.histogram.reduce((sum, { size, percent }) => sum + (packedBytes(format, size) * percent) / 100, 0);
  }
  const { mean } = sizeMoments(sizes);
  return format === 'tfrecord' ? mean + tfrecordFrame : mean + tarBlock / 2 + tarFrame;
}

function roundedUp(bytes: number, unit: number): number {
  return Math.ceil(bytes / unit) * unit;
}
