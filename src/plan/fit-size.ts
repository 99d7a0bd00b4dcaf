// How large a fit may become: the files of its data set, and the most accelerators that it can try.
import { formatBytes } from '../spec/units.js';
import type { TrainingWorkload } from '../spec/workload.js';
import { withVariant } from '../spec/resolve.js';
import { batchesHeld, loaderBytes } from './loader-memory.js';
import type { MachineMemory } from './machine-memory.js';
import type { FitLimitName, MountCapacity } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';
import { filesOfShare } from './share-of-free.js';
import type { SizedTraining } from './size.js';
import { bytesPerFile } from './training-size.js';
import { stepsOf } from './training-steps.js';

/** Accelerators that the data set is made for where nobody says how many: as many as a common machine has. */
const usualAccelerators = 8;
/** No workload may have more. */
const mostAccelerators = 4096;
const mostWorkers = 4096;
const mebibyte = 2 ** 20;
// Of a data set that limits nothing.
const manyFiles = 1e9;
// Of the smallest epoch; less would be hardly more than what is prefetched before its first step.
const leastSteps = 20;
const wantedSteps = 50;
// Of short steps more, up to so many and so long.
const mostWantedSteps = 1000;
const wantedNs = 2e9;
const leastPerBatchHeld = 4;
const wantedPerBatchHeld = 10;
/** Percent of the free space that a data set takes which nobody has given a size. */
const shareOfFree = 50;

/** The same training with another number of accelerators, and all that follows from it. */
export function withAccelerators(workload: SizedTraining, accelerators: number): SizedTraining {
  return withVariant(workload, { accelerators }) as SizedTraining;
}

/** Steps that the epochs of the largest try have at least. */
export function leastStepsOf(workload: SizedTraining): number {
  return Math.max(leastSteps, leastPerBatchHeld * batchesHeld(workload));
}

/** The most accelerators that can be tried, and why no more; 0 accelerators where not even one can. */
export function mostOf(
  workload: SizedTraining,
  asked: number | null,
  { availableBytes }: MachineMemory,
): { most: number; mostBy: FitLimitName } {
  const limits: { most: number; mostBy: FitLimitName }[] = [
    { most: asked ?? mostAccelerators, mostBy: 'asked' },
    { most: mostInMemory(workload, availableBytes), mostBy: 'memory' },
    { most: mostWithReaders(workload), mostBy: 'readers' },
    { most: mostWithSteps(workload), mostBy: 'dataset' },
  ];
  return limits.reduce((least, limit) => (limit.most < least.most ? limit : least));
}

function mostInMemory(workload: SizedTraining, availableBytes: number | null): number {
  if (availableBytes === null || workload.memoryCheck !== 'refuse' || workload.engine === 'null') return Infinity;
  return largestThat((count) => loaderBytes(withAccelerators(workload, count)) <= availableBytes);
}

function mostWithReaders(workload: SizedTraining): number {
  return largestThat((count) => withAccelerators(workload, count).workers <= mostWorkers);
}

function mostWithSteps(workload: SizedTraining): number {
  const least = leastStepsOf(workload);
  return largestThat((count) => stepsOf({ ...withAccelerators(workload, count), steps: null }) >= least);
}

/** The largest number up to which it holds, 0 where it does not for 1. */
function largestThat(holds: (count: number) => boolean): number {
  let [low, high] = [0, mostAccelerators + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The training with as many files as its largest try needs, at most half of the free space of the fullest mount. Where a
 * file system does not tell what is free, as many as are needed. Null with a problem added where there is no space at all.
 */
export function withFiles(
  workload: TrainingWorkload,
  asked: number | null,
  { mounts, memory }: { mounts: MountCapacity[]; memory: MachineMemory },
  problems: PlanProblems,
): SizedTraining | null {
  const any: SizedTraining = { ...workload, files: manyFiles };
  const { most } = mostOf(any, asked ?? usualAccelerators, memory);
  const wanted = filesFor(any, Math.max(1, most));
  const told = workload.engine !== 'null' && mounts.every(({ freeBytes }) => freeBytes !== null);
  if (!told) return { ...any, files: wanted };
  const share = { percentOfFree: shareOfFree, atMost: wanted };
  const shape = { name: workload.name, bytesEach: bytesPerFile(workload) };
  const files = filesOfShare(mounts, share, shape, problems);
  if (files === null) return null;
  if (files >= 1) return { ...any, files };
  const what = `half of the free space holds no file of ${formatBytes(Math.ceil(shape.bytesEach / mebibyte) * mebibyte)}`;
  problems.add(`workload "${workload.name}"`, what, 'Make room on the mount, or give a smaller samplesPerFile');
  return null;
}

/** So many that each of the accelerators has steps enough, and a file of its own at least. */
function filesFor(workload: SizedTraining, accelerators: number): number {
  const { samplesPerFile, batchSize, computeTime } = workload;
  const ofTime = Math.min(mostWantedSteps, Math.ceil(wantedNs / Math.max(1, computeTime)));
  const steps = Math.max(wantedSteps, wantedPerBatchHeld * batchesHeld(workload), ofTime);
  return Math.max(accelerators, Math.ceil((accelerators * batchSize * steps) / samplesPerFile));
}
