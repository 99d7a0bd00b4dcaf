// What checkpoints take of a mount: those that are kept, and the next one, which is complete before an old one goes.
import type { CheckpointSet, Dataset, MountCapacity } from './planned-step.js';
import { atLeast } from './rounded-bytes.js';

export interface Needs {
  bytes: number;
  inodes: number;
}

/** What a data set takes at most, for a while. */
export function peakBytes({ bytes, checkpoints }: Dataset): number {
  return bytes + (checkpoints?.passingBytes ?? 0);
}

/**
 * What data sets of checkpoints take beyond what is free. Each is emptied first, so that what lies there is free for it.
 * They are saved one after the other: all that is kept stays, and only one of them has a checkpoint more.
 */
export function checkpointNeeds({ checkpoints: present = [] }: MountCapacity, datasets: Dataset[]): Needs {
  const thereOf = ({ directory }: Dataset) => present.find((each) => each.directory === directory);
  const passing = (key: 'passingBytes' | 'passingInodes') => (set: CheckpointSet | undefined) => set?.[key] ?? 0;
  return {
    bytes: needOf(
      datasets.map((dataset) => ({
        kept: dataset.bytes,
        passing: passing('passingBytes')(dataset.checkpoints),
        there: thereOf(dataset)?.bytes ?? 0,
      })),
    ),
    inodes: needOf(
      datasets.map((dataset) => ({
        kept: dataset.inodes,
        passing: passing('passingInodes')(dataset.checkpoints),
        there: thereOf(dataset)?.inodes ?? 0,
      })),
    ),
  };
}

function needOf(sets: { kept: number; passing: number; there: number }[]): number {
  const kept = sets.reduce((total, set) => total + Math.max(0, set.kept - set.there), 0);
  const passing = sets.map((set) => Math.max(0, set.passing - Math.max(0, set.there - set.kept)));
  return kept + passing.reduce((most, bytes) => Math.max(most, bytes), 0);
}

/** `, for 2 checkpoints of 104.7GiB at once`; empty without checkpoints. Names the largest. */
export function checkpointsText(datasets: Dataset[]): string {
  const [largest] = datasets.toSorted((one, other) => peakBytes(other) - peakBytes(one));
  const { checkpoints } = largest ?? {};
  if (largest === undefined || checkpoints === undefined || checkpoints.bytes === 0) return '';
  const { files, bytes, passingBytes } = checkpoints;
  const kept = largest.fileCount / files;
  const next = passingBytes > 0 ? 1 : 0;
  const count = kept + next;
  const why = next === 0 ? '' : ` (${kept} kept and the next one)`;
  return `, for ${count} ${count === 1 ? 'checkpoint' : 'checkpoints'} of ${atLeast(bytes)} at once${why}`;
}
