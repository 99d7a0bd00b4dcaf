// Gives the job of a step on stamped data its generations, and keeps the manifest true before and after.
import type { NativeJobResult, NativeJobSpec } from '../native/contract.js';
import { readGenerations, reserveGenerations, writeGenerations } from '../mount/generations.js';
import type { PlannedStep } from '../plan/planned-step.js';

/** The job of the step; on stamped data that exists already, with the generations that its manifest tells of. */
export function claimGenerations(step: PlannedStep): NativeJobSpec {
  const { spec, dataset, layout, mountPath } = step;
  if (dataset === null || spec.stampDataset === 0 || layout === null) return spec;
  if (!writes(spec)) {
    const present = readGenerations(mountPath, dataset);
    return present === null ? spec : { ...spec, stampOldest: present.oldest, stampGeneration: present.newest };
  }
  const present = reserveGenerations(mountPath, dataset);
  return present === null ? spec : { ...spec, stampOldest: present.oldest, stampGeneration: present.newest + 1 };
}

/** After a job that wrote and did not die. `claimed`: what claimGenerations gave. */
export function settleGenerations(step: PlannedStep, claimed: NativeJobSpec, result: NativeJobResult): void {
  const { dataset, layout, mountPath } = step;
  if (dataset === null || claimed.stampDataset === 0 || layout === null || !writes(claimed)) return;
  const newest = Math.max(result.newestGeneration, claimed.stampGeneration - 1);
  const oldest = result.coveredGeneration > 0 ? result.coveredGeneration : claimed.stampOldest;
  writeGenerations(mountPath, dataset, { oldest, newest });
}

function writes({ readPercent }: NativeJobSpec): boolean {
  return readPercent < 100;
}
