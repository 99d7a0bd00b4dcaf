// What a plan says of steps with a goal: the goal itself, and the time of the probes.
import { expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import { block, files } from '../spec/loading.js';

const mount = { name: 'here', path: '/mnt/here', freeBytes: 2 ** 40, freeInodes: 1e6 };

function planned(lines: string) {
  const [step] = makePlan([block(lines)], [mount], { repeat: 1 }).steps;
  if (step === undefined) throw new Error('nothing is planned');
  return step;
}

test('a step knows its goal; no other does', () => {
  const steady = planned('steadyState: {metric: iops, criterion: slope, limit: 1, window: 10s}');
  expect(steady).toMatchObject({ steadyState: { metric: 'iops', window: 10e9 }, latencyTarget: null });
  const [chain] = makePlan([files()], [mount], { repeat: 1 }).steps;
  expect(chain).toMatchObject({ steadyState: null, latencyTarget: null });
});

test('until a steady state is estimated as the runtime, which is its end at the latest', () => {
  const lines = 'runtime: 40s\nramp: 2s\nsteadyState: {metric: iops, criterion: slope, limit: 1, window: 10s}';
  expect(planned(lines).estimatedSeconds).toBe(42);
});

test('a search is estimated with a probe and a ramp for both bounds and for each halving of their ratio', () => {
  const target = (bounds: string) =>
    `runtime: 40s\nramp: 2s\nlatencyTarget: {percentile: 50, below: 1ms, ${bounds}, precision: 100, probe: 3s}`;
  // 2^8 → 2^4 → 2^2 → 2: five probes of 5 s.
  expect(planned(target('lowest: 10, highest: 2560')).estimatedSeconds).toBe(42 + 5 * 5);
  expect(planned(target('lowest: 10, highest: 20')).estimatedSeconds).toBe(42 + 2 * 5);
  expect(planned(target('lowest: 10, highest: 10')).estimatedSeconds).toBe(42 + 5);
});

test('the rate of a search is not in the job of the plan', () => {
  const { spec } = planned('latencyTarget: {percentile: 50, below: 1ms, lowest: 10, highest: 20}');
  expect(spec).toMatchObject({ rateOperations: 0, rateBytes: 0, arrival: 'poisson' });
});
