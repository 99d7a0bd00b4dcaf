// The built-in suite `quick` keeps its promises about space and time on any mount.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IoproofError } from '../../src/errors.js';
import { makePlan } from '../../src/plan/plan.js';
import type { PlanProblem } from '../../src/plan/plan-problems.js';
import type { Plan } from '../../src/plan/planned-step.js';
import { loadWorkloads } from '../../src/spec/load.js';
import { builtinDirectory } from '../spec/loading.js';
import { GiB, KiB, MiB, mount } from './samples.js';

const TiB = 1024 * GiB;
/** 4 % of it are one MiB, the block of two of the workloads. */
const leastFree = 25 * MiB;
const { workloads } = loadWorkloads('quick', { set: [], cwd: builtinDirectory, builtinDirectory });

function planWith(...freeBytes: number[]): Plan {
  const mounts = freeBytes.map((free, index) => mount(`m${index}`, { freeBytes: free }));
  return makePlan(workloads, mounts, { repeat: 1 });
}

function problemsWith(...freeBytes: number[]): PlanProblem[] {
  try {
    planWith(...freeBytes);
  } catch (error) {
    if (error instanceof IoproofError) return error.details['problems'] as PlanProblem[];
    throw error;
  }
  return [];
}

function expectSmallAndShared({ steps, mounts }: Plan, freeBytes: number[]): void {
  for (const [index, { name, bytes, datasets }] of mounts.entries()) {
    const own = steps.filter((step) => step.mount === name);
    const ofBlocks = own.filter(({ spec }) => spec.kind === 'block').map(({ dataset }) => dataset);
    expect(ofBlocks).toHaveLength(4);
    expect(new Set(ofBlocks.map((dataset) => dataset?.directory)).size).toBe(1);
    expect(datasets).toHaveLength(2);
    expect(bytes).toBeLessThanOrEqual((freeBytes[index] ?? 0) * 0.05);
    expect(bytes).toBeLessThanOrEqual(4 * GiB);
    // Small, but no smaller than the share less what rounding takes.
    const share = Math.min(GiB, Math.min(...freeBytes) * 0.04);
    expect(ofBlocks[0]?.bytes).toBeGreaterThan(share - MiB);
  }
}

/** Each order of magnitude as often as any other. */
function freeSpace(min: number, max: number): fc.Arbitrary<number> {
  const exponent = fc.double({ min: Math.log2(min), max: Math.log2(max), noNaN: true });
  return exponent.map((power) => Math.min(max, Math.max(min, Math.floor(2 ** power))));
}

describe('space', () => {
  test.each([
    [leastFree, MiB],
    [leastFree + 1, MiB],
    [2 * leastFree - 1, MiB],
    [2 * leastFree, 2 * MiB],
    [GiB, 40 * MiB],
    [25 * GiB - 1, 1023 * MiB],
    [25 * GiB, GiB],
    [100 * TiB, GiB],
  ])('of %d free bytes, the blocks take %d', (free, bytes) => {
    const plan = planWith(free);
    expect(plan.steps[0]?.dataset?.bytes).toBe(bytes);
    expectSmallAndShared(plan, [free]);
  });

  test('is shared by all block workloads and a small part of what is free, on every mount', () => {
    const mounts = fc.array(freeSpace(leastFree, 100 * TiB), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(mounts, (freeBytes) => {
        expectSmallAndShared(planWith(...freeBytes), freeBytes);
      }),
      { numRuns: 300 },
    );
  });

  test('that is too small is told of every workload that it is too small for', () => {
    fc.assert(
      fc.property(freeSpace(10 * MiB, leastFree - 1), fc.boolean(), (free, besideAnother) => {
        const problems = problemsWith(free, ...(besideAnother ? [TiB] : []));
        const names = ['sequential-write-1m', 'sequential-read-1m'];
        expect(problems.map(({ subject }) => subject)).toEqual(names.map((name) => `workload "${name}"`));
        const limit = '4 % of the free space, at most 1GiB';
        for (const { what } of problems) {
          expect(what).toMatch(/^size is \d+(\.\d+)?(B|KiB) \(/);
          expect(what).toContain(`(${limit}), less than one block of 1MiB in each of 1 file`);
        }
      }),
    );
  });

  test('of ten MiB gives the numbers and what to do', () => {
    expect(problemsWith(10 * MiB)[0]).toEqual({
      subject: 'workload "sequential-write-1m"',
      what: 'size is 419430B (4 % of the free space, at most 1GiB), less than one block of 1MiB in each of 1 file',
      advice: 'Make room, or give a larger size, a smaller blockSize or fewer files',
    });
  });

  test('is the same for the second run, which finds the data of the first', () => {
    fc.assert(
      fc.property(freeSpace(leastFree, 100 * TiB), (free) => {
        const first = planWith(free).mounts[0];
        if (first === undefined) throw new Error('the plan has no mount');
        const left = mount('m0', { freeBytes: free - first.bytes, datasets: first.datasets });
        expect(makePlan(workloads, [left], { repeat: 1 }).mounts).toEqual([first]);
      }),
    );
  });

  test('is little even in files', () => {
    const plan = planWith(100 * TiB);
    expect(plan.mounts).toMatchObject([{ bytes: GiB + 4000 * 16 * KiB, inodes: 1 + 3 + 4000 + 4 + 2 }]);
  });
});

test('less than half a minute is measured, and no step is without an end', () => {
  expect(planWith(TiB)).toMatchObject({ estimatedSeconds: 25, unboundedSteps: 0 });
});
