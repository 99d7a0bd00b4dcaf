// The layout of files in a plan: other data sets for other layouts, and mounts that cannot set one.
import { describe, expect, test } from 'vitest';
import type { FileSystemAdapter } from '../../src/filesystem/adapter.js';
import { type LayoutKey, layoutKeys, type LayoutRequest } from '../../src/filesystem/layout.js';
import { alikeDatasets } from '../../src/plan/alike-datasets.js';
import { checkFileLayouts } from '../../src/plan/file-layout.js';
import { makePlan } from '../../src/plan/plan.js';
import { PlanProblems } from '../../src/plan/plan-problems.js';
import type { Dataset, MountCapacity, PlannedStep } from '../../src/plan/planned-step.js';
import type { Workload } from '../../src/spec/workload.js';
import { block, checkpoint, files, kvCache, modelLoad, mount, training } from './samples.js';

const none: LayoutRequest = { pool: null, stripeCount: null, stripeSize: null, objectSize: null, objectClass: null };
const wide = { ...none, pool: 'ssd', stripeCount: -1 };

const stepsOf = (workload: Workload, given: Partial<MountCapacity> = {}) =>
  makePlan([workload], [{ ...mount('a'), ...given }], { repeat: 1 }).steps;

function datasetOf(workload: Workload): Dataset {
  const dataset = stepsOf(workload)[0]?.dataset;
  if (dataset === undefined || dataset === null) throw new Error('no data set');
  return dataset;
}

const workloads: [string, (layout: LayoutRequest | null) => Workload][] = [
  ['block', (layout) => block({ layout })],
  ['files', (layout) => files({ layout })],
  ['training', (layout) => training({ layout })],
  ['checkpoint', (layout) => checkpoint({ layout })],
  ['model-load', (layout) => modelLoad({ layout })],
  ['kv-cache', (layout) => kvCache({ layout })],
];

describe.each(workloads)('of kind %s', (_kind, make) => {
  test('a data set is another one with each layout, and says which it has', () => {
    const [plain, two, four] = [null, { ...none, stripeCount: 2 }, { ...none, stripeCount: 4 }].map((layout) =>
      datasetOf(make(layout)),
    );
    expect(new Set([plain, two, four].map((dataset) => dataset?.directory)).size).toBe(3);
    expect(plain).not.toHaveProperty('fileLayout');
    expect(two?.fileLayout).toEqual({ ...none, stripeCount: 2 });
    expect({ ...four, directory: '', fileLayout: 0, stamp: 0, checkpoints: 0 }).toEqual({
      ...{ ...plain, directory: '', fileLayout: 0, stamp: 0, checkpoints: 0 },
    });
  });
});

test('stamps of two layouts are of two data sets', () => {
  const stamps = [null, wide].map((layout) => datasetOf(block({ layout, verify: 'after', readPercent: 0 })).stamp);
  expect(stamps[0]).not.toBe(stamps[1]);
});

test('phases that follow one another have one layout', () => {
  const phases = [null, wide].map((layout, index) =>
    files({
      name: `p${index}`,
      operations: index === 0 ? ['create', 'write', 'close'] : ['stat'],
      phaseOf: 'md',
      layout,
    }),
  );
  expect(() => makePlan(phases, [mount('a')], { repeat: 1 })).toThrow(
    /workload "p1": is a phase of "md" like "p0", but its "layout" is \{"pool":"ssd",.* and not null\. Give both the same "layout"/,
  );
});

test('the checkpoints that are not there are named with their layout', () => {
  const loads = checkpoint({ saves: 0, loads: 1, layout: wide });
  expect(() => stepsOf(loads, { datasets: [] })).toThrow('ranks, pool ssd, all stripes on mount "a"');
});

test('a training data set of another layout is named', () => {
  const wanted = datasetOf(training());
  const present = { ...datasetOf(training({ layout: wide })), bytes: 1, inodes: 1 };
  expect(alikeDatasets({ ...mount('a'), datasets: [present] }, wanted)).toEqual([
    expect.stringMatching(/is alike, but made with another layout: it is not used$/),
  ]);
});

describe('a mount', () => {
  const adapter = (keys: readonly LayoutKey[]): Pick<FileSystemAdapter, 'layout'> => ({
    layout: { keys, read: () => Promise.reject(new Error('asked')), set: () => Promise.reject(new Error('asked')) },
  });

  function problemsOf(steps: PlannedStep[], adapters: () => Pick<FileSystemAdapter, 'layout'> | null): string {
    const problems = new PlanProblems();
    checkFileLayouts({ ...mount('a'), fileSystem: 'lustre' }, steps, problems, adapters);
    try {
      problems.throwIfAny();
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  }

  test('without layouts is refused by what it is', () => {
    expect(() => stepsOf(block({ layout: wide }), { fileSystem: 'xfs' })).toThrow(
      'workload "random-read": its "layout" cannot be set on mount "a" (/mnt/a): XFS has no layout that ioproof could set. Remove "layout"',
    );
    expect(problemsOf(stepsOf(block({ layout: wide })), () => adapter([]))).toContain('Lustre has no layout');
    expect(problemsOf(stepsOf(block({ layout: wide })), () => null)).toContain('Lustre has no layout');
  });

  test('is refused for each key that it does not have', () => {
    const steps = stepsOf(block({ layout: { ...none, stripeCount: 1, objectClass: 'SX', objectSize: 2 ** 20 } }));
    expect(problemsOf(steps, () => adapter(['pool', 'stripeCount']))).toMatch(
      /Lustre has no objectSize and no objectClass\. Give no other keys than pool, stripeCount\.$/,
    );
  });

  test('is not refused for keys that it has, nor where nothing is asked for, nor where nobody has looked', () => {
    expect(problemsOf(stepsOf(block({ layout: wide })), () => adapter(layoutKeys))).toBe('');
    expect(problemsOf(stepsOf(block()), () => null)).toBe('');
    expect(stepsOf(block({ layout: wide }))).toHaveLength(1);
    expect(stepsOf(block(), { fileSystem: 'xfs' })).toHaveLength(1);
  });
});
