// What a mixture, directories as items and visits become in a plan: the native job, and the data set.
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import type { FilesWorkload, MixShare } from '../../src/spec/workload.js';
import { files, mount } from './samples.js';

function planned(given: Partial<FilesWorkload>): PlannedStep {
  const [step] = makePlan([files(given)], [mount('a')], { repeat: 1 }).steps;
  if (step === undefined) throw new Error('nothing was planned');
  return step;
}

const reading: MixShare = { percent: 60, operations: ['open', 'read', 'close'] };
const looking: MixShare = { percent: 40, operations: ['stat'] };
const renaming: MixShare = { percent: 20, operations: ['rename'] };
const deleting: MixShare = { percent: 20, operations: ['unlink'] };

describe('a mixture', () => {
  test('is told to the native job', () => {
    const { spec } = planned({ mix: [reading, looking] });
    expect(spec).toMatchObject({ operations: [], mix: [reading, looking], items: 'files', visits: 'once' });
    expect(spec).toMatchObject({ createFiles: false, requireWritten: true, dropCache: true });
  });

  test('that changes nothing shares the data set of others', () => {
    expect(planned({ mix: [reading, looking] }).dataset?.directory).toBe(planned({}).dataset?.directory);
  });

  test('that makes or removes names has one of its own, laid out first', () => {
    const step = planned({ mix: [reading, { ...looking, percent: 20 }, deleting] });
    expect(step.layout).not.toBeNull();
    expect(step.dataset?.directory).toMatch(/-unlinked$/);
    expect(step.dataset?.bytes).toBe(2000 * 16 * 1024);
    expect(planned({ mix: [reading, { percent: 40, operations: ['create', 'close'] }] }).dataset?.directory).toMatch(
      /-changed$/,
    );
  });

  test('that renames files has room for each under both names', () => {
    const plain = planned({ mix: [reading, looking] }).dataset?.inodes ?? 0;
    expect(planned({ mix: [reading, { ...looking, percent: 20 }, renaming] }).dataset?.inodes).toBe(plain + 2000);
  });
});

test('directories that every worker lists are laid out with their files', () => {
  const step = planned({ operations: ['list'], items: 'directories', visits: 'everyWorker' });
  expect(step.spec).toMatchObject({ items: 'directories', visits: 'everyWorker', mix: [], createFiles: false });
  expect(step.dataset?.directory).toBe(planned({}).dataset?.directory);
});

test('looks for what is missing need directories and no files', () => {
  const step = planned({ operations: ['statMissing', 'openMissing'] });
  expect(step).toMatchObject({ layout: null, dataset: { bytes: 0 } });
  expect(step.spec.createFiles).toBe(true);
});
