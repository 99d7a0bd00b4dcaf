// The one table of the keys of DLIO (v1.0, v2.0, and the fork of v3.0), with what is done about each.

/** What a reader of values makes of one: the value in the words of DLIO, or why it cannot be. */
export type Read = (value: unknown) => { value: unknown } | { what: string };

export type Treatment =
  /** Taken over; the converters look it up by its name. */
  | { kind: 'take'; read: Read }
  /** Accepted without effect, which is told. */
  | { kind: 'note'; text: string }
  /** Accepted with these values only, which are those of the emulation anyway. */
  | { kind: 'only'; values: readonly unknown[]; what: string; advice: string }
  | { kind: 'refuse'; what: string; advice: string };

const take = (read: Read): Treatment => ({ kind: 'take', read });
const note = (text: string): Treatment => ({ kind: 'note', text });
const refuse = (what: string, advice = 'Remove it'): Treatment => ({ kind: 'refuse', what, advice });
const only = (values: readonly unknown[], what: string, advice = 'Remove it'): Treatment => {
  return { kind: 'only', values, what, advice };
};

function whole(min: number): Read {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min
      ? { value }
      : { what: `must be a whole number of at least ${min}` };
}

const amount: Read = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? { value }
    : { what: 'must be a number of at least 0' };
const flag: Read = (value) => (typeof value === 'boolean' ? { value } : { what: 'must be true or false' });
const word: Read = (value) => (typeof value === 'string' ? { value } : { what: 'must be text' });
const anything: Read = (value) => ({ value });

/** `random` differs from `seed` in the seed alone, which DLIO then takes from the clock. */
function shuffle(value: unknown): { value: unknown } | { what: string } {
  // YAML 1.1 reads off as false.
  if (value === 'off' || value === false) return { value: false };
  return value === 'seed' || value === 'random' ? { value: true } : { what: 'must be off, seed or random' };
}

function oneOf(...values: string[]): Read {
  return (value) => (values.includes(String(value)) ? { value } : { what: `must be one of ${values.join(', ')}` });
}

const elements = 'makes samples of something else than bytes';
const checkpoints = 'checkpoints are no part of a training here';
const place = 'where the data is follows from --mount';
const processor = 'it changes what the processor does, not what is read';
const elsewhere = 'would take data from elsewhere than a file system';

export const keyTable: ReadonlyMap<string, Treatment> = new Map<string, Treatment>([
  ['framework', note('the loader follows from reader.data_loader')],
  ['model.name', take(word)],
  ['workflow.train', only([true], 'trains nothing', 'Import a configuration that trains')],
  ['workflow.generate_data', note('data is written where it is missing')],
  ['workflow.evaluation', take(flag)],
  ['workflow.checkpoint', note(checkpoints)],
  ['workflow.profiling', note('a run always records its times')],
  ['workflow.debug', note('it is about messages')],

  ['dataset.record_length_bytes', take(amount)],
  ['dataset.record_length_bytes_stdev', take(amount)],
  ['dataset.record_length_bytes_resize', note('it is the size in memory after decoding')],
  ['dataset.num_files_train', take(whole(1))],
  ['dataset.num_files_eval', take(whole(0))],
  ['dataset.num_samples_per_file', take(whole(1))],
  ['dataset.num_subfolders_train', take(whole(0))],
  ['dataset.num_subfolders_eval', take(whole(0))],
  ['dataset.file_prefix', take(word)],
  [
    'dataset.format',
    take(oneOf('npz', 'npy', 'tfrecord', 'hdf5', 'jpeg', 'indexed_binary', 'mmap_indexed_binary', 'parquet')),
  ],
  ['dataset.data_folder', note(place)],
  ['dataset.keep_files', note('data sets stay until "ioproof clean"')],
  ['dataset.generation_buffer_size', note('it is about how data is made')],
  ['dataset.data_gen_method', note('it is about how data is made')],
  ['dataset.skip_listing', note('files are not listed')],
  ['dataset.listing_validation_interval', note('files are not listed')],
  ['dataset.enable_chunking', only([false], 'gives HDF5 chunks, and here it is contiguous')],
  ['dataset.chunk_size', note('it is of enable_chunking')],
  ['dataset.compression', only(['none', null], 'compresses, and data here is incompressible', 'Set it to none')],
  ['dataset.compression_level', note('it is of compression')],
  ['dataset.record_element_bytes', only([1], elements)],
  ['dataset.record_element_type', only(['uint8'], elements)],
  ['dataset.record_dims', refuse('gives samples other sizes than record_length_bytes does')],
  ['dataset.parquet.columns', take(anything)],
  ['dataset.parquet.row_group_size', take(whole(1))],
  ['dataset.parquet.read_mode', only(['row_group'], 'reads otherwise than by row groups')],
  ['dataset.parquet.partition_by', refuse('lays files out by values of a column')],
  ['dataset.parquet.generation_batch_size', note('it is about how data is made')],
  ['dataset.parquet.use_s3dlio_gen', note('it is about how data is made')],
  ['dataset.hdf5.chunk_dims', refuse('gives HDF5 chunks, and here it is contiguous')],
  ['dataset.hdf5.num_dset_per_record', only([1], 'spreads a sample over data sets')],
  ['dataset.hdf5.max_shape', refuse('gives HDF5 chunks, and here it is contiguous')],

  ['reader.data_loader', take(oneOf('pytorch', 'tensorflow'))],
  ['reader.batch_size', take(whole(1))],
  ['reader.batch_size_eval', take(whole(1))],
  ['reader.read_threads', take(whole(1))],
  ['reader.prefetch_size', take(whole(0))],
  ['reader.transfer_size', take(whole(1))],
  ['reader.file_shuffle', take(shuffle)],
  ['reader.sample_shuffle', take(shuffle)],
  ['reader.shuffle_size', take(whole(0))],
  ['reader.odirect', take(flag)],
  ['reader.read_type', only(['on_demand'], 'keeps samples in memory', 'Set it to on_demand')],
  ['reader.file_access', note('whether processes share files follows from the rules')],
  ['reader.preprocess_time', only([0], 'has readers sleep')],
  ['reader.preprocess_time_stdev', only([0], 'has readers sleep')],
  ['reader.computation_threads', note(processor)],
  ['reader.write_threads', note('it is about how data is made')],
  ['reader.multiprocessing_context', note(processor)],
  ['reader.pin_memory', note(processor)],
  ['reader.dont_use_mmap', note('no reader here maps files')],
  ['reader.data_loader_sampler', only(['none', 'index', 'iter'], 'draws samples by other rules')],
  ['reader.reader_classname', refuse('names a reader that only DLIO has')],
  ['reader.data_loader_classname', refuse('names a loader that only DLIO has')],
  ['reader.transformed_record_dims', note('it is the size in memory after decoding')],
  ['reader.transformed_record_element_type', note('it is the size in memory after decoding')],

  ['train.epochs', take(whole(1))],
  ['train.computation_time', take(anything)],
  ['train.computation_time_stdev', take(amount)],
  ['train.total_training_steps', take(whole(-1))],
  ['train.seed_change_epoch', take(flag)],
  ['train.seed', take(whole(0))],
  ['evaluation.eval_time', take(amount)],
  ['evaluation.eval_time_stdev', only([0], 'varies the time of evaluations, which is fixed here')],
  ['evaluation.eval_after_epoch', take(whole(1))],
  ['evaluation.epochs_between_evals', take(whole(1))],
  ['metric.au', take(amount)],
  ['metric.exclude_start_steps', only([1], 'leaves out other steps than the rules do', 'Set it to 1')],
  ['metric.exclude_end_steps', only([0], 'leaves out other steps than the rules do', 'Set it to 0')],

  ['storage.storage_type', only(['local_fs'], elsewhere, 'Set it to local_fs')],
  ['storage.storage_root', note(place)],
  ['storage.storage_library', take(oneOf('posix', 'direct'))],
  ['storage.storage_options.storage_library', take(oneOf('posix', 'direct'))],
  ['storage.storage_options.prefetch_window', take(whole(1))],
  ['storage.storage_options.prefetch_workers', take(whole(1))],
  ['storage.post_generation_settle_seconds', note('it is about how data is made')],
]);

/** How DLIO for v1.0 spells keys; configurations of v3.0 still have one of them. */
export const olderNames: ReadonlyMap<string, string> = new Map([
  ['dataset.record_length', 'dataset.record_length_bytes'],
  ['dataset.record_length_stdev', 'dataset.record_length_bytes_stdev'],
  ['dataset.record_length_resize', 'dataset.record_length_bytes_resize'],
]);

/** Sections without a key that matters here. */
export const notedSections: ReadonlyMap<string, string> = new Map([
  ['model', 'it is about checkpoints, or a name'],
  ['checkpoint', checkpoints],
  ['profiling', 'a run always records its times'],
  ['output', '--out is the folder of results'],
  ['logging', 'it is about messages'],
  ['hydra', 'it is about how DLIO is started'],
]);
