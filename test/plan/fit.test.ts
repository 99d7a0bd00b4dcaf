// Plans of fits: how many accelerators can be tried, on which data set, and what the job of a try is.
import { describe, expect, test } from 'vitest';
import { planFit, type FitOptions } from '../../src/plan/fit.js';
import { fitTry } from '../../src/plan/fit-try.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import { definitions } from '../../src/spec/definitions.js';
import { resolve } from '../../src/spec/resolve.js';
import type { TrainingWorkload } from '../../src/spec/workload.js';
import { GiB, mount, training } from './samples.js';

const huge = { freeBytes: 2 ** 60 };
const sweep = { accelerators: [1, 2] };
const options: FitOptions = { repeat: 1, most: null, longestTryNs: 60e9, filesGiven: true };
const memory = (availableBytes: number) => ({ memory: { totalBytes: 4 * availableBytes, availableBytes } });

/** The step of a fit of something like unet3d on one mount. */
function fitStep(given: Partial<TrainingWorkload> = {}, changed: Partial<FitOptions> = {}, freeBytes = 8192 * GiB) {
  const plan = planFit(training(given, sweep), [mount('a', { freeBytes })], { ...options, ...changed });
  const [step] = plan.steps;
  if (step?.fit === undefined) throw new Error('there is no fit');
  return { ...step, fit: step.fit };
}

const files = (step: PlannedStep) => step.dataset?.fileCount;

describe('the most accelerators to try', () => {
  test('have epochs of twenty steps, or four times what a loader holds', () => {
    // 1400 / 7 / 20.
    expect(fitStep({ files: 1400 }).fit).toMatchObject({ most: 10, mostBy: 'dataset' });
    // Four readers of four batches each, and that which is computed on: 17 batches, 68 steps.
    expect(fitStep({ files: 1400, prefetch: 16 }).fit).toMatchObject({ most: 2, mostBy: 'dataset', stepsAhead: 17 });
  });

  test('are no more than were asked for', () => {
    expect(fitStep({ files: 1400 }, { most: 3 }).fit).toMatchObject({ most: 3, mostBy: 'asked' });
  });

  test('hold no more than the memory has, unless that is only to be warned of', () => {
    // Five batches of seven samples of 146.6 MB each.
    const enough = memory(3 * 36 * 146_600_628);
    expect(fitStep({ files: 1400 }, enough).fit).toMatchObject({ most: 3, mostBy: 'memory' });
    expect(fitStep({ files: 1400, memoryCheck: 'warn' }, enough).fit).toMatchObject({ most: 10, mostBy: 'dataset' });
  });

  test('have no more readers than a job can have', () => {
    const most = planFit(withOwnWorkers({ files: 1e6, readThreads: 1000 }), [mount('a', huge)], options).steps[0]?.fit;
    expect(most).toMatchObject({ most: 4, mostBy: 'readers' });
    const none = withOwnWorkers({ files: 1e6, readThreads: 4096, accelerators: 1 });
    expect(planFit(none, [mount('a', huge)], options).steps[0]?.fit).toMatchObject({ most: 1, mostBy: 'readers' });
  });
});

/** Whose workers follow from its readers. */
function withOwnWorkers(given: Partial<TrainingWorkload>): TrainingWorkload {
  const left = new Set(['workers', 'queueDepth', 'batch', 'sweep', 'computedKeys']);
  const known = Object.entries(training({ prefetch: 0, ...given })).filter(([key]) => !left.has(key));
  return resolve(definitions.training, Object.fromEntries(known), sweep) as TrainingWorkload;
}

describe('a data set that fit sizes', () => {
  const own = { filesGiven: false };

  test('gives eight accelerators fifty steps', () => {
    const step = fitStep({}, own);
    expect(files(step)).toBe(8 * 7 * 50);
    expect(step.fit).toMatchObject({ most: 20, mostBy: 'dataset' });
  });

  test('is made for as many as are asked for', () => {
    expect(files(fitStep({}, { ...own, most: 2 }))).toBe(2 * 7 * 50);
  });

  test('is made for no more than fit into the memory', () => {
    expect(files(fitStep({}, { ...own, ...memory(3 * 36 * 146_600_628) }))).toBe(3 * 7 * 50);
  });

  test('has more steps where they are short, and files of many samples', () => {
    // Two seconds of steps of 5 ms.
    const short = fitStep({ computeTime: 5e6, batchSize: 1, recordLength: 1e6, recordDeviation: 0 }, own);
    expect(files(short)).toBe(8 * 400);
    const packed = { samplesPerFile: 100, batchSize: 400, recordLength: 1e5, recordDeviation: 0, computeTime: 224e6 };
    expect(files(fitStep(packed, own))).toBe((8 * 400 * 50) / 100);
  });

  test('takes half of the free space at most, and so limits the accelerators', () => {
    const step = fitStep({}, own, 100 * GiB);
    expect(step.dataset?.bytes).toBeLessThan(55 * GiB);
    expect(step.dataset?.bytes).toBeGreaterThan(45 * GiB);
    expect(step.fit).toMatchObject({ most: 2, mostBy: 'dataset' });
  });

  test('is as large as it must be where nobody tells the free space', () => {
    const plan = planFit(training({}, sweep), [mount('a', { freeBytes: null })], { ...options, ...own });
    expect(plan.steps[0]?.dataset?.fileCount).toBe(2800);
  });
});

describe('a fit that cannot be', () => {
  test('for lack of space for a single file', () => {
    expect(() => fitStep({}, { filesGiven: false }, 100 * 2 ** 20)).toThrow(
      /half of the free space holds no file of 142MiB/,
    );
  });

  test.each<[string, Partial<TrainingWorkload>, Partial<FitOptions>, RegExp]>([
    ['too few files', { files: 139 }, {}, /139 files give it 19 steps an epoch, and a try needs 20/],
    ['too little memory', { files: 1400 }, memory(1e9), /does not fit into the memory/],
    ['no compute time', { files: 1400, computeTime: 0 }, {}, /compute nothing are never fed/],
  ])('for %s', (_, given, changed, what) => {
    expect(() => fitStep(given, changed)).toThrow(what);
  });

  test('for lack of space for the data set', () => {
    expect(() => fitStep({ files: 1400 }, {}, 10 * GiB)).toThrow(/free/);
  });
});

describe('a try', () => {
  const step = fitStep({ files: 1400, evalEvery: 1, evalFiles: 8 });

  test('has its accelerators, and all tries share one data set', () => {
    for (const count of [1, 2, 7]) {
      const job = fitTry(step, count);
      expect(job.spec.training?.accelerators).toBe(count);
      expect(job.job['accelerators']).toBe(count);
      expect(job.dataset).toEqual(step.dataset);
      expect(job.layout).toEqual(step.layout);
      expect(job.spec.root).toBe(step.spec.root);
      expect(job.id).toBe(step.id);
      expect(job).not.toHaveProperty('fit');
    }
  });

  test('ends after the longest time of compute, or with the epoch, and evaluates nothing', () => {
    // 60 s of steps of 323 ms.
    expect(fitTry(step, 1).spec).toMatchObject({ passes: 1, training: { steps: 186, evalEvery: 0 } });
    expect(fitTry(step, 4).spec).toMatchObject({ passes: 1, training: { steps: 50 } });
    expect(fitTry(fitStep({ files: 1400 }, { longestTryNs: 10e9 }), 1).spec.training?.steps).toBe(31);
  });

  test('has several cold epochs where one is short', () => {
    const short = fitStep({ files: 160, batchSize: 1, prefetch: 4, computeTime: 5e6 });
    // 20 steps of 5 ms: 5 s are 50 epochs.
    expect(fitTry(short, 8).spec).toMatchObject({ passes: 50, coldPasses: 'files', training: { steps: 20 } });
    const warm = fitStep({ files: 160, batchSize: 1, prefetch: 4, computeTime: 5e6, dropCache: false });
    expect(fitTry(warm, 8).spec.coldPasses).toBe('none');
  });

  test('computes anew what follows from the number of accelerators', () => {
    expect(fitTry(step, 8).training).toMatchObject({ stepsPerEpoch: 25, samples: 1400 });
    expect(fitTry(step, 8).training?.loaderBytes).toBeCloseTo(8 * (fitTry(step, 1).training?.loaderBytes ?? 0), -3);
  });
});

test('mounts and repeats are steps of their own, of no known time', () => {
  const mounts = [mount('a', { freeBytes: 8192 * GiB }), mount('b', { freeBytes: 8192 * GiB })];
  const plan = planFit(training({ files: 1400 }, sweep), mounts, { ...options, repeat: 2 });
  expect(plan.steps.map(({ id }) => id)).toEqual(['unet3d/a/1', 'unet3d/b/1', 'unet3d/b/2', 'unet3d/a/2']);
  expect(plan).toMatchObject({ estimatedSeconds: 0, unboundedSteps: 4 });
});
