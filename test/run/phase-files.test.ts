// The files of phases between their steps: begun, found, limited by a stonewall, removed, or missing.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NativeJobResult } from '../../src/native/contract.js';
import { makePlan } from '../../src/plan/plan.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import { ensureDataset, releaseDataset } from '../../src/run/dataset-layout.js';
import { isPhase, type PhaseStep, settlePhase, withinMade } from '../../src/run/phase-files.js';
import type { BlockWorkload, Workload } from '../../src/spec/workload.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding } from '../native/jobs.js';
import { block, files, KiB, MiB } from '../plan/samples.js';
import { nativeResult } from '../result/samples.js';

const small = { files: 6, fileSize: 4 * KiB, direct: false, engine: 'sync', phaseOf: 'md' } as const;
const make = files({ ...small, name: 'make', operations: ['create', 'write', 'close'] });
const look = files({ ...small, name: 'look', operations: ['stat'] });
const read = files({ ...small, name: 'read', operations: ['open', 'read', 'close'] });
const remove = files({ ...small, name: 'remove', operations: ['unlink'] });

const observer = {
  onProgress: () => undefined,
  onJob: () => undefined,
  onResumed: () => undefined,
  onRemoving: () => undefined,
  onDirectory: () => Promise.resolve(),
};
const ensure = (step: PlannedStep) => ensureDataset(binding, step, observer);

function stepsOf(workloads: Workload[], path = temporaryDirectory()): PhaseStep[] {
  const mount = { name: 'here', path, freeBytes: null, freeInodes: null };
  return makePlan(workloads, [mount], { repeat: 1 }).steps.filter(isPhase);
}

function settle(step: PhaseStep, changes: Partial<NativeJobResult> = {}): void {
  settlePhase(step, nativeResult({ endReason: 'passes', ...changes }), observer.onRemoving);
  releaseDataset(step, observer.onRemoving);
}

function at(steps: PhaseStep[], index: number): PhaseStep {
  const step = steps[index];
  if (step === undefined) throw new Error(`the plan has no step ${index}`);
  return step;
}

test('the first phase begins the files, each later one finds them, and the last one removes them', async () => {
  const steps = stepsOf([make, look, remove]);
  const { root } = at(steps, 0).spec;
  expect(await ensure(at(steps, 0))).toMatchObject({ reused: false, layoutSeconds: 0 });
  settle(at(steps, 0));
  writeFileSync(join(root, 'f'), '');
  expect(await ensure(at(steps, 1))).toMatchObject({ reused: true });
  settle(at(steps, 1));
  expect(await ensure(at(steps, 2))).toMatchObject({ reused: true });
  expect(existsSync(join(root, 'f'))).toBe(true);
  settle(at(steps, 2));
  expect(existsSync(root)).toBe(false);
});

test('a first phase that finds files has them written', async () => {
  const steps = stepsOf([read, remove]);
  expect(await ensure(at(steps, 0))).toMatchObject({ reused: false, bytes: 6 * 4 * KiB });
  expect(readdirSync(join(at(steps, 0).spec.root, 'd000000'))).toHaveLength(6);
  settle(at(steps, 0));
  await ensure(at(steps, 1));
});

test('the first phase removes what an earlier run has left', async () => {
  const steps = stepsOf([make, look]);
  const { root } = at(steps, 0).spec;
  await ensure(at(steps, 0));
  settle(at(steps, 0));
  mkdirSync(join(root, 'd000000'));
  await ensure(at(steps, 0));
  expect(readdirSync(root)).toEqual(['.manifest.partial.json']);
});

describe('a phase before it that has not completed', () => {
  const missing = (name: string): unknown =>
    expect.objectContaining({
      code: 'PHASE_MISSING',
      message: expect.stringContaining(`phase "${name}" of "md" has not completed`) as string,
    });

  test('is named', async () => {
    const steps = stepsOf([make, look, remove]);
    await expect(ensure(at(steps, 1))).rejects.toEqual(missing('make'));
    await expect(ensure(at(steps, 2))).rejects.toEqual(missing('make'));
    await ensure(at(steps, 0));
    await expect(ensure(at(steps, 1))).rejects.toEqual(missing('make'));
    settle(at(steps, 0));
    await expect(ensure(at(steps, 2))).rejects.toEqual(missing('look'));
    await ensure(at(steps, 1));
  });

  test.each<[string, Partial<NativeJobResult>]>([
    [
      'failed',
      { firstError: { operation: 'open', path: '/f', offset: 0, length: 0, errno: 5, errnoName: 'EIO', worker: 0 } },
    ],
    ['was stopped', { endReason: 'stopped' }],
    ['ended with an error', { endReason: 'error' }],
  ])('since it %s leaves its files to the next run', async (_how, changes) => {
    const steps = stepsOf([make, look]);
    await ensure(at(steps, 0));
    settle(at(steps, 0), changes);
    expect(existsSync(at(steps, 0).spec.root)).toBe(true);
    await expect(ensure(at(steps, 1))).rejects.toEqual(missing('make'));
    await ensure(at(steps, 0));
    settle(at(steps, 0));
    await ensure(at(steps, 1));
    settle(at(steps, 1), changes);
    expect(existsSync(at(steps, 0).spec.root)).toBe(true);
  });

  test('is missing on each mount and to each name by itself', async () => {
    const path = temporaryDirectory();
    const steps = stepsOf([make, look], path);
    await ensure(at(steps, 0));
    settle(at(steps, 0));
    await expect(ensure(at(stepsOf([make, look]), 1))).rejects.toEqual(missing('make'));
    const others = stepsOf(
      [
        { ...make, seed: 2 },
        { ...look, seed: 2 },
      ],
      path,
    );
    await expect(ensure(at(others, 1))).rejects.toEqual(missing('make'));
  });
});

test('too little space is found by the first phase, and only there', async () => {
  const huge = { fileSize: 2 ** 50 };
  const steps = stepsOf([
    { ...make, ...huge },
    { ...read, ...huge },
  ]);
  await expect(ensure(at(steps, 0))).rejects.toMatchObject({ code: 'NOT_ENOUGH_SPACE' });
});

describe('a stonewall', () => {
  const stonewall = { reachedNs: 1e9, leastItems: 2, mostItems: 3 };
  const ready = async (steps: PhaseStep[], results: Partial<NativeJobResult>[]) => {
    for (const [index, result] of results.entries()) {
      await ensure(at(steps, index));
      settle(at(steps, index), result);
    }
  };
  const limits = (steps: PhaseStep[], index: number) => {
    const { itemsPerWorker, operationLimit } = withinMade(at(steps, index), at(steps, index).spec);
    return [itemsPerWorker, operationLimit];
  };

  test('limits all later phases of files, and not the one itself', async () => {
    const steps = stepsOf([make, look, read, remove]);
    await ready(steps, [{ stonewall }, { stonewall: null }]);
    expect([0, 2, 3].map((index) => limits(steps, index))).toEqual([
      [0, 0],
      [3, 0],
      [3, 0],
    ]);
    await ready(steps.slice(2), [{ stonewall: { ...stonewall, mostItems: 1 } }]);
    // What a phase only reads is there as a whole, however far it has come.
    expect(limits(steps, 3)).toEqual([3, 0]);
  });

  test('that was not reached limits nothing', async () => {
    const steps = stepsOf([make, look]);
    await ready(steps, [{ stonewall: null }]);
    expect(limits(steps, 1)).toEqual([0, 0]);
  });

  const blocks = (name: string, given: Partial<BlockWorkload>) =>
    block({
      name,
      phaseOf: 'ior',
      passes: 1,
      access: 'sequential',
      size: MiB,
      direct: false,
      engine: 'sync',
      ...given,
    });

  test('limits blocks by the bytes that were written', async () => {
    const write = blocks('write', { readPercent: 0, prewrite: false, blockSize: 8 * KiB });
    const steps = stepsOf([
      write,
      blocks('again', {}),
      blocks('less', { operationLimit: 2 }),
      blocks('large', { blockSize: 16 * KiB }),
    ]);
    await ready(steps, [{ stonewall }, {}]);
    expect(limits(steps, 2)).toEqual([0, 2]);
    expect(limits(steps, 3)).toEqual([0, 1]);
    expect(limits(steps, 1)).toEqual([0, 6]);
  });

  test('that leaves nothing to later phases is told', async () => {
    const steps = stepsOf([make, look]);
    await ensure(at(steps, 0));
    expect(() => {
      settle(at(steps, 0), { stonewall: { reachedNs: 1, leastItems: 0, mostItems: 0 } });
    }).toThrow(expect.objectContaining({ code: 'STONEWALL_TOO_EARLY' }) as Error);
    const write = blocks('write', { readPercent: 0, prewrite: false, blockSize: 4 * KiB });
    const larger = stepsOf([write, blocks('large', { blockSize: 16 * KiB })]);
    await ready(larger, [{ stonewall }]);
    expect(() => limits(larger, 1)).toThrow(expect.objectContaining({ code: 'STONEWALL_TOO_EARLY' }) as Error);
  });

  test('of directories limits no files', async () => {
    const steps = stepsOf([make, look]);
    const first = at(steps, 0);
    const tree = { ...first, spec: { ...first.spec, items: 'directories' as const } };
    await ready([tree], [{ stonewall }]);
    expect(limits(steps, 1)).toEqual([0, 0]);
  });
});
