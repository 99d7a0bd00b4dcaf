// Utilization of emulated accelerators against closed forms, on the virtual clock of the null engine.
import { describe, expect, test } from 'vitest';
import type { TrainingWorkload } from '../../src/spec/workload.js';
import { type PublishedTraining, publishedModels } from '../../src/spec/training-models.js';
import { nullTraining, runTraining, type TrainingRun, utilizations } from './trainings.js';

const tolerance = 0.1;

type Model = keyof typeof publishedModels;

interface Published extends PublishedTraining {
  computeTime: number;
}

/** What is published of a model for its usual accelerator, with steps and files for a short epoch; all files of one size. */
function short(model: Model, accelerators: number, steps: number): Published & Partial<TrainingWorkload> {
  const { usual, values, accelerators: known } = publishedModels[model];
  const published = { ...values, computeTime: 0, ...known[usual] };
  const { batchSize, samplesPerFile, readThreads } = published;
  const atLeast = Math.ceil((steps * batchSize * accelerators) / samplesPerFile);
  const perReader = accelerators * readThreads;
  const loader = loaderOf(published);
  return {
    ...published,
    computeTime: Math.round(published.computeTime),
    recordDeviation: 0,
    accelerators,
    steps,
    epochs: 2,
    files: model === 'megatron' ? 1 : (Math.floor(atLeast / perReader) + 1) * perReader,
    loader,
    // A queue takes 4096 at most, and the virtual clock has one.
    ...(loader === 'stream' ? { inFlight: Math.min(64, Math.floor(4096 / perReader)) } : {}),
  };
}

function loaderOf({ format }: PublishedTraining): TrainingWorkload['loader'] {
  if (format === 'parquet') return 'stream';
  return format === 'tfrecord' ? 'tf' : 'torch';
}

function expectUtilization({ training }: TrainingRun, percent: number): void {
  for (const ranks of utilizations(training))
    for (const found of ranks) expect(Math.abs(found - percent)).toBeLessThanOrEqual(tolerance);
}

describe.each(Object.keys(publishedModels) as Model[])('%s with storage that costs nothing', (model) => {
  test.each([1, 3, 16, 64])('keeps %i accelerators busy', async (accelerators) => {
    const steps = 12;
    const given = short(model, accelerators, steps);
    const run = await runTraining(nullTraining(given, 1));

    expectUtilization(run, 100);
    expect(run.training.epochs).toHaveLength(2);
    for (const { complete, ranks, startNs, endNs } of run.training.epochs) {
      expect(complete).toBe(true);
      expect(ranks).toHaveLength(accelerators);
      for (const { steps: done, samples, firstBatchNs, computeNs } of ranks) {
        expect({ done, samples }).toEqual({ done: steps, samples: steps * given.batchSize });
        expect(computeNs).toBe(steps * given.computeTime);
        // All but the first batch are there before they are asked for.
        expect(endNs - startNs - firstBatchNs - computeNs).toBeLessThan(1000);
      }
    }
  });
});

/** N steps of readers that each build a batch in `batchNs`, all at the same time: rounds of as many batches. */
function utilizationOfRounds(steps: number, readers: number, batchNs: number, computeNs: number): number {
  const rounds = Math.ceil(steps / readers) - 1;
  const behind = (steps - 1) % readers;
  return (100 * (steps - 1) * computeNs) / Math.max(rounds * batchNs + behind * computeNs, (steps - 1) * computeNs);
}

/** How long every call takes where the readers of a rank together are so many times slower than the accelerator. */
function latencyFor(slower: number, { computeTime, readThreads }: Published, callsOfBatch: number): number {
  return Math.round((slower * computeTime * readThreads) / callsOfBatch);
}

describe.each([0.6, 1.1, 2, 7.3])('storage that takes %f of the time that there is', (slower) => {
  test.each(['unet3d', 'retinanet'] as const)('%s: readers build batches at the same time', async (model) => {
    for (const accelerators of [1, 4, 64]) {
      const steps = 21;
      const given = short(model, accelerators, steps);
      const { operations } = await runTraining(nullTraining(given, 1));
      const callsOfFile = 2 + (operations.read?.count ?? 0) / (operations.open?.count ?? 0);
      const latency = latencyFor(slower, given, given.batchSize * callsOfFile);
      const batchNs = given.batchSize * callsOfFile * latency;

      const run = await runTraining(nullTraining(given, latency));
      expectUtilization(run, utilizationOfRounds(steps, given.readThreads, batchNs, given.computeTime));
    }
  });

  test('loader stream: as many items at once as a batch has', async () => {
    const steps = 20;
    const loader = { loader: 'stream', format: 'npz', rules: 'v3', window: 8, inFlight: 8, prefetch: 0 } as const;
    const given = { ...short('unet3d', 4, steps), ...loader, batchSize: 8, files: 4 * 4 * 8 * 5 };
    const { operations } = await runTraining(nullTraining(given, 1));
    const callsOfFile = 2 + (operations.read?.count ?? 0) / (operations.open?.count ?? 0);
    const latency = latencyFor(slower, given, callsOfFile);

    const run = await runTraining(nullTraining(given, latency));
    expectUtilization(run, utilizationOfRounds(steps, 4, callsOfFile * latency, given.computeTime));
  });
});

describe.each([1.2, 3])('storage %f times slower than the accelerators', (slower) => {
  test('resnet50: all readers of a rank go through their files together', async () => {
    const steps = 30;
    const given = short('resnet50', 2, steps);
    const fileBytes = await bytesOfFile(given);
    const sampleBytes = fileBytes / given.samplesPerFile;
    const readSize = 256 * 1024;
    /** Calls of a reader until it has so many samples; each file is opened and closed. */
    const callsUntil = (samples: number): number => {
      const files = Math.floor((samples - 1) / given.samplesPerFile);
      const within = samples - files * given.samplesPerFile;
      return files * (2 + Math.ceil(fileBytes / readSize)) + 1 + Math.ceil((within * sampleBytes) / readSize);
    };
    const ofBatch = given.batchSize / given.readThreads;
    const latency = Math.round((slower * given.computeTime * steps) / callsUntil(steps * ofBatch));

    const run = await runTraining(nullTraining(given, latency));
    const waited = (callsUntil(steps * ofBatch) - callsUntil(ofBatch)) * latency;
    expectUtilization(run, (100 * (steps - 1) * given.computeTime) / waited);
  });

  test('cosmoflow: prefetch keeps the four readers from working all at once', async () => {
    const steps = 40;
    const given = short('cosmoflow', 3, steps);
    const readsOfFile = Math.ceil((await bytesOfFile(given)) / (256 * 1024));
    const latency = Math.round((slower * 3 * given.computeTime) / readsOfFile);
    const begins: number[] = [];
    const there: number[] = [];
    const free: number[] = [];
    // Sample n, of reader n mod 4, is needed by step n - 1 (a buffer of two) and released three steps before. The last read
    // and the close of a file are one chain: others are told of the sample once both are over.
    for (let sample = 0; sample <= steps; sample++) {
      const step = sample - 1;
      const released = sample < 4 ? 0 : Math.max(begins[step - 3] ?? NaN, ...free.slice(0, step - 1));
      const begin = Math.max(released, free[sample - 4] ?? 0);
      there.push(begin + (1 + readsOfFile) * latency);
      free.push(begin + (2 + readsOfFile) * latency);
      if (step >= 0) {
        const before = begins[step - 1];
        begins.push(Math.max(...there, before === undefined ? 0 : before + given.computeTime));
      }
    }
    const first = begins[0] ?? NaN;
    const last = begins[steps - 1] ?? NaN;

    const run = await runTraining(nullTraining(given, latency));
    expectUtilization(run, (100 * (steps - 1) * given.computeTime) / (last - first));
  });
});

/** Bytes of each file, all of them of one size, from an epoch that goes through whole files. */
async function bytesOfFile(given: Published & Partial<TrainingWorkload>): Promise<number> {
  const whole = { ...given, accelerators: 1, readThreads: 1, files: 2, steps: null, batchSize: 1, epochs: 1 };
  const { operations } = await runTraining(nullTraining({ ...whole, samplesPerFile: given.samplesPerFile }, 1));
  return (operations.read?.bytes ?? 0) / 2;
}
