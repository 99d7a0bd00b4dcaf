// What a plan says of trainings, and what it refuses.
import { describe, expect, test } from 'vitest';
import { makePlan, type PlanOptions } from '../../src/plan/plan.js';
import type { MountCapacity } from '../../src/plan/planned-step.js';
import { planTable } from '../../src/report/plan.js';
import { GiB, mount, training } from './samples.js';

type Given = Parameters<typeof training>[0];

const memory = (gibibytes: number) => ({ totalBytes: gibibytes * GiB, availableBytes: gibibytes * GiB });

function plan(given: Given = {}, options: Partial<PlanOptions> = {}, place: MountCapacity = mount('A')) {
  return makePlan([training(given)], [place], { repeat: 1, memory: memory(16), ...options });
}

const stepOf = (...args: Parameters<typeof plan>) => {
  const [step] = plan(...args).steps;
  if (step === undefined) throw new Error('the plan has no step');
  return step;
};

describe('memory', () => {
  // 2 accelerators × (4 readers × 1 batch ahead + 1) × 7 samples of 146.5 MB.
  const held = 2 * (4 + 1) * 7 * 146.5e6;

  test('is reckoned as the loader fills it', () => {
    expect((stepOf().training?.loaderBytes ?? 0) / held).toBeCloseTo(1, 2);
    // Without prefetch, PyTorch has two batches a reader ahead.
    const none = stepOf({ prefetch: 0, memoryCheck: 'warn' }).training?.loaderBytes ?? 0;
    expect(none / held).toBeCloseTo((4 * 2 + 1) / (4 + 1), 2);
    const tf = stepOf({ loader: 'tf', shuffleBuffer: 10 }).training?.loaderBytes ?? 0;
    const stream = { loader: 'stream', rules: 'v3', window: 256, inFlight: 3, memoryCheck: 'warn' } as const;
    const streamed = stepOf(stream).training?.loaderBytes ?? 0;
    expect(streamed / held).toBeCloseTo((4 * 7 + 4 * 3 + 7) / (5 * 7), 2);
    expect(tf / held).toBeCloseTo((10 + 4 + 4 * 7) / (5 * 7), 2);
  });

  test('that is missing is refused with how much', () => {
    const refused = () => plan({}, { memory: memory(8) });
    expect(refused).toThrow(/hold 97\d\dMiB of samples, but 8GiB of memory are available: 15\d\dMiB are missing/);
    expect(refused).toThrow(/memoryCheck: warn/);
  });

  test('that is missing is told only with memoryCheck: warn', () => {
    const { training: facts } = stepOf({ memoryCheck: 'warn' }, { memory: memory(8) });
    expect(facts?.memoryWarning).toMatch(/15\d\dMiB are missing/);
    expect(stepOf().training?.memoryWarning).toBeNull();
  });

  test('for the buffers of the emulation itself is needed in any case', () => {
    const whole = { readSize: null, accelerators: 8, workers: 32, memoryCheck: 'warn' } as const;
    expect(() => plan(whole, { memory: memory(8) })).toThrow(
      /32 reads at once need buffers of 10\d\d\dMiB, but 8GiB of memory are available/,
    );
  });

  test('is not asked for by the null engine', () => {
    expect(stepOf({ engine: 'null' }, { memory: memory(1) }).training?.memoryWarning).toBeNull();
  });
});

describe('the rules', () => {
  const many = { files: 7000, memoryCheck: 'warn' } as const;
  const roomy = mount('A', { freeBytes: 4096 * GiB });

  test('are kept with as many files as they ask for', () => {
    expect(stepOf(many, {}, roomy).training).toMatchObject({ conforming: true, reasons: [], officialFiles: 7000 });
  });

  test('are not kept with fewer', () => {
    const { training: facts } = stepOf({ files: 168 });
    expect(facts?.conforming).toBe(false);
    expect(facts?.reasons).toEqual([
      'files: 168 are fewer than the 7000 that the rules ask for (5 times the 16GiB of memory, and 500 steps an epoch)',
    ]);
  });

  test('are required with --closed', () => {
    expect(() => plan({ files: 168 }, { closed: true })).toThrow(/workload "unet3d": --closed: files: 168 are fewer/);
    expect(stepOf(many, { closed: true }, roomy).training?.conforming).toBe(true);
  });
});

test('an epoch without a step is refused', () => {
  const what = /13 files for training give each of 2 accelerators no whole step of 7 samples/;
  expect(() => plan({ files: 13 })).toThrow(what);
});

test('a data set that does not fit is refused', () => {
  expect(() => plan({}, {}, mount('A', { freeBytes: 20 * GiB }))).toThrow(/the test data needs 2\d{4}MiB/);
});

describe('the data set', () => {
  test('is the same however it is loaded, by whom and in which order', () => {
    const [one, other] = [
      {},
      { seed: 7, accelerators: 1, readThreads: 8, workers: 8, rules: 'v1', epochs: 1 } as const,
    ];
    expect(stepOf(one).dataset).toEqual(stepOf(other).dataset);
  });

  test.each<[string, Given]>([
    ['sizes of another seed', { generatorSeed: 11 }],
    ['another number of files', { files: 169 }],
    ['files for evaluation', { evalFiles: 1 }],
    ['another format', { format: 'npy' }],
    ['another name', { prefix: 'part' }],
  ])('is another one with %s', (_, given) => {
    expect(stepOf(given).dataset?.directory).not.toBe(stepOf().dataset?.directory);
  });

  test('is written file by file by a job that can go on where it was interrupted', () => {
    const { layout, dataset } = stepOf();
    expect(dataset?.directory).toMatch(/^training-npz-168x1x146600628-[0-9a-f]{12}$/);
    expect(layout).toMatchObject({
      kind: 'files',
      operations: ['create', 'write', 'close'],
      queueDepth: 1,
      access: 'sequential',
      packing: 'none',
      training: null,
      checkpoint: null,
      kvCache: null,
      sampleFiles: { container: 'npz', trainFiles: 168, generatorSeed: 10 },
      seed: 10,
    });
  });

  test('that is alike but not the same is named', () => {
    const present = stepOf({ generatorSeed: 11 }).dataset;
    const place = mount('A', { datasets: present === null ? [] : [present] });
    expect(stepOf({}, {}, place).training?.notes).toEqual([
      `"${present?.directory ?? ''}" on mount "A" is alike, but made with generatorSeed 11 and not 10: it is not used`,
    ]);
    expect(stepOf({ generatorSeed: 11 }, {}, place).training?.notes).toEqual([]);
  });
});

test('the table of the plan says all of it in 80 columns', () => {
  const lines = planTable(plan({ files: 20 })).split('\n');
  expect(lines.join('\n')).toContain('2 h100, batch 7, 4 readers each');
  expect(lines).toContain('  5 epochs of 1 step over 20 samples; 0:01 where no accelerator ever waits');
  expect(lines).toContain('  20 files for training; the rules ask for 7000');
  expect(lines).toContain('  not a rules-conforming run of MLPerf Storage v2:');
  const own = lines.slice(
    lines.indexOf('unet3d:'),
    lines.findIndex((line) => line.startsWith('A (')),
  );
  expect(Math.max(...own.map(({ length }) => length))).toBeLessThanOrEqual(80);
});
