// How many files a training has: as many as are asked for, as fit into a share of the free space, or as the rules want.
import type { TrainingWorkload } from '../spec/workload.js';
import type { MachineMemory } from './machine-memory.js';
import type { MountCapacity } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';
import { filesOfShare } from './share-of-free.js';
import type { SizedTraining } from './size.js';
import { bytesOfSamples, sampleFilesOf } from './training-files.js';

// MLPerf Storage, Submission_guidelines.md (v1.0, v2.0), and `calculate_training_data_size` of mlpstorage/rules.py: the
// samples are five times the memory of all clients, and an epoch has at least so many steps.
const timesMemory = 5;
const leastSteps = 500;

type Amounts = Pick<TrainingWorkload, 'samplesPerFile' | 'recordLength' | 'accelerators' | 'batchSize'>;

/** Files for training that the rules ask for at least, on one machine with so many bytes of memory. */
export function officialFiles(workload: Amounts, memoryBytes: number): number {
  const { samplesPerFile, recordLength, accelerators, batchSize } = workload;
  const byMemory = Math.floor((timesMemory * memoryBytes) / (samplesPerFile * recordLength));
  const bySteps = Math.floor((leastSteps * accelerators * batchSize) / samplesPerFile);
  return Math.max(byMemory, bySteps);
}

/** The training with its number of files; null with a problem added where that cannot be known. */
export function sizeTraining(
  workload: TrainingWorkload,
  mounts: MountCapacity[],
  memory: MachineMemory,
  problems: PlanProblems,
): SizedTraining | null {
  const files = filesOf(workload, mounts, memory, problems);
  if (files === null) return null;
  if (files >= 1) return { ...workload, files };
  problems.add(
    `workload "${workload.name}"`,
    `the files that it would have hold no sample: ${amountText(workload)} is less than one file`,
    'Give a larger percentOfFree, or a number of files',
  );
  return null;
}

function amountText({ files }: TrainingWorkload): string {
  if (typeof files === 'object') return `${files.percentOfFree} % of the free space`;
  return `files: ${files}`;
}

function filesOf(
  workload: TrainingWorkload,
  mounts: MountCapacity[],
  { totalBytes }: MachineMemory,
  problems: PlanProblems,
): number | null {
  const { files, name, engine } = workload;
  if (typeof files === 'number') return files;
  if (files === 'official') {
    if (totalBytes !== null) return officialFiles(workload, totalBytes);
    const what = 'files: official follows from the memory of this machine, which the kernel does not tell';
    problems.add(`workload "${name}"`, what, 'Give a number of files instead');
    return null;
  }
  if (engine === 'null') return files.atMost;
  return filesOfShare(mounts, files, { name, bytesEach: bytesPerFile(workload) }, problems);
}

// Of so many files the mean is close to the law's, with little to spare.
const manyFiles = 10_000;
const allocationUnit = 4096;

/** Bytes that a file takes of the space on average, with all that is beside it. */
export function bytesPerFile(workload: TrainingWorkload): number {
  return bytesOfSamples(sampleFilesOf({ ...workload, files: manyFiles, evalFiles: 0 })) / manyFiles + allocationUnit;
}
