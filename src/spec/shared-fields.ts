// Declares the keys that every kind of workload has, and those whose default alone depends on the kind.
import { acceptField } from './accept-fields.js';
import { type Computed, computed, type Field, type FieldTable } from './field.js';
import { choice, duration, flag, integer, list, nullableDuration, nullableInteger, text } from './field-kinds.js';
import { gpuFields } from './gpu-fields.js';
import { layoutField } from './layout-fields.js';
import { integerLeaf } from './leaf.js';
import { group } from './map-fields.js';
import { engines, type Kind, type NullEngine, readsData, type SharedWorkload, type Workload } from './workload.js';

export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;
export const millisecond = 1e6;
export const second = 1e9;
export const hour = 3600 * second;
export const maxWhole = Number.MAX_SAFE_INTEGER;

type NamingKey = 'name' | 'description';
type IssueKey = 'engine' | 'direct' | 'workers' | 'queueDepth' | 'batch';
type KindKey = 'runtime' | 'dropCache';
type RemainingKey = Exclude<keyof SharedWorkload, NamingKey | IssueKey | KindKey | 'sweep' | 'computedKeys'>;

export const namingFields: FieldTable<Pick<SharedWorkload, NamingKey>, Workload> = {
  name: text({
    pattern: /^[a-z0-9][a-z0-9._-]*$/,
    range: 'a-z, 0-9, ".", "_" and "-", starting with a letter or digit',
    example: 'my-workload',
    help: 'Name in reports and records; unique in a run.',
  }),
  description: text({ default: '', help: 'The question that the workload answers, in one sentence.' }),
};

/** `kind` of a table for one kind. */
export function kindField<K extends Kind>(kind: K, meaning: string): Field<K> {
  const help = `What is asked of storage: "${kind}" is ${meaning}.`;
  return { ...choice([kind], { example: kind, help }), sweepable: false };
}

export const issueFields: FieldTable<Pick<SharedWorkload, IssueKey>, Workload> = {
  engine: choice(engines, {
    default: 'auto',
    help: 'How operations are issued. "auto" takes the first of io_uring, libaio, sync that works; "null" touches no storage.',
  }),
  direct: flag({
    default: computed('false with engine null or mmap, else true', ({ engine }) => !['null', 'mmap'].includes(engine)),
    help: 'Pass by the page cache (O_DIRECT).',
  }),
  workers: integer({ min: 1, max: 4096, default: 1, help: 'Threads (fio: numjobs).' }),
  queueDepth: integer({ min: 1, max: 4096, default: 1, help: 'Chains in flight a worker (fio: iodepth).' }),
  batch: integer({
    min: 1,
    max: 4096,
    // Larger batches are handed over late, which raises the mean latency of a job that the device bounds.
    default: 1,
    help:
      'Chains handed to the kernel together and completions awaited together, at most queueDepth (fio: iodepth_batch); ' +
      'raise it for millions of operations a second.',
  }),
};

/** `runtime` with the default of a kind. */
export function runtimeField<W>(preset: null | Computed<number | null, W>, end: string): Field<number | null, W> {
  const help = `Measured time; null: until ${end}.`;
  return nullableDuration({ min: millisecond, max: 1000 * hour, default: preset, help });
}

export const dropCacheField: Field<boolean> = flag({
  default: computed('true when the workload reads, with any engine but null', (workload) => {
    return readsData(workload) && workload.engine !== 'null';
  }),
  help: 'Drop the page cache of the files before the start, and prove it.',
});

const nullEngine = group<NullEngine, Workload>(
  {
    latency: duration({
      min: 0,
      max: hour,
      default: 0,
      help: 'Time of an operation on a virtual clock; 0s: real time.',
    }),
    failEvery: integer({ min: 0, max: maxWhole, default: 0, help: 'Fail every n-th read or write with EIO; 0: none.' }),
    shortEvery: integer({ min: 0, max: maxWhole, default: 0, help: 'Halve every n-th read or write; 0: none.' }),
  },
  { help: 'Script of the null engine.' },
);

export const remainingFields: FieldTable<Pick<SharedWorkload, RemainingKey>, Workload> = {
  dropSystemCaches: flag({
    default: false,
    help:
      'Sync, and drop the caches of the whole system before the start, of kind "files" before each epoch, which needs ' +
      'root; the record says whether it was done.',
  }),
  ramp: duration({ min: 0, max: 1000 * hour, default: 0, help: 'Time before the measured time; not counted.' }),
  interval: duration({ min: 100 * millisecond, max: 60 * second, default: second, help: 'Step of the time series.' }),
  seed: integer({
    min: 0,
    max: maxWhole,
    default: 1,
    help: 'Determines offsets and order; content is new in every run.',
  }),
  registerBuffers: flag({
    default: true,
    help: 'Register buffers with io_uring, or with cuFile (gdsio: -b is without); no effect with other engines.',
  }),
  registerFiles: flag({ default: true, help: 'Register files with io_uring; no effect with other engines.' }),
  sqPoll: flag({ default: false, help: 'A kernel thread polls the io_uring submission queue.' }),
  ioPoll: flag({ default: false, help: 'Poll the device for io_uring completions; needs direct.' }),
  layout: layoutField,
  hugePages: flag({ default: false, help: 'Put the buffers in huge pages.' }),
  cpus: list('list of whole numbers', '0 … 65535 each', integerLeaf(0, 65535), {
    default: [],
    help: 'Processors to pin the workers to, round-robin; empty: no pinning.',
  }),
  numaNode: nullableInteger({
    min: 0,
    max: 1023,
    default: null,
    help: 'Node of the buffers; null: local to the worker.',
  }),
  ...gpuFields,
  nullEngine,
  accept: acceptField,
};
