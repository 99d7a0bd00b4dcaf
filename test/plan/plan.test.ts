// The plan as a whole: order, names, shared data, estimates, purity.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import { roundsOf } from '../../src/plan/rounds.js';
import type { Workload } from '../../src/spec/workload.js';
import { block, files, GiB, KiB, MiB, mount } from './samples.js';

const twoMounts = [mount('A'), mount('B')];
const idsOf = (workloads: Workload[], mounts = twoMounts, repeat = 1) =>
  makePlan(workloads, mounts, { repeat }).steps.map(({ id }) => id);

describe('order', () => {
  test('workload by workload, A B then B A', () => {
    expect(idsOf([block(), files()], twoMounts, 2)).toEqual([
      'random-read/A/1',
      'random-read/B/1',
      'random-read/B/2',
      'random-read/A/2',
      'small-files/A/1',
      'small-files/B/1',
      'small-files/B/2',
      'small-files/A/2',
    ]);
  });

  test('variant by variant, each named by its values', () => {
    expect(idsOf([block({}, { queueDepth: [1, 8] })])).toEqual([
      'random-read@queueDepth=1/A/1',
      'random-read@queueDepth=1/B/1',
      'random-read@queueDepth=8/A/1',
      'random-read@queueDepth=8/B/1',
    ]);
  });
});

describe('interleaving', () => {
  const A1toB3 = ['A 1', 'B 1', 'B 2', 'A 2', 'A 3', 'B 3'];
  const turnsOf = (steps: PlannedStep[]) => steps.map(({ mount: name, repeat }) => `${name} ${repeat}`);
  const sweep = block({ name: 'swept' }, { queueDepth: [1, 8], blockSize: ['4KiB', '1MiB'] });
  const suite = [sweep, block(), files(), block({ name: 'last' }, { queueDepth: [1, 2, 4] })];
  const { steps } = makePlan(suite, twoMounts, { repeat: 3 });

  test('every variant of every workload of a suite has its own A B, B A, A B, one after the other', () => {
    const labels = [...new Set(steps.map(({ id }) => id.slice(0, id.indexOf('/'))))];
    expect(labels).toHaveLength(4 + 1 + 1 + 3);
    expect(steps.map(({ id }) => id.slice(0, id.indexOf('/')))).toEqual(
      labels.flatMap((label) => Array.from({ length: 6 }, () => label)),
    );
    for (const label of labels) expect(turnsOf(steps.filter(({ id }) => id.startsWith(`${label}/`)))).toEqual(A1toB3);
  });

  test('a round visits each mount once, and is one repeat of one variant', () => {
    const rounds = roundsOf(steps);
    expect(new Set(rounds.values()).size).toBe(steps.length / 2);
    for (const step of steps) {
      const round = rounds.get(step.id);
      const { variant, workload, repeat } = step;
      expect(round?.steps).toHaveLength(2);
      expect(round?.steps.map(({ mount: name }) => name).toSorted()).toEqual(['A', 'B']);
      expect(round?.steps).toEqual([0, 1].map(() => expect.objectContaining({ variant, workload, repeat }) as object));
      expect(round?.of.steps).toHaveLength(6);
    }
  });
});

describe('a step', () => {
  const [step] = makePlan([block({ queueDepth: 4 }, { blockSize: ['8KiB'] })], [mount('A')], { repeat: 1 }).steps;

  test('says which workload, variant, mount and repeat it is', () => {
    const variant = { blockSize: '8KiB' };
    expect(step).toMatchObject({ workload: 'random-read', variant, mount: 'A', mountPath: '/mnt/A', repeat: 1 });
  });

  test('carries the resolved workload without what only planning needs', () => {
    expect(step?.job).toMatchObject({ name: 'random-read', kind: 'block', blockSize: 8 * KiB, size: 64 * MiB });
    expect(step?.job).not.toHaveProperty('sweep');
    expect(step?.job).not.toHaveProperty('computedKeys');
  });

  test('runs on the files that its layout writes', () => {
    const root = `/mnt/A/ioproof-data/${step?.dataset?.directory}`;
    const { fileCount, fileSize, filesPerDirectory } = step?.dataset ?? {};
    expect(step?.spec).toMatchObject({ root, fileCount, fileSize, filesPerDirectory, blockSize: 8 * KiB });
    expect(step?.layout).toMatchObject({ root, fileCount, fileSize, filesPerDirectory, readPercent: 0, passes: 1 });
  });

  test('of the null engine has no data and no root', () => {
    const plan = makePlan([block({ engine: 'null' })], [mount('A', { freeBytes: 0, freeInodes: 0 })], { repeat: 1 });
    expect(plan.steps[0]).toMatchObject({ dataset: null, layout: null, spec: { root: '', fileCount: 1 } });
    expect(plan.mounts).toEqual([{ name: 'A', path: '/mnt/A', datasets: [], bytes: 0, inodes: 0 }]);
  });

  test('that creates its files has no layout of its own', () => {
    const [made] = makePlan([files({ operations: ['create', 'write', 'close'] })], [mount('A')], { repeat: 1 }).steps;
    expect(made).toMatchObject({ layout: null, spec: { createFiles: true } });
    expect(made?.dataset?.directory).toMatch(/-created$/);
  });
});

describe('data sets', () => {
  const suite = [
    block({ name: 'write-1m', blockSize: MiB, readPercent: 0 }),
    block({ name: 'read-4k', queueDepth: 32 }),
    files(),
    files({ name: 'stat-storm', operations: ['stat'] }),
  ];

  test('are shared by workloads that need the same data, with the same layout', () => {
    const { steps, mounts } = makePlan(suite, [mount('A')], { repeat: 2 });
    expect(mounts[0]?.datasets).toHaveLength(2);
    expect(mounts[0]).toMatchObject({ bytes: 64 * MiB + 2000 * 16 * KiB, inodes: 4 + 2004 });

    const layouts = steps.filter(({ spec }) => spec.kind === 'block').map(({ layout }) => layout);
    expect(layouts).toHaveLength(4);
    for (const layout of layouts) expect(layout).toEqual(layouts[0]);
  });

  test('are counted on every mount on its own', () => {
    const { mounts } = makePlan(suite, twoMounts, { repeat: 1 });
    expect(mounts.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['A', 64 * MiB + 2000 * 16 * KiB],
      ['B', 64 * MiB + 2000 * 16 * KiB],
    ]);
  });
});

describe('the estimate', () => {
  test('is ramp and runtime of every step', () => {
    const plan = makePlan([block({ ramp: 1e9, runtime: 4e9 })], twoMounts, { repeat: 3 });
    expect(plan.steps.map(({ estimatedSeconds }) => estimatedSeconds)).toEqual(Array(6).fill(5));
    expect(plan).toMatchObject({ estimatedSeconds: 30, unboundedSteps: 0 });
  });

  test('counts steps that only the storage bounds', () => {
    const plan = makePlan([block({ runtime: 4e9 }), files({ epochs: 1 })], twoMounts, { repeat: 1 });
    expect(plan).toMatchObject({ estimatedSeconds: 8, unboundedSteps: 2 });
    expect(plan.steps[2]?.estimatedSeconds).toBeNull();
  });
});

test('the same input gives the same plan and stays as it is', () => {
  const inputs = fc.record({
    depths: fc.uniqueArray(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 3 }),
    percent: fc.integer({ min: 1, max: 100 }),
    freeBytes: fc.integer({ min: GiB, max: 100 * GiB }),
    repeat: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(inputs, ({ depths, percent, freeBytes, repeat }) => {
      const workloads = () => [
        block({ size: { percentOfFree: percent, atMost: 64 * MiB } }, { queueDepth: depths }),
        files({ files: { percentOfFree: percent, atMost: 100 } }),
      ];
      const mounts = () => [mount('A', { freeBytes }), mount('B')];
      const given = { workloads: workloads(), mounts: mounts() };
      const plan = makePlan(given.workloads, given.mounts, { repeat });

      expect(given).toEqual({ workloads: workloads(), mounts: mounts() });
      expect(makePlan(workloads(), mounts(), { repeat })).toEqual(plan);
      expect(new Set(plan.steps.map(({ id }) => id)).size).toBe((depths.length + 1) * 2 * repeat);
    }),
  );
});
