// Declares the files of a training data set.
import { z } from 'zod';
import { computed, type Field, type FieldTable, plainField } from './field.js';
import { choice, integer, text } from './field-kinds.js';
import { bytesLeaf, choiceLeaf, integerLeaf, leaf, numberLeaf } from './leaf.js';
import { amountOrShare } from './map-fields.js';
import { chosenLeaf, listLeaf, mapLeaf } from './map-leaf.js';
import { maxWhole } from './shared-fields.js';
import { publishedTraining } from './training-models.js';
import { columnTypes, type SampleColumns, sampleFormats, type SampleKeys, type TrainingWorkload } from './workload.js';

type W = TrainingWorkload;
type Amount = SampleKeys['files'];

const mostFiles = 1e9;
const mostBytes = 1e12;
const isCustom = ({ model }: W) => model === 'custom';

const amount = amountOrShare<W>(
  integer({
    min: 1,
    max: mostFiles,
    default: computed(
      'that of the model for the accelerator; required for custom',
      (workload) => publishedTraining(workload).files,
      { when: isCustom, example: 1000 },
    ),
    help:
      'Number of files for training (DLIO: num_files_train), or as many of the mean size as fit into a share of the free ' +
      'bytes, or "official": what the rules ask for with the memory of this machine and these accelerators.',
  }),
);

const files: Field<Amount, W> = {
  ...(amount as Field<Amount, W>),
  type: `${amount.type} or "official"`,
  schema: chosenLeaf<Amount>((value) => (value === 'official' ? choiceLeaf(['official'] as const) : amount.schema)),
  write: (value) => (value === 'official' ? value : amount.write(value)),
};

const recordLength = chosenLeaf<number>((value) =>
  typeof value === 'string' ? bytesLeaf(1, mostBytes) : numberLeaf(0, mostBytes),
);
const deviation = leaf(
  z.number().min(0).max(mostBytes),
  `a number from 0 to ${mostBytes}`,
  'Give a number in that range',
);

const columnPattern = '{type: float32, width: 1, count: 1, read: true}';
const column = mapLeaf<SampleColumns>(
  {
    type: choiceLeaf(columnTypes),
    width: integerLeaf(1, mostFiles),
    count: integerLeaf(1, 1e5),
    read: leaf(z.boolean(), 'true or false', 'Write true or false'),
  },
  { width: 1, count: 1, read: true },
);

const columns: Field<SampleColumns[], W> = {
  ...plainField<SampleColumns[], W>(
    'list of {type, width, count, read}',
    columnTypes.join(', '),
    listLeaf(column, columnPattern, 0),
    {
      default: computed('with format parquet those of the model; else none', (workload) =>
        workload.format === 'parquet' ? publishedTraining(workload).columns : noColumns,
      ),
      help:
        'Columns of format "parquet", as many of each as count says, with so many values in a row as width says; the loader ' +
        'leaves out those with "read: false".',
    },
  ),
  sweepable: false,
};

// One list for all: a key is computed anew for a variant only where another value comes out.
const noColumns: SampleColumns[] = [];
// DLIO's default of parquet.row_group_size.
const usualRows = 1024;

export const sampleFields: FieldTable<SampleKeys, W> = {
  files,
  evalFiles: integer({
    min: 0,
    max: mostFiles,
    default: 0,
    help: 'Number of files for evaluation (DLIO: num_files_eval).',
  }),
  format: choice(sampleFormats, {
    default: computed('that of the model; npz for custom', (workload) => publishedTraining(workload).format),
    help:
      'What is around the samples; a "jpeg" is raw bytes of that name, "indexed" and "megatron" have files of offsets and ' +
      'sizes beside them. docs/training-data.md tells of each of them.',
  }),
  samplesPerFile: integer({
    min: 1,
    max: maxWhole,
    default: computed('that of the model; 1 for custom', (workload) => publishedTraining(workload).samplesPerFile),
    help: 'Samples a file (DLIO: num_samples_per_file).',
  }),
  recordLength: {
    ...plainField<number, W>('bytes, with fractions', `above 0 … ${mostBytes}`, recordLength, {
      default: computed(
        'that of the model; required for custom',
        (workload) => publishedTraining(workload).recordLength,
        { when: isCustom, example: 1_000_000 },
      ),
      help:
        'Mean bytes of a sample (DLIO: record_length_bytes). The sides of a square are drawn around its root, as the ' +
        'generator of DLIO does it, so that samples are not quite as long; rows with columns have the bytes of these.',
    }),
  },
  recordDeviation: plainField<number, W>('bytes, with fractions', `0 … ${mostBytes}`, deviation, {
    default: computed('that of the model; 0 for custom', (workload) => publishedTraining(workload).recordDeviation),
    help: 'Deviation of recordLength (DLIO: record_length_bytes_stdev); the sizes that come out spread less.',
  }),
  prefix: text({
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    range: 'letters, digits, ".", "_" and "-", at most 64',
    default: computed('part for bert, else img', (workload) => publishedTraining(workload).prefix),
    help: 'Start of the name of each file (DLIO: file_prefix).',
  }),
  subfolders: integer({
    min: 0,
    max: 1e6,
    default: 0,
    help: 'Directories that the files take in turn (DLIO: num_subfolders_train); 0: one for all.',
  }),
  generatorSeed: integer({
    min: 0,
    max: 2 ** 32 - 1,
    default: 10,
    help: 'Seed of the sizes; 10 is that of DLIO, and gives its sizes to the byte.',
  }),
  rowGroupRows: integer({
    min: 0,
    max: maxWhole,
    default: computed('with format parquet that of the model, 1024 for custom; else 0', (workload) =>
      workload.format === 'parquet' ? publishedTraining(workload).rowGroupRows || usualRows : 0,
    ),
    help: 'Rows of a row group of format "parquet" (DLIO: row_group_size); the last one may have fewer.',
  }),
  columns,
};
