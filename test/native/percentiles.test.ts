// Statistics of real jobs against the histogram that comes with them, decoded by the reference library; intervals add up.
import { expect, test } from 'vitest';
import type { Histogram } from 'hdr-histogram-js';
import type { NativeInterval, NativeJobSpec, NativeLatency, RecordedKind } from '../../src/native/contract.js';
import { decodeHistogram, encodeHistogram, mergeHistograms } from '../../src/result/histogram.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { layOut, runJob } from './jobs.js';
import { depthOf, engines } from './places.js';

const decode = (payload: Uint8Array): Histogram => decodeHistogram(encodeHistogram(payload));

/** Every count of a histogram, as the library prints it. */
const allOf = (histogram: Histogram): string => histogram.outputPercentileDistribution(10);

/** Expects that the statistics are those of the histogram, to its precision of 0.1 %. */
function expectStatistics(latency: NativeLatency, count: number): void {
  const histogram = decode(latency.histogram);
  const ranks = { p50: 50, p90: 90, p99: 99, p999: 99.9, p9999: 99.99 } as const;
  expect(histogram.totalCount).toBe(count);
  expect(latency.overflow).toBe(0);
  for (const [name, percentile] of Object.entries(ranks)) {
    const value = latency[name as keyof typeof ranks];
    // The library gives the upper end of the step in which the value is, which may lie above the largest latency.
    expect([name, value]).toEqual([name, Math.min(histogram.getValueAtPercentile(percentile), latency.max)]);
  }
  expect(Math.abs(latency.max - histogram.maxValue)).toBeLessThanOrEqual(latency.max / 1000);
  expect(Math.abs(latency.min - histogram.minNonZeroValue)).toBeLessThanOrEqual(latency.min / 1000);
  expect(Math.abs(latency.mean - histogram.mean)).toBeLessThanOrEqual(latency.mean / 1000);
  const deviation = Math.abs(latency.stddev - histogram.stdDeviation);
  expect(deviation).toBeLessThanOrEqual(histogram.mean / 1000 + histogram.stdDeviation / 1000);
  expect(latency.stddev).toBeLessThanOrEqual(latency.max - latency.min);
}

// All ranks of 20,000 values are whole numbers, so that no rounding can differ.
const operations = 20_000;

test.each(engines)(
  'percentiles of 20,000 reads with engine $name are those of the histogram',
  async ({ name: engine }) => {
    const files = await layOut(temporaryDirectory(), 100 * 4096);
    const result = await runJob({ ...files, engine, passes: 200, ...depthOf(engine) });
    const read = result.operations.read;
    if (read === undefined) throw new Error('nothing was read');

    expect(read.count).toBe(operations);
    expectStatistics(read.latencyNs, operations);
    // Little's law: so many latencies at once as the queue holds fit in the elapsed time, and no more.
    const inFlight = (read.latencyNs.mean * read.count) / result.elapsedNs;
    expect(inFlight).toBeGreaterThan(0);
    expect(inFlight).toBeLessThanOrEqual(result.ready.queueDepthUsed * 1.001);
  },
);

test('percentiles of a chain and of each of its operations are those of their histograms', async () => {
  const root = temporaryDirectory();
  const files = { root, kind: 'files', fileCount: 200, fileSize: 4096, engine: 'sync', access: 'permutation' } as const;
  await runJob({ ...files, operations: ['create', 'write', 'close'], createFiles: true });
  const result = await runJob({ ...files, operations: ['open', 'read', 'close'], passes: 100 });

  const sum = (kind: RecordedKind): number => (result.operations[kind]?.latencyNs.mean ?? 0) * operations;
  for (const kind of ['open', 'read', 'close', 'chain'] as const) {
    const latency = result.operations[kind]?.latencyNs;
    if (latency === undefined) throw new Error(`${kind} did not occur`);
    expectStatistics(latency, operations);
  }
  // A chain lasts at least as long as its parts, and chains of one worker at depth 1 follow one another.
  expect(sum('chain')).toBeGreaterThanOrEqual(sum('open') + sum('read') + sum('close'));
  expect(sum('chain')).toBeLessThanOrEqual(result.elapsedNs * 1.001);
});

test.each([
  { title: 'three workers on files', changes: { engine: 'sync', workers: 3 } },
  { title: 'a queue of io_uring or what replaces it', changes: { engine: 'auto', queueDepth: 16, submitBatch: 4 } },
  { title: 'the null engine at full speed', changes: { engine: 'null', workers: 2 } },
] as { title: string; changes: Partial<NativeJobSpec> }[])(
  'intervals of $title add up to the total, value by value',
  async ({ changes }) => {
    const intervals: NativeInterval[] = [];
    const files = await layOut(temporaryDirectory(), 2 ** 20);
    const timed = { runtimeNs: 450_000_000, intervalNs: 40_000_000, passes: 0, readPercent: 60 };
    const result = await runJob({ ...files, ...timed, ...changes }, (interval) => intervals.push(interval));

    const indexes = intervals.map(({ index }) => index);
    expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
    // 450 ms have 11 whole intervals and a rest; what completes after the end belongs to the last one.
    expect(indexes.at(-1)).toBeLessThanOrEqual(11);
    expect(intervals.length).toBeGreaterThan(1);
    for (const { index, startNs } of intervals) expect(startNs).toBe(index * 40_000_000);
    for (const { durationNs } of intervals.slice(0, -1)) expect(durationNs).toBe(40_000_000);
    const last = intervals.at(-1);
    expect((last?.startNs ?? 0) + (last?.durationNs ?? 0)).toBe(result.elapsedNs);

    for (const kind of ['read', 'write'] as const) {
      const parts = intervals.map((interval) => interval.operations[kind]).filter((part) => part !== undefined);
      const total = result.operations[kind];
      if (total === undefined) throw new Error(`no ${kind}`);
      const sum = (field: 'count' | 'bytes' | 'errors'): number => parts.reduce((all, part) => all + part[field], 0);
      expect({ count: sum('count'), bytes: sum('bytes'), errors: sum('errors') }).toEqual({
        count: total.count,
        bytes: total.bytes,
        errors: 0,
      });
      const decoded = parts.map(({ histogram }) => decode(histogram));
      expect(decoded.map(({ totalCount }) => totalCount)).toEqual(parts.map(({ count }) => count));
      expect(allOf(mergeHistograms(decoded))).toBe(allOf(decode(total.latencyNs.histogram)));
      expect(Math.max(...parts.map(({ max }) => max))).toBe(total.latencyNs.max);
    }
  },
);
