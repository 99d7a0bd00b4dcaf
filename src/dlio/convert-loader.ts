// The loader, the compute time and the evaluations of a configuration of DLIO.
import { isRawMap } from '../spec/raw-map.js';
import { formatDuration } from '../spec/units.js';
import type { SampleFormat } from '../spec/workload.js';
import type { Draft } from './convert.js';
import { type DlioValues, numberOf, textOf } from './values.js';

const second = 1e9;
/** DLIO's default of shuffle_size, of prefetch_size and of the seed. */
const usualShuffle = 1024;
const usualPrefetch = 2;
const usualSeed = 123;

export function loaderOf(values: DlioValues, format: SampleFormat, draft: Draft): void {
  requireLoader(values, format, draft);
  const isStream = streams(draft, format);
  draft.put('batchSize', values.get('reader.batch_size') ?? 1, 'reader.batch_size');
  draft.put('readThreads', values.get('reader.read_threads') ?? 1, 'reader.read_threads');
  if (isStream) draft.assumed.push('reader.prefetch_size: no effect; v3.0 goes by prefetch_window');
  else draft.put('prefetch', values.get('reader.prefetch_size') ?? usualPrefetch, 'reader.prefetch_size');
  const shuffles = values.get('reader.sample_shuffle') === true;
  draft.put('fileShuffle', values.get('reader.file_shuffle') ?? false, 'reader.file_shuffle');
  draft.put('sampleShuffle', shuffles, 'reader.sample_shuffle');
  if (format === 'tfrecord') {
    const size = shuffles ? (values.get('reader.shuffle_size') ?? usualShuffle) : 0;
    draft.put('shuffleBuffer', size, 'reader.shuffle_size');
    readSize(values, draft);
  }
  draft.put('newOrderEachEpoch', values.get('train.seed_change_epoch') ?? true, 'train.seed_change_epoch');
  draft.put('seed', values.get('train.seed') ?? usualSeed, 'train.seed');
  if (isStream) window(values, draft);
  direct(values, draft);
}

/** tf.data reads TFRecord here, and PyTorch all else; DLIO takes tensorflow where the file does not say. */
function requireLoader(values: DlioValues, format: SampleFormat, draft: Draft): void {
  const loader = textOf(values, 'reader.data_loader', 'tensorflow');
  const fits = loader === 'tensorflow' ? format === 'tfrecord' : format !== 'tfrecord';
  if (fits) return;
  const advice = loader === 'tensorflow' ? 'Override it: ++workload.reader.data_loader=pytorch' : 'Use tensorflow';
  draft.refuse(
    'reader.data_loader',
    `is ${loader}, which reads format ${format} in a way that is not emulated`,
    advice,
  );
}

function streams({ keys }: Draft, format: SampleFormat): boolean {
  if (format === 'parquet') return true;
  return keys['rules'] === 'v3' && keys['samplesPerFile'] === 1 && ['npz', 'npy', 'jpeg'].includes(format);
}

function readSize(values: DlioValues, draft: Draft): void {
  const size = values.get('reader.transfer_size');
  if (typeof size === 'number') draft.put('readSize', `${size}B`, 'reader.transfer_size');
}

function window(values: DlioValues, draft: Draft): void {
  const ahead = values.get('storage.storage_options.prefetch_window');
  const workers = values.get('storage.storage_options.prefetch_workers');
  if (ahead !== undefined) draft.put('window', ahead, 'storage.storage_options.prefetch_window');
  if (workers !== undefined) draft.put('inFlight', workers, 'storage.storage_options.prefetch_workers');
}

function direct(values: DlioValues, draft: Draft): void {
  const names = ['storage.storage_options.storage_library', 'storage.storage_library'];
  const library = names.find((name) => values.get(name) === 'direct');
  const odirect = values.get('reader.odirect') === true;
  if (odirect || library !== undefined) draft.put('direct', true, odirect ? 'reader.odirect' : library);
}

/** Seconds as a number, or a law with its mean. */
export function computeOf(values: DlioValues, draft: Draft): void {
  const name = 'train.computation_time';
  const { mean, stdev, type } = lawOf(values.get(name), values.get('train.computation_time_stdev'));
  if (mean === null) {
    draft.refuse(name, 'must be seconds, or a map with mean, stdev and type', 'Give a number, for example 0.323');
    return;
  }
  draft.put('computeTime', formatDuration(Math.round(mean * second)), name);
  if (type === 'exponential') draft.put('computeForm', 'exponential', name);
  else if (type !== '' && type !== 'normal') draft.refuse(name, `has the law ${type}`, 'Use normal or exponential');
  else if (stdev > 0) {
    draft.put('computeForm', 'normal', name);
    draft.put('computeDeviation', formatDuration(Math.round(stdev * second)), name);
  }
  draft.put('epochs', values.get('train.epochs') ?? 1, 'train.epochs');
  const steps = values.get('train.total_training_steps');
  if (typeof steps === 'number' && steps > 0) draft.put('steps', steps, 'train.total_training_steps');
  const au = values.get('metric.au');
  if (typeof au === 'number') draft.put('auThreshold', Number((au * 100).toFixed(6)), 'metric.au');
}

interface Law {
  mean: number | null;
  stdev: number;
  type: string;
}

function lawOf(value: unknown, deviation: unknown): Law {
  const given = typeof deviation === 'number' ? deviation : 0;
  if (value === undefined) return { mean: 0, stdev: given, type: '' };
  if (typeof value === 'number') return { mean: value, stdev: given, type: '' };
  if (!isRawMap(value)) return { mean: null, stdev: 0, type: '' };
  const { mean, stdev = given, type = '' } = value;
  const isSound = typeof mean === 'number' && mean >= 0 && typeof stdev === 'number' && typeof type === 'string';
  return isSound ? { mean, stdev, type } : { mean: null, stdev: 0, type: '' };
}

/** DLIO evaluates after epoch `eval_after_epoch` first, and then after so many more. */
export function evaluationOf(values: DlioValues, draft: Draft): void {
  const files = numberOf(values, 'dataset.num_files_eval', 0);
  if (values.get('workflow.evaluation') !== true) {
    if (files > 0) draft.assumed.push('dataset.num_files_eval: no effect without workflow.evaluation');
    return;
  }
  const every = numberOf(values, 'evaluation.epochs_between_evals', 1);
  const first = numberOf(values, 'evaluation.eval_after_epoch', 1);
  if (every !== first) {
    const what = `is ${first} and epochs_between_evals ${every}, so that evaluations are not evenly spaced`;
    draft.refuse('evaluation.eval_after_epoch', what, 'Give both the same number');
  }
  draft.put('evalFiles', files, 'dataset.num_files_eval');
  draft.put('evalEvery', every, 'evaluation.epochs_between_evals');
  draft.put('evalBatchSize', values.get('reader.batch_size_eval') ?? 1, 'reader.batch_size_eval');
  const time = values.get('evaluation.eval_time');
  if (typeof time === 'number')
    draft.put('evalTime', formatDuration(Math.round(time * second)), 'evaluation.eval_time');
  const folders = values.get('dataset.num_subfolders_eval');
  if (folders !== undefined && folders !== draft.keys['subfolders']) {
    draft.refuse('dataset.num_subfolders_eval', 'differs from num_subfolders_train', 'Give both the same number');
  }
}
