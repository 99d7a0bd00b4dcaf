// What a share of the free space of mounts is in bytes.
import { formatBytes } from '../spec/units.js';
import type { ShareOfFree } from '../spec/workload.js';
import type { MountCapacity } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';

/** The share in the words of a message. */
export function shareText({ percentOfFree, atMost }: ShareOfFree): string {
  return `${percentOfFree} % of the free space, at most ${formatBytes(atMost)}`;
}

/** The least of `atMost` and what each mount gives; null where one gives none. All mounts are asked. */
export function smallest(
  mounts: MountCapacity[],
  atMost: number,
  amountOf: (mount: MountCapacity) => number | null,
): number | null {
  const amounts = mounts.map(amountOf);
  return amounts.reduce<number | null>(
    (least, amount) => (least === null || amount === null ? null : Math.min(least, amount)),
    atMost,
  );
}

/** As many files as fit into the share of the fullest mount; null with a problem added where that is not known. */
export function filesOfShare(
  mounts: MountCapacity[],
  { percentOfFree, atMost }: ShareOfFree,
  { name, bytesEach }: { name: string; bytesEach: number },
  problems: PlanProblems,
): number | null {
  return smallest(mounts, atMost, (mount) => {
    const bytes = bytesOfShare(mount, percentOfFree, name, problems);
    const inodes = ((mount.freeInodes ?? Infinity) * percentOfFree) / 100;
    return bytes === null ? null : Math.floor(Math.min(inodes, bytes / bytesEach));
  });
}

// Data sets of earlier runs count as free: otherwise every run would find less space and write another size anew.
/** Bytes of a share of the free space of a mount; null with a problem added where the mount does not tell. */
export function bytesOfShare(
  mount: MountCapacity,
  percent: number,
  name: string,
  problems: PlanProblems,
): number | null {
  if (mount.freeBytes === null) {
    const what = `percentOfFree needs the free space of mount "${mount.name}", which its file system does not tell`;
    problems.add(`workload "${name}"`, what, 'Give bytes or a number of files instead');
    return null;
  }
  const reusable = [...(mount.datasets ?? []), ...(mount.begun ?? [])].reduce((sum, dataset) => sum + dataset.bytes, 0);
  return Math.floor(((mount.freeBytes + reusable) * percent) / 100);
}
