// Latency histograms as the record stores them: HdrHistogram V2, compressed, base64. Merging them is exact.
import { deflateSync, inflateSync } from 'node:zlib';
import { build, decodeFromCompressedBase64, type Histogram } from 'hdr-histogram-js';
import { IoproofError, messageOf } from '../errors.js';

const compressedCookie = 0x1c849314;
const headerLength = 8;
const oneHourNs = 3_600_000_000_000;

// 32 bits would overflow: a fast engine fills a bucket with 2^32 values within minutes.
const countBits = 64;

/** Encodes an uncompressed V2 payload, as the addon gives it, for the record. */
export function encodeHistogram(payload: Uint8Array): string {
  const compressed = deflateSync(payload);
  const header = Buffer.alloc(headerLength);
  header.writeInt32BE(compressedCookie, 0);
  header.writeInt32BE(compressed.length, 4);
  return Buffer.concat([header, compressed]).toString('base64');
}

/** The uncompressed V2 payload of a histogram of the record: the reverse of `encodeHistogram`. Throws HISTOGRAM_INVALID. */
export function histogramPayload(base64: string): Uint8Array {
  try {
    return inflateSync(Buffer.from(base64, 'base64').subarray(headerLength));
  } catch (cause) {
    throw invalidHistogram(cause);
  }
}

/** Decodes a histogram of the record; values are nanoseconds. Throws HISTOGRAM_INVALID. */
export function decodeHistogram(base64: string): Histogram {
  try {
    return decodeFromCompressedBase64(base64, countBits);
  } catch (cause) {
    throw invalidHistogram(cause);
  }
}

function invalidHistogram(cause: unknown): IoproofError {
  return new IoproofError('HISTOGRAM_INVALID', `The histogram cannot be decoded: ${messageOf(cause)}`, {
    advice: 'The record was changed or cut; take it from its source again.',
    cause,
  });
}

/** The sum of histograms, counts exact; the given ones stay as they are. An empty list gives an empty histogram. */
export function mergeHistograms(histograms: Histogram[]): Histogram {
  const sum = build({
    bitBucketSize: countBits,
    lowestDiscernibleValue: 1,
    highestTrackableValue: oneHourNs,
    numberOfSignificantValueDigits: 3,
    autoResize: true,
  });
  for (const histogram of histograms) sum.add(histogram);
  return sum;
}

/** Values of one bucket count as equal: a bucket is exact below 2048 ns and at most 0.1 % of its values wide above. */
export interface HistogramBucket {
  /** Smallest value of the bucket in nanoseconds. */
  lowest: number;
  count: number;
}

/** What the library's histograms in plain JavaScript have beyond its public type. */
interface CountedHistogram extends Histogram {
  readonly countsArrayLength: number;
  getCountAtIndex(index: number): number;
  valueFromIndex(index: number): number;
}

/** The buckets that hold values, in ascending order. */
export function bucketsOf(histogram: Histogram): HistogramBucket[] {
  const counted = histogram as CountedHistogram;
  const buckets: HistogramBucket[] = [];
  for (let index = 0; index < counted.countsArrayLength; index += 1) {
    const count = counted.getCountAtIndex(index);
    if (count > 0) buckets.push({ lowest: counted.valueFromIndex(index), count });
  }
  return buckets;
}
