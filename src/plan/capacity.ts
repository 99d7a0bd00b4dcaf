// Whether the data sets of a plan fit on their mounts.
import type { Dataset, MountCapacity, Plan } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';
import { atLeast, atMost } from './rounded-bytes.js';
import { allocatedInAll } from './size.js';

// Room for the file system's own records of the files.
const spareFraction = 0.02;

/** Data sets of a mount, each once, with their sum in bytes and inodes. */
export function mountNeeds({ name, path }: MountCapacity, datasets: (Dataset | null)[]): Plan['mounts'][number] {
  const distinct = new Map(datasets.flatMap((dataset) => (dataset === null ? [] : [[dataset.directory, dataset]])));
  const list = [...distinct.values()];
  return { name, path, datasets: list, bytes: sum(list, 'bytes'), inodes: sum(list, 'inodes') };
}

/** Adds a problem where what is not there yet takes more bytes or inodes than are free; unknown free space passes. */
export function checkCapacity(mount: MountCapacity, datasets: Dataset[], problems: PlanProblems): void {
  const present = new Set((mount.datasets ?? []).map(({ directory }) => directory));
  const missing = datasets.filter(({ directory }) => !present.has(directory));
  checkBytes(mount, missing, problems);
  checkInodes(mount, missing, problems);
}

/** What share of a data set is still to be written. */
function missingShare({ begun = [] }: MountCapacity, { directory }: Dataset): number {
  return 1 - (begun.find((dataset) => dataset.directory === directory)?.share ?? 0);
}

function checkBytes(mount: MountCapacity, missing: Dataset[], problems: PlanProblems): void {
  const { name, path, freeBytes } = mount;
  const allocated = missing.map((dataset) => allocatedInAll(dataset) * missingShare(mount, dataset));
  const needed = Math.ceil(allocated.reduce((total, bytes) => total + bytes, 0) * (1 + spareFraction));
  if (freeBytes === null || needed <= freeBytes) return;
  const what = `the test data needs ${atLeast(needed)} with 2 % to spare, but ${atMost(freeBytes)} are free`;
  problems.add(`mount "${name}" (${path})`, what, 'Make room, or give the workloads a smaller size or fewer files');
}

function checkInodes(mount: MountCapacity, missing: Dataset[], problems: PlanProblems): void {
  const { name, path, freeInodes } = mount;
  const needed = Math.ceil(
    missing.reduce((total, dataset) => total + dataset.inodes * missingShare(mount, dataset), 0),
  );
  if (freeInodes === null || needed <= freeInodes) return;
  const what = `the test data needs ${needed} inodes, but ${freeInodes} are free`;
  problems.add(`mount "${name}" (${path})`, what, 'Remove files, or give the workloads fewer files');
}

function sum(datasets: Dataset[], key: 'bytes' | 'inodes'): number {
  return datasets.reduce((total, dataset) => total + dataset[key], 0);
}
