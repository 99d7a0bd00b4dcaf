// The keys of a steady state and of a latency target: their values, their defaults, and what they refuse.
import { describe, expect, test } from 'vitest';
import { loadText, block, problemsOf } from './loading.js';
import { showWorkload } from '../../src/spec/show.js';

const steady = 'steadyState: {metric: p99, criterion: slope, limit: 0.5%, window: 10s}';
const target = 'latencyTarget: {percentile: 99.9, below: 1ms, lowest: 1000, highest: 9000}';

test('neither is there unless it is given', () => {
  expect(block()).toMatchObject({ steadyState: null, latencyTarget: null });
});

test('a steady state has a ramp of 0 unless it is given', () => {
  const state = { metric: 'p99', criterion: 'slope', limit: 0.5, window: 10e9 };
  expect(block(steady).steadyState).toEqual({ ...state, rampTime: 0 });
  expect(block(steady.replace('}', ', rampTime: 5s}')).steadyState).toEqual({ ...state, rampTime: 5e9 });
});

test('a latency target has a precision, probes and random arrivals', () => {
  const limits = { percentile: 99.9, below: 1e6, lowest: 1000, highest: 9000 };
  expect(block(target)).toMatchObject({ latencyTarget: { ...limits, precision: 5, probe: 5e9 }, arrival: 'poisson' });
  expect(block(`${target}\narrival: fixed`).arrival).toBe('fixed');
});

test.each([steady, target])('%s is shown so that it loads again', (line) => {
  const loaded = loadText(`name: b\nkind: block\n${line}\n`);
  expect(loadText(showWorkload(loaded)).workloads).toEqual(loaded.workloads);
});

describe('refused', () => {
  const head = 'name: b\nkind: block\n';
  test.each<[string, string]>([
    [`${steady}\nruntime: null\npasses: 1`, 'runtime: is null, but "steadyState" needs it. Give "runtime: 10m".'],
    [
      `${steady}\nruntime: 9s`,
      'runtime: is 9s, which ends before rampTime and window of "steadyState" are over. Give at least 10s.',
    ],
    [
      `${steady}\ninterval: 4s`,
      'steadyState: has a window of 10s, which is not three or more whole intervals of 4s. Use "window: 12s".',
    ],
    [
      `${steady}\ninterval: 5s`,
      'steadyState: has a window of 10s, which is not three or more whole intervals of 5s. Use "window: 15s".',
    ],
    [
      'steadyState: {metric: iops, criterion: slope, limit: 1}',
      'steadyState.window: is missing. Write {metric: …, criterion: …, limit: …, window: …, rampTime: …}.',
    ],
    [
      steady.replace('slope', 'slop'),
      'steadyState.criterion: must be one of slope, deviation but is "slop". Did you mean "slope"?',
    ],
    [steady.replace('0.5%', '0'), 'steadyState.limit: must be from 0.001% to 100% but is 0%. Stay in that range.'],
    [
      target.replace('99.9', '95'),
      'latencyTarget.percentile: must be one of 50, 90, 99, 99.9, 99.99 but is 95. Choose one of them.',
    ],
    [`${target}\npasses: 1`, 'runtime: is null, but "latencyTarget" needs it. Give "runtime: 10m".'],
    [
      `${target}\nruntime: 30s\noperationLimit: 10`,
      'latencyTarget: does not go with "passes", "ioSize" or "operationLimit", which could end a probe too early. ' +
        'Remove these; "runtime" and "probe" are the ends.',
    ],
    [`${target}\n${steady}`, 'latencyTarget: does not go with "steadyState". Remove one of them.'],
    [`${target}\nrate: {operations: 5}`, 'rate: is what "latencyTarget" searches for. Remove one of them.'],
    [
      `${target}\narrival: closed`,
      'arrival: is "closed", but "latencyTarget" is about the latency from an intended start. ' +
        'Set "arrival: poisson" or "arrival: fixed", or remove it.',
    ],
    [
      `${target}\nworkers: 7\nsize: 7MiB`,
      'latencyTarget: has a rate of 1000, which 7 workers cannot share evenly. Use 1001, or other "workers".',
    ],
    [target.replace('9000', '50'), 'latencyTarget: has lowest, 1000, above highest, 50. Exchange the two.'],
    [
      target.replace('1ms', '1s'),
      'latencyTarget: has probes of 5s, too short for latencies of 1s to build up at a rate 5 % too high. ' +
        'Use "probe: 21100ms", or other values of the others.',
    ],
    [
      target.replace('1000', '100'),
      'latencyTarget: has probes of 5s, too short for the 1000 operations that p99.9 needs, at the lowest rate, 100. ' +
        'Use "probe: 10s", or other values of the others.',
    ],
  ])('%s', (lines, problem) => {
    const problems = problemsOf(head + lines).map((line) => line.replace(/^\S+ /, ''));
    expect(problems).toContain(problem);
  });

  test('for kind files, whose storage is not asked block by block', () => {
    const files = 'name: f\nkind: files\nfiles: 1\nfileSize: 4KiB\n';
    expect(problemsOf(files + steady)[0]).toContain('is not a key of kind "files". It belongs to kind "block"');
  });
});

test('probes that the advice gives are long enough', () => {
  const longer = target.replace('1ms', '1s').replace('}', ', probe: 21.1s}');
  expect(block(longer).latencyTarget?.probe).toBe(21.1e9);
});
