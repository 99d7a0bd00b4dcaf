// Progress and remaining time: arithmetic on a fake clock.
import { describe, expect, test } from 'vitest';
import { applyProgress, newLiveState, type LiveState } from '../../src/report/live-state.js';
import { remainingOf } from '../../src/report/remaining.js';
import type { Progress } from '../../src/run/progress.js';
import { stepRecord } from '../fixtures/records.js';
import { intervalEvent, planEvent, plannedStep, snapshotEvent, startEvent } from './progress-events.js';

function stateAfter(...events: [seconds: number, progress: Progress][]): LiveState {
  const state = newLiveState();
  for (const [seconds, progress] of events) applyProgress(state, progress, seconds * 1000);
  return state;
}

const a = plannedStep('random-read-4k/lustre/1');
const b = plannedStep('random-read-4k/nvme/1');

test('nothing is known before the plan', () => {
  expect(remainingOf(newLiveState(), 0)).toEqual({ fraction: 0, seconds: 0, complete: true });
});

test('measured time counts against the estimates', () => {
  const state = stateAfter([0, planEvent([a, b])], [0, startEvent(a)], [4, snapshotEvent(a, 4)]);
  const { fraction, seconds, complete } = remainingOf(state, 4000);
  expect(fraction).toBeCloseTo(0.2);
  expect(seconds).toBeCloseTo(16);
  expect(complete).toBe(true);
});

test('all is done when every step is', () => {
  const end = (step: typeof a): Progress => ({ type: 'step-end', step, record: stepRecord({ id: step.id }) });
  const state = stateAfter([0, planEvent([a, b])], [10, end(a)], [20, end(b)]);
  expect(remainingOf(state, 20_000)).toEqual({ fraction: 1, seconds: 0, complete: true });
});

test('ramp is time to wait for, but no progress', () => {
  const step = plannedStep('random-read-4k/lustre/1', { ramp: 5 });
  const ramp = snapshotEvent(step, 0, { phase: 'ramp' });
  const state = stateAfter([0, planEvent([step])], [0, startEvent(step)], [1, ramp]);
  expect(remainingOf(state, 3000)).toEqual({ fraction: 0, seconds: 13, complete: true });
});

test('a layout goes on at its rate, then comes the step itself', () => {
  const layout: Progress = { type: 'layout', step: a, bytesDone: 25, bytesTotal: 100 };
  const state = stateAfter([0, planEvent([a])], [0, startEvent(a)], [0, { ...layout, bytesDone: 0 }], [2, layout]);
  expect(remainingOf(state, 2000)).toEqual({ fraction: 0, seconds: 6 + 10, complete: true });
});

describe('steps without an estimate', () => {
  const first = plannedStep('small-files/lustre/1', { seconds: null });
  const second = plannedStep('small-files/nvme/1', { seconds: null });

  test('cannot be foreseen at first', () => {
    const state = stateAfter([0, planEvent([first, second, a])]);
    expect(remainingOf(state, 0)).toEqual({ fraction: 0, seconds: 10, complete: false });
  });

  test('follow their own passes while they run', () => {
    const snapshot = snapshotEvent(first, 3, { fractionDone: 0.25 });
    const state = stateAfter([0, planEvent([first])], [0, startEvent(first)], [3, snapshot]);
    expect(remainingOf(state, 3000)).toEqual({ fraction: 0.25, seconds: 9, complete: true });
  });

  test('take as long as an equal step that is done', () => {
    const record = stepRecord({ id: first.id, workload: 'small-files', mount: 'lustre', elapsedSeconds: 7 });
    const state = stateAfter([0, planEvent([first, second])], [7, { type: 'step-end', step: first, record }]);
    expect(remainingOf(state, 7000)).toEqual({ fraction: 0.5, seconds: 7, complete: true });
  });

  test('take rather as long as on their own mount', () => {
    const again = plannedStep('small-files/lustre/2', { seconds: null });
    const ends = [
      stepRecord({ id: first.id, workload: 'small-files', mount: 'lustre', elapsedSeconds: 7 }),
      stepRecord({ id: second.id, workload: 'small-files', mount: 'nvme', elapsedSeconds: 2 }),
    ].map((record): [number, Progress] => [9, { type: 'step-end', step: first, record }]);
    const state = stateAfter([0, planEvent([first, second, again])], ...ends);
    expect(remainingOf(state, 9000).seconds).toBe(7);
  });
});

test('the rates of a long run do not pile up', () => {
  const state = stateAfter([0, startEvent(a)]);
  for (let index = 0; index < 1000; index++) applyProgress(state, intervalEvent(a, index, {}), index);
  expect(state.current?.rates.length).toBe(400);
});
