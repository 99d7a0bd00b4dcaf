// What a plan says of checkpoints: their place, their space with K + 1 of them, their memory, and what it refuses.
import { describe, expect, test } from 'vitest';
import { makePlan, type PlanOptions } from '../../src/plan/plan.js';
import type { Dataset, MountCapacity, PlannedStep } from '../../src/plan/planned-step.js';
import { checkpointNotes } from '../../src/report/plan-checkpoint.js';
import { planTable } from '../../src/report/plan.js';
import type { Workload } from '../../src/spec/workload.js';
import { block, checkpoint, GiB, MiB, mount } from './samples.js';

type Given = Parameters<typeof checkpoint>[0];

const memory = (gibibytes: number) => ({ totalBytes: gibibytes * GiB, availableBytes: gibibytes * GiB });

function plan(workloads: Workload[], place: MountCapacity = mount('A'), options: Partial<PlanOptions> = {}) {
  return makePlan(workloads, [place], { repeat: 1, memory: memory(16), ...options });
}

function stepOf(given: Given = {}, options: Partial<PlanOptions> = {}): PlannedStep {
  const [step] = plan([checkpoint(given)], mount('A', { freeBytes: null }), options).steps;
  if (step === undefined) throw new Error('the plan has no step');
  return step;
}

function datasetOf(given: Given = {}): Dataset & Required<Pick<Dataset, 'checkpoints'>> {
  const { dataset } = stepOf(given);
  if (dataset?.checkpoints === undefined) throw new Error('there is no data set of checkpoints');
  return { ...dataset, checkpoints: dataset.checkpoints };
}

describe('the place', () => {
  test('is the same for whatever saves or loads the same files', () => {
    const { directory } = datasetOf();
    expect(directory).toMatch(/^checkpoint-custom-deepspeed-2x4MiB-[0-9a-f]{12}$/);
    for (const given of [
      { saves: 0 },
      { keep: 5 },
      { direct: true },
      { fsync: 'none' },
      { seed: 7 },
      { name: 'other' },
    ]) {
      expect(datasetOf(given as Given).directory).toBe(directory);
    }
  });

  test.each<Given>([
    { ranks: 3 },
    { bytesPerRank: 4 * MiB + 1 },
    { format: 'dcp' },
    { scale: 0.5 },
    { filesPerRank: 3 },
  ])('is another one for other files: %j', (given) => {
    expect(datasetOf(given).directory).not.toBe(datasetOf().directory);
  });

  test('is none with the null engine', () => {
    const { dataset, spec } = stepOf({ engine: 'null', direct: false });
    expect(dataset).toBeNull();
    expect(spec.root).toBe('');
  });
});

describe('the job', () => {
  test('has a worker for each rank, the files and the rounds', () => {
    const { spec, layout } = stepOf({
      ranks: 3,
      saves: 4,
      loads: 2,
      keep: 2,
      pause: 1e9,
      loadShift: 1,
      verify: 'during',
    });
    expect(layout).toBeNull();
    expect(spec).toMatchObject({
      kind: 'checkpoint',
      workers: 3,
      blockSize: MiB,
      runtimeNs: 0,
      checkpoint: {
        ...{ ranks: 3, saves: 4, loads: 2, keep: 2, pauseNs: 1e9, loadShift: 1 },
        ...{ firstNumber: 1, present: [], sync: 'file', rename: true, background: false, verifyLoads: true },
      },
    });
    const parts = spec.checkpoint?.parts ?? [];
    expect(new Set(parts.map(({ rank }) => rank))).toEqual(new Set([0, 1, 2]));
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(12 * MiB);
  });

  test('drops caches before loads as it is asked to', () => {
    const of = (given: Given) => {
      const { spec, dropSystemCaches } = stepOf(given);
      return [spec.dropCache, spec.coldPasses, dropSystemCaches];
    };
    expect(of({ dropCache: true, dropSystemCaches: false })).toEqual([true, 'files', false]);
    expect(of({ dropCache: true, dropSystemCaches: true })).toEqual([true, 'system', false]);
    expect(of({ dropCache: false, dropSystemCaches: false })).toEqual([false, 'none', false]);
    expect(of({ loads: 0, dropCache: true })[1]).toBe('none');
  });

  test('of the null engine finds what it is to load', () => {
    expect(stepOf({ engine: 'null', direct: false, saves: 0, loads: 2 }).spec.checkpoint?.present).toEqual([1]);
  });
});

describe('space', () => {
  test.each([
    [{ saves: 1, keep: 1 }, 1, 0],
    [{ saves: 2, keep: 1 }, 1, 1],
    [{ saves: 9, keep: 3 }, 3, 1],
    [{ saves: 3, keep: 3 }, 3, 0],
    [{ saves: 0, keep: 3 }, 0, 0],
  ])('%j keeps %i, and takes %i more for a while', (given, kept, more) => {
    const { bytes, fileCount, checkpoints } = datasetOf(given);
    const each = datasetOf({ saves: 1 }).bytes;
    expect(each).toBeGreaterThan(8 * MiB);
    expect(each).toBeLessThan(8 * MiB + 8192);
    expect(bytes).toBe(kept * each);
    expect(fileCount).toBe(kept * checkpoints.files);
    expect(checkpoints.passingBytes).toBe(more * each);
    expect(stepOf(given).checkpoint?.mostAtOnce).toBe(kept + more);
  });

  const free = (mebibytes: number, more: Partial<MountCapacity> = {}) =>
    mount('A', { freeBytes: mebibytes * MiB, ...more });

  test('for K + 1 checkpoints is asked for before the first byte, with the number', () => {
    const workload = checkpoint({ saves: 5, keep: 2 });
    expect(() => plan([workload], free(24))).toThrow(/test data needs 2\d{4}KiB|test data needs 24\.5\d*MiB/);
    expect(() => plan([workload], free(24))).toThrow(
      /with 2 % to spare, for 3 checkpoints of 8MiB at once \(2 kept and the next one\), but 24MiB are free/,
    );
    expect(plan([workload], free(25)).steps).toHaveLength(1);
    expect(plan([checkpoint({ saves: 2, keep: 2 })], free(17)).steps).toHaveLength(1);
    expect(() => plan([checkpoint({ saves: 1 })], free(8))).toThrow(
      /for 1 checkpoint of 8MiB at once, but 8MiB are free/,
    );
  });

  test('for inodes too', () => {
    // Four files, the directory and the seal of each of two checkpoints; folder and manifest.
    expect(plan([checkpoint()], mount('A', { freeInodes: 14 })).mounts[0]?.inodes).toBe(14);
    expect(() => plan([checkpoint()], mount('A', { freeInodes: 13 }))).toThrow(/needs 14 inodes, but 13 are free/);
  });

  test('is that of earlier checkpoints where these are removed first', () => {
    const workload = checkpoint({ saves: 2 });
    const { directory } = datasetOf();
    const there = (bytes: number, where = directory) => ({
      checkpoints: [{ directory: where, complete: 1, bytes: bytes * MiB, inodes: 3 }],
    });
    expect(() => plan([workload], free(1, there(8)))).toThrow(/needs 8\d{3}KiB|needs 8\.\d+MiB/);
    expect(plan([workload], free(9, there(8))).steps).toHaveLength(1);
    expect(plan([workload], free(1, there(32))).steps).toHaveLength(1);
    expect(() => plan([workload], free(9, there(64, 'other')))).toThrow(/to spare/);
  });

  test('of a complete data set is not taken for what a save needs', () => {
    const { directory } = datasetOf();
    const complete = { datasets: [{ directory, bytes: 8 * MiB, inodes: 8 }] };
    expect(() => plan([checkpoint()], free(1, complete))).toThrow(/to spare/);
  });

  test('is not asked for by a load of what is there, and once by a save and a load of the same', () => {
    const load = checkpoint({ name: 'load', saves: 0 });
    expect(plan([load], free(1)).mounts[0]).toMatchObject({ bytes: 0, datasets: [] });
    const [both] = plan([checkpoint({ saves: 1 }), load], free(9)).mounts;
    expect(both?.datasets).toHaveLength(1);
    expect(both?.bytes).toBe(datasetOf({ saves: 1 }).bytes);
  });

  test('of a load that finds nothing is not the problem, but what it lacks is', () => {
    const load = checkpoint({ name: 'load', saves: 0 });
    const { directory } = datasetOf();
    const looked = (...checkpoints: NonNullable<MountCapacity['checkpoints']>) =>
      mount('A', { datasets: [], checkpoints });
    const there = { directory, complete: 1, bytes: MiB, inodes: 3 };
    expect(() => plan([load], looked())).toThrow(
      /"load": there is no complete checkpoint of custom, format deepspeed, 2 ranks on mount "A" \(\/mnt\/A\)\. Save first/,
    );
    expect(() => plan([load, checkpoint()], looked())).toThrow(/no complete checkpoint/);
    expect(() => plan([load], looked({ ...there, complete: 0 }))).toThrow(/a save that was interrupted/);
    expect(() => plan([load], looked({ ...there, directory: 'other' }))).toThrow(/there are checkpoints in "other"/);
    expect(plan([load], looked(there)).steps).toHaveLength(1);
    expect(plan([checkpoint(), load], looked()).steps).toHaveLength(2);
  });

  test('of several sets is what all keep and the next one of one of them', () => {
    const each = datasetOf({ saves: 1 }).bytes;
    const workloads = [checkpoint(), checkpoint({ name: 'other', ranks: 4 })];
    const [needs] = plan(workloads).mounts;
    expect((needs?.bytes ?? 0) / each).toBeCloseTo(1 + 2 + 2, 2);
    expect(plan([...workloads, block({ size: 8 * MiB })], free(50)).steps).toHaveLength(3);
    expect(() => plan([...workloads, block({ size: 8 * MiB })], free(48))).toThrow(
      /for 2 checkpoints of 16MiB at once/,
    );
  });
});

describe('memory', () => {
  test('for the buffers is needed in any case', () => {
    expect(stepOf({ blockSize: 32 * MiB }).checkpoint?.memoryBytes).toBe(64 * MiB);
    const many = { ranks: 64, blockSize: 32 * MiB };
    expect(() => stepOf(many, { memory: memory(1) })).toThrow(
      /64 blocks in flight need buffers of 2GiB, but 1GiB of memory are available/,
    );
    expect(stepOf(many, { memory: memory(2) }).checkpoint?.memoryBytes).toBe(2 * GiB);
  });

  test('for saves in the background is that of all bytes of all ranks besides', () => {
    const given = { background: true, bytesPerRank: GiB } as const;
    expect(stepOf(given).checkpoint?.memoryBytes).toBe(2 * GiB + 2 * MiB);
    expect(() => stepOf(given, { memory: memory(2) })).toThrow(
      /copies all bytes of its 2 ranks to memory first and holds 2050MiB, but 2GiB of memory are available/,
    );
    expect(stepOf({ ...given, background: false }, { memory: memory(2) }).checkpoint?.memoryBytes).toBe(2 * MiB);
  });

  test('that nobody knows passes', () => {
    const { memoryBytes, availableBytes } = stepOf(
      { background: true, bytesPerRank: 64 * GiB },
      { memory: { totalBytes: null, availableBytes: null } },
    ).checkpoint ?? { memoryBytes: 0, availableBytes: 0 };
    expect(memoryBytes).toBeGreaterThan(128 * GiB);
    expect(availableBytes).toBeNull();
  });
});

describe('what is said of a checkpoint', () => {
  test('is what a published one differs in', () => {
    const published = { model: 'llama3-8b', ranks: 8, bytesPerRank: null, saves: 10, loads: 10, keep: 10 } as const;
    expect(stepOf(published).checkpoint?.reasons).toEqual([]);
    expect(stepOf({ ...published, saves: 3, fsync: 'none', scale: 0.01 }).checkpoint?.reasons).toEqual([
      'scale: 0.01 of the published bytes',
      'saves: 3 and not 10',
      expect.stringContaining('fsync: none'),
    ]);
    // Loads sync nothing.
    expect(stepOf({ ...published, saves: 0, keep: 1, fsync: 'none' }).checkpoint?.reasons).toEqual([
      'saves: 0 and not 10',
    ]);
    expect(stepOf({ ...published, keep: 1 }).checkpoint?.reasons).toEqual([expect.stringContaining('keep: 1 of 10')]);
    expect(stepOf({ ...published, ranks: 4, zeroStage: 1 }).checkpoint?.reasons).toEqual([
      'zeroStage: 1 and not 3',
      'ranks: 4 and not 8',
    ]);
    expect(stepOf({ ...published, model: 'llama3-70b', mode: 'subset' }).checkpoint?.reasons).toEqual([
      expect.stringContaining('v3 has it for llama3-8b alone'),
    ]);
  });

  test('is that loads may come from memory, unless caches are dropped', () => {
    const notes = (given: Given, gibibytes = 16) => stepOf(given, { memory: memory(gibibytes) }).checkpoint?.notes;
    expect(notes({ dropCache: false })).toEqual([
      expect.stringMatching(/8MiB are less than 3 times the 16GiB of memory/),
    ]);
    expect(notes({ dropCache: true })).toEqual([]);
    expect(notes({ dropCache: false, loads: 0 })).toEqual([]);
    expect(notes({ dropCache: false, bytesPerRank: 24 * GiB })).toEqual([]);
    expect(checkpointNotes(plan([checkpoint({ fsync: 'none' })]))).toEqual([
      expect.stringMatching(/^burst: fsync is none/),
    ]);
  });

  test('is in the table, within 80 columns', () => {
    const workload = checkpoint({ model: 'llama3-70b', mode: 'subset', ranks: 8, bytesPerRank: null, pause: 5e9 });
    const lines = planTable(plan([workload])).split('\n');
    expect(lines[1]).toMatch(/burst\/A\/1 +8 ranks, 3 saves, 1 load +228 GiB +\d+ +>0:10/);
    expect(lines.join(' ').replaceAll(/ +/g, ' ')).toMatch(
      /8 ranks with 14\.2 GiB each; a checkpoint is 114 GiB in 16 files/,
    );
    expect(lines.join('\n')).toContain('3 saves, 5.0s between them, then 1 load; 1 kept, 2 at once at most');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
