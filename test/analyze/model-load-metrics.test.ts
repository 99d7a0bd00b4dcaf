// Metrics of loads of models, from times that were chosen for it.
import { describe, expect, test } from 'vitest';
import { modelLoadMetrics } from '../../src/analyze/model-load-metrics.js';
import { checkpointMetrics } from '../../src/analyze/checkpoint-metrics.js';
import type { NativeCheckpointRound } from '../../src/native/contract.js';
import { modelLoadJob } from '../../src/plan/model-load-job.js';
import { modelLoad } from '../plan/samples.js';
import { nativeResult } from '../result/samples.js';

const second = 1e9;
const libraries = { cudaLibrary: '', cufileLibrary: '' };
const job = { kind: 'model-load' };
const spec = modelLoadJob(modelLoad({ model: 'custom', size: 8e6, scale: 1, processes: 2 }), '/root', libraries);
const bytes = spec.checkpoint?.parts[0]?.bytes ?? 0;

function load(ends: number[], firsts: number[], changes: Partial<NativeCheckpointRound> = {}): NativeCheckpointRound {
  const ranks = ends.map((end, rank) => ({
    ...{ startNs: rank * 1000, firstByteNs: (firsts[rank] ?? 0) * second },
    ...{ stallNs: end * second, transferredNs: end * second, endNs: end * second, bytes },
  }));
  return {
    ...{ kind: 'load', number: 1, startNs: 0, endNs: Math.max(...ends) * second, complete: true },
    ...{ waitedNs: 0, removeNs: 0, removedFiles: 0, sealNs: 0, systemCachesRefusal: '', ranks },
    cacheBefore: { residentBytes: 0, totalBytes: bytes, method: 'cachestat' },
    ...changes,
  };
}

function metricsOf(rounds: NativeCheckpointRound[], verifiedPieces = 0) {
  const checkpoint = { rounds, verifiedPieces, damagedPieces: 0, damaged: [] };
  return modelLoadMetrics({ spec, job }, nativeResult({ checkpoint }));
}

describe('of two processes', () => {
  test('times are those of the slowest, of all, and of the first bytes', () => {
    const rounds = [load([1, 2], [0.1, 0.2]), load([3, 4], [0.3, 0.4]), load([2, 3], [0.2, 0.5])];
    expect(metricsOf(rounds)).toMatchObject({
      ...{ loads: 3, loadSeconds: 3, loadSecondsMax: 4, processSeconds: 2.5, loadSpreadSeconds: 1 },
      ...{ firstByteSeconds: 0.25, firstByteSecondsMax: 0.5, releaseSpreadNs: 1000, cachedBeforeFraction: 0 },
    });
  });

  test('rates are of each, of all together, and of the model once', () => {
    const metrics = metricsOf([load([1, 4], [0.1, 0.1])]);
    expect(metrics['processBytesPerSecond']).toBeCloseTo((bytes + bytes / 4) / 2);
    expect(metrics['loadBytesPerSecond']).toBeCloseTo((2 * bytes) / 4);
    expect(metrics['modelBytesPerSecond']).toBeCloseTo(bytes / 4);
  });
});

test('loads that were cut off count for nothing', () => {
  const cut = load([9, 9], [5, 5], { complete: false });
  expect(metricsOf([load([1, 2], [0.1, 0.2]), cut])).toMatchObject({ loads: 1, loadSecondsMax: 2 });
  expect(metricsOf([cut])).toEqual({});
});

test('the most that a load has found in the page cache counts, and nothing where nobody could look', () => {
  const found = (residentBytes: number, totalBytes: number) =>
    load([1, 1], [0, 0], { cacheBefore: { residentBytes, totalBytes, method: 'cachestat' } });
  expect(metricsOf([found(1, 8), found(3, 4), found(0, 0)])).toMatchObject({ cachedBeforeFraction: 0.75 });
  expect(metricsOf([found(0, 0)])).not.toHaveProperty('cachedBeforeFraction');
});

test('what was compared is told where something was', () => {
  expect(metricsOf([load([1, 1], [0, 0])], 16)).toMatchObject({ verifiedPieces: 16, damagedPieces: 0 });
  expect(metricsOf([load([1, 1], [0, 0])])).not.toHaveProperty('verifiedPieces');
});

test('a clock that stands still gives no rate', () => {
  expect(metricsOf([load([0, 0], [0, 0])])).not.toHaveProperty('loadBytesPerSecond');
});

test('checkpoints have other metrics, and models none of theirs', () => {
  const result = nativeResult({
    checkpoint: { rounds: [load([1, 2], [0, 0])], verifiedPieces: 0, damagedPieces: 0, damaged: [] },
  });
  expect(checkpointMetrics({ spec, job }, result)).toEqual({});
  expect(modelLoadMetrics({ spec, job: { kind: 'checkpoint' } }, result)).toEqual({});
});
