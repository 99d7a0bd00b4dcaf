// Declares what makes workloads phases that follow one another on the same files, and what the workers share of these.
import type { FieldTable } from './field.js';
import { choice, duration, integer, text } from './field-kinds.js';
import { hour } from './shared-fields.js';
import { fileSharings, type FilesWorkload, type PhaseKeys, syncs, type Workload } from './workload.js';

/** Keys of both kinds. */
export const phaseFields: FieldTable<PhaseKeys, Workload> = {
  phaseOf: text({
    pattern: /^([a-z0-9][a-z0-9._-]{0,99})?$/,
    range: 'at most 100 of a-z, 0-9, ".", "_" and "-", starting with a letter or digit',
    default: '',
    help:
      'Workloads of a run with the same name here are phases: they follow one another on the same files, and each finds ' +
      'what the one before has left. Empty: none.',
  }),
  stonewall: duration({
    min: 0,
    max: 1000 * hour,
    default: 0,
    help:
      'Time after which each worker goes on only until it has done as much as the one that had done most by then ' +
      '(mdtest -W, IOR -D with stoneWallingWearOut); 0s: none. Later phases use what was made until then.',
  }),
};

type WorkerKey = 'fileSharing' | 'workerShift' | 'fsync';

/** Keys of kind `files`. */
export const workerFields: FieldTable<Pick<FilesWorkload, WorkerKey>, FilesWorkload> = {
  fileSharing: choice(fileSharings, {
    default: 'shared',
    help: 'With "perWorker", each worker has directories of its own, with its part of the files (mdtest -u).',
  }),
  workerShift: integer({
    min: 0,
    max: 4095,
    default: 0,
    help:
      'Each worker uses the files of the worker that comes so many later, after the last the first: what another one has ' +
      'made (mdtest -N).',
  }),
  fsync: choice(syncs, {
    default: 'none',
    help: 'With "end", the file system is synced after the last worker, inside the measured time (mdtest -Y).',
  }),
};
