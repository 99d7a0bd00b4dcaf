// Counters of searches: of the job whose figures are told, and of none of the others.
import { expect, test } from 'vitest';
import { Workplace } from '../helpers/cli.js';
import type { StepRecord } from '../../src/result/schema.js';

function onlyStep(place: Workplace): StepRecord {
  const { steps } = place.record();
  const [step] = steps;
  if (step === undefined || steps.length !== 1) throw new Error(`${steps.length} steps`);
  return step;
}

const counterEvents = (place: Workplace) => place.events().filter(({ type }) => type === 'counters');

test('a search for a rate has the counters of its measured job', () => {
  const place = new Workplace({
    'work.yaml': `
      kind: block
      name: rate
      size: 4MiB
      direct: false
      runtime: 900ms
      interval: 300ms
      arrival: poisson
      latencyTarget: { percentile: 50, below: 100ms, lowest: 100, highest: 200, precision: 60, probe: 600ms }
    `,
  });
  const { exitCode, stderr } = place.run('run', './work.yaml');
  expect(stderr).not.toContain('error');
  expect(exitCode).toBe(0);
  const { counters, probes } = onlyStep(place);
  expect(probes?.length).toBeGreaterThan(0);
  // The time of the measured job: that of all would be longer by that of the probes and of their starts.
  expect(counters?.seconds).toBeGreaterThan(0.89);
  expect(counters?.sources.find(({ name }) => name === '/proc/stat')?.readings).toBeGreaterThan(1);
  const types = place.events().map(({ type }) => type);
  expect(types.indexOf('counters')).toBeGreaterThan(types.lastIndexOf('probe'));
});

const training = [
  ...['name: fed', 'kind: training', 'model: custom', 'format: npz', 'files: 200', 'recordLength: 40000'],
  ...['batchSize: 2', 'computeTime: 5ms', 'readThreads: 2', 'engine: sync', ''],
].join('\n');

test('a search for accelerators has the counters of the job that its figures are of', () => {
  const place = new Workplace({ 'work.yaml': training });
  const args = ['--most', '2', '--try', '1s', '--mount', `m=${place.mount('m')}`];
  const { exitCode, stderr } = place.run('fit', './work.yaml', ...args);
  expect(stderr).not.toContain('error');
  expect([0, 1]).toContain(exitCode);
  const { counters, elapsedSeconds, fit } = onlyStep(place);
  expect(fit?.tries.length).toBeGreaterThan(0);
  expect(counters?.seconds).toBeGreaterThan((elapsedSeconds ?? Infinity) * 0.9);
  // Lines of several tries would mix.
  expect(counterEvents(place)).toEqual([]);
});

test('--no-counters of a search reads none', () => {
  const place = new Workplace({ 'work.yaml': training });
  const args = ['--most', '1', '--try', '1s', '--mount', `m=${place.mount('m')}`, '--no-counters'];
  expect([0, 1]).toContain(place.run('fit', './work.yaml', ...args).exitCode);
  expect(onlyStep(place).counters).toBeUndefined();
});
