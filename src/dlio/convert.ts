// From the values that a configuration of DLIO gives to the keys of a workload, and the keys each of these comes from.
import { accelerators, sampleFormats, trainingModels, type SampleFormat } from '../spec/workload.js';
import { readColumns, rowBytes } from './columns.js';
import { computeOf, evaluationOf, loaderOf } from './convert-loader.js';
import { type DlioValues, textOf } from './values.js';

/** Something that the file says and that cannot be; `key` is one of DLIO. */
export interface Refusal {
  key: string;
  what: string;
  advice: string;
}

export class Draft {
  readonly keys: Record<string, unknown> = {};
  /** Keys of DLIO that a key of the workload comes from. */
  readonly from = new Map<string, string>();
  readonly refusals: Refusal[] = [];
  readonly assumed: string[] = [];

  put(key: string, value: unknown, from = ''): void {
    this.keys[key] = value;
    if (from !== '') this.from.set(key, from);
  }

  refuse(key: string, what: string, advice: string): void {
    this.refusals.push({ key, what, advice });
  }
}

/** What the command line adds to the file. */
export interface DlioTerms {
  /** Name of the file without folder and ending. */
  stem: string;
  rules: 'v1' | 'v2' | 'v3' | undefined;
  accelerators: number;
}

export function convert(values: DlioValues, terms: DlioTerms): Draft {
  const draft = new Draft();
  const format = formatOf(values, draft);
  identity(values, terms, format, draft);
  samplesOf(values, format, draft);
  loaderOf(values, format, draft);
  computeOf(values, draft);
  evaluationOf(values, draft);
  return draft;
}

const formatNames: Readonly<Record<string, SampleFormat>> = {
  indexed_binary: 'indexed',
  mmap_indexed_binary: 'megatron',
};

/** DLIO's default is tfrecord. */
function formatOf(values: DlioValues, draft: Draft): SampleFormat {
  if (!values.has('dataset.format')) draft.assumed.push('dataset.format: not given, and DLIO takes tfrecord');
  const word = textOf(values, 'dataset.format', 'tfrecord');
  return formatNames[word] ?? sampleFormats.find((format) => format === word) ?? 'tfrecord';
}

function identity(
  values: DlioValues,
  { stem, rules, accelerators: count }: DlioTerms,
  format: SampleFormat,
  draft: Draft,
) {
  const name = stem
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  draft.put('name', name === '' ? 'imported' : name);
  draft.put('kind', 'training');
  const model = textOf(values, 'model.name', '').replace(/^resnet50.*/, 'resnet50');
  const known = trainingModels.find((one) => one === model) ?? 'custom';
  draft.put('model', known, 'model.name');
  const accelerator = accelerators.find((one) =>
    stem
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .includes(one),
  );
  draft.put('accelerator', accelerator ?? 'other');
  if (accelerator !== undefined) draft.assumed.push(`accelerator: ${accelerator}, by the name of the file`);
  draft.put('accelerators', count);
  const version = rules ?? (format === 'parquet' ? 'v3' : 'v2');
  if (rules === undefined) draft.assumed.push(`rules: ${version}; the file does not say, and --rules does`);
  draft.put('rules', version);
}

const usualFiles = 8;
const usualRecord = 64 * 1024;

function samplesOf(values: DlioValues, format: SampleFormat, draft: Draft): void {
  const copy = (key: string, name: string, preset: unknown) => {
    draft.put(key, values.get(name) ?? preset, name);
    if (!values.has(name)) draft.assumed.push(`${name}: not given, and DLIO takes ${String(preset)}`);
  };
  copy('files', 'dataset.num_files_train', usualFiles);
  draft.put('format', format, 'dataset.format');
  copy('samplesPerFile', 'dataset.num_samples_per_file', 1);
  if (values.has('dataset.parquet.columns') && format === 'parquet') columnsOf(values, draft);
  else copy('recordLength', 'dataset.record_length_bytes', usualRecord);
  draft.put(
    'recordDeviation',
    values.get('dataset.record_length_bytes_stdev') ?? 0,
    'dataset.record_length_bytes_stdev',
  );
  draft.put('prefix', values.get('dataset.file_prefix') ?? 'img', 'dataset.file_prefix');
  draft.put('subfolders', values.get('dataset.num_subfolders_train') ?? 0, 'dataset.num_subfolders_train');
  if (format === 'parquet') {
    draft.put('rowGroupRows', values.get('dataset.parquet.row_group_size') ?? 1024, 'dataset.parquet.row_group_size');
  }
}

function columnsOf(values: DlioValues, draft: Draft): void {
  const name = 'dataset.parquet.columns';
  const { columns, refusals } = readColumns(values.get(name));
  for (const what of refusals) draft.refuse(name, what, 'Correct the column');
  draft.put('columns', columns, name);
  const length = values.get('dataset.record_length_bytes');
  draft.put('recordLength', length ?? rowBytes(columns), 'dataset.record_length_bytes');
  if (length === undefined) draft.assumed.push('dataset.record_length_bytes: not given; the bytes of a row are taken');
}
