// Loads of models in plans: which files, which jobs, what they share, and what it is that does not fit.
import { describe, expect, test } from 'vitest';
import { IoproofError } from '../../src/errors.js';
import { modelFiles } from '../../src/plan/model-load-files.js';
import { makePlan, type PlanOptions } from '../../src/plan/plan.js';
import type { MountCapacity } from '../../src/plan/planned-step.js';
import type { ModelLoadWorkload } from '../../src/spec/workload.js';
import { GiB, MiB, modelLoad } from './samples.js';

const mount: MountCapacity = { name: 'm', path: '/mnt/m', freeBytes: 100 * GiB, freeInodes: 1e6 };

function stepOf(given: Partial<ModelLoadWorkload> = {}, options: Partial<PlanOptions> = {}) {
  const { steps } = makePlan([modelLoad(given)], [mount], { repeat: 1, ...options });
  const [step] = steps;
  if (step === undefined) throw new Error('nothing is planned');
  return step;
}

function sizesOf(given: Partial<ModelLoadWorkload>): number[] {
  return modelFiles(modelLoad(given)).parts.map(({ bytes }) => bytes);
}

describe('files', () => {
  test('are those of the published model', () => {
    const { parts, closing } = modelFiles(modelLoad({ scale: 1 }));
    expect(parts.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['model-00001-of-00004.safetensors', 4_976_698_672],
      ['model-00002-of-00004.safetensors', 4_999_802_720],
      ['model-00003-of-00004.safetensors', 4_915_916_176],
      ['model-00004-of-00004.safetensors', 1_168_138_808],
    ]);
    expect(closing.map(({ name }) => name)).toEqual(['model.safetensors.index.json']);
  });

  test('are as many of a smaller one, and each is as much smaller', () => {
    const whole = sizesOf({ scale: 1 });
    sizesOf({ scale: 0.01 }).forEach((bytes, index) => {
      // Headers stay, and rows are whole.
      expect(Math.abs(bytes - 0.01 * (whole[index] ?? 0))).toBeLessThan(0.004 * (whole[index] ?? 0));
    });
  });

  test('begin with a header that tells their size', () => {
    for (const { header, bytes } of modelFiles(modelLoad()).parts) {
      const begin = Buffer.from(header, 'hex');
      const json = JSON.parse(begin.subarray(8).toString()) as Record<string, { data_offsets?: [number, number] }>;
      const ends = Object.values(json).map((tensor) => tensor.data_offsets?.[1] ?? 0);
      expect(begin.length + Math.max(...ends)).toBe(bytes);
    }
  });

  test('of a custom model share its bytes evenly', () => {
    const sizes = sizesOf({ model: 'custom', size: 10 * MiB + 1, files: 3, scale: 1 });
    const data = modelFiles(modelLoad({ model: 'custom', size: 10 * MiB + 1, files: 3, scale: 1 })).parts.map(
      ({ header, bytes }) => bytes - header.length / 2,
    );
    expect(sizes).toHaveLength(3);
    expect(data.reduce((sum, bytes) => sum + bytes, 0)).toBe(10 * MiB + 1);
    expect(Math.max(...data) - Math.min(...data)).toBe(1);
    expect(modelFiles(modelLoad({ model: 'custom', size: MiB, scale: 1 })).closing).toEqual([]);
  });
});

describe('jobs', () => {
  test('each process loads all parts of what one rank has saved', () => {
    const { spec, layout } = stepOf({ reader: 'mmap', processes: 8, verify: 'during' });
    expect(spec).toMatchObject({ kind: 'checkpoint', engine: 'mmap', direct: false, workers: 8, dropCache: true });
    expect(spec.checkpoint).toMatchObject({ ranks: 8, saves: 0, loads: 3, loadAll: true, verifyLoads: true });
    expect(layout).toMatchObject({ kind: 'checkpoint', workers: 1, engine: 'auto', direct: true });
    expect(layout?.checkpoint).toMatchObject({ ranks: 1, saves: 1, loads: 0, sync: 'file', rename: true });
    expect(layout?.checkpoint?.parts).toEqual(spec.checkpoint?.parts);
    expect(spec.checkpoint?.present).toEqual([layout?.checkpoint?.firstNumber]);
    expect(spec.root).toBe(layout?.root);
  });

  test('caches are dropped by the job, before each load', () => {
    expect(stepOf().spec).toMatchObject({ coldPasses: 'files', dropCache: true });
    expect(stepOf({ dropSystemCaches: true })).toMatchObject({
      dropSystemCaches: false,
      spec: { coldPasses: 'system' },
    });
    expect(stepOf({ dropCache: false }).spec).toMatchObject({ coldPasses: 'none', dropCache: false });
  });

  test('the null engine needs no files', () => {
    const step = stepOf({ engine: 'null' });
    expect(step).toMatchObject({ dataset: null, layout: null });
    expect(step.spec).toMatchObject({ root: '', coldPasses: 'none' });
  });
});

describe('the data set', () => {
  test('is one for all readers and numbers of processes', () => {
    const sweep = { reader: ['sequential', 'mmap', 'direct'], processes: [1, 4] };
    const plan = makePlan([modelLoad({}, sweep)], [mount], { repeat: 1 });
    expect(plan.steps).toHaveLength(6);
    expect(plan.mounts[0]?.datasets).toHaveLength(1);
  });

  test('is another one for other files', () => {
    const directories = [{}, { scale: 0.02 }, { bytesPerParameter: 1 as const }, { shardSize: 2e9 }].map(
      (given) => stepOf(given).dataset?.directory,
    );
    expect(new Set(directories).size).toBe(4);
    expect(directories[0]).toMatch(/^model-llama3-8b-5x48MiB-[0-9a-f]{12}$/);
  });

  test('takes the bytes of its files, and its place must have room', () => {
    const { dataset } = stepOf();
    const bytes = sizesOf({}).reduce((sum, each) => sum + each, 0);
    expect(dataset?.bytes).toBeGreaterThan(bytes);
    expect(dataset?.bytes).toBeLessThan(bytes * 1.001 + 100_000);
    const full = { ...mount, freeBytes: bytes };
    expect(() => makePlan([modelLoad()], [full], { repeat: 1 })).toThrow(
      /the test data needs 1\d+KiB with 2 % to spare, but 156628KiB are free/,
    );
    expect(() => makePlan([modelLoad()], [{ ...mount, freeInodes: 8 }], { repeat: 1 })).toThrow(/9 inodes/);
  });
});

describe('what the plan says', () => {
  test('bytes, files and buffers, and what processes share', () => {
    expect(stepOf({ reader: 'mmap' }).modelLoad).toMatchObject({
      ...{ model: 'llama3-8b', reader: 'mmap', processes: 2, loads: 3, files: 5, memoryBytes: 2 * MiB },
      notes: [expect.stringMatching(/share the page cache/)],
    });
    expect(stepOf({ reader: 'direct' }).modelLoad?.notes).toEqual([]);
    expect(stepOf({ processes: 1, dropCache: false }).modelLoad?.notes).toEqual([
      expect.stringMatching(/no cache is dropped/),
    ]);
  });

  test('buffers must fit into the memory', () => {
    const memory = { totalBytes: GiB, availableBytes: 511 * MiB };
    const message = (given: Partial<ModelLoadWorkload>) => {
      try {
        stepOf(given, { memory });
        return '';
      } catch (error) {
        return error instanceof IoproofError ? error.message : String(error);
      }
    };
    expect(message({ reader: 'direct', processes: 8 })).toMatch(
      /64 blocks in flight need buffers of 512MiB.* Lower processes/,
    );
    expect(message({ reader: 'direct', processes: 7 })).toBe('');
  });
});
