// What is verified by a planned step: its native job, its data set, and the space that it needs.
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import type { BlockWorkload } from '../../src/spec/workload.js';
import { block, GiB, KiB, MiB, mount } from './samples.js';

function stepOf(given: Partial<BlockWorkload>) {
  const [step] = makePlan([block({ access: 'permutation', ...given })], [mount('a')], { repeat: 1 }).steps;
  if (step === undefined) throw new Error('no step was planned');
  return step;
}

describe('a step that verifies', () => {
  test.each([
    [
      { verify: 'after', readPercent: 0 },
      { verify: 'after', readPercent: 0 },
    ],
    [
      { verify: 'during', readPercent: 50 },
      { verify: 'during', readPercent: 50 },
    ],
    [
      { verify: 'only', readPercent: 0 },
      { verify: 'during', readPercent: 100 },
    ],
  ] as const)('%o: its job has %o and the number of its data set', (given, expected) => {
    const { spec, layout, dataset } = stepOf(given);
    expect(spec).toMatchObject({ ...expected, stampDataset: dataset?.stamp, stampGeneration: 1, stampOldest: 1 });
    expect(layout).toMatchObject({ verify: 'none', stampDataset: dataset?.stamp, stampGeneration: 1, stampOldest: 1 });
    expect(dataset?.stamp).toBeGreaterThan(0);
  });

  test('not, stamps nothing', () => {
    const { spec, layout, dataset } = stepOf({});
    expect([spec.stampDataset, layout?.stampDataset, dataset?.stamp]).toEqual([0, 0, undefined]);
  });

  test('an earlier run reads once, at the size of what was written, and neither writes nor syncs', () => {
    const written = {
      readPercent: 0,
      blockSize: { read: 4 * KiB, write: 64 * KiB },
      fsync: 'end',
      fsyncEvery: 8,
      passes: 3,
    } as const;
    const { spec } = stepOf({ ...written, verify: 'only' });
    expect(spec).toMatchObject({
      blockSize: 64 * KiB,
      readSizes: { from: 64 * KiB, to: 64 * KiB, unit: 64 * KiB, shares: [] },
      passes: 1,
      fsync: 'none',
      fsyncEvery: 0,
      requireWritten: true,
    });
  });

  test('an earlier run needs no space for its data', () => {
    const workload = block({ verify: 'only', access: 'permutation', size: GiB });
    const full = mount('a', { freeBytes: MiB });
    expect(makePlan([workload], [full], { repeat: 1 }).mounts).toMatchObject([{ datasets: [], bytes: 0 }]);
    expect(() => makePlan([{ ...workload, verify: 'during' }], [full], { repeat: 1 })).toThrow(/are free/);
  });
});

describe('a job that writes to files of its own', () => {
  test('makes them, with their space reserved as asked, and there is nothing to lay out', () => {
    const step = stepOf({ readPercent: 0, prewrite: false, fallocate: 'keep' });
    expect(step.layout).toBeNull();
    expect(step.spec).toMatchObject({ createFiles: true, fallocate: 'keep', dropCache: false, requireWritten: false });
    expect(step.dataset?.directory).toMatch(/-created$/);
  });
});
