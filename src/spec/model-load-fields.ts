// Declares every key of workloads of kind `model-load`, in the order in which people read them.
import { computed, type FieldTable } from './field.js';
import {
  bytes,
  choice,
  duration,
  flag,
  integer,
  nullableBytes,
  nullableInteger,
  nullableNumberChoice,
  number,
} from './field-kinds.js';
import { readerTraits } from './model-load-readers.js';
import * as shared from './shared-fields.js';
import { loadModels, loadReaders, type ModelLoadWorkload, valueBytes } from './workload.js';

const { KiB, GiB, maxWhole, millisecond, second } = shared;
const minute = 60 * second;
const hubShard = 5_000_000_000;
const isCustom = ({ model }: ModelLoadWorkload) => model === 'custom';
const traits = ({ reader }: ModelLoadWorkload) => readerTraits[reader];

export const modelLoadFields: FieldTable<Omit<ModelLoadWorkload, 'sweep' | 'computedKeys'>, ModelLoadWorkload> = {
  ...shared.namingFields,
  kind: shared.kindField('model-load', 'the weights of a model, loaded by several processes at once'),
  model: choice(loadModels, {
    default: 'llama3-8b',
    help:
      'Model whose files are laid out, tensor by tensor as the published ones are; with "custom" the bytes and the number ' +
      'of files are given.',
  }),
  bytesPerParameter: nullableNumberChoice(valueBytes, {
    default: computed('2, which is bfloat16; null for custom', (workload) => (isCustom(workload) ? null : 2)),
    help: 'Bytes of a value: 1 is float8, 2 is bfloat16, 4 is float32.',
  }),
  shardSize: nullableBytes({
    min: 1,
    max: maxWhole,
    default: computed('5GB, as the Hugging Face libraries write them; null for custom', (workload) =>
      isCustom(workload) ? null : hubShard,
    ),
    help: 'Most bytes of the tensors of a file; a tensor that is larger has one to itself.',
  }),
  scale: number({
    above: 0,
    max: 1,
    default: 1,
    help: 'All tensors have so many times as many values, in as many files: 0.01 for a hundredth. --scale multiplies it.',
  }),
  size: nullableBytes({
    min: 1,
    max: maxWhole,
    default: computed('null for a model that is listed', () => null, { when: isCustom, example: 16 * GiB }),
    help: 'Bytes of all tensors of a custom model.',
  }),
  files: nullableInteger({
    min: 1,
    max: 99_999,
    default: computed('1 for custom, else null', (workload) => (isCustom(workload) ? 1 : null)),
    help: 'Files that share the bytes of a custom model.',
  }),
  processes: integer({
    min: 1,
    max: 4096,
    default: 1,
    help: 'Each loads the whole model, all at the same time, as on a node that starts so many servers of it.',
  }),
  reader: choice(loadReaders, {
    default: 'sequential',
    help:
      'How a process reads: "sequential" one large read after the other, "parallel" several at once (io_uring), "mmap" from ' +
      'a mapping of the file, all three through the page cache; "direct" several at once past it.',
  }),
  engine: {
    ...shared.issueFields.engine,
    default: {
      kind: 'computed',
      computed: computed('that of the reader: sync, io_uring, mmap, auto', (w) => traits(w).engines[0]),
    },
  },
  direct: flag({
    default: computed('true with reader direct and any engine but null', (workload) => {
      return traits(workload).direct && workload.engine !== 'null';
    }),
    help: 'Pass by the page cache (O_DIRECT).',
  }),
  workers: {
    ...shared.issueFields.workers,
    default: { kind: 'computed', computed: computed('processes', ({ processes }) => processes) },
    help: 'Threads; one for each process.',
  },
  queueDepth: {
    ...shared.issueFields.queueDepth,
    default: {
      kind: 'computed',
      computed: computed('8 with readers parallel and direct, but 1 with engine sync; else 1', (workload) =>
        workload.engine === 'sync' ? 1 : traits(workload).queueDepth,
      ),
    },
    help: 'Reads in flight of a process.',
  },
  batch: shared.issueFields.batch,
  blockSize: bytes({
    min: 4 * KiB,
    max: GiB,
    default: computed(
      '32MiB with reader sequential, 1MiB with mmap, else 8MiB',
      (workload) => traits(workload).blockSize,
    ),
    help: 'Bytes of a read, or of a copy out of the mapping.',
  }),
  loads: integer({ min: 1, max: 10_000, default: 3, help: 'Times that the model is loaded, one after the other.' }),
  verify: choice(['none', 'during'], {
    default: 'none',
    help: '"during": each MiB is compared with its checksum, within the time of the load.',
  }),
  runtime: shared.runtimeField(null, 'the loads are done'),
  dropCache: {
    ...shared.dropCacheField,
    help: 'Drop the page cache of the files before each load, and prove it.',
  },
  ...shared.remainingFields,
  interval: duration({
    min: 100 * millisecond,
    max: minute,
    default: 250 * millisecond,
    help: 'Step of the time series; the bandwidth over the time of a load is told in steps of it.',
  }),
};
