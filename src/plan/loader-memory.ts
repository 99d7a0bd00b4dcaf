// What the loaders of a training hold in memory, and whether this machine has as much.
import type { SizeMoments } from '../spec/file-sizes.js';
import type { MachineMemory } from './machine-memory.js';
import type { PlanProblems } from './plan-problems.js';
import { atLeast, atMost } from './rounded-bytes.js';
import { payloadMoments, rowBytes } from './sample-bytes.js';
import type { SizedTraining } from './size.js';
import { sampleFilesOf } from './training-files.js';

// PyTorch has two batches ahead a reader where nothing is said.
const batchesAhead = 2;

/** Batches that a reader of loader `torch` or `stream` prepares ahead. */
function prefetchFactor({ prefetch, readThreads }: SizedTraining): number {
  return prefetch === 0 ? batchesAhead : Math.ceil(prefetch / readThreads);
}

/** Samples that the loader of one accelerator holds at most, and those that it computes on. */
function samplesHeld(workload: SizedTraining): number {
  const { loader, batchSize, readThreads, prefetch, inFlight } = workload;
  // Besides those that the last stage holds, the stage before it has a batch in hand.
  if (loader === 'tf') return shuffled(workload) + readThreads + (prefetch + 2) * batchSize;
  const ahead = readThreads * prefetchFactor(workload) * batchSize;
  // Of items that are ahead, only those under way: what was read is counted and let go by that loader.
  const underWay = loader === 'stream' ? readThreads * inFlight * samplesAnItem(workload) : 0;
  return ahead + underWay + batchSize;
}

function shuffled({ sampleShuffle, shuffleBuffer }: SizedTraining): number {
  return sampleShuffle ? shuffleBuffer : 0;
}

/** Samples that are read at once: a row group of them, of loader `stream` else all of a file. */
function samplesAnItem({ loader, format, rowGroupRows, samplesPerFile }: SizedTraining): number {
  if (loader !== 'stream') return 1;
  return format === 'parquet' ? Math.min(Math.max(1, rowGroupRows), samplesPerFile) : samplesPerFile;
}

/** Bytes of a sample as it is read: columns that are left out are not. */
function sampleMoments(workload: SizedTraining): SizeMoments {
  const { columns, samplesPerFile } = workload;
  if (columns.length > 0) return { mean: rowBytes(columns.filter(({ read }) => read)), deviation: 0 };
  const { mean, deviation } = payloadMoments(sampleFilesOf(workload));
  return { mean: mean / samplesPerFile, deviation: deviation / samplesPerFile };
}

/** Batches that the loader of one accelerator holds at most, that which it computes on included. */
export function batchesHeld(workload: SizedTraining): number {
  return Math.ceil(samplesHeld(workload) / workload.batchSize);
}

/** Bytes that the loaders of all accelerators hold, of samples of the mean size. */
export function loaderBytes(workload: SizedTraining): number {
  return Math.ceil(workload.accelerators * samplesHeld(workload) * sampleMoments(workload).mean);
}

// Of many samples hardly one is larger than the mean and so many deviations.
const deviations = 4;

/** Bytes of the buffers that the emulation itself reads into, about. */
function bufferBytes(workload: SizedTraining): number {
  const { accelerators, readThreads, inFlight, readSize } = workload;
  const { mean, deviation } = sampleMoments(workload);
  const itemBytes = (mean + deviations * deviation) * samplesAnItem(workload);
  return Math.ceil(accelerators * readThreads * inFlight * (readSize ?? itemBytes));
}

/**
 * What is wrong where the loaders hold more than this machine has; null where they do not, or nobody can tell. With
 * `memoryCheck: refuse` it is a problem of the plan. Buffers without which nothing can be read always are.
 */
export function checkMemory(
  workload: SizedTraining,
  { availableBytes }: MachineMemory,
  problems: PlanProblems,
): string | null {
  checkBuffers(workload, availableBytes, problems);
  const held = loaderBytes(workload);
  if (availableBytes === null || held <= availableBytes) return null;
  const { name, accelerators, memoryCheck } = workload;
  const missing = atLeast(held - availableBytes);
  const what =
    `the loaders of ${accelerators} ${accelerators === 1 ? 'accelerator' : 'accelerators'} hold ${atLeast(held)} of samples, ` +
    `but ${atMost(availableBytes)} of memory are available: ${missing} are missing`;
  if (memoryCheck === 'refuse') {
    const less = 'Lower accelerators, readThreads, prefetch or batchSize';
    problems.add(
      `workload "${name}"`,
      what,
      `${less}, or set "memoryCheck: warn": the emulation itself needs far less`,
    );
  }
  return what;
}

function checkBuffers(workload: SizedTraining, availableBytes: number | null, problems: PlanProblems): void {
  const buffers = bufferBytes(workload);
  if (availableBytes === null || buffers <= availableBytes) return;
  const { name, accelerators, readThreads, inFlight } = workload;
  const count = accelerators * readThreads * inFlight;
  const what = `${count} reads at once need buffers of ${atLeast(buffers)}, but ${atMost(availableBytes)} of memory are available`;
  problems.add(`workload "${name}"`, what, 'Lower accelerators, readThreads or inFlight, or set a readSize');
}
