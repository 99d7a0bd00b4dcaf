// Declares every key of workloads of kind `checkpoint`, in the order in which people read them.
import { allRanks } from './checkpoint-ranks.js';
import { checkpointStateFields } from './checkpoint-state-fields.js';
import { checkpointSyncs, checkpointVerifies, type CheckpointWorkload } from './checkpoint-workload.js';
import { computed, type FieldTable } from './field.js';
import { bytes, choice, duration, flag, integer, nullableDuration } from './field-kinds.js';
import { checkpointLayoutField } from './layout-fields.js';
import * as shared from './shared-fields.js';
import type { SharedWorkload } from './workload.js';

type IssueKey = 'engine' | 'direct' | 'workers' | 'queueDepth' | 'batch';
type RoundKey = 'saves' | 'loads' | 'keep' | 'pause' | 'fsync' | 'rename' | 'background' | 'loadShift' | 'verify';
type JobKey = 'mtbf' | 'saveEvery' | 'jobGpus';
type W = CheckpointWorkload;

const { GiB, hour, MiB, millisecond, second } = shared;
const minute = 60 * second;
const mostRounds = 1_000_000;
// Whole nanoseconds are exact up to 2^53 of them.
const longest = 2500 * hour;
// The training of Llama 3 405B had 419 unexpected interruptions in 54 days on 16,384 GPUs ("The Llama 3 Herd of Models",
// 2024, section 3.3.4): one in 50,700 hours of a GPU.
const gpuHoursOfFailure = 50_000;

const checkpointIssueFields: FieldTable<Pick<SharedWorkload, IssueKey>, W> & FieldTable<Pick<W, 'blockSize'>, W> = {
  direct: flag({ default: false, help: 'Pass by the page cache (O_DIRECT); the odd end of a file goes through it.' }),
  engine: {
    ...shared.issueFields.engine,
    default: {
      kind: 'computed',
      computed: computed('sync, as torch.save writes; auto with direct', ({ direct }) => (direct ? 'auto' : 'sync')),
    },
  },
  blockSize: bytes({
    min: 4096,
    max: 4 * GiB,
    default: computed('8MiB with direct, else 32MiB', ({ direct }) => (direct ? 8 : 32) * MiB),
    help: 'Bytes of a write or read: whole MiB, or a power of two from 4KiB on that divides one.',
  }),
  workers: {
    ...shared.issueFields.workers,
    default: { kind: 'computed', computed: computed('ranks', ({ ranks }) => ranks) },
    help: 'Threads: one a rank, so that no other number can be.',
  },
  queueDepth: {
    ...shared.issueFields.queueDepth,
    default: {
      kind: 'computed',
      computed: computed('8 with direct, else 1', ({ direct, engine }) => (direct && engine !== 'sync' ? 8 : 1)),
    },
    help: 'Writes or reads in flight a rank (fio: iodepth).',
  },
  batch: shared.issueFields.batch,
};

const roundFields: FieldTable<Pick<W, RoundKey>, W> = {
  saves: integer({
    min: 0,
    max: mostRounds,
    default: 3,
    help: 'Checkpoints to save, one after the other (MLPerf: 10); 0: load what an earlier run has left.',
  }),
  loads: integer({
    min: 0,
    max: mostRounds,
    default: 3,
    help: 'Loads after the saves (MLPerf: 10), of the kept checkpoints in turn, the newest first.',
  }),
  keep: integer({
    min: 1,
    max: mostRounds,
    default: 1,
    help: 'Checkpoints that are kept; older ones are removed once a newer one is complete, and the time of it is told.',
  }),
  pause: duration({
    min: 0,
    max: hour,
    default: computed('5s with more than one save (MLPerf: time_between_checkpoints), else 0s', ({ saves }) =>
      saves > 1 ? 5 * second : 0,
    ),
    help: 'Time between the end of a save and the next; of saves in the background, from when the training goes on.',
  }),
  fsync: choice(checkpointSyncs, {
    default: computed('file where there are saves, else none', ({ saves }) => (saves > 0 ? 'file' : 'none')),
    help:
      'What is written is made durable: "file" each file after its last byte, "rank" all files of a rank at its end; ' +
      '"none" leaves it to the page cache.',
  }),
  rename: flag({
    default: computed('true where there are saves', ({ saves }) => saves > 0),
    help: 'Files are written under a temporary name and renamed when complete.',
  }),
  background: flag({
    default: false,
    help:
      'Each rank copies its part to memory, and it is written while the training goes on: the stall is told apart from the ' +
      'writing. It takes as much memory as all ranks save.',
  }),
  loadShift: integer({
    min: 0,
    max: 4095,
    default: 0,
    help: 'A rank loads what the rank so many later has saved, after the last that of the first.',
  }),
  verify: choice(checkpointVerifies, {
    default: 'none',
    help: '"during": each MiB that is loaded is compared with its checksum, within the time of the load.',
  }),
};

const jobFields: FieldTable<Pick<W, JobKey>, W> = {
  jobGpus: integer({
    min: 1,
    max: 10_000_000,
    default: computed('ranks of the whole training', (workload) => Math.max(1, Math.floor(allRanks(workload)))),
    help: 'GPUs of the job whose lost time is told.',
  }),
  mtbf: duration({
    min: second,
    max: longest,
    default: computed(
      '50,000 hours / jobGpus, at most 2500h: a failure in as many hours of a GPU as the training of Llama 3 405B had',
      ({ jobGpus }) => failureTime(jobGpus),
    ),
    help: 'Time between two failures of that job, on average.',
  }),
  saveEvery: nullableDuration({
    min: millisecond,
    max: longest,
    default: null,
    help: 'Time between two saves of that job whose lost time is told beside that of the best interval; null: the best only.',
  }),
};

/** Nanoseconds, in whole minutes. */
function failureTime(gpus: number): number {
  const minutes = Math.round((gpuHoursOfFailure * 60) / gpus);
  return Math.min(longest, Math.max(1, minutes) * minute);
}

export const checkpointFields: FieldTable<Omit<W, 'sweep' | 'computedKeys'>, W> = {
  ...shared.namingFields,
  kind: shared.kindField('checkpoint', 'saves of all ranks of a training at one instant, and loads'),
  ...checkpointStateFields,
  ...checkpointIssueFields,
  ...roundFields,
  ...jobFields,
  runtime: {
    ...shared.runtimeField<W>(null, 'all saves and loads are done'),
  },
  dropCache: {
    ...shared.dropCacheField,
    help: 'Drop the page cache of the files before each load, and prove it.',
  },
  ...shared.remainingFields,
  layout: checkpointLayoutField,
  interval: duration({
    min: 100 * millisecond,
    max: minute,
    default: 250 * millisecond,
    help: 'Step of the time series; the bandwidth over the time of a save is told in steps of it.',
  }),
};
