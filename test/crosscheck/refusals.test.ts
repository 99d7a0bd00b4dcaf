// Jobs that fio cannot do in the same way are refused with the reason, and those next to them are not.
import { expect, test } from 'vitest';
import { refusalsOf, refuseOthers } from '../../src/crosscheck/refusals.js';
import { makePlan } from '../../src/plan/plan.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import type { BlockWorkload, Workload } from '../../src/spec/workload.js';
import { block, files, KiB, MiB, mount, training } from '../plan/samples.js';

function stepsOf(...workloads: Workload[]): PlannedStep[] {
  return makePlan(workloads, [mount('here')], { repeat: 2 }).steps;
}

function reasonsFor(workload: Workload): string[] {
  const [step] = stepsOf(workload);
  if (step === undefined) throw new Error('no step');
  return refusalsOf(step).map(({ reason }) => reason);
}

const refused: [string, RegExp, Partial<BlockWorkload>][] = [
  ['the null engine', /null engine/, { engine: 'null' }],
  ['memory of GPUs', /memory of a GPU/, { engine: 'gpu-copy' }],
  ['a permutation that workers share', /once over all workers/, { access: 'permutation', workers: 2, files: 1 }],
  ['zipf over several files', /for each file alone/, { access: 'zipf', skew: 1.1, files: 2 }],
  ['a walk of reads and writes', /each of the two walks alone/, { access: 'sequential', readPercent: 50 }],
  ['a paced mix', /paces the two apart/, { readPercent: 50, rate: { operations: 100 } }],
  [
    'backward with sizes that vary',
    /sizes that vary/,
    { access: 'backward', blockSizeRange: { from: 4096, to: 8192 } },
  ],
  [
    'parts across files',
    /middle of one of several files/,
    { access: 'sequential', workers: 2, files: 3, size: 96 * MiB },
  ],
  ['syncs among other writes', /syncs several times/, { readPercent: 0, fsyncEvery: 8, queueDepth: 4 }],
  ['stamped sectors', /stamps/, { verify: 'during' }],
  ['files of its own', /finds none/, { readPercent: 0, prewrite: false }],
  ['a phase', /other phases/, { phaseOf: 'ior' }],
  ['a stonewall', /stonewall/, { stonewall: 1e9, passes: 1, runtime: null }],
  ['blocks in turn', /take the blocks in turn/, { access: 'interleaved' }],
  ['compressible writes', /another way/, { readPercent: 0, compressPercent: 10 }],
  ['repeated writes', /another way/, { readPercent: 50, dedupePercent: 10 }],
  ['dropped system caches', /one of the two/, { dropSystemCaches: true }],
  ['very many files', /command line/, { files: 16_384, size: 16_384 * 4 * KiB }],
];

test.each(refused)('%s is refused', (_what, reason, given) => {
  expect(reasonsFor(block(given))).toEqual([expect.stringMatching(reason) as string]);
});

const accepted: [string, Partial<BlockWorkload>][] = [
  ['a permutation of one worker', { access: 'permutation', files: 2 }],
  ['a permutation in own files', { access: 'permutation', workers: 2, fileSharing: 'perWorker' }],
  ['a permutation of regions', { access: 'permutation', workers: 2, files: 1, offsetIncrement: 4 * MiB }],
  ['reads of compressible data', { compressPercent: 10 }],
  ['zipf over one file', { access: 'zipf', skew: 1.1, files: 1 }],
  ['zipf in one own file each', { access: 'zipf', skew: 1.1, workers: 2, files: 2, fileSharing: 'perWorker' }],
  ['a random mix', { readPercent: 50 }],
  ['a rate of reads', { rate: { operations: 100 } }],
  ['backward with one size', { access: 'backward' }],
  ['parts that are slices of a file', { access: 'sequential', workers: 4, files: 2 }],
  ['parts that are whole files', { access: 'sequential', workers: 2, files: 4 }],
  [
    'parts of each file in turn',
    { access: 'sequential', workers: 2, files: 3, size: 96 * MiB, serviceOrder: 'roundrobin' },
  ],
  ['syncs between writes', { readPercent: 0, fsyncEvery: 8 }],
];

test.each(accepted)('%s is not', (_what, given) => {
  expect(reasonsFor(block(given))).toEqual([]);
});

test('a training', () => {
  expect(reasonsFor(training())).toEqual([expect.stringMatching(/emulated accelerators/)]);
});

test('what is not known to the compiler yet is refused by its key', () => {
  const [step] = stepsOf(block());
  if (step === undefined) throw new Error('no step');
  const job = { ...step.job, verify: 'after', steadyState: {}, latencyTarget: {} };
  expect(refusalsOf({ ...step, job })).toHaveLength(3);
  expect(refusalsOf({ ...step, job: { ...step.job, verify: 'none', steadyState: null, latencyTarget: null } })).toEqual(
    [],
  );
});

test('all workloads are told at once, each once, with exit code 2', () => {
  const steps = stepsOf(files({ name: 'tree' }), block({ name: 'good' }), block({ name: 'bad', engine: 'null' }));
  expect(() => {
    refuseOthers(steps);
  }).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringMatching(/^workload "tree": it is a chain.*\nworkload "bad": the null engine.*$/) as string,
    }) as Error,
  );
  expect(() => {
    refuseOthers(stepsOf(block()));
  }).not.toThrow();
});
