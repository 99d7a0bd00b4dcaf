// Sizes and free space: shares of it, its limits, and all problems at once.
import { describe, expect, test } from 'vitest';
import { IoproofError } from '../../src/errors.js';
import { makePlan } from '../../src/plan/plan.js';
import type { PlanProblem } from '../../src/plan/plan-problems.js';
import type { MountCapacity } from '../../src/plan/planned-step.js';
import type { Workload } from '../../src/spec/workload.js';
import { block, files, GiB, KiB, MiB, mount } from './samples.js';

const jobOf = (workload: Workload, ...mounts: MountCapacity[]) =>
  makePlan([workload], mounts, { repeat: 1 }).steps[0]?.job;

function problemsOf(workloads: Workload[], ...mounts: MountCapacity[]): PlanProblem[] {
  try {
    makePlan(workloads, mounts, { repeat: 1 });
  } catch (error) {
    expect(error).toBeInstanceOf(IoproofError);
    const { code, exitCode, message, details } = error as IoproofError;
    const problems = details['problems'] as PlanProblem[];
    expect({ code, exitCode, lines: message.split('\n').length }).toEqual({
      code: 'PLAN_NOT_POSSIBLE',
      exitCode: 2,
      lines: problems.length,
    });
    return problems;
  }
  return [];
}

describe('a share of the free bytes', () => {
  const share = { percentOfFree: 4, atMost: GiB };

  test('is rounded down to whole blocks in every file', () => {
    const workload = block({ size: share, files: 3, blockSize: 64 * KiB });
    expect(jobOf(workload, mount('A', { freeBytes: 1e9 }))).toMatchObject({ size: 203 * 3 * 64 * KiB });
  });

  test('is at most its limit', () => {
    expect(jobOf(block({ size: share }), mount('A'))).toMatchObject({ size: GiB });
  });

  test('is that of the fullest mount, so that all mounts do the same work', () => {
    const mounts = [mount('A'), mount('B', { freeBytes: 10 * GiB })];
    const { steps } = makePlan([block({ size: { percentOfFree: 5, atMost: GiB } })], mounts, { repeat: 1 });
    expect(steps.map(({ spec }) => spec.fileSize)).toEqual([512 * MiB, 512 * MiB]);
  });

  test('counts files, by the blocks that each takes', () => {
    const workload = files({ files: { percentOfFree: 1, atMost: 1e6 }, fileSize: 5 * KiB });
    expect(jobOf(workload, mount('A', { freeBytes: 800 * KiB * 100 }))).toMatchObject({ files: 100 });
  });

  test('of files is one of the free inodes as well', () => {
    const workload = files({ files: { percentOfFree: 10, atMost: 1e6 } });
    expect(jobOf(workload, mount('A', { freeInodes: 5000 }))).toMatchObject({ files: 500 });
    expect(jobOf(workload, mount('A', { freeInodes: null }))).toMatchObject({ files: 1e6 });
  });

  test('stays the same when the data of the run before is there', () => {
    const workload = block({ size: { percentOfFree: 4, atMost: 100 * GiB } });
    const before = makePlan([workload], [mount('A', { freeBytes: 10 * GiB })], { repeat: 1 });
    const datasets = before.mounts[0]?.datasets ?? [];
    const freeBytes = 10 * GiB - (before.mounts[0]?.bytes ?? 0);
    const after = makePlan([workload], [mount('A', { freeBytes, datasets })], { repeat: 1 });
    expect(datasets).toHaveLength(1);
    expect(after.mounts).toEqual(before.mounts);
  });

  test('is the limit with the null engine, which stores nothing', () => {
    const unknown = mount('A', { freeBytes: null });
    expect(jobOf(block({ engine: 'null', size: share }), unknown)).toMatchObject({ size: GiB });
    const many = files({ engine: 'null', files: { percentOfFree: 1, atMost: 77 } });
    expect(jobOf(many, unknown)).toMatchObject({ files: 77 });
  });

  test('cannot be known where the file system does not tell', () => {
    expect(problemsOf([block({ size: share })], mount('A', { freeBytes: null }))).toEqual([
      {
        subject: 'workload "random-read"',
        what: 'percentOfFree needs the free space of mount "A", which its file system does not tell',
        advice: 'Give bytes or a number of files instead',
      },
    ]);
  });

  test('that holds no block in each file, or no file, is a problem', () => {
    const tiny = mount('A', { freeBytes: 100 * KiB });
    expect(problemsOf([block({ size: share, files: 2 })], tiny)).toMatchObject([
      { what: 'size is 4KiB, less than one block of 4KiB in each of 2 files' },
    ]);
    expect(problemsOf([files({ files: share })], tiny)).toMatchObject([
      { what: 'the free space that files may take holds no file of 16KiB' },
    ]);
  });
});

describe('free space', () => {
  const needed = Math.ceil(64 * MiB * 1.02);

  test('is enough with 2 % to spare, and too little one byte below', () => {
    expect(problemsOf([block()], mount('A', { freeBytes: needed }))).toEqual([]);
    expect(problemsOf([block()], mount('A', { freeBytes: needed - 1 }))).toEqual([
      {
        subject: 'mount "A" (/mnt/A)',
        what: 'the test data needs 66847KiB with 2 % to spare, but 66846KiB are free',
        advice: 'Make room, or give the workloads a smaller size or fewer files',
      },
    ]);
  });

  test('is needed for the blocks of small files, not for their bytes', () => {
    const tiny = files({ files: 1000, fileSize: 100 });
    expect(problemsOf([tiny], mount('A', { freeBytes: 4 * MiB }))).toEqual([]);
    expect(problemsOf([tiny], mount('A', { freeBytes: 3 * MiB }))).toHaveLength(1);
  });

  test('is needed for the sum of the data sets, each once', () => {
    const shared = [block(), block({ name: 'other' })];
    expect(problemsOf(shared, mount('A', { freeBytes: needed }))).toEqual([]);
    const distinct = [block(), block({ name: 'other', seed: 2 })];
    expect(problemsOf(distinct, mount('A', { freeBytes: needed }))).toHaveLength(1);
  });

  test('is not needed for data that is there', () => {
    const datasets = makePlan([block()], [mount('A')], { repeat: 1 }).mounts[0]?.datasets ?? [];
    expect(problemsOf([block()], mount('A', { freeBytes: 0, freeInodes: 0, datasets }))).toEqual([]);
    expect(problemsOf([block({ seed: 2 })], mount('A', { freeBytes: 0, datasets }))).toHaveLength(1);
  });

  test('that the file system does not tell is no problem for a size in bytes', () => {
    expect(problemsOf([block(), files()], mount('A', { freeBytes: null, freeInodes: null }))).toEqual([]);
  });
});

test('too few inodes are told with both numbers', () => {
  const inodes = 2000 + 2 + 2;
  expect(problemsOf([files()], mount('A', { freeInodes: inodes }))).toEqual([]);
  expect(problemsOf([files()], mount('A', { freeInodes: inodes - 1 }))).toMatchObject([
    { what: 'the test data needs 2004 inodes, but 2003 are free' },
  ]);
});

test('all problems come at once, each once', () => {
  const workloads = [
    block({ name: 'big', size: 2 * GiB }, { queueDepth: [1, 8] }),
    block({ name: 'unknowable', size: { percentOfFree: 1, atMost: GiB } }, { queueDepth: [1, 8] }),
    files({ name: 'many', files: 5000 }),
    files({ name: 'many', files: 5000 }),
  ];
  const mounts = [
    mount('full', { freeBytes: GiB, freeInodes: 100 }),
    mount('mute', { freeBytes: null, freeInodes: null }),
    mount('narrow', { freeInodes: 5000 }),
  ];
  const told = problemsOf(workloads, ...mounts).map(({ subject, what }) => `${subject}: ${what.split(',')[0]}`);
  expect(told.sort()).toEqual([
    'mount "full" (/mnt/full): the test data needs 2169MiB with 2 % to spare',
    'mount "full" (/mnt/full): the test data needs 5011 inodes',
    'mount "narrow" (/mnt/narrow): the test data needs 5011 inodes',
    'workload "many": is planned twice on mount "full"',
    'workload "many": is planned twice on mount "mute"',
    'workload "many": is planned twice on mount "narrow"',
    'workload "unknowable": percentOfFree needs the free space of mount "mute"',
  ]);
});
