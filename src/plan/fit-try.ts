// A try of a fit: the step with so many accelerators, on the data set that all tries share.
import type { GpuLibraries } from './gpu-job.js';
import { withAccelerators } from './fit-size.js';
import { loaderBytes } from './loader-memory.js';
import { nativeJob } from './native-job.js';
import type { FitPlan, PlannedStep, TrainingPlan } from './planned-step.js';
import { resolvedJob } from './resolved-job.js';
import type { SizedTraining } from './size.js';
import { computeSeconds } from './training-time.js';
import { samplesOf, stepsOf } from './training-steps.js';

/** Where epochs are short a try has several, up to so many. */
const leastTryNs = 5e9;
const mostEpochs = 100;

/** The training of a try with so many accelerators. */
export function tryWorkload({ workload, longestTryNs }: FitPlan, accelerators: number): SizedTraining {
  const all = withAccelerators(workload, accelerators);
  const stepNs = Math.max(1, all.computeTime);
  const steps = Math.min(stepsOf(all), Math.max(1, Math.ceil(longestTryNs / stepNs)));
  const epochs = Math.min(mostEpochs, Math.ceil(Math.min(leastTryNs, longestTryNs) / (steps * stepNs)));
  // Else each epoch but the first would find in memory what the one before has read.
  const coldEpochs = all.dropCache && all.engine !== 'null' && epochs > 1;
  return { ...all, steps, epochs, coldEpochs, evalEvery: 0 };
}

/** The planned step with a number of accelerators in place of the search for it. */
export function fitTry({ fit, ...step }: PlannedStep & { fit: FitPlan }, accelerators: number): PlannedStep {
  const workload = tryWorkload(fit, accelerators);
  const { root, cudaLibrary, cufileLibrary } = step.spec;
  const libraries: GpuLibraries = { cudaLibrary, cufileLibrary };
  return {
    ...step,
    job: resolvedJob(workload),
    spec: nativeJob(workload, root, 0, null, libraries),
    ...(step.training === undefined ? {} : { training: { ...step.training, ...factsOf(step.training, workload) } }),
  };
}

function factsOf({ reasons }: TrainingPlan, workload: SizedTraining): Partial<TrainingPlan> {
  return {
    conforming: false,
    reasons: [...reasons, 'fit: a try is shorter than the rules ask for'],
    samples: samplesOf(workload),
    stepsPerEpoch: stepsOf(workload),
    computeSeconds: computeSeconds(workload),
    loaderBytes: loaderBytes(workload),
  };
}
