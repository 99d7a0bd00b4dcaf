// Turns an amount that depends on the mount (`percentOfFree`) into bytes or a number of files.
import { largestBlock, layoutUnit, leastFileSize } from '../spec/block-sizes.js';
import { largestFile, sizeMoments } from '../spec/file-sizes.js';
import { formatBytes } from '../spec/units.js';
import type {
  BlockWorkload,
  CheckpointWorkload,
  FilesWorkload,
  ModelLoadWorkload,
  ShareOfFree,
  TrainingWorkload,
  Workload,
} from '../spec/workload.js';
import { type SizedKvCache, sizeKvCache } from './kv-cache-size.js';
import type { MachineMemory } from './machine-memory.js';
import type { Dataset, MountCapacity } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';
import { bytesOfShare, filesOfShare, shareText, smallest } from './share-of-free.js';
import { sizeTraining } from './training-size.js';

/** A workload whose amounts are numbers. */
export type SizedWorkload = SizedChains | SizedTraining | CheckpointWorkload | ModelLoadWorkload | SizedKvCache;
/** One that does operations in chains, and so can be a phase of others. */
export type SizedChains = SizedBlock | SizedFiles;
export type SizedBlock = BlockWorkload & { size: number };
export type SizedFiles = FilesWorkload & { files: number };
export type SizedTraining = TrainingWorkload & { files: number };

/** True of a workload that does operations in chains. */
export function isChains(workload: SizedWorkload): workload is SizedChains {
  return workload.kind === 'block' || workload.kind === 'files';
}

const allocationUnit = 4096;
const mebibyte = 2 ** 20;

/** Bytes that a file of `fileSize` bytes takes: file systems give space in blocks. */
function allocatedBytes(fileSize: number): number {
  return Math.ceil(fileSize / allocationUnit) * allocationUnit;
}

/** Bytes that all files of a data set take, or a few more: the last block of a file is full at best. */
export function allocatedInAll({ bytes, fileCount, fileSize }: Dataset): number {
  return bytes === 0 ? 0 : Math.min(fileCount * allocatedBytes(fileSize), bytes + fileCount * allocationUnit);
}

function allocatedPerFile(fileSize: FilesWorkload['fileSize']): number {
  return Math.min(allocatedBytes(largestFile(fileSize)), sizeMoments(fileSize).mean + allocationUnit);
}

/**
 * The workload with its amounts in numbers; null with a problem added where that is not possible. A share is that of the
 * fullest mount, so that all mounts do the same work. The null engine stores nothing and takes the upper limit. A share
 * of bytes is rounded down, to whole blocks in each file and, where there are any, to whole MiB in each.
 * `memory`: of the machine that trains, which rules of training go by.
 */
export function sizeWorkload(
  workload: Workload,
  mounts: MountCapacity[],
  memory: MachineMemory,
  problems: PlanProblems,
): SizedWorkload | null {
  if (workload.kind === 'training') return sizeTraining(workload, mounts, memory, problems);
  // Its bytes follow from the model.
  if (workload.kind === 'checkpoint' || workload.kind === 'model-load') return workload;
  if (workload.kind === 'kv-cache') return sizeKvCache(workload, mounts, problems);
  return workload.kind === 'block' ? sizeBlock(workload, mounts, problems) : sizeFiles(workload, mounts, problems);
}

function sizeBlock(workload: BlockWorkload, mounts: MountCapacity[], problems: PlanProblems): SizedBlock | null {
  const { name, size, files, engine } = workload;
  const bytes = shareOr(size, ({ percentOfFree, atMost }) =>
    engine === 'null'
      ? atMost
      : smallest(mounts, atMost, (mount) => bytesOfShare(mount, percentOfFree, name, problems)),
  );
  if (bytes === null) return null;

  const sized = typeof size === 'number' ? size : roundedShare(bytes, workload);
  const least = leastFileSize(workload);
  if (sized >= files * least) return { ...workload, size: sized };
  const amount = typeof size === 'number' ? formatBytes(bytes) : `${formatBytes(bytes)} (${shareText(size)})`;
  const skipped = least - largestBlock(workload);
  const block = `one block of ${formatBytes(largestBlock(workload))}`;
  const after = skipped > 0 ? ` after ${formatBytes(skipped)} that a worker leaves out` : '';
  const what = `size is ${amount}, less than ${block} in each of ${files} ${files === 1 ? 'file' : 'files'}${after}`;
  problems.add(`workload "${name}"`, what, 'Make room, or give a larger size, a smaller blockSize or fewer files');
  return null;
}

/**
 * Whole blocks in each file. Whole MiB too where there are any, so that workloads with the same share and any block up
 * to a MiB have the same data set: each a data set of its own would take the share of the free space several times.
 */
function roundedShare(bytes: number, workload: BlockWorkload): number {
  const perFile = Math.floor(bytes / workload.files);
  const unit = layoutUnit(workload);
  const wholeMebibytes = floorTo(floorTo(perFile, Math.max(unit, mebibyte)), unit);
  return workload.files * (wholeMebibytes >= leastFileSize(workload) ? wholeMebibytes : floorTo(perFile, unit));
}

function floorTo(value: number, unit: number): number {
  return value - (value % unit);
}

function sizeFiles(workload: FilesWorkload, mounts: MountCapacity[], problems: PlanProblems): SizedFiles | null {
  const { name, files, fileSize, engine } = workload;
  const bytesEach = allocatedPerFile(fileSize);
  const count = shareOr(files, (share) =>
    engine === 'null' ? share.atMost : filesOfShare(mounts, share, { name, bytesEach }, problems),
  );
  if (count === null) return null;

  if (count >= 1) return { ...workload, files: count };
  const what = `the free space that files may take holds no file of ${formatBytes(largestFile(fileSize))}`;
  problems.add(
    `workload "${name}"`,
    what,
    'Give a larger percentOfFree or --scale, a smaller fileSize, or a number of files',
  );
  return null;
}

function shareOr(amount: number | ShareOfFree, resolve: (share: ShareOfFree) => number | null): number | null {
  return typeof amount === 'number' ? amount : resolve(amount);
}
