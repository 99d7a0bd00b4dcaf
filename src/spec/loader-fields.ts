// Declares how the samples of a training are loaded.
import { computed, type FieldTable } from './field.js';
import { choice, flag, integer, nullableBytes } from './field-kinds.js';
import { GiB, KiB, maxWhole } from './shared-fields.js';
import { publishedTraining } from './training-models.js';
import { type LoaderKeys, loaders, type SampleFormat, type TrainingWorkload } from './workload.js';

/** Formats whose readers take a sample by one call, at random places. */
const wholeSamples: readonly SampleFormat[] = ['npy', 'hdf5', 'indexed', 'megatron'];
/** Formats that the loader of v3.0 streams where a file is a sample. */
const streamed: readonly SampleFormat[] = ['npz', 'npy', 'jpeg'];

// DLIO for v3.0 (reader/_local_fs_iterable_mixin.py, parquet_reader_file_iterable.py): defaults of prefetch_window, and
// requests in flight at most.
const filesAhead = 256;
const rowGroupsAhead = 64;
const requestsInFlight = 64;

export const loaderFields: FieldTable<LoaderKeys, TrainingWorkload> = {
  loader: choice(loaders, {
    default: computed(
      'tf with format tfrecord; stream with parquet, and with rules v3 for npz, npy and jpeg of one sample a file; else torch',
      defaultLoader,
    ),
    help:
      '"torch": each reader builds a whole batch, sample by sample (DataLoader of PyTorch). "tf": the readers go through ' +
      'files side by side and fill a shuffle buffer in turn (tf.data). "stream": each reader has files of its own and a ' +
      'window of reads ahead (DLIO of v3.0).',
  }),
  batchSize: integer({
    min: 1,
    max: 1e9,
    default: computed(
      'that of the model for the accelerator; required for custom',
      (workload) => publishedTraining(workload).batchSize,
      { when: ({ model }) => model === 'custom', example: 8 },
    ),
    help: 'Samples a step of an accelerator.',
  }),
  readThreads: integer({
    min: 1,
    max: 4096,
    default: computed('that of the model; 1 for custom', (workload) => publishedTraining(workload).readThreads),
    help: 'Readers of each accelerator (DLIO: read_threads).',
  }),
  prefetch: integer({
    min: 0,
    max: 4096,
    default: computed('2; 0 with loader stream, which goes by window', ({ loader }) => (loader === 'stream' ? 0 : 2)),
    help:
      'Batches ahead (DLIO: prefetch_size). Of torch and stream each reader has its share of them rounded up, and 2 where it ' +
      'is 0, as PyTorch has it.',
  }),
  fileShuffle: flag({
    default: computed('that of the model; false for custom', (workload) => publishedTraining(workload).fileShuffle),
    help: 'Files are dealt out anew in each epoch by rules v3; v1 and v2 know the key and keep the order all the same.',
  }),
  sampleShuffle: flag({
    default: computed('that of the model; false for custom', (workload) => publishedTraining(workload).sampleShuffle),
    help:
      'Samples in random order: with rules v1 and loader torch over all ranks, with loader tf within shuffleBuffer; v2 and ' +
      'v3 know the key for the other loaders and keep the order all the same.',
  }),
  shuffleBuffer: integer({
    min: 0,
    max: maxWhole,
    default: computed('with loader tf and sampleShuffle that of the model, 1024 for custom; else 0', defaultBuffer),
    help: 'Samples of the shuffle buffer of loader "tf" (DLIO: shuffle_size); 0: none.',
  }),
  window: integer({
    min: 1,
    max: 1e6,
    default: computed('64 with loader stream of format parquet, 256 of others; else 1', ({ loader, format }) => {
      if (loader !== 'stream') return 1;
      return format === 'parquet' ? rowGroupsAhead : filesAhead;
    }),
    help: 'Items (files or row groups) that a reader of loader "stream" is ahead at most (DLIO: prefetch_window).',
  }),
  inFlight: integer({
    min: 1,
    max: 4096,
    default: computed('64 with loader stream, but not above window; else 1', ({ loader, window }) =>
      loader === 'stream' ? Math.min(requestsInFlight, window) : 1,
    ),
    help: 'Items that a reader of loader "stream" has under way at once (DLIO: prefetch_workers).',
  }),
  newOrderEachEpoch: flag({
    default: computed('false for bert, else true', (workload) => publishedTraining(workload).newOrderEachEpoch),
    help: 'Another order in each epoch, where there is a random one (DLIO: seed_change_epoch).',
  }),
  readSize: nullableBytes({
    min: 1,
    max: GiB,
    default: computed(
      '256KiB with loader tf; else null with loader stream or direct, and of formats npy, hdf5, indexed and megatron; else 256KiB',
      (workload) => (readsWhole(workload) ? null : 256 * KiB),
    ),
    help: 'Bytes of a read, one after the other in an item (DLIO: transfer_size); null: each item by one read.',
  }),
  touch: flag({ default: false, help: 'Make a checksum of every byte that is read, as decoding would touch it.' }),
};

function defaultLoader({ format, rules, samplesPerFile }: TrainingWorkload) {
  if (format === 'tfrecord') return 'tf';
  if (format === 'parquet') return 'stream';
  return rules === 'v3' && samplesPerFile === 1 && streamed.includes(format) ? 'stream' : 'torch';
}

// DLIO's default of shuffle_size.
const usualBuffer = 1024;

function defaultBuffer(workload: TrainingWorkload): number {
  const { loader, sampleShuffle } = workload;
  if (loader !== 'tf' || !sampleShuffle) return 0;
  return publishedTraining(workload).shuffleBuffer || usualBuffer;
}

function readsWhole({ loader, direct, format }: TrainingWorkload): boolean {
  if (loader === 'tf') return false;
  return loader === 'stream' || direct || wholeSamples.includes(format);
}
