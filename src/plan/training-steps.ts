// How many steps an epoch of a training has: native/sources/epoch_plan.h deals the samples to the ranks by the same rules.
import type { TrainingWorkload } from '../spec/workload.js';
import type { SizedTraining } from './size.js';

/** Samples of all files for training. */
export function samplesOf({ files, samplesPerFile }: SizedTraining): number {
  return files * samplesPerFile;
}

/** Steps of every accelerator in an epoch of training. */
export function stepsOf(workload: SizedTraining): number {
  const { files, batchSize, steps } = workload;
  return Math.min(wholeSteps(workload, files, batchSize), steps ?? Infinity);
}

/** Steps of every accelerator in an evaluation. */
export function evalStepsOf(workload: SizedTraining): number {
  return wholeSteps(workload, workload.evalFiles, workload.evalBatchSize);
}

/** Evaluations of the whole run. */
export function evaluationsOf({ evalEvery, epochs }: TrainingWorkload): number {
  return evalEvery === 0 ? 0 : Math.floor(epochs / evalEvery);
}

/** Batches that are not full are left out, and no rank has more steps than the one with the fewest samples. */
function wholeSteps(workload: SizedTraining, files: number, batch: number): number {
  const { samplesPerFile, accelerators } = workload;
  const shared = Math.floor((samplesPerFile * files) / batch / accelerators);
  return Math.max(0, Math.min(shared, leastSteps(workload, files, batch)));
}

/** Of the rank with the fewest. */
function leastSteps(workload: SizedTraining, files: number, batch: number): number {
  const { loader, accelerators } = workload;
  if (loader !== 'stream') return Math.floor(leastSamples(workload, files) / batch);
  const [fewest, most] = [Math.floor(files / accelerators), Math.ceil(files / accelerators)];
  return Math.min(streamSteps(workload, fewest, batch), streamSteps(workload, most, batch));
}

/** Each reader builds batches of the files that it has: what does not fill one is left out. */
function streamSteps({ samplesPerFile, readThreads }: SizedTraining, files: number, batch: number): number {
  const withMore = files % readThreads;
  const each = Math.floor(files / readThreads);
  const batchesOf = (count: number) => Math.floor((count * samplesPerFile) / batch);
  return (readThreads - withMore) * batchesOf(each) + withMore * batchesOf(each + 1);
}

/** Samples of the rank with the fewest. */
function leastSamples({ rules, loader, samplesPerFile, accelerators }: SizedTraining, files: number): number {
  const samples = samplesPerFile * files;
  const wholeFiles = Math.floor(files / accelerators) * samplesPerFile;
  if (rules === 'v3') return wholeFiles;
  // Where there are fewer files than ranks, each rank takes its share of the samples of all.
  if (loader === 'tf') return files < accelerators ? Math.floor(samples / accelerators) : wholeFiles;
  if (rules === 'v1') return Math.floor(samples / accelerators);
  // The last rank gets what is left.
  return samples - (accelerators - 1) * Math.ceil(samples / accelerators);
}
