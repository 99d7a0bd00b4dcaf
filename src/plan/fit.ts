// The plan of a search for the most accelerators that each mount feeds: one step a mount, sized for its largest try.
import type { TrainingWorkload } from '../spec/workload.js';
import { tryWorkload } from './fit-try.js';
import { leastStepsOf, mostOf, withAccelerators, withFiles } from './fit-size.js';
import { batchesHeld } from './loader-memory.js';
import { unknownMemory } from './machine-memory.js';
import { makePlan, type PlanOptions } from './plan.js';
import { PlanProblems } from './plan-problems.js';
import type { FitPlan, MountCapacity, Plan } from './planned-step.js';
import { sizeWorkload, type SizedTraining } from './size.js';
import { stepsOf } from './training-steps.js';

export interface FitOptions extends PlanOptions {
  /** Accelerators to try at most; null: as many as memory and data set allow. */
  most: number | null;
  /** Nanoseconds that a try computes at most. */
  longestTryNs: number;
  /** True: the workload says how many files there are; else they follow from the largest try. */
  filesGiven: boolean;
}

/**
 * The plan of a fit of `workload`, which must have a sweep over two numbers of accelerators: only so is it known which of its keys
 * follow from that number. Throws PLAN_NOT_POSSIBLE as makePlan() does, also where not even one accelerator can be tried.
 */
export function planFit(workload: TrainingWorkload, mounts: MountCapacity[], options: FitOptions): Plan {
  const problems = new PlanProblems();
  const sized = sizedFit(workload, mounts, options, problems);
  problems.throwIfAny();
  if (sized === null) throw new Error('a fit without files is a problem');
  const fit = fitOf(sized, options, problems);
  problems.throwIfAny();
  const plan = makePlan([tryWorkload(fit, fit.most)], mounts, options);
  const steps = plan.steps.map((step) => ({ ...step, fit, estimatedSeconds: null, leastSeconds: 0 }));
  return { ...plan, steps, estimatedSeconds: 0, leastSeconds: 0, unboundedSteps: steps.length };
}

function sizedFit(
  workload: TrainingWorkload,
  mounts: MountCapacity[],
  { memory = unknownMemory, most, filesGiven }: FitOptions,
  problems: PlanProblems,
): SizedTraining | null {
  if (!filesGiven) return withFiles(workload, most, { mounts, memory }, problems);
  return sizeWorkload(workload, mounts, memory, problems) as SizedTraining | null;
}

function fitOf(
  workload: SizedTraining,
  { memory = unknownMemory, most: asked, longestTryNs }: FitOptions,
  problems: PlanProblems,
): FitPlan {
  const { most, mostBy } = mostOf(workload, asked, memory);
  const { auThreshold: threshold, name, computeTime } = workload;
  if (computeTime === 0) {
    problems.add(`workload "${name}"`, 'accelerators that compute nothing are never fed', 'Give a computeTime');
  } else if (most === 0) tellNone(workload, mostBy, problems);
  return { threshold, most, mostBy, longestTryNs, stepsAhead: batchesHeld(workload), workload };
}

function tellNone(workload: SizedTraining, mostBy: FitPlan['mostBy'], problems: PlanProblems): void {
  const { name, files } = workload;
  const one = withAccelerators(workload, 1);
  const tell = (what: string, advice: string) => {
    problems.add(`workload "${name}"`, `not even one accelerator can be tried: ${what}`, advice);
  };
  if (mostBy === 'dataset') {
    const steps = stepsOf({ ...one, steps: null });
    const what = `${files} files give it ${steps} steps an epoch, and a try needs ${leastStepsOf(workload)}`;
    tell(what, 'Give more files with --set files=N, make room on the mount, or take a smaller batchSize or prefetch');
  } else if (mostBy === 'memory') {
    tell(
      'what its loader holds does not fit into the memory',
      'Lower readThreads, prefetch or batchSize, or set "memoryCheck: warn"',
    );
  } else tell('it has more readers than a job can have workers', 'Lower readThreads');
}
