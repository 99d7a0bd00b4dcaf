// Workloads × mounts × repeats → every step of a run in order, with what it needs. Nothing is touched.
import { posix } from 'node:path';
import type { Workload } from '../spec/workload.js';
import { checkCapacity, mountNeeds } from './capacity.js';
import { createsFiles, datasetOf } from './dataset.js';
import { estimateSeconds } from './estimate.js';
import { expand, type ExpandedWorkload } from './expand.js';
import { layoutJob } from './layout-job.js';
import { nativeJob } from './native-job.js';
import { interleave, type Turn } from './order.js';
import { PlanProblems } from './plan-problems.js';
import type { Dataset, MountCapacity, Plan, PlannedStep } from './planned-step.js';
import { sizeWorkload, type SizedWorkload } from './size.js';

/** Folder on a mount that all test data is in. */
export const dataDirectoryName = 'ioproof-data';

/**
 * The plan of a run: workload by workload, variant by variant, mounts and repeats interleaved.
 * Throws PLAN_NOT_POSSIBLE (exit code 2) with every problem: names that clash, sizes that are too small or cannot be
 * known, mounts without enough free bytes or inodes.
 */
export function makePlan(workloads: Workload[], mounts: MountCapacity[], options: { repeat: number }): Plan {
  const problems = new PlanProblems();
  const steps = workloads.flatMap(expand).flatMap((variant) => stepsOf(variant, mounts, options.repeat, problems));
  checkNames(steps, problems);

  const needs = mounts.map((mount) => mountNeeds(mount, datasetsOn(mount, steps)));
  for (const [index, mount] of mounts.entries()) checkCapacity(mount, needs[index]?.datasets ?? [], problems);
  problems.throwIfAny();

  const known = steps.flatMap(({ estimatedSeconds }) => estimatedSeconds ?? []);
  return {
    steps,
    mounts: needs,
    estimatedSeconds: known.reduce((sum, seconds) => sum + seconds, 0),
    unboundedSteps: steps.length - known.length,
  };
}

function stepsOf(
  { label, variant, workload }: ExpandedWorkload,
  mounts: MountCapacity[],
  repeats: number,
  problems: PlanProblems,
): PlannedStep[] {
  const sized = sizeWorkload(workload, mounts, problems);
  if (sized === null) return [];
  const dataset = datasetOf(sized);
  return interleave(mounts, repeats).map((turn) => stepOf(label, variant, sized, dataset, turn));
}

function stepOf(
  label: string,
  variant: PlannedStep['variant'],
  workload: SizedWorkload,
  dataset: Dataset | null,
  { mount, repeat }: Turn<MountCapacity>,
): PlannedStep {
  const root = dataset === null ? '' : posix.join(mount.path, dataDirectoryName, dataset.directory);
  return {
    id: `${label}/${mount.name}/${repeat}`,
    workload: workload.name,
    mount: mount.name,
    mountPath: mount.path,
    repeat,
    variant: { ...variant },
    job: jobOf(workload),
    dataset,
    layout: dataset === null || createsFiles(workload) ? null : layoutJob(workload.kind, dataset, root),
    spec: nativeJob(workload, root, dataset?.stamp ?? 0),
    steadyState: workload.kind === 'block' ? workload.steadyState : null,
    latencyTarget: workload.kind === 'block' ? workload.latencyTarget : null,
    startDelayNs: workload.kind === 'block' ? workload.startDelay : 0,
    dropSystemCaches: workload.dropSystemCaches,
    verifyMode: verifyModeOf(workload),
    estimatedSeconds: estimateSeconds(workload),
  };
}

function verifyModeOf(workload: SizedWorkload): PlannedStep['verifyMode'] {
  return workload.kind === 'files' || workload.verify === 'none' ? null : workload.verify;
}

/** The workload without what only planning needs. */
function jobOf(workload: SizedWorkload): PlannedStep['job'] {
  return Object.fromEntries(Object.entries(workload).filter(([key]) => key !== 'sweep' && key !== 'computedKeys'));
}

function datasetsOn(mount: MountCapacity, steps: PlannedStep[]): (Dataset | null)[] {
  // One that must exist already needs no space.
  return steps.filter((step) => step.mount === mount.name && step.verifyMode !== 'only').map((step) => step.dataset);
}

/** A record finds its step by the id, so no two may share it. */
function checkNames(steps: PlannedStep[], problems: PlanProblems): void {
  const seen = new Set<string>();
  for (const { id, workload, mount } of steps) {
    if (seen.has(id)) {
      const what = `is planned twice on mount "${mount}", as step "${id}"`;
      problems.add(`workload "${workload}"`, what, 'Give each workload and each mount a name of its own');
    }
    seen.add(id);
  }
}
