// The arithmetic of mdtest, against cases computed by hand.
import { describe, expect, test } from 'vitest';
import { mdtestRows, phaseRate, summaryOf } from '../../src/analyze/mdtest-rates.js';
import type { StepRecord } from '../../src/result/schema.js';
import { latency, operation, runRecord, stepRecord } from '../fixtures/records.js';

describe('rate of a phase', () => {
  test.each([
    // Each of 4 workers 1000 items in 2 s: 4000 items.
    ['file-create', 2, [1000, 1000, 1000, 1000], 2000],
    // The worker with 900 counts for all.
    ['file-stat', 3, [1000, 900], 600],
    // A tree of 7 + 6 directories in half a second.
    ['tree-create', 0.5, [7, 6], 26],
    ['file-read', 1, [5, 0], 0],
    ['file-read', 0, [5], 0],
    ['file-read', 1, [], 0],
  ])('%s in %d s with %j', (phase, elapsedSeconds, chains, rate) => {
    expect(phaseRate({ phase, elapsedSeconds, chains })).toBe(rate);
  });
});

describe('summary over repeats', () => {
  test('has the deviation of a sample', () => {
    // Mean 20, squares 100 + 0 + 100, divided by 2.
    expect(summaryOf([10, 20, 30])).toEqual({ repeats: 3, max: 30, min: 10, mean: 20, stddev: 10 });
  });

  test('has no deviation of one', () => {
    expect(summaryOf([5])).toEqual({ repeats: 1, max: 5, min: 5, mean: 5, stddev: 0 });
  });
});

function step(workload: string, repeat: number, given: Partial<StepRecord> = {}): StepRecord {
  const workers = [100, 90].map((chains, worker) => ({
    worker,
    elapsedSeconds: 1,
    operations: chains,
    bytes: 0,
    chains,
  }));
  return stepRecord({ workload, repeat, elapsedSeconds: repeat, workers, ...given });
}

test('rows are in the order of mdtest, of one mount, without phases that failed', () => {
  const stat = operation({ latencyNs: latency(1000, { p99: 5000, max: 9000 }) });
  const slower = operation({ latencyNs: latency(3000, { p99: 7000, max: 8000 }) });
  const record = runRecord([
    step('tree-create', 1),
    step('file-stat', 1, { operations: { stat } }),
    step('file-stat', 2, { operations: { stat: slower } }),
    step('file-stat', 1, { mount: 'other' }),
    step('file-read', 1, { status: 'failed' }),
    step('something', 1),
  ]);
  const rows = mdtestRows(record, 'here');
  expect(rows.map((row) => row.operation)).toEqual(['File stat', 'Tree creation']);
  // 2 × 90 items in 1 s and in 2 s.
  expect(rows[0]).toMatchObject({ rate: { repeats: 2, max: 180, min: 90, mean: 135 } });
  expect(rows[0]?.latencyNs).toEqual({ p50: 2000, p99: 6000, max: 9000 });
});
