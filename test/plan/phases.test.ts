// Phases: their order, the files that they share, what each job is told, and which cannot follow one another.
import { describe, expect, test } from 'vitest';
import { IoproofError } from '../../src/errors.js';
import { makePlan } from '../../src/plan/plan.js';
import type { PlanProblem } from '../../src/plan/plan-problems.js';
import type { Plan } from '../../src/plan/planned-step.js';
import type { BlockWorkload, FilesWorkload, Workload } from '../../src/spec/workload.js';
import { block, files, GiB, KiB, MiB, mount } from './samples.js';

const phase = (name: string, operations: FilesWorkload['operations'], given: Partial<FilesWorkload> = {}) =>
  files({ name, operations, phaseOf: 'md', engine: 'sync', files: 100, fileSize: 0, ...given });
const blockPhase = (name: string, given: Partial<BlockWorkload>) =>
  block({ name, phaseOf: 'ior', passes: 1, access: 'sequential', ...given });
const writing = { readPercent: 0, prewrite: false } as const;

const storm = [
  phase('mkdir', ['mkdir']),
  phase('dir-stat', ['stat']),
  phase('rmdir', ['rmdir']),
  phase('create', ['create', 'write', 'close'], { fileSize: 4 * KiB }),
  phase('stat', ['stat']),
  phase('read', ['open', 'read', 'close'], { fileSize: 4 * KiB }),
  phase('unlink', ['unlink']),
];

function planOf(workloads: Workload[], repeat = 1, mounts = [mount('a')]): Plan {
  return makePlan(workloads, mounts, { repeat });
}

function problemsOf(workloads: Workload[]): PlanProblem[] {
  try {
    planOf(workloads);
  } catch (error) {
    if (error instanceof IoproofError) return error.details['problems'] as PlanProblem[];
    throw error;
  }
  return [];
}

describe('order', () => {
  const ids = (workloads: Workload[], repeat: number, mounts = [mount('a'), mount('b')]) =>
    planOf(workloads, repeat, mounts).steps.map(({ id }) => id);

  test('each mount and repeat goes over all phases before the next one begins', () => {
    expect(ids(storm.slice(0, 2), 2)).toEqual([
      'mkdir/a/1',
      'dir-stat/a/1',
      'mkdir/b/1',
      'dir-stat/b/1',
      'mkdir/b/2',
      'dir-stat/b/2',
      'mkdir/a/2',
      'dir-stat/a/2',
    ]);
  });

  test('what stands before the first and after the last phase is as it is without phases, and what stands between goes with them', () => {
    const [first, last] = [phase('p', ['mkdir']), phase('q', ['rmdir'])];
    const other = (name: string) => block({ name });
    expect(ids([other('x'), first, other('y'), last, other('z')], 1)).toEqual([
      ...['x/a/1', 'x/b/1'],
      ...['p/a/1', 'y/a/1', 'q/a/1', 'p/b/1', 'y/b/1', 'q/b/1'],
      ...['z/a/1', 'z/b/1'],
    ]);
  });
});

describe('the files', () => {
  test('are one data set, named after the phases, and counted once', () => {
    const { steps, mounts } = planOf(storm, 2);
    const names = new Set(steps.map(({ dataset }) => dataset?.directory));
    expect([...names]).toEqual([expect.stringMatching(/^phases-md-[0-9a-f]{12}$/)]);
    expect(mounts).toMatchObject([{ datasets: [{ fileCount: 100 }], bytes: 100 * 4 * KiB, inodes: 100 * 2 + 1 + 2 }]);
    expect(steps.map(({ phase: place }) => place?.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6]);
    expect(steps[3]?.phase).toEqual({ of: 'md', index: 3, count: 7, before: ['mkdir', 'dir-stat', 'rmdir'] });
  });

  test('have the same name whatever is done with them, and another one where they differ', () => {
    const nameOf = (workloads: Workload[]) => planOf(workloads).steps[0]?.dataset?.directory;
    const made = phase('a', ['create', 'close']);
    const name = nameOf([made]);
    expect(nameOf([phase('b', ['create', 'close', 'stat']), phase('c', ['unlink'])])).toBe(name);
    expect(nameOf([phase('b', ['create', 'close'], { phaseOf: 'other' })])).not.toBe(name);
    for (const change of [
      { files: 101 },
      { seed: 2 },
      { fileSharing: 'perWorker' },
      { workers: 4, fileSharing: 'perWorker' },
      { directories: { width: 3, depth: 2, filesIn: 'leaves' }, filesPerDirectory: null },
      { directories: { width: 3, depth: 2, filesIn: 'everyDirectory' }, filesPerDirectory: null },
    ] as const) {
      const changed = nameOf([phase('a', ['create', 'close'], change)]);
      expect(changed).not.toBe(name);
    }
  });

  test('are written before the first phase only where that finds some', () => {
    const layouts = (workloads: Workload[]) => planOf(workloads).steps.map(({ layout }) => layout?.fileSize ?? null);
    expect(layouts(storm)).toEqual(storm.map(() => null));
    const size = { fileSize: 8 * KiB };
    expect(layouts([phase('read', ['open', 'read', 'close'], size), phase('unlink', ['unlink'])])).toEqual([
      8 * KiB,
      null,
    ]);
    const later = phase('again', ['open', 'write', 'close'], { fileSize: MiB });
    expect(layouts([phase('stat', ['stat'], { fileSize: 4 * KiB }), later])).toEqual([4 * KiB, null]);
    expect(planOf([phase('stat', ['stat'], { fileSize: 4 * KiB }), later]).mounts[0]?.bytes).toBe(100 * MiB);
  });

  test('of the null engine are none', () => {
    const steps = planOf([phase('a', ['mkdir'], { engine: 'null' }), phase('b', ['rmdir'], { engine: 'null' })]).steps;
    expect(steps.map(({ dataset, phase: place }) => [dataset, place?.index])).toEqual([
      [null, 0],
      [null, 1],
    ]);
  });

  test('must fit, once', () => {
    const big = { fileSize: GiB, files: 600 };
    const two = [phase('a', ['create', 'write', 'close'], big), phase('b', ['open', 'read', 'close'], big)];
    expect(problemsOf(two)).toEqual([]);
    expect(problemsOf([...two, phase('c', ['create', 'write', 'close'], { ...big, phaseOf: 'x' })])).toHaveLength(1);
  });
});

describe('the directories of each worker', () => {
  const inodesOf = (given: Partial<FilesWorkload>) =>
    planOf([phase('a', ['create', 'close'], given)]).mounts[0]?.inodes;

  test('count, with those of its own', () => {
    const own = { workers: 3, fileSharing: 'perWorker' } as const;
    expect(inodesOf({ ...own, filesPerDirectory: 10 })).toBe(100 + 3 + (4 + 4 + 4) + 2);
    const directories = { width: 2, depth: 2, filesIn: 'leaves' } as const;
    expect(inodesOf({ ...own, directories, filesPerDirectory: null })).toBe(100 + 3 * (1 + 2 + 4) + 2);
  });

  test('of a tree that holds files everywhere have fewer each', () => {
    const spec = (filesIn: 'leaves' | 'everyDirectory') =>
      planOf([
        phase('a', ['create', 'close'], { directories: { width: 2, depth: 2, filesIn }, filesPerDirectory: null }),
      ]).steps[0]?.spec;
    expect(spec('leaves')).toMatchObject({ filesIn: 'leaves', filesPerDirectory: 25 });
    expect(spec('everyDirectory')).toMatchObject({ filesIn: 'everyDirectory', filesPerDirectory: 15 });
  });

  test('are those of the job that writes them', () => {
    const given = { workers: 7, fileSharing: 'perWorker', fileSize: KiB } as const;
    const [step] = planOf([phase('stat', ['stat'], given)]).steps;
    expect(step?.layout).toMatchObject({ workers: 7, fileSharing: 'perWorker' });
    expect(step?.spec).toMatchObject({ workers: 7, fileSharing: 'perWorker' });
  });
});

describe('the job of a phase', () => {
  test('knows what was done before it', () => {
    const jobs = planOf(storm).steps.map(({ spec }) => spec.operationsBefore.length);
    expect(jobs).toEqual([0, 1, 2, 3, 6, 7, 10]);
    expect(planOf([files()]).steps[0]).toMatchObject({ phase: null, spec: { operationsBefore: [] } });
  });

  test('is told what the workers share, where the stonewall is, and of the sync', () => {
    const given = { workers: 4, workerShift: 1, fileSharing: 'perWorker', stonewall: 5e9, fsync: 'end' } as const;
    expect(planOf([files({ ...given, access: 'sequential' })]).steps[0]?.spec).toMatchObject({
      workerShift: 1,
      fileSharing: 'perWorker',
      stonewallNs: 5e9,
      fsync: 'end',
    });
    expect(planOf([block({ stonewall: 7e9, passes: 1 })]).steps[0]?.spec).toMatchObject({ stonewallNs: 7e9 });
  });

  test('looks for holes where all files are as long as it reads, and there', () => {
    const checked = (workloads: Workload[]) => planOf(workloads).steps.map(({ spec }) => spec.requireWritten);
    const made = phase('a', ['create', 'write', 'close'], { fileSize: 8 * KiB, access: 'sequential' });
    const read = (fileSize: number) => phase('b', ['open', 'read', 'close'], { fileSize });
    expect(checked([made, read(8 * KiB)])).toEqual([false, true]);
    expect(checked([made, read(4 * KiB)])).toEqual([false, false]);
    expect(checked([{ ...made, stonewall: 1e9 }, read(8 * KiB)])).toEqual([false, true]);
    const blocks = blockPhase('w', writing);
    expect(checked([blocks, blockPhase('r', {})])).toEqual([false, true]);
    expect(checked([{ ...blocks, stonewall: 1e9 }, blockPhase('r', {})])).toEqual([false, false]);
  });

  test('of blocks writes files of its own first, and finds them later', () => {
    const { steps } = planOf([blockPhase('w', writing), blockPhase('r', {})]);
    expect(steps.map(({ spec, layout }) => [spec.createFiles, layout])).toEqual([
      [true, null],
      [false, null],
    ]);
    expect(new Set(steps.map(({ dataset }) => dataset?.directory)).size).toBe(1);
  });
});

describe('phases that do not fit together', () => {
  const made = phase('make', ['create', 'write', 'close'], { fileSize: 4 * KiB });
  const told = (...workloads: Workload[]) => problemsOf(workloads).map(({ subject, what }) => `${subject}: ${what}`);

  test.each<[string, Partial<FilesWorkload>, string]>([
    ['files', { files: 99 }, '99 and not 100'],
    ['seed', { seed: 5 }, '5 and not 1'],
    ['prefix', { prefix: 'x' }, 'x and not f'],
    ['filesPerDirectory', { filesPerDirectory: 7 }, '7 and not 1000'],
    ['fileSharing', { fileSharing: 'perWorker' }, 'perWorker and not shared'],
    ['engine', { engine: 'null', direct: false, dropCache: false }, 'null and not one that touches storage'],
  ])('differ in %s', (key, change, values) => {
    expect(told(made, phase('stat', ['stat'], change))).toEqual([
      `workload "stat": is a phase of "md" like "make", but its "${key}" is ${values}`,
    ]);
  });

  test('differ in workers where each has its own files, or a stonewall has been', () => {
    const own = { fileSharing: 'perWorker', fileSize: 4 * KiB } as const;
    const first = phase('make', ['create', 'write', 'close'], { ...own, workers: 2 });
    expect(told(first, phase('stat', ['stat'], { ...own, workers: 3 }))).toEqual([
      'workload "stat": is a phase of "md" like "make", but its "workers" is 3 and not 2',
    ]);
    expect(told(made, phase('stat', ['stat'], { workers: 3 }))).toEqual([]);
    const walled = { ...made, stonewall: 1e9, access: 'sequential' as const };
    expect(told(walled, phase('stat', ['stat'], { workers: 3 }))).toHaveLength(1);
  });

  test('let every worker visit files of which a stonewall may have left a part', () => {
    const visiting = phase('look', ['stat'], { visits: 'everyWorker', fileSize: 4 * KiB });
    expect(told(made, visiting)).toEqual([]);
    const walled = { ...made, stonewall: 1e9, access: 'sequential' as const };
    expect(told(walled, visiting)).toEqual([
      'workload "look": lets every worker visit all files, but the stonewall of "make" may leave a part of them',
    ]);
  });

  test.each<[string, Partial<BlockWorkload>]>([
    ['serviceOrder', { serviceOrder: 'roundrobin' }],
    ['offset', { offset: 4 * KiB }],
    ['blockSize', { blockSize: 8 * KiB }],
  ])('look for blocks after a stonewall by another %s', (key, change) => {
    const walk = { access: 'sequential', passes: 1, runtime: null, phaseOf: 'io' } as const;
    const writer = blockPhase('write', { ...writing, ...walk, stonewall: 1e9 });
    const reader = { ...walk, readPercent: 100, prewrite: true };
    expect(told(writer, blockPhase('read', reader))).toEqual([]);
    const [problem] = told(writer, blockPhase('read', { ...reader, ...change }));
    expect(problem).toContain(`is a phase of "io" like "write", but its "${key}" is`);
  });

  test('are of two kinds', () => {
    expect(told(made, blockPhase('w', { ...writing, phaseOf: 'md' }))).toEqual([
      'workload "w": is a phase of "md" like "make", but its "kind" is block and not files',
    ]);
  });

  test('find what is not there', () => {
    expect(told(made, phase('rmdir', ['rmdir']))).toEqual([
      'workload "rmdir": is a phase of "md" after "make", and together [create, write, close, rmdir] has "rmdir" in place 4, but the name made last is no directory there',
    ]);
    expect(told(made, phase('unlink', ['unlink']), phase('stat', ['stat']))).toEqual([
      'workload "stat": is a phase of "md" after "unlink", and together [create, write, close, unlink, stat] has "stat" in place 5, but the file is unlinked there',
    ]);
    expect(told(phase('rmdir', ['rmdir']))).toEqual([
      'workload "rmdir": is the first phase of "md", and together [rmdir] has "rmdir" in place 1, but the name made last is no directory there',
    ]);
  });

  test('cannot do it a second time', () => {
    expect(told(made, phase('unlink', ['unlink'], { epochs: 2 }))).toEqual([
      'workload "unlink": is a phase of "md" after "make", and together [create, write, close, unlink, unlink] has "unlink" in place 5, but the file is unlinked there',
    ]);
    expect(told(made, phase('stat', ['stat'], { epochs: 2 }))).toEqual([]);
  });

  test('tell of the first of several that is wrong', () => {
    expect(told(made, phase('x', ['rmdir']), phase('y', ['stat']))).toHaveLength(1);
  });

  test('read more than there is', () => {
    const read = (fileSize: FilesWorkload['fileSize']) => phase('read', ['open', 'read', 'close'], { fileSize });
    expect(told(made, read(4 * KiB))).toEqual([]);
    expect(told(made, read(2 * KiB))).toEqual([]);
    expect(told(made, read(8 * KiB))).toEqual([
      'workload "read": is a phase of "md" that reads files of 8KiB, but "make" makes files of 4KiB',
    ]);
    expect(told(made, read({ uniform: { from: 1, to: KiB } }))).toEqual([
      'workload "read": is a phase of "md" that reads files of drawn sizes up to 1KiB, but "make" makes files of 4KiB',
    ]);
  });

  test('of blocks differ in their files, or make them twice', () => {
    const first = blockPhase('w', writing);
    expect(told(first, blockPhase('r', { size: MiB }))).toEqual([
      'workload "r": is a phase of "ior" like "w", but its "size" is 1MiB and not 64MiB',
    ]);
    expect(told(first, blockPhase('v', writing))).toEqual([
      'workload "v": is a phase of "ior" after "w", which has made the files already',
    ]);
    const walled = { ...first, stonewall: 1e9 };
    expect(told(walled, blockPhase('r', { access: 'interleaved' }))).toEqual([
      'workload "r": is a phase of "ior" like "w", but its "access" is interleaved and not sequential',
    ]);
  });
});
