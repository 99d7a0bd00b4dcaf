// fio's objects of a job for reads, writes, trims and syncs. All of them exist, with zeros where nothing was done.
import type { OperationRecord } from '../../result/schema.js';
import { latencyObject, noLatency } from './latency.js';
import { type Interval, sampleObject } from './samples.js';
import { Float, type FioObject } from './writer.js';

/** What a direction is made from. */
export interface Direction {
  /** Undefined: nothing was done in this direction. */
  operation: OperationRecord | undefined;
  /** Measured milliseconds of the step. */
  runtimeMs: number;
  intervals: readonly Interval[];
}

/** `plus`: with the buckets of json+. */
export function directionObject({ operation, runtimeMs, intervals }: Direction, plus: boolean): FioObject {
  const { count = 0, bytes = 0, short = 0 } = operation ?? {};
  const runtime = count > 0 ? runtimeMs : 0;
  const bytesPerSecond = runtime > 0 ? Math.floor((1000 * bytes) / runtime) : 0;
  return {
    io_bytes: bytes,
    io_kbytes: Math.floor(bytes / 1024),
    bw_bytes: bytesPerSecond,
    bw: Math.floor(bytesPerSecond / 1024),
    iops: new Float(runtime > 0 ? (1000 * count) / runtime : 0),
    runtime,
    total_ios: count,
    short_ios: short,
    drop_ios: 0,
    slat_ns: noLatency,
    clat_ns: latencyObject(operation, plus ? 'bins' : 'percentiles'),
    lat_ns: latencyObject(operation, 'none'),
    ...sampleObject(operation === undefined ? [] : intervals, bytesPerSecond),
  };
}

/** Calls of fsync and fdatasync. */
export function syncObject(operation: OperationRecord | undefined, plus: boolean): FioObject {
  return { total_ios: operation?.count ?? 0, lat_ns: latencyObject(operation, plus ? 'bins' : 'percentiles') };
}
