// Histograms of the record against the reference library: nothing is lost on the way, merging is exact.
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketsOf, decodeHistogram, encodeHistogram, mergeHistograms } from '../../src/result/histogram.js';
import { payloadOf, referenceHistogram } from './samples.js';

const oneHourNs = 3_600_000_000_000;
const percentiles = [0, 50, 90, 99, 99.9, 99.99, 100];
const latencies = fc.array(fc.integer({ min: 1, max: oneHourNs }), { minLength: 1, maxLength: 200 });

test('the encoded text has the V2 compressed cookie and the length of what follows', () => {
  const bytes = Buffer.from(encodeHistogram(payloadOf(referenceHistogram([5]))), 'base64');

  expect(bytes.readUInt32BE(0)).toBe(0x1c849314);
  expect(bytes.readUInt32BE(4)).toBe(bytes.length - 8);
});

test('the reference library reads what is encoded', () => {
  const values = [1, 999, 1000, 123_456_789, oneHourNs];
  const text = encodeHistogram(payloadOf(referenceHistogram(values)));

  const read = decodeFromCompressedBase64(text);
  expect(read.totalCount).toBe(values.length);
  expect(read.getValueAtPercentile(40)).toBe(999);
  expect(read.maxValue).toBeGreaterThanOrEqual(oneHourNs * 0.999);
});

test('any latencies survive encoding and decoding', () => {
  fc.assert(
    fc.property(latencies, (values) => {
      const original = referenceHistogram(values);
      const decoded = decodeHistogram(encodeHistogram(payloadOf(original)));

      expect(decoded.totalCount).toBe(values.length);
      for (const percentile of percentiles) {
        expect(decoded.getValueAtPercentile(percentile)).toBe(original.getValueAtPercentile(percentile));
      }
    }),
  );
});

test('percentiles of a decoded histogram are those of the raw values within 0.1 %', () => {
  fc.assert(
    fc.property(latencies, fc.constantFrom(50, 90, 99), (values, percentile) => {
      const decoded = decodeHistogram(encodeHistogram(payloadOf(referenceHistogram(values))));
      const sorted = [...values].sort((a, b) => a - b);
      const exact = sorted[Math.ceil((percentile / 100) * values.length) - 1] as number;

      expect(Math.abs(decoded.getValueAtPercentile(percentile) - exact)).toBeLessThanOrEqual(exact * 0.001);
    }),
  );
});

test('merging equals recording all values in one histogram', () => {
  fc.assert(
    fc.property(fc.array(latencies, { maxLength: 4 }), (groups) => {
      const merged = mergeHistograms(groups.map(referenceHistogram));
      const all = referenceHistogram(groups.flat());

      expect(merged.totalCount).toBe(all.totalCount);
      for (const percentile of percentiles) {
        expect(merged.getValueAtPercentile(percentile)).toBe(all.getValueAtPercentile(percentile));
      }
    }),
    { numRuns: 30 },
  );
});

test('merging leaves the given histograms as they are', () => {
  const first = referenceHistogram([10, 20]);
  mergeHistograms([first, referenceHistogram([30])]);
  expect(first.totalCount).toBe(2);
});

test('a bucket may count more than 2^32 values, decoded and merged', () => {
  const many = 2 ** 32 + 7;
  const histogram = referenceHistogram([]);
  histogram.recordValueWithCount(500, many);
  const decoded = decodeHistogram(encodeHistogram(payloadOf(histogram)));

  expect(decoded.totalCount).toBe(many);
  const merged = mergeHistograms([decoded, decoded, referenceHistogram([1_000_000])]);
  expect(merged.totalCount).toBe(2 * many + 1);
  expect(merged.getValueAtPercentile(99.999)).toBe(500);
});

test.each([['not base64!'], [''], ['AAAAAAAAAAAAAAAA'], ['HISTFAAAAAh4nGNg']])('refuses %j', (text) => {
  expect(() => decodeHistogram(text)).toThrow(expect.objectContaining({ code: 'HISTOGRAM_INVALID' }));
});

test('buckets hold every value once, in ascending order, within 0.1 %', () => {
  fc.assert(
    fc.property(latencies, (values) => {
      const buckets = bucketsOf(decodeHistogram(encodeHistogram(payloadOf(referenceHistogram(values)))));
      const sorted = [...values].sort((a, b) => a - b);
      const lowest = buckets.flatMap((bucket) => Array.from({ length: bucket.count }, () => bucket.lowest));

      expect(lowest).toHaveLength(sorted.length);
      for (const [index, value] of sorted.entries()) {
        expect(lowest[index]).toBeLessThanOrEqual(value);
        expect(lowest[index]).toBeGreaterThan(value < 2048 ? value - 1 : value * 0.999);
      }
      expect(new Set(buckets.map((bucket) => bucket.lowest)).size).toBe(buckets.length);
    }),
  );
});
