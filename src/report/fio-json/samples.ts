// Bandwidth and IOPS over time as fio gives them: extremes, mean and deviation of samples of half a second or longer.
import { Float, type FioObject } from './writer.js';

/** fio's bwavgtime and iopsavgtime. A clock that fires a little early must not double the length of the samples. */
const sampleSeconds = 0.5;
const slackSeconds = 0.005;

/** Operations of one direction that completed in a part of the measured time. */
export interface Interval {
  seconds: number;
  count: number;
  bytes: number;
}

interface Sample {
  /** KiB a second and operations a second, whole numbers as fio counts them. */
  bandwidth: number;
  iops: number;
}

/** `bytesPerSecond` is the mean over the whole run, which fio gives `bw_agg` as a percentage of. */
export function sampleObject(intervals: readonly Interval[], bytesPerSecond: number): FioObject {
  const samples = samplesOf(intervals);
  const bandwidth = statisticsOf(samples.map((sample) => sample.bandwidth));
  const iops = statisticsOf(samples.map((sample) => sample.iops));
  return {
    bw_min: bandwidth.min,
    bw_max: bandwidth.max,
    bw_agg: new Float(samples.length > 0 ? shareOfAll(bandwidth.mean, bytesPerSecond) : 0),
    bw_mean: new Float(bandwidth.mean),
    bw_dev: new Float(bandwidth.deviation),
    bw_samples: samples.length,
    iops_min: iops.min,
    iops_max: iops.max,
    iops_mean: new Float(iops.mean),
    iops_stddev: new Float(iops.deviation),
    iops_samples: samples.length,
  };
}

// As fio, what is left at the end and shorter than a sample is none.
function samplesOf(intervals: readonly Interval[]): Sample[] {
  const samples: Sample[] = [];
  let [seconds, bytes, count] = [0, 0, 0];
  for (const interval of intervals) {
    seconds += interval.seconds;
    bytes += interval.bytes;
    count += interval.count;
    if (seconds < sampleSeconds - slackSeconds) continue;
    samples.push({ bandwidth: Math.floor(bytes / 1024 / seconds), iops: Math.floor(count / seconds) });
    [seconds, bytes, count] = [0, 0, 0];
  }
  return samples;
}

function statisticsOf(values: readonly number[]): { min: number; max: number; mean: number; deviation: number } {
  if (values.length === 0) return { min: 0, max: 0, mean: 0, deviation: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    min: values.reduce((least, value) => Math.min(least, value)),
    max: values.reduce((most, value) => Math.max(most, value)),
    mean,
    deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0,
  };
}

/** Percent, 100 at most; fio divides by nothing that is 1 KiB a second or less. */
function shareOfAll(meanKiB: number, bytesPerSecond: number): number {
  return bytesPerSecond > 1024 ? Math.min(100, (Math.trunc(meanKiB) * 100) / (bytesPerSecond / 1024)) : 100;
}
