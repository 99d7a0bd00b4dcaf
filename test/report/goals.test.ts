// What the final text says of steps that ran towards a goal.
import { describe, expect, test } from 'vitest';
import { goalLines, steadyText, targetText } from '../../src/report/goals.js';
import { lookOf } from '../../src/report/look.js';
import type { StepRecord } from '../../src/result/schema.js';
import { blockJob, runRecord, stepRecord } from '../fixtures/records.js';

const look = lookOf({ width: 60, colour: false });

describe('a steady state', () => {
  const text = (metric: string, criterion: string, metrics: StepRecord['metrics']) =>
    steadyText(stepRecord({ job: blockJob({ steadyState: { metric, criterion } }), metrics }));
  const reached = { steadyAttained: 1, steadyAfterSeconds: 34, steadyValue: 0.1234 };

  test.each([
    ['iops', 12_300, 'steady after 34.0s: slope of iops 0.123 % a second in the window, mean 12.3k/s'],
    ['bandwidth', 2 ** 30, 'steady after 34.0s: slope of bandwidth 0.123 % a second in the window, mean 1.00 GiB/s'],
    ['p99', 250_000, 'steady after 34.0s: slope of p99 0.123 % a second in the window, mean 250us'],
  ])('of %s is told with its unit', (metric, steadyMean, expected) => {
    expect(text(metric, 'slope', { ...reached, steadyMean })).toBe(expected);
  });

  test('that was not reached says how far it was', () => {
    expect(text('iops', 'deviation', { steadyAttained: 0, steadyValue: 7.5, steadyMean: 100 })).toBe(
      'not steady: deviation of iops 7.5 % in the last window, mean 100/s',
    );
    expect(text('iops', 'deviation', { steadyAttained: 0 })).toBe('not steady: no full window');
  });
});

describe('a latency target', () => {
  const text = (targetPercentileNs: number) =>
    targetText(
      stepRecord({
        job: blockJob({ latencyTarget: { percentile: 99.9, below: 1e6 } }),
        metrics: { targetRate: 24_500, targetPercentileNs, probes: 9 },
      }),
    );

  test('is told with what was measured at the rate', () => {
    expect(text(930_000)).toBe('24.5k operations a second keep p99.9 below 1.00ms: 930us, found with 9 probes');
  });

  test('that the measured run did not keep is not praised', () => {
    expect(text(1_000_000)).toContain('do not keep p99.9 below 1.00ms: 1.00ms');
  });
});

test('lines fit the width; steps without a goal and steps that failed have none', () => {
  const job = blockJob({ steadyState: { metric: 'iops', criterion: 'slope' } });
  const metrics = { steadyAttained: 1, steadyAfterSeconds: 34, steadyValue: 0.5, steadyMean: 100 };
  const lines = goalLines(runRecord([stepRecord({ job, metrics })]), look);
  expect(lines[0]).toBe('Goals');
  expect(lines.at(-1)).toBe('');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  expect(goalLines(runRecord([stepRecord(), stepRecord({ job, metrics, status: 'failed' })]), look)).toEqual([]);
});
