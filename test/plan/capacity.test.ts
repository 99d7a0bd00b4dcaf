// Sizes and free space: shares of it, its limits, and all problems at once.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IoproofError } from '../../src/errors.js';
import { makePlan } from '../../src/plan/plan.js';
import type { PlanProblem } from '../../src/plan/plan-problems.js';
import type { MountCapacity } from '../../src/plan/planned-step.js';
import type { BlockWorkload, Workload } from '../../src/spec/workload.js';
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

  // 4 % of 1e9 bytes are 38 MiB and a rest.
  test.each([
    ['whole MiB', { blockSize: 512 }, 38 * MiB],
    ['whole MiB', { blockSize: 4 * KiB }, 38 * MiB],
    ['whole MiB', { blockSize: MiB }, 38 * MiB],
    ['whole MiB in each file', { blockSize: 64 * KiB, files: 3 }, 3 * 12 * MiB],
    ['whole blocks, where these are larger', { blockSize: 3 * MiB, files: 2 }, 2 * 18 * MiB],
    ['whole blocks, where no MiB is one', { blockSize: 12 * KiB }, Math.floor((38 * MiB) / (12 * KiB)) * 12 * KiB],
    ['whole blocks, where no file has a MiB', { blockSize: 16 * KiB, files: 100 }, 100 * 24 * 16 * KiB],
  ])('is rounded down to %s: %j', (_what, given, size) => {
    expect(jobOf(block({ size: share, ...given }), mount('A', { freeBytes: 1e9 }))).toMatchObject({ size });
  });

  test.each<[string, Partial<BlockWorkload>, number]>([
    [
      'whole MiB of what divides all sizes',
      { readPercent: 50, blockSize: { read: 4 * KiB, write: 3 * MiB }, files: 2 },
      2 * 19 * MiB,
    ],
    [
      'whole blocks, where whole MiB leave no room for the largest',
      {
        blockSize: null,
        blockSizeSplit: [
          { size: 512 * KiB, percent: 50 },
          { size: 1536 * KiB, percent: 50 },
        ],
        files: 25,
      },
      25 * 1536 * KiB,
    ],
    [
      'whole blocks, where whole MiB leave no room after the offset',
      { offset: 128 * KiB, offsetIncrement: 1100 * KiB, workers: 2, files: 25 },
      25 * Math.floor(4e7 / 25 / (4 * KiB)) * 4 * KiB,
    ],
  ])('of several sizes is rounded down to %s', (_what, given, size) => {
    expect(jobOf(block({ size: share, ...given }), mount('A', { freeBytes: 1e9 }))).toMatchObject({ size });
  });

  test('that leaves no room for a block behind the offset is a problem', () => {
    const workload = block({ size: share, offset: 40 * MiB });
    expect(problemsOf([workload], mount('A', { freeBytes: 1e9 }))).toMatchObject([
      {
        what: 'size is 39062.5KiB (4 % of the free space, at most 1GiB), less than one block of 4KiB in each of 1 file after 40MiB that a worker leaves out',
      },
    ]);
  });

  test('is whole blocks in each file, and rounded by less than one of them or a MiB each', () => {
    const inputs = fc.record({
      freeBytes: fc.integer({ min: 0, max: 100 * GiB }),
      count: fc.integer({ min: 1, max: 100 }),
      blockSize: fc.integer({ min: 1, max: 4 * MiB }),
    });
    let sized = 0;
    const property = fc.property(inputs, ({ freeBytes, count, blockSize }) => {
      const bytes = Math.min(GiB, Math.floor(freeBytes / 25));
      const workload = block({ size: share, files: count, blockSize, direct: false });
      if (bytes < count * blockSize) {
        expect(problemsOf([workload], mount('A', { freeBytes }))).toHaveLength(1);
        return;
      }
      sized++;
      const size = jobOf(workload, mount('A', { freeBytes }))?.['size'] as number;
      expect(size % (count * blockSize)).toBe(0);
      expect(size).toBeGreaterThan(0);
      expect(size).toBeLessThanOrEqual(bytes);
      expect(size).toBeGreaterThan(bytes - count * (Math.max(blockSize, MiB) + Math.min(blockSize, MiB) + 1));
    });
    fc.assert(property, { numRuns: 200 });
    expect(sized).toBeGreaterThan(100);
  });

  test('is one data set for every block up to a MiB', () => {
    const workload = block({ size: share }, { blockSize: ['4KiB', '64KiB', '1MiB'] });
    expect(makePlan([workload], [mount('A', { freeBytes: 1e9 })], { repeat: 1 }).mounts).toMatchObject([
      { datasets: [{ fileSize: 38 * MiB }], bytes: 38 * MiB },
    ]);
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
      {
        subject: 'workload "random-read"',
        what: 'size is 4KiB (4 % of the free space, at most 1GiB), less than one block of 4KiB in each of 2 files',
        advice: 'Make room, or give a larger size, a smaller blockSize or fewer files',
      },
    ]);
    expect(problemsOf([block({ size: KiB })], mount('A'))).toMatchObject([
      { what: 'size is 1KiB, less than one block of 4KiB in each of 1 file' },
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

  test('is needed for what an interrupted run has not written yet', () => {
    const workload = files({ files: 1000, fileSize: 4 * KiB });
    const [dataset] = makePlan([workload], [mount('A')], { repeat: 1 }).mounts[0]?.datasets ?? [];
    const room = { freeBytes: 2.05 * MiB, freeInodes: 600 };
    const begun = [{ directory: dataset?.directory ?? '', share: 0.5, bytes: 2 * MiB }];
    expect(problemsOf([workload], mount('A', room))).toHaveLength(2);
    expect(problemsOf([workload], mount('A', { ...room, begun }))).toEqual([]);
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
