// Turns an amount that depends on the mount (`percentOfFree`) into bytes or a number of files.
import { formatBytes } from '../spec/units.js';
import type { BlockWorkload, FilesWorkload, ShareOfFree, Workload } from '../spec/workload.js';
import type { MountCapacity } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';

/** A workload whose amounts are numbers. */
export type SizedWorkload = SizedBlock | SizedFiles;
export type SizedBlock = BlockWorkload & { size: number };
export type SizedFiles = FilesWorkload & { files: number };

const allocationUnit = 4096;

/** Bytes that a file of `fileSize` bytes takes: file systems give space in blocks. */
export function allocatedBytes(fileSize: number): number {
  return Math.ceil(fileSize / allocationUnit) * allocationUnit;
}

/**
 * The workload with its amounts in numbers; null with a problem added where that is not possible. A share is that of the
 * fullest mount, so that all mounts do the same work. The null engine stores nothing and takes the upper limit.
 */
export function sizeWorkload(
  workload: Workload,
  mounts: MountCapacity[],
  problems: PlanProblems,
): SizedWorkload | null {
  return workload.kind === 'block' ? sizeBlock(workload, mounts, problems) : sizeFiles(workload, mounts, problems);
}

function sizeBlock(workload: BlockWorkload, mounts: MountCapacity[], problems: PlanProblems): SizedBlock | null {
  const { name, size, files, blockSize, engine } = workload;
  const bytes = shareOr(size, ({ percentOfFree, atMost }) =>
    engine === 'null'
      ? atMost
      : smallest(mounts, atMost, (mount) => bytesOfShare(mount, percentOfFree, name, problems)),
  );
  if (bytes === null) return null;

  const blocksPerFile = Math.floor(bytes / files / blockSize);
  if (blocksPerFile >= 1)
    return { ...workload, size: typeof size === 'number' ? size : blocksPerFile * blockSize * files };
  const what = `size is ${formatBytes(bytes)}, less than one block of ${formatBytes(blockSize)} in each of ${files} files`;
  problems.add(`workload "${name}"`, what, 'Give a larger size, or a smaller blockSize or files');
  return null;
}

function sizeFiles(workload: FilesWorkload, mounts: MountCapacity[], problems: PlanProblems): SizedFiles | null {
  const { name, files, fileSize, engine } = workload;
  const count = shareOr(files, ({ percentOfFree, atMost }) =>
    engine === 'null'
      ? atMost
      : smallest(mounts, atMost, (mount) => {
          const bytes = bytesOfShare(mount, percentOfFree, name, problems);
          const inodes = ((mount.freeInodes ?? Infinity) * percentOfFree) / 100;
          return bytes === null ? null : Math.floor(Math.min(inodes, bytes / allocatedBytes(fileSize)));
        }),
  );
  if (count === null) return null;

  if (count >= 1) return { ...workload, files: count };
  const what = `the free space that files may take holds no file of ${formatBytes(fileSize)}`;
  problems.add(`workload "${name}"`, what, 'Give a larger percentOfFree, a smaller fileSize, or a number of files');
  return null;
}

function shareOr(amount: number | ShareOfFree, resolve: (share: ShareOfFree) => number | null): number | null {
  return typeof amount === 'number' ? amount : resolve(amount);
}

/** The least of `atMost` and what each mount gives; null where one gives none. All mounts are asked. */
function smallest(mounts: MountCapacity[], atMost: number, amountOf: (mount: MountCapacity) => number | null) {
  const amounts = mounts.map(amountOf);
  return amounts.reduce<number | null>(
    (least, amount) => (least === null || amount === null ? null : Math.min(least, amount)),
    atMost,
  );
}

// Data sets of earlier runs count as free: otherwise every run would find less space and write another size anew.
function bytesOfShare(mount: MountCapacity, percent: number, name: string, problems: PlanProblems): number | null {
  if (mount.freeBytes === null) {
    const what = `percentOfFree needs the free space of mount "${mount.name}", which its file system does not tell`;
    problems.add(`workload "${name}"`, what, 'Give bytes or a number of files instead');
    return null;
  }
  const reusable = (mount.datasets ?? []).reduce((sum, dataset) => sum + dataset.bytes, 0);
  return Math.floor(((mount.freeBytes + reusable) * percent) / 100);
}
