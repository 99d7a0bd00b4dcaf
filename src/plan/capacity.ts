// Whether the data sets of a plan fit on their mounts.
import { checkpointNeeds, checkpointsText, type Needs, peakBytes } from './checkpoint-space.js';
import type { Dataset, MountCapacity, Plan } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';
import { atLeast, atMost } from './rounded-bytes.js';
import { allocatedInAll } from './size.js';

// Room for the file system's own records of the files.
const spareFraction = 0.02;

/** Data sets of a mount, each once, with their sum in bytes and inodes. */
export function mountNeeds({ name, path }: MountCapacity, datasets: (Dataset | null)[]): Plan['mounts'][number] {
  const distinct = new Map<string, Dataset>();
  for (const dataset of datasets) {
    if (dataset === null) continue;
    const known = distinct.get(dataset.directory);
    // Of the checkpoints of one place, workloads may keep more or fewer.
    if (known === undefined || peakBytes(dataset) >= peakBytes(known)) distinct.set(dataset.directory, dataset);
  }
  const list = [...distinct.values()];
  const passing = (key: 'passingBytes' | 'passingInodes') =>
    list.reduce((most, { checkpoints }) => Math.max(most, checkpoints?.[key] ?? 0), 0);
  const bytes = sum(list, 'bytes') + passing('passingBytes');
  return { name, path, datasets: list, bytes, inodes: sum(list, 'inodes') + passing('passingInodes') };
}

/** Adds a problem where what is not there yet takes more bytes or inodes than are free; unknown free space passes. */
export function checkCapacity(mount: MountCapacity, datasets: Dataset[], problems: PlanProblems): void {
  const present = new Set((mount.datasets ?? []).map(({ directory }) => directory));
  // Checkpoints are saved anew by every run.
  const missing = datasets.filter(({ directory, checkpoints }) => {
    return checkpoints === undefined && !present.has(directory);
  });
  const saved = datasets.filter(({ checkpoints }) => checkpoints !== undefined);
  const needs = checkpointNeeds(mount, saved);
  checkBytes(mount, missing, { needs, saved }, problems);
  checkInodes(mount, missing, needs, problems);
}

/** What share of a data set is still to be written. */
function missingShare({ begun = [] }: MountCapacity, { directory }: Dataset): number {
  return 1 - (begun.find((dataset) => dataset.directory === directory)?.share ?? 0);
}

function checkBytes(
  mount: MountCapacity,
  missing: Dataset[],
  { needs, saved }: { needs: Needs; saved: Dataset[] },
  problems: PlanProblems,
): void {
  const { name, path, freeBytes } = mount;
  const allocated = missing.map((dataset) => allocatedInAll(dataset) * missingShare(mount, dataset));
  const needed = Math.ceil(allocated.reduce((total, bytes) => total + bytes, needs.bytes) * (1 + spareFraction));
  if (freeBytes === null || needed <= freeBytes) return;
  const what = `the test data needs ${atLeast(needed)} with 2 % to spare${checkpointsText(saved)}, but ${atMost(freeBytes)} are free`;
  const advice = saved.length === 0 ? 'a smaller size or fewer files' : 'a smaller size, scale or keep';
  problems.add(`mount "${name}" (${path})`, what, `Make room, or give the workloads ${advice}`);
}

function checkInodes(mount: MountCapacity, missing: Dataset[], needs: Needs, problems: PlanProblems): void {
  const { name, path, freeInodes } = mount;
  const needed = Math.ceil(
    missing.reduce((total, dataset) => total + dataset.inodes * missingShare(mount, dataset), needs.inodes),
  );
  if (freeInodes === null || needed <= freeInodes) return;
  const what = `the test data needs ${needed} inodes, but ${freeInodes} are free`;
  problems.add(`mount "${name}" (${path})`, what, 'Remove files, or give the workloads fewer files');
}

function sum(datasets: Dataset[], key: 'bytes' | 'inodes'): number {
  return datasets.reduce((total, dataset) => total + dataset[key], 0);
}
