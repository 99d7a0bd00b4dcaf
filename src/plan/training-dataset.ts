// Which data set a training needs. Two that differ only in how it is loaded share one.
import { createHash } from 'node:crypto';
import type { NativeSampleFiles } from '../native/contract.js';
import type { Dataset } from './planned-step.js';
import type { SizedTraining } from './size.js';
import { bytesOfSamples, sampleDirectories, sampleFilesOf, trainingFileSet } from './training-files.js';

// Raised when files of the same description get another content or another place.
const contentVersion = 1;
const hashDigits = 12;

/** Null for the null engine, which touches no storage. */
export function trainingDataset(workload: SizedTraining): Dataset | null {
  if (workload.engine === 'null') return null;
  const sampleFiles = writtenFiles(workload);
  const { trainFiles, samplesPerFile, recordLength, generatorSeed } = sampleFiles;
  const files = trainingFileSet(sampleFiles);
  const stem = `training-${workload.format}-${trainFiles}x${samplesPerFile}x${Math.round(recordLength)}`;
  return {
    directory: `${stem}-${descriptionHash(sampleFiles, workload)}`,
    ...files,
    // That of the workload is for orders of samples: another order needs no other data.
    seed: generatorSeed,
    bytes: bytesOfSamples(sampleFiles),
    // The folder itself and its manifest are two more.
    inodes: files.fileCount + sampleDirectories(sampleFiles) + 2,
  };
}

/** Which columns are read changes nothing in the files. */
function writtenFiles(workload: SizedTraining): NativeSampleFiles {
  const files = sampleFilesOf(workload);
  return { ...files, columns: files.columns.map((group) => ({ ...group, read: true })) };
}

function descriptionHash(sampleFiles: NativeSampleFiles, { layout }: SizedTraining): string {
  const spread = layout === null ? {} : { spread: layout };
  const described = Object.entries({ ...sampleFiles, contentVersion, ...spread });
  const canonical = JSON.stringify(described.toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return createHash('sha256').update(canonical).digest('hex').slice(0, hashDigits);
}
