// What the files of a training data set forbid: too few samples, and keys that a format does not have.
import type { Breach, Rule } from './rules.js';
import type { SampleFormat, TrainingWorkload } from './workload.js';

type R = Rule<TrainingWorkload>;

/** DLIO reads such a file as one image. */
const single: readonly SampleFormat[] = ['jpeg'];

export const sampleRules: R[] = [
  tooFewSamples,
  tooFewFiles,

  ({ evalEvery, evalFiles }) =>
    evalEvery > 0 && evalFiles === 0
      ? {
          keys: ['evalEvery', 'evalFiles'],
          what: 'needs files for evaluation, and evalFiles is 0',
          advice: 'Give "evalFiles"',
        }
      : null,

  ({ evalEvery, evalFiles }) =>
    evalEvery === 0 && evalFiles > 0
      ? noEffect('evalFiles', ['evalEvery'], 'without "evalEvery"', 'Give "evalEvery: 1"')
      : null,

  ({ evalEvery, evalTime }) =>
    evalEvery === 0 && evalTime > 0
      ? noEffect('evalTime', ['evalEvery'], 'without "evalEvery"', 'Give "evalEvery" and "evalFiles"')
      : null,

  ({ evalEvery, evalBatchSize, batchSize }) =>
    evalEvery === 0 && evalBatchSize !== batchSize
      ? noEffect('evalBatchSize', ['evalEvery'], 'without "evalEvery"', 'Give "evalEvery" and "evalFiles"')
      : null,

  ({ format, samplesPerFile }) =>
    single.includes(format) && samplesPerFile > 1
      ? {
          keys: ['samplesPerFile', 'format'],
          what: `must be 1 with format "${format}" but is ${samplesPerFile}`,
          advice: 'Use another format',
        }
      : null,

  ({ columns, recordDeviation }) =>
    columns.length > 0 && recordDeviation > 0
      ? noEffect('recordDeviation', ['columns'], 'with "columns", which give all rows the same bytes')
      : null,

  ({ recordLength, recordDeviation }) =>
    recordDeviation > mostDeviations * recordLength
      ? {
          keys: ['recordDeviation', 'recordLength'],
          what: `must be at most ${mostDeviations} times recordLength, ${recordLength}, but is ${recordDeviation}`,
          advice: 'Lower it',
        }
      : null,

  ({ format, rowGroupRows }) =>
    format === 'parquet' && rowGroupRows === 0
      ? { keys: ['rowGroupRows', 'format'], what: 'must be above 0 with format "parquet"', advice: 'Give 1024' }
      : null,
  ({ format, rowGroupRows }) => (rowGroupRows > 0 ? parquetOnly('rowGroupRows', format) : null),
  ({ format, columns }) => (columns.length > 0 ? parquetOnly('columns', format) : null),

  ({ columns }) =>
    columns.length > 0 && columns.every(({ read }) => !read)
      ? { keys: ['columns'], what: 'leave nothing to read', advice: 'Set "read: true" for one of them' }
      : null,
];

/** More makes nearly every sample a byte, or larger than any file may be. */
const mostDeviations = 4;

/** Samples per step of all accelerators; what loaders leave over besides, the plan knows. */
function tooFewSamples({ files, samplesPerFile, accelerators, batchSize }: TrainingWorkload): Breach | null {
  if (typeof files !== 'number' || files * samplesPerFile >= accelerators * batchSize) return null;
  const samples = files * samplesPerFile;
  return {
    keys: ['files', 'samplesPerFile', 'accelerators', 'batchSize', 'model'],
    what: `hold ${samples} samples, fewer than the ${accelerators * batchSize} of one step of all accelerators`,
    advice: `Give at least ${Math.ceil((accelerators * batchSize) / samplesPerFile)} files, or fewer accelerators`,
  };
}

function tooFewFiles(workload: TrainingWorkload): Breach | null {
  const { files, accelerators, rules, loader } = workload;
  if (typeof files !== 'number' || files >= accelerators || !dealsWholeFiles(workload)) return null;
  const how = loader === 'stream' ? 'loader "stream"' : `rules ${rules}`;
  return {
    keys: ['files', 'accelerators', 'rules', 'loader', 'model'],
    what: `are ${files} for ${accelerators} accelerators, and ${how} deals whole files, so that some would have none`,
    advice: `Give at least ${accelerators} files, or fewer accelerators`,
  };
}

/** True where an accelerator has files to itself and not a share of all samples. */
function dealsWholeFiles({ rules, loader }: TrainingWorkload): boolean {
  return loader === 'stream' || rules === 'v3';
}

function parquetOnly(key: 'rowGroupRows' | 'columns', format: SampleFormat): Breach | null {
  if (format === 'parquet') return null;
  return noEffect(key, ['format'], `with format "${format}"`, 'set "format: parquet"');
}

/** A key that changes nothing the way it is. */
export function noEffect(key: string, others: readonly string[], why: string, instead = ''): Breach {
  const advice = instead === '' ? 'Remove it' : `Remove it, or ${instead.charAt(0).toLowerCase()}${instead.slice(1)}`;
  return { keys: [key, ...others], what: `has no effect ${why}`, advice };
}
