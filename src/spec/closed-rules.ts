// What the CLOSED division of MLPerf Storage lets a submitter change of a training; whatever else differs, does not conform.
import { publishedComputeTime, publishedTraining } from './training-models.js';
import { formatBytes, formatDuration } from './units.js';
import type { Accelerator, TrainingModel, TrainingRules, TrainingWorkload } from './workload.js';

/** A key whose value the rules do not allow. `what` is a clause that follows its name. */
export interface Nonconformity {
  key: string;
  what: string;
}

// Rules of v1.0 and v2.0 name three models for two accelerators; of v3.0, 2.1.11, two models.
const early = {
  unet3d: ['a100', 'h100'],
  resnet50: ['a100', 'h100'],
  cosmoflow: ['a100', 'h100'],
} as const;
const closedModels: Readonly<Record<TrainingRules, Partial<Record<TrainingModel, readonly Accelerator[]>>>> = {
  v1: early,
  v2: early,
  v3: { unet3d: ['b200'], retinanet: ['b200', 'mi355'] },
};

/** mlcommons/storage, Submission_guidelines.md: reader.prefetch_size is one of 0, 1 and 2. */
const mostPrefetch = 2;
/** mlcommons/storage, mlpstorage/config.py: MAX_READ_THREADS_TRAINING. */
const mostReadThreads = 32;

/** Keys of the published configuration that a submitter may not change. */
const published = [
  'format',
  'samplesPerFile',
  'recordLength',
  'recordDeviation',
  'prefix',
  'batchSize',
  'fileShuffle',
  'sampleShuffle',
  'newOrderEachEpoch',
  'shuffleBuffer',
  'epochs',
  'steps',
  'auThreshold',
] as const;

/** Keys that other words of a configuration or the code of the benchmark decide. */
const decided = {
  generatorSeed: 10,
  computeForm: 'fixed',
  barrierEvery: 1,
  evalEvery: 0,
  runtime: null,
} as const;

/**
 * What CLOSED of the rules version of the workload does not allow, in the order of the keys; empty where all conforms.
 * The number of files is not looked at: what it must be follows from the memory of the machine.
 */
export function conformance(workload: TrainingWorkload): Nonconformity[] {
  const choice = modelReasons(workload);
  if (choice.length > 0) return choice;
  return [...differences(workload), ...loaderReasons(workload)];
}

function modelReasons({ model, accelerator, rules }: TrainingWorkload): Nonconformity[] {
  const models = closedModels[rules];
  const there = models[model];
  if (there === undefined) {
    return [{ key: 'model', what: `is ${model}, and CLOSED of ${rules} has ${Object.keys(models).join(', ')}` }];
  }
  if (there.includes(accelerator)) return [];
  return [
    { key: 'accelerator', what: `is ${accelerator}, and CLOSED of ${rules} has ${there.join(', ')} for ${model}` },
  ];
}

function differences(workload: TrainingWorkload): Nonconformity[] {
  const values = publishedTraining(workload);
  const time = publishedComputeTime(workload);
  const expected: Partial<Record<keyof TrainingWorkload, unknown>> = {
    ...Object.fromEntries(published.map((key) => [key, values[key]])),
    ...(time === null ? {} : { computeTime: time }),
    ...decided,
  };
  const keys = Object.keys(expected) as (keyof TrainingWorkload)[];
  return keys
    .filter((key) => workload[key] !== expected[key])
    .map((key) => ({ key, what: `is ${shown(key, workload[key])} and must be ${shown(key, expected[key])}` }));
}

function loaderReasons(workload: TrainingWorkload): Nonconformity[] {
  const { loader, rules, format, prefetch, readThreads, direct, model, readSize, coldEpochs, window, inFlight } =
    workload;
  const usual = format === 'tfrecord' ? 'tf' : rules === 'v3' ? 'stream' : 'torch';
  // Only tf.data has a size of its reads that may be set.
  const usualRead = rules === 'v3' || direct ? null : 256 * 1024;
  const reasons: (Nonconformity | false)[] = [
    loader !== usual && { key: 'loader', what: `is ${loader} and must be ${usual}` },
    prefetch > mostPrefetch && { key: 'prefetch', what: `is ${prefetch} and must be at most ${mostPrefetch}` },
    readThreads > mostReadThreads && {
      key: 'readThreads',
      what: `is ${readThreads} and must be at most ${mostReadThreads}`,
    },
    direct && model !== 'unet3d' && { key: 'direct', what: 'is true, which is for unet3d only' },
    loader !== 'tf' &&
      readSize !== usualRead && {
        key: 'readSize',
        what: `is ${shown('readSize', readSize)} and must be ${shown('readSize', usualRead)}`,
      },
    loader === 'stream' && window !== 256 && { key: 'window', what: `is ${window} and must be 256` },
    loader === 'stream' && inFlight !== 64 && { key: 'inFlight', what: `is ${inFlight} and must be 64` },
    rules === 'v3' && !coldEpochs && { key: 'coldEpochs', what: 'is false, and caches are dropped before each epoch' },
  ];
  return reasons.filter((reason) => reason !== false);
}

function shown(key: keyof TrainingWorkload, value: unknown): string {
  if ((key === 'computeTime' || key === 'runtime') && typeof value === 'number') return formatDuration(value);
  if (key === 'readSize' && typeof value === 'number') return formatBytes(value);
  return String(value);
}
