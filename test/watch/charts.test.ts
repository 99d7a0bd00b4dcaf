// Charts of intervals that a watch has seen, and the state that they come from.
import { expect, test } from 'vitest';
import { applyChange, keptIntervals } from '../../src/watch/apply.js';
import { liveCharts } from '../../src/watch/charts.js';
import { type Change, newWatchState, type WatchState } from '../../src/watch/messages.js';
import { headlineOf, leadOf, progressOf, quietText } from '../../src/watch/words.js';

const at = '2026-11-22T00:00:00.000Z';

function interval(step: string, second: number, seconds = 1): Change {
  const read = { count: 100 * seconds, bytes: 4096 * 100 * seconds, errors: 0, p50: 1000, p99: 2000 };
  return {
    type: 'interval',
    step,
    startSeconds: second,
    seconds,
    operations: {
      read: {
        ...read,
        bands: [
          [80, 90],
          [88, 10],
        ],
      },
    },
  };
}

const planned = (id: string) => ({ id, workload: 'w', variant: '', mount: 'a', repeat: 1, estimatedSeconds: 10 });

function stateAfter(...changes: Change[]): WatchState {
  const state = newWatchState();
  for (const change of changes) applyChange(state, change);
  return state;
}

test('rates are counts by the length of their interval, and a short rest is left out', () => {
  const id = 'w/a/1';
  const state = stateAfter(
    { type: 'step-start', at, step: id },
    ...[0, 1, 2].map((second) => interval(id, second)),
    interval(id, 3, 0.01),
  );
  const charts = liveCharts(state);
  expect(charts.map((chart) => chart.id)).toEqual([
    'live-throughput',
    'live-rate',
    'live-latency',
    'live-heatmap-w-a-1',
  ]);
  expect(charts[1]?.series).toMatchObject([
    {
      name: 'a read',
      mount: 'a',
      points: [
        [0.5, 100],
        [1.5, 100],
        [2.5, 100],
      ],
    },
  ]);
  expect(charts[2]?.series.map(({ name }) => name)).toEqual(['a read p50', 'a read p99']);
  const { x = [], y = [], cells = [] } = charts[3]?.heatmap ?? {};
  expect(x).toEqual([0, 1, 2, 3]);
  expect(cells.reduce((sum, [, , count]) => sum + count, 0)).toBe(300);
  // Band 80 begins at 2^10 ns, band 88 at 2^11.
  expect(y[0]).toBe(1024);
  expect(y[cells.at(-1)?.[1] ?? 0]).toBe(2048);
});

test('there is nothing to draw before the second interval', () => {
  expect(liveCharts(stateAfter({ type: 'step-start', at, step: 'w/a/1' }, interval('w/a/1', 0)))).toEqual([]);
});

test('intervals of a step are bounded, and go when another one starts by itself', () => {
  const state = stateAfter({ type: 'step-start', at, step: 'w/a/1' });
  for (let second = 0; second < keptIntervals + 5; second += 1) applyChange(state, interval('w/a/1', second));
  expect(state.intervals['w/a/1']).toHaveLength(keptIntervals);
  expect(state.intervals['w/a/1']?.[0]?.startSeconds).toBe(5);
  applyChange(state, { type: 'step-start', at, step: 'w/b/1' });
  expect(Object.keys(state.intervals)).toEqual(['w/a/1', 'w/b/1']);
  applyChange(state, { type: 'step-end', step: 'w/a/1', status: 'complete', error: '' });
  applyChange(state, { type: 'step-end', step: 'w/b/1', status: 'complete', error: '' });
  applyChange(state, { type: 'step-start', at, step: 'w/c/1' });
  expect(Object.keys(state.intervals)).toEqual(['w/c/1']);
});

test('progress counts steps that are over, and what is measured of those that run', () => {
  const state = stateAfter(
    { type: 'run-start', at, run: 'r', steps: [planned('w/a/1'), planned('w/a/2')] },
    { type: 'step-start', at, step: 'w/a/1' },
    interval('w/a/1', 4),
  );
  expect(progressOf(state)).toBe(0.25);
  expect(leadOf(state, Date.parse(at) + 7000)).toBe(
    '0 of 2 steps over, for 7.0s now, at least 15.0s to go by the plan.',
  );
  applyChange(state, { type: 'step-end', step: 'w/a/1', status: 'failed', error: 'EIO' });
  expect(progressOf(state)).toBe(0.5);
  expect(leadOf(state, Date.parse(at))).toContain('1 of 2 steps over, 1 failed');
});

test('the last record that is read may be older than the last event', () => {
  const state = stateAfter({ type: 'run-start', at, run: 'r', steps: [] }, { type: 'run-end', at, status: 'complete' });
  const run = { ...state.run, id: 'r', status: 'running' as const, endedAt: null };
  applyChange(state, { type: 'record', run, steps: [], acceptance: [] });
  expect(state.run).toMatchObject({ status: 'complete', endedAt: at });
  expect(headlineOf(state)).toBe('Complete');
});

test('a run that says nothing is told of after ten seconds', () => {
  expect(quietText(9)).toBe('');
  expect(quietText(60)).toContain('Nothing was written for');
});
