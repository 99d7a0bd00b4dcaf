// Trainings on the null engine: from the words of a workload to what the emulated accelerators have seen.
import type { NativeJobResult, NativeJobSpec, NativeTrainingResult } from '../../src/native/contract.js';
import { makePlan } from '../../src/plan/plan.js';
import type { TrainingWorkload } from '../../src/spec/workload.js';
import { GiB, mount, training } from '../plan/samples.js';
import { binding } from './jobs.js';

/** The native job of a training with these keys; every operation takes `latencyNs` on the virtual clock. */
export function nullTraining(given: Partial<TrainingWorkload>, latencyNs: number): NativeJobSpec {
  const nullEngine = { latency: latencyNs, failEvery: 0, shortEvery: 0 };
  const asked = training({ ...given, engine: 'null', workers: 1, nullEngine });
  const queueDepth = asked.accelerators * asked.readThreads * asked.inFlight;
  const workload = { ...asked, queueDepth };
  const memory = { totalBytes: 64 * GiB, availableBytes: 64 * GiB };
  const [step] = makePlan([workload], [mount('A')], { repeat: 1, memory }).steps;
  if (step === undefined) throw new Error('the plan has no step');
  return step.spec;
}

export interface TrainingRun extends NativeJobResult {
  training: NativeTrainingResult;
}

export async function runTraining(spec: NativeJobSpec): Promise<TrainingRun> {
  const job = binding.prepareJob(spec, () => undefined);
  job.finished.catch(() => undefined);
  await job.ready;
  job.start(binding.monotonicNs());
  const result = await job.finished;
  if (result.training === null) throw new Error('a job of kind training has no result of training');
  return { ...result, training: result.training };
}

/** Epoch by epoch and rank by rank: compute over the time of the epoch, both without the first step; in percent. */
export function utilizations({ epochs }: NativeTrainingResult): number[][] {
  return epochs.map(({ startNs, endNs, ranks }) =>
    ranks.map(({ computeAfterFirstNs, firstStepNs }) => (100 * computeAfterFirstNs) / (endNs - startNs - firstStepNs)),
  );
}
