// What keys of workloads of kind `training` forbid each other.
import { loaderRules, readerRules } from './loader-rules.js';
import type { Rule } from './rules.js';
import { noEffect, sampleRules } from './sample-rules.js';
import type { Engine, TrainingWorkload } from './workload.js';

/** Engines that keep a file open from one read of a loader to the next, in the memory of the host. */
const engines: readonly Engine[] = ['auto', 'null', 'sync', 'io_uring', 'libaio'];

export const trainingRules: Rule<TrainingWorkload>[] = [
  ...sampleRules,
  ...loaderRules,

  ({ engine }) =>
    engines.includes(engine)
      ? null
      : {
          keys: ['engine'],
          what: `is "${engine}", which does not read for loaders`,
          advice: `Use one of ${engines.join(', ')}`,
        },

  ({ memory, engine }) =>
    memory === 'gpu' && engines.includes(engine)
      ? {
          keys: ['memory'],
          what: 'is "gpu", and loaders read into the memory of the host',
          advice: 'Remove it',
        }
      : null,

  ({ ramp }) =>
    ramp > 0
      ? {
          keys: ['ramp'],
          what: 'cannot be of a training, whose figures are those of whole epochs',
          advice: 'Remove it; the record has the first batch of each epoch apart',
        }
      : null,

  ({ computeForm, computeDeviation }) =>
    computeForm !== 'normal' && computeDeviation > 0
      ? noEffect('computeDeviation', ['computeForm'], `with "computeForm: ${computeForm}"`, 'set "computeForm: normal"')
      : null,

  ({ computeForm, computeDeviation }) =>
    computeForm === 'normal' && computeDeviation === 0
      ? {
          keys: ['computeForm', 'computeDeviation'],
          what: 'is "normal", and computeDeviation is 0, so that it would be fixed',
          advice: 'Give "computeDeviation", or remove it',
        }
      : null,

  ({ coldEpochs, engine }) =>
    coldEpochs && engine === 'null'
      ? {
          keys: ['coldEpochs', 'engine'],
          what: 'cannot be true with engine "null", which has no files',
          advice: 'Remove it',
        }
      : null,

  ...readerRules,
];
