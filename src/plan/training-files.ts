// The files of a training data set, in the words of a native job and in those of the plan.
import type { Container, NativeSampleFiles } from '../native/contract.js';
import type { SampleFormat } from '../spec/workload.js';
import type { FileSet } from './planned-step.js';
import { companionBytes, companionsOf, containerBytes, largestSampleFile, payloadMoments } from './sample-bytes.js';
import type { SizedTraining } from './size.js';

/** What is in the files of each format, and how DLIO's generator has them end. */
const layouts: Readonly<Record<SampleFormat, { container: Container; extension: string }>> = {
  npz: { container: 'npz', extension: 'npz' },
  npy: { container: 'npy', extension: 'npy' },
  tfrecord: { container: 'tfrecord', extension: 'tfrecord' },
  hdf5: { container: 'hdf5', extension: 'hdf5' },
  jpeg: { container: 'raw', extension: 'jpeg' },
  indexed: { container: 'indexed', extension: 'indexed_binary' },
  megatron: { container: 'megatron', extension: 'mmap_indexed_binary' },
  parquet: { container: 'parquet', extension: 'parquet' },
};

/** A folder for all files and one folder alone are the same to the generator. */
const leastSubfolders = 2;

/** The files of a training in the words of a native job. */
export function sampleFilesOf(workload: SizedTraining): NativeSampleFiles {
  const { files, evalFiles, format, prefix, subfolders, columns } = workload;
  return {
    ...layouts[format],
    prefix,
    trainFiles: files,
    evalFiles,
    subfolders: subfolders >= leastSubfolders ? subfolders : 0,
    samplesPerFile: workload.samplesPerFile,
    recordLength: workload.recordLength,
    recordDeviation: workload.recordDeviation,
    generatorSeed: workload.generatorSeed,
    rowGroupRows: workload.rowGroupRows,
    columns: columns.map(({ type, width, count, read }) => ({ type, width, count, read })),
  };
}

/** The files as every data set is described. */
export function trainingFileSet(sampleFiles: NativeSampleFiles): FileSet {
  const fileCount = dataFiles(sampleFiles) * (1 + companionsOf(sampleFiles));
  return { fileCount, filesPerDirectory: fileCount, fileSize: largestSampleFile(sampleFiles), sampleFiles };
}

/** Files that hold samples, for training and for evaluation. */
function dataFiles({ trainFiles, evalFiles }: NativeSampleFiles): number {
  return trainFiles + evalFiles;
}

// Of sums that come out larger there is one in 30 000.
const deviations = 4;

/** Bytes of all files, companions included: the expected sum and a margin. */
export function bytesOfSamples(sampleFiles: NativeSampleFiles): number {
  const { mean, deviation } = payloadMoments(sampleFiles);
  const count = dataFiles(sampleFiles);
  const around = containerBytes(sampleFiles) + companionBytes(sampleFiles);
  return Math.ceil(count * (mean + around) + deviations * deviation * Math.sqrt(count));
}

/** Directories below the root, of every level. */
export function sampleDirectories({ subfolders, evalFiles }: NativeSampleFiles): number {
  return (1 + subfolders) * (evalFiles > 0 ? 2 : 1);
}
