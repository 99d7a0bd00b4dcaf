// Declares every key of workloads of kind `training`, in the order in which people read them.
import { computed, type FieldTable } from './field.js';
import { choice, duration, flag, integer, nullableInteger, percent } from './field-kinds.js';
import { loaderFields } from './loader-fields.js';
import { sampleFields } from './sample-fields.js';
import * as shared from './shared-fields.js';
import { trainingIssueFields } from './training-issue-fields.js';
import { publishedComputeTime, publishedTraining, usualAccelerator } from './training-models.js';
import {
  accelerators,
  computeForms,
  memoryChecks,
  trainingModels,
  trainingRules,
  type TrainingWorkload,
} from './workload.js';

const { hour, maxWhole, second } = shared;
const mostBatch = 1e9;

export const trainingFields: FieldTable<Omit<TrainingWorkload, 'sweep' | 'computedKeys'>, TrainingWorkload> = {
  ...shared.namingFields,
  kind: shared.kindField('training', 'samples into batches for emulated accelerators, as MLPerf Storage does it'),
  model: choice(trainingModels, {
    default: 'custom',
    help:
      'Published workload of MLPerf Storage or DLIO that the defaults are of; with "custom" the sizes, the batch and the ' +
      'compute time are given.',
  }),
  accelerator: choice(accelerators, {
    default: computed(
      'h100 for unet3d, resnet50 and cosmoflow; b200 for retinanet, dlrm and flux; v100 for bert; else other',
      ({ model }) => usualAccelerator(model),
    ),
    help: 'What is emulated: it decides the compute time, and for some models the batch.',
  }),
  accelerators: integer({
    min: 1,
    max: 4096,
    default: 1,
    help: 'Emulated accelerators of this machine, each a rank with readers of its own.',
  }),
  rules: choice(trainingRules, {
    default: computed(
      'v3 for accelerators b200 and mi355, and for models retinanet, dlrm and flux; else v2',
      (workload) => publishedTraining(workload).rules,
    ),
    help:
      'Version of MLPerf Storage (v1.0, v2.0, v3.0) that says how samples are shared among the accelerators and how the ' +
      'utilization of accelerators is reckoned.',
  }),
  ...sampleFields,
  ...loaderFields,
  computeTime: duration({
    min: 0,
    max: hour,
    default: computed(
      'what is published of the model for the accelerator; required where nothing is',
      (workload) => publishedComputeTime(workload) ?? second,
      { when: (workload) => publishedComputeTime(workload) === null, example: second / 2 },
    ),
    help: 'Mean time that an accelerator computes on a batch (DLIO: computation_time).',
  }),
  computeForm: choice(computeForms, {
    default: 'fixed',
    help: 'Law of the compute time; "exponential" is what a Poisson process has between two events.',
  }),
  computeDeviation: duration({
    min: 0,
    max: hour,
    default: 0,
    help: 'Standard deviation of the compute time with "computeForm: normal"; draws below 0 are 0.',
  }),
  barrierEvery: integer({
    min: 0,
    max: maxWhole,
    default: 1,
    help: 'Steps after which the accelerators await each other, as an allreduce has them do; 0: at the end of an epoch only.',
  }),
  epochs: integer({
    min: 1,
    max: maxWhole,
    default: computed('that of the model; 1 for custom', (workload) => publishedTraining(workload).epochs),
    help: 'Passes over the files for training.',
  }),
  steps: nullableInteger({
    min: 1,
    max: maxWhole,
    default: computed('1000 for bert and megatron, else null', (workload) => publishedTraining(workload).steps),
    help: 'Most steps of an epoch (DLIO: total_training_steps); null: as many as the samples give.',
  }),
  evalEvery: integer({
    min: 0,
    max: maxWhole,
    default: 0,
    help: 'An evaluation after every so many epochs (DLIO: epochs_between_evals); 0: none.',
  }),
  evalBatchSize: integer({
    min: 1,
    max: mostBatch,
    default: computed('batchSize', ({ batchSize }) => batchSize),
    help: 'Samples a step of an evaluation (DLIO: batch_size_eval).',
  }),
  evalTime: duration({
    min: 0,
    max: hour,
    default: 0,
    help: 'Time that an accelerator takes for a batch of an evaluation (DLIO: eval_time).',
  }),
  auThreshold: percent({
    min: 0,
    max: 100,
    default: computed(
      '70 for cosmoflow and dlrm, 85 for retinanet, else 90',
      (workload) => publishedTraining(workload).auThreshold,
    ),
    help: 'Accelerator utilization (AU) that the rules ask for, in percent.',
  }),
  memoryCheck: choice(memoryChecks, {
    default: 'refuse',
    help: 'What happens where the loaders would hold more than the memory that is available: no run, or a warning in the record.',
  }),
  ...trainingIssueFields,
  runtime: shared.runtimeField(null, 'the epochs are done'),
  dropCache: {
    ...shared.dropCacheField,
    help: 'Drop the page cache of the files before the first epoch, and prove it.',
  },
  coldEpochs: flag({
    default: computed('true with rules v3, with any engine but null', ({ rules, engine }) => {
      return rules === 'v3' && engine !== 'null';
    }),
    help:
      'Drop the page cache of the files before each epoch but the first, which dropCache is for; the time that it takes is ' +
      'part of no figure.',
  }),
  ...shared.remainingFields,
  seed: integer({
    min: 0,
    max: 2 ** 32 - 1,
    // DLIO's own (seed in utils/config.py): with another one orders are as random, but not those of its runs.
    default: 123,
    help: 'Determines the order of files and samples, drawn as numpy does (DLIO: seed).',
  }),
};
