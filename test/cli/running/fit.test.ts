// `ioproof fit` as a user sees it: on the virtual clock, where the true answer is known, and on a real file system.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RunRecord, StepRecord } from '../../../src/result/schema.js';
import { Workplace } from '../../helpers/cli.js';

/** Batches of four samples a step of 20 ms, read by four readers, each sample in as long as `latency`. */
function onNull(latency: string, ...more: string[]): string {
  const lines = [
    ...['name: n', 'kind: training', 'model: custom', "engine: 'null'", `nullEngine: {latency: ${latency}}`],
    ...['format: npz', 'files: 4000', 'recordLength: 100000', 'batchSize: 4', 'computeTime: 20ms', 'readThreads: 4'],
  ];
  return [...lines, ...more, ''].join('\n');
}

function stepIn(record: RunRecord): StepRecord & { fit: NonNullable<StepRecord['fit']> } {
  const [step] = record.steps;
  if (step?.fit === undefined) throw new Error('there is no fit');
  return { ...step, fit: step.fit };
}

const counts = ({ fit }: { fit: NonNullable<StepRecord['fit']> }) => fit.tries.map(({ accelerators }) => accelerators);

describe('on the virtual clock', () => {
  test('as many are fed as may be tried, where each reader has storage of its own', () => {
    const place = new Workplace({ 'n.yaml': onNull('1ms') });
    const { exitCode, stdout } = place.run('fit', './n.yaml', '--most', '6');
    expect(exitCode).toBe(0);
    const step = stepIn(place.record());
    expect(step).toMatchObject({ status: 'complete', fit: { accelerators: 6, complete: true, most: 6 } });
    expect(step.fit.limit).toEqual({ resource: 'asked', evidence: { most: 6 } });
    expect([...new Set(counts(step))]).toEqual([1, 2, 4, 6]);
    expect(step.job['accelerators']).toBe(6);
    expect(step.training).toMatchObject({ accelerators: 6, conforming: false });
    expect(step.training?.reasons.join('\n')).toContain('fit: a try is shorter');
    expect(stdout).toContain('Accelerators fed: on n, at 90 % utilization');
    expect(stdout).toMatch(/^ here +6 +\d+\.\d %/m);
    expect(place.events().filter(({ type }) => type === 'try')).toHaveLength(step.fit.tries.length);
  });

  test('not even one is fed by storage that is too slow: exit code 1, and what is required says so', () => {
    // A reader takes four times 30 ms for a batch: four of them one each 30 ms, which is 67 %.
    const place = new Workplace({ 'n.yaml': onNull('10ms') });
    const { exitCode, stdout, stderr } = place.run('fit', './n.yaml', '--most', '6', '--require', '2');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--require: n/here/1 feeds 0 of the 2 that are required');
    expect(stdout).toMatch(/^ here +0 /m);
    const step = stepIn(place.record());
    expect(step).toMatchObject({ status: 'complete', fit: { accelerators: 0, limit: { resource: 'storage' } } });
    expect(counts(step)).toEqual([1]);
  });

  test('only JSON goes to standard output with --json, also where the figures are of no whole try', () => {
    const place = new Workplace({ 'n.yaml': onNull('10ms') });
    const { stdout } = place.run('fit', './n.yaml', '--json');
    expect(stepIn(JSON.parse(stdout) as RunRecord).fit.accelerators).toBe(0);
  });
});

describe('on a real file system', () => {
  const workload = [
    ...['name: small', 'kind: training', 'model: custom', 'format: npz', 'files: 400', 'recordLength: 40000'],
    ...['batchSize: 2', 'computeTime: 5ms', 'readThreads: 2', 'engine: sync', ''],
  ].join('\n');

  test('all tries use one data set, which the next fit finds', () => {
    const place = new Workplace({ 'small.yaml': workload });
    const mount = place.mount('m');
    const args = ['fit', './small.yaml', '--mount', `m=${mount}`, '--most', '3', '--try', '1s', '--quiet'];
    for (const reused of [false, true]) {
      const { stdout } = place.run(...args, '--json');
      const step = stepIn(JSON.parse(stdout) as RunRecord);
      expect(step).toMatchObject({ status: 'complete', dataset: { reused }, fit: { complete: true, most: 3 } });
      expect(step.fit.tries.length).toBeGreaterThan(0);
      expect(step.fit.limit).not.toBeNull();
    }
    const sets = readdirSync(`${mount}/ioproof-data`).filter((name) => name.startsWith('training-'));
    expect(sets).toHaveLength(1);
  });

  test('--plan shows the data set and the largest try, and writes nothing', () => {
    const place = new Workplace({ 'small.yaml': workload });
    const mount = place.mount('m');
    const { stdout, exitCode } = place.run('fit', './small.yaml', '--mount', `m=${mount}`, '--plan');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('the most accelerators at 90 % utilization, 10 at most (data set)');
    expect(readdirSync(mount)).toEqual([]);
  });

  test('ctrl-C keeps what was found', async () => {
    const place = new Workplace({ 'small.yaml': workload.replace('5ms', '50ms') });
    const running = place.start('fit', './small.yaml', '--mount', `m=${place.mount('m')}`, '--most', '3');
    await running.says('try 2 with 2 accelerators');
    running.signal('SIGINT');
    const { exitCode, stdout } = await running.ended;
    expect(exitCode).toBe(130);
    const step = stepIn(place.record());
    expect(step).toMatchObject({ status: 'failed', error: { code: 'STOPPED' }, fit: { complete: false } });
    expect(counts(step)).toEqual([1]);
    expect(stdout).toMatch(/^ m +>=1 /m);
  });
});
