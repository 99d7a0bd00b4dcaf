// Steady states and latency targets as a user sees them, on the virtual clock, where the true answer is known.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StepRecord } from '../../../src/result/schema.js';
import { nullWorkload, Workplace } from '../../helpers/cli.js';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof, recordIn, type CommandResult } from '../command.js';

/** Runs one workload of the null engine with these lines. */
function run(...lines: string[]): { cwd: string; result: CommandResult; step: StepRecord } {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'w.yaml'), nullWorkload('w', ...lines));
  const result = ioproof(['run', './w.yaml', '--json'], cwd);
  const [step] = recordIn(result).steps;
  if (step === undefined) throw new Error('there is no step');
  return { cwd, result, step };
}

const codes = ({ warnings }: StepRecord): string[] => warnings.map(({ code }) => code);
const exact = 'nullEngine: {latency: 1ms}';

describe('a steady state', () => {
  const state = (metric: string, limit: string) =>
    `steadyState: {metric: ${metric}, criterion: deviation, limit: ${limit}, window: 5s, rampTime: 3s}`;

  test.each([
    ['iops', 1000],
    ['bandwidth', 4_096_000],
    ['p99', 1_000_000],
  ])('of %s ends the step long before its runtime, and the step is complete', (metric, mean) => {
    const { result, step } = run(exact, 'runtime: 1000h', state(metric, '1%'));
    expect(result.status).toBe(0);
    expect(step).toMatchObject({ status: 'complete', endReason: 'steady', error: null });
    expect(step.metrics).toMatchObject({ steadyAttained: 1, steadyAfterSeconds: 8, steadyValue: 0, steadyMean: mean });
    expect(codes(step)).not.toContain('NOT_STEADY');
    // What is counted is the whole measured time, which is a little more than the time until then.
    expect(step.elapsedSeconds).toBeGreaterThanOrEqual(8);
    expect(step.operations.read?.count).toBe(Math.floor((step.elapsedSeconds ?? 0) * 1000));
  });

  test('that is not reached leaves a complete step with a warning', () => {
    // Some 100 random arrivals a second never are within 0.1 % of their mean for five seconds.
    const pace = ['rate: {operations: 100}', 'arrival: poisson', 'runtime: 20s'];
    const { result, step } = run(exact, ...pace, state('iops', '0.1%'));
    expect(result.status).toBe(0);
    expect(step).toMatchObject({ status: 'complete', endReason: 'runtime', metrics: { steadyAttained: 0 } });
    expect(step.metrics).not.toHaveProperty('steadyAfterSeconds');
    expect(step.warnings).toContainEqual(
      expect.objectContaining({
        code: 'NOT_STEADY',
        evidence: { lastValuePercent: step.metrics['steadyValue'], lastMeanPerSecond: step.metrics['steadyMean'] },
      }),
    );
  });

  test('is told in the final text', () => {
    const place = new Workplace({ 'w.yaml': nullWorkload('w', exact, 'runtime: 1000h', state('iops', '1%')) });
    const { stdout } = place.run('run', './w.yaml');
    expect(stdout).toContain('w/here/1: steady after 8.0s: deviation of iops 0 % in the window, mean 1.00k/s');
  });
});

describe('a latency target', () => {
  const target = (below: string, more = '') =>
    `latencyTarget: {percentile: 99, below: ${below}, lowest: 100, highest: 100000, precision: 2, probe: 2s${more}}`;

  test('with even arrivals finds what the queue can do: depth / latency, over all workers', () => {
    const { cwd, result, step } = run(
      exact,
      'arrival: fixed',
      'workers: 2',
      'queueDepth: 4',
      'runtime: 10s',
      target('2ms'),
    );
    const { targetRate = 0, targetPercentileNs, probes } = step.metrics;
    expect(result.status).toBe(0);
    expect(targetRate).toBeLessThanOrEqual(8000);
    expect(targetRate).toBeGreaterThan(8000 / 1.02 - 2);
    expect(targetPercentileNs).toBe(1_000_000);
    expect(step).toMatchObject({
      status: 'complete',
      endReason: 'runtime',
      elapsedSeconds: expect.closeTo(10, 2) as number,
    });
    expect((step.operations.read?.count ?? 0) / 10).toBeCloseTo(targetRate, -2);

    expect(step.probes).toHaveLength(probes ?? 0);
    for (const { rate, kept } of step.probes ?? []) expect(kept).toBe(rate <= 8000);
    expect(step.probes?.slice(0, 2).map(({ rate }) => rate)).toEqual([100, 100_000]);

    const lines = readFileSync(join(cwd, 'results', recordIn(result).run.id, 'events.ndjson'), 'utf8').split('\n');
    const events = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as { type: string });
    // The time series is that of the measured time alone.
    expect(events.filter(({ type }) => type === 'interval')).toHaveLength(10);
    expect(events.filter(({ type }) => type === 'probe')).toHaveLength(probes ?? 0);
  });

  test('with random arrivals is lower, since some must wait for others', () => {
    const { step } = run(exact, 'runtime: 10s', target('5ms'));
    const { targetRate = 0 } = step.metrics;
    // A queue with one server of 1 ms and random arrivals keeps p99 < 5 ms up to some 70 % of its capacity.
    expect(targetRate).toBeGreaterThan(500);
    expect(targetRate).toBeLessThan(900);
    for (const { rate, kept } of step.probes ?? []) if (rate > 1000) expect(kept).toBe(false);
  });

  test('that no rate keeps fails the step with the values', () => {
    const { result, step } = run(exact, 'runtime: 10s', target('1ms'));
    expect(result.status).toBe(3);
    expect(step).toMatchObject({ status: 'failed', endReason: null, operations: {}, metrics: {} });
    expect(step.error).toMatchObject({
      code: 'TARGET_NOT_MET',
      message: expect.stringMatching(
        /^p99 .* below 1ms, but is \d\S*ms at the lowest rate already, 100 operations/,
      ) as string,
    });
    expect(step.probes).toMatchObject([{ rate: 100, kept: false }]);
  });

  test('ends with the probe that fails', () => {
    const { step } = run('nullEngine: {latency: 1ms, failEvery: 1500}', 'runtime: 10s', target('20ms'));
    expect(step.error).toMatchObject({
      code: 'IO_ERROR',
      errnoName: 'EIO',
      message: expect.stringMatching(/^in probe 2, of 100000 operations a second: read of 4096 bytes/) as string,
    });
    expect(step.probes).toMatchObject([{ rate: 100, kept: true }]);
  });

  test('is stopped during its search', async () => {
    // Without a latency of its own the null engine runs in real time: the first probe takes a minute.
    const workload = nullWorkload('w', target('1ms').replace('2s', '60s'));
    const place = new Workplace({ 'w.yaml': workload });
    const running = place.start('run', './w.yaml', '--json');
    await running.says('start,');
    running.signal('SIGINT');
    expect((await running.ended).exitCode).toBe(130);
    expect(place.record().steps[0]).toMatchObject({
      status: 'failed',
      error: { code: 'STOPPED', message: expect.stringContaining('during the search') as string },
      probes: [],
    });
  });

  test('is told in the log and in the final text', () => {
    const lines = ['arrival: fixed', 'runtime: 10s', target('2ms')];
    const { stdout, stderr } = new Workplace({ 'w.yaml': nullWorkload('w', exact, ...lines) }).run('run', './w.yaml');
    expect(stderr).toContain('w/here/1: probe 1: 100 operations a second, 1.00ms, kept');
    expect(stderr).toMatch(/probe 2: 100k operations a second, \d\S+s, not kept/);
    expect(stdout).toMatch(
      /w\/here\/1: 9\d\d operations a second keep p99 below 2\.00ms: 1\.00ms, found with \d+ probes/,
    );
  });
});
