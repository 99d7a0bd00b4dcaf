// Values of a job: counts and rates, samples over time, shares, processor time and errors.
import { describe, expect, test } from 'vitest';
import { failedStep } from '../../fixtures/records.js';
import { jobOf, measured, mixedStep, readIntervals, readStep } from './samples.js';

const withIntervals = (seconds: number, counts: number[]) => {
  const step = readStep();
  return jobOf(step, { intervals: [[step.id, readIntervals(seconds, counts)]] }).read;
};

describe('a direction', () => {
  test('has counts and rates over the measured time', () => {
    expect(jobOf(readStep()).read).toMatchObject({
      io_bytes: 81_920_000,
      io_kbytes: 80_000,
      bw_bytes: 40_960_000,
      bw: 40_000,
      iops: 10_000,
      runtime: 2000,
      total_ios: 20_000,
      short_ios: 0,
      drop_ios: 0,
    });
  });

  test('rounds rates down and takes short operations over', () => {
    const read = measured([1000, 1000, 1000], { bytes: 10_000, short: 2 });
    const { read: found } = jobOf(readStep({ elapsedSeconds: 0.003, operations: { read } }));
    expect(found).toMatchObject({ bw_bytes: 3_333_333, bw: 3255, iops: 1000, short_ios: 2, runtime: 3 });
  });

  test('in which nothing was done is there with zeros, and without percentiles', () => {
    const { write, trim } = jobOf(readStep());
    const latency = { min: 0, max: 0, mean: 0, stddev: 0, N: 0 };
    expect(write).toMatchObject({ io_bytes: 0, iops: 0, runtime: 0, total_ios: 0, bw_samples: 0 });
    expect(write).toMatchObject({ slat_ns: latency, clat_ns: latency, lat_ns: latency });
    expect(write['clat_ns'] as object).toEqual(latency);
    expect(trim).toEqual(write);
  });

  test('of a step that took less than a millisecond has no rate, as in fio', () => {
    expect(jobOf(readStep({ elapsedSeconds: 0.0004 })).read).toMatchObject({ total_ios: 20_000, bw: 0, iops: 0 });
  });
});

describe('a latency', () => {
  test('has the values of the record, and percentiles that are middles of buckets', () => {
    const latencies = Array.from({ length: 1000 }, (_, index) => (index < 990 ? 1000 : 2_000_000));
    const read = measured(latencies);
    const { clat_ns: clat, lat_ns: lat } = jobOf(readStep({ operations: { read } })).read as Record<string, object>;
    const { mean, stddev } = read.latencyNs;
    const extremes = { min: 1000, max: 2_000_000, mean, stddev, N: 1000 };
    expect(lat).toEqual(extremes);
    expect(clat).toMatchObject(extremes);
    const { percentile } = clat as { percentile: Record<string, number> };
    expect(percentile).toMatchObject({ '50.000000': 1004, '99.000000': 1004, '99.500000': 2_007_040 });
    expect(Object.keys(percentile)).toHaveLength(17);
  });

  test('has the counts of its buckets with json+ only', () => {
    const step = readStep({ operations: { read: measured([1000, 1001, 5_000_000]) } });
    const clat = (plus: boolean) => jobOf(step, { plus }).read['clat_ns'] as Record<string, unknown>;
    expect(clat(true)['bins']).toEqual({ '1004': 2, '5013504': 1 });
    expect(clat(false)).not.toHaveProperty('bins');
  });

  test('of syncs stands in an object of its own', () => {
    expect(jobOf(mixedStep()).sync).toMatchObject({
      total_ios: 2,
      lat_ns: { min: 900_000, max: 1_100_000, mean: 1_000_000, N: 2, percentile: { '99.000000': 1_105_920 } },
    });
  });
});

describe('samples over time', () => {
  test('are the intervals where these are longer than half a second', () => {
    expect(withIntervals(1, [9000, 11_000])).toMatchObject({
      bw_min: 36_000,
      bw_max: 44_000,
      bw_mean: 40_000,
      bw_dev: 5656.854249,
      bw_agg: 100,
      bw_samples: 2,
      iops_min: 9000,
      iops_max: 11_000,
      iops_mean: 10_000,
      iops_stddev: 1414.213562,
      iops_samples: 2,
    });
  });

  test('add shorter intervals up to half a second, and leave out what is left at the end', () => {
    const found = withIntervals(0.1, [100, 200, 300, 400, 500, 1000, 1000, 1000, 1000, 1000, 999]);
    expect(found).toMatchObject({ iops_samples: 2, iops_min: 3000, iops_max: 10_000, bw_samples: 2 });
  });

  test('are not made longer by a clock that fires early', () => {
    expect(withIntervals(0.4999, [100, 100, 100, 100])).toMatchObject({ iops_samples: 4, iops_max: 200 });
  });

  test('are a percentage of all bandwidth, 100 at most', () => {
    expect(withIntervals(1, [5000, 5000])).toMatchObject({ bw_agg: 50 });
    expect(withIntervals(1, [30_000])).toMatchObject({ bw_agg: 100 });
  });

  test('are none without a time series', () => {
    expect(jobOf(readStep()).read).toMatchObject({ bw_samples: 0, bw_agg: 0, bw_mean: 0, iops_samples: 0 });
  });

  test('belong to the direction and to the step', () => {
    const step = readStep();
    const job = jobOf(step, { intervals: [['another/here/1', readIntervals(1, [1])]] });
    expect(job.read).toMatchObject({ bw_samples: 0 });
    expect(jobOf(step, { intervals: [[step.id, readIntervals(1, [1])]] }).write).toMatchObject({ bw_samples: 0 });
  });
});

describe('a job', () => {
  test('gives processor time as a percentage of one worker', () => {
    const cpu = { userSeconds: 1, systemSeconds: 2, microsecondsPerOperation: 1 };
    expect(jobOf(mixedStep({ cpu }))).toMatchObject({ job_runtime: 4000, usr_cpu: 25, sys_cpu: 50, ctx: 0 });
  });

  test('starts after its layout', () => {
    const dataset = { directory: 'd', bytes: 1, reused: false, layoutSeconds: 1.5 };
    const startedAt = '2026-11-20T22:45:01.000Z';
    expect(jobOf(readStep({ dataset, startedAt }))['job_start']).toBe(Date.parse(startedAt) + 1500);
  });

  test('has the latency target in nanoseconds, and the depth', () => {
    const job = { ...readStep().job, latencyTarget: { percentile: 99, below: 2_000_000 } };
    const target = { latency_target: 2_000_000, latency_target_ns: 2_000_000, latency_percentile: 99 };
    expect(jobOf(readStep({ job }))).toMatchObject({ latency_depth: 32, ...target });
    expect(jobOf(readStep())).toMatchObject({ latency_target: 0, latency_percentile: 100 });
  });

  test('has a description only where the workload has', () => {
    expect(jobOf(readStep({ job: { description: 'Why?' } }))).toMatchObject({ desc: 'Why?' });
    expect(jobOf(readStep({ job: { description: '' } }))).not.toHaveProperty('desc');
  });

  const error = { code: 'STEP_TIMED_OUT', message: 'not in time' };
  test.each([
    { step: readStep(), errno: 0 },
    { step: failedStep(), errno: 5 },
    { step: failedStep({ error: { ...error, errno: 28 } }), errno: 28 },
    { step: failedStep({ error }), errno: 5 },
    { step: failedStep({ status: 'skipped', error }), errno: 125 },
  ])('that is $step.status has error $errno', ({ step, errno }) => {
    expect(jobOf(step)['error']).toBe(errno);
  });

  test('without a result has zeros everywhere', () => {
    const job = jobOf(failedStep());
    expect(job.read).toMatchObject({ total_ios: 0, runtime: 0 });
    expect(job).toMatchObject({ job_runtime: 0, usr_cpu: 0, iodepth_level: { '1': 0, '32': 0 } });
  });

  test('that only looks names up counts them as reads', () => {
    const stat = measured([1000, 1000], { bytes: 0 });
    const step = readStep({ job: { kind: 'files', operations: ['stat'] }, operations: { stat, chain: stat } });
    expect(jobOf(step).read).toMatchObject({ total_ios: 2, io_bytes: 0, iops: 1, clat_ns: { N: 2 } });
    expect(jobOf(step)).toMatchObject({ latency_us: { '2': 100 } });
  });
});
