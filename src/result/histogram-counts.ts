// Latency histograms as counts of logarithmic bands, read from their stored form bucket by bucket: exact, and in little memory.
import { inflateSync } from 'node:zlib';
import { IoproofError, messageOf } from '../errors.js';

/**
 * Bands in a doubling of the latency: each at most 1/64, or 1/8, of its values wide. A band holds whole buckets of a
 * histogram of three significant digits, so that its count is exact.
 */
export type BandsPerDoubling = 64 | 8;

/** Counts by the number of their band; bands without values are absent. */
export type BandCounts = Map<number, number>;

const compressedHeaderLength = 8;
const payloadHeaderLength = 40;
const subBuckets = 2048;

/** Smallest latency of a band in nanoseconds; the band 0 begins at 0. */
export function bandStart(band: number, perDoubling: BandsPerDoubling): number {
  if (band <= 0) return 0;
  const doubling = Math.floor(band / perDoubling);
  return 2 ** doubling * (1 + (band % perDoubling) / perDoubling);
}

/** The band that a latency in nanoseconds is in. */
export function bandOf(ns: number, perDoubling: BandsPerDoubling): number {
  if (ns < 2) return 0;
  const doubling = Math.floor(Math.log2(ns));
  // The logarithm of a value just below a power of two may be rounded up to it.
  const exponent = 2 ** doubling > ns ? doubling - 1 : doubling;
  return exponent * perDoubling + Math.floor((ns / 2 ** exponent - 1) * perDoubling);
}

/** Values of one bucket count as equal. */
export interface Bucket {
  /** Smallest value in nanoseconds. */
  lowest: number;
  /** Number of nanoseconds that it covers. */
  width: number;
  count: number;
}

/**
 * Buckets that hold values, in ascending order, of a histogram of the record or of an interval (HdrHistogram V2, compressed,
 * base64, three significant digits from 1 ns on: the only ones that are written). An empty text has none. Throws
 * HISTOGRAM_INVALID.
 */
export function storedBuckets(base64: string): Bucket[] {
  if (base64 === '') return [];
  return payloadBuckets(payloadOf(base64));
}

/** Number of values of an unpacked histogram of this kind: of one interval of a step. Throws HISTOGRAM_INVALID. */
export function payloadCount(payload: Uint8Array): number {
  const checked = orInvalid(() => checkedPayload(Buffer.from(payload.buffer, payload.byteOffset, payload.length)));
  return payloadBuckets(checked).reduce((sum, { count }) => sum + count, 0);
}

function payloadBuckets(payload: Buffer): Bucket[] {
  const buckets: Bucket[] = [];
  eachCount(payload, (index, count) => {
    const { lowest, width } = bucketAt(index);
    buckets.push({ lowest, width, count });
  });
  return buckets;
}

/** Tells the buckets that hold values, in ascending order. */
function eachCount(payload: Buffer, tell: (index: number, count: number) => void): void {
  let index = 0;
  let at = payloadHeaderLength;
  while (at < payload.length) {
    const { value, next } = variable(payload, at);
    at = next;
    if (value > 0) tell(index, value);
    index += value < 0 ? -value : 1;
  }
}

/** Counts of such a histogram by bands. */
export function bandCounts(base64: string, perDoubling: BandsPerDoubling): BandCounts {
  const counts: BandCounts = new Map();
  if (base64 === '') return counts;
  const bands = bandsOfBuckets[perDoubling];
  let [last, sum] = [0, 0];
  eachCount(payloadOf(base64), (index, count) => {
    const band = (bands[index] ??= bandOf(bucketAt(index).lowest, perDoubling));
    if (band === last) {
      sum += count;
      return;
    }
    if (sum > 0) counts.set(last, sum);
    [last, sum] = [band, count];
  });
  if (sum > 0) counts.set(last, sum);
  return counts;
}

/** By the index of the bucket, as far as buckets have been met: those of a step are in each of its intervals. */
const bandsOfBuckets: Record<BandsPerDoubling, number[]> = { 8: [], 64: [] };

/** Adds counts to others. */
export function addCounts(sum: BandCounts, added: Iterable<readonly [band: number, count: number]>): void {
  for (const [band, count] of added) sum.set(band, (sum.get(band) ?? 0) + count);
}

function payloadOf(base64: string): Buffer {
  return orInvalid(() => checkedPayload(inflateSync(Buffer.from(base64, 'base64').subarray(compressedHeaderLength))));
}

function checkedPayload(payload: Buffer): Buffer {
  if (payload.length < payloadHeaderLength) throw new Error(`it has ${payload.length} bytes`);
  const [digits, lowest] = [payload.readInt32BE(12), payload.readBigInt64BE(16)];
  if (digits !== 3 || lowest !== 1n) throw new Error(`it has ${digits} digits from ${lowest} on, not 3 from 1 on`);
  return payload;
}

function orInvalid<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new IoproofError('HISTOGRAM_INVALID', `The histogram cannot be decoded: ${messageOf(cause)}`, {
      advice: 'The record was changed or cut; take it from its source again.',
      cause,
    });
  }
}

/** A number of the payload, ZigZag LEB128 of at most nine bytes: a count, or less than 0 for so many empty buckets. */
function variable(payload: Buffer, start: number): { value: number; next: number } {
  let at = start;
  let scale = 1;
  let raw = 0;
  for (;;) {
    const byte = payload[at] ?? 0;
    at += 1;
    // The ninth byte has all its bits in use.
    const last = at - start === 9;
    raw += (last ? byte : byte & 0x7f) * scale;
    if (last || (byte & 0x80) === 0) break;
    scale *= 128;
  }
  return { value: raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2, next: at };
}

/** Buckets below `subBuckets` are 1 wide, those of each later half of as many twice as wide as those before. */
function bucketAt(index: number): Omit<Bucket, 'count'> {
  if (index < subBuckets) return { lowest: index, width: 1 };
  const half = subBuckets / 2;
  const width = 2 ** (Math.floor(index / half) - 1);
  return { lowest: ((index % half) + half) * width, width };
}
