// What a plan says of a training beyond its native job: steps, time, memory, and how it stands to the rules.
import { alikeDatasets } from './alike-datasets.js';
import { nonconformities, requireConforming } from './conformance.js';
import { checkMemory, loaderBytes } from './loader-memory.js';
import type { MachineMemory } from './machine-memory.js';
import type { Dataset, MountCapacity, TrainingPlan } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';
import type { SizedTraining } from './size.js';
import { computeSeconds } from './training-time.js';
import { officialFiles } from './training-size.js';
import { samplesOf, stepsOf, evalStepsOf } from './training-steps.js';

/** What a training is planned with. */
export interface TrainingTerms {
  memory: MachineMemory;
  /** True: what the rules would not let count is a problem. */
  closed: boolean;
}

/** Facts of a training on a mount. Adds a problem for what makes it impossible. */
export function trainingPlan(
  workload: SizedTraining,
  on: { mount: MountCapacity; dataset: Dataset | null },
  { memory, closed }: TrainingTerms,
  problems: PlanProblems,
): TrainingPlan {
  requireSteps(workload, problems);
  const reasons = nonconformities(workload, memory);
  if (closed) requireConforming(workload, reasons, problems);
  return {
    conforming: reasons.length === 0,
    reasons,
    samples: samplesOf(workload),
    stepsPerEpoch: stepsOf(workload),
    officialFiles: memory.totalBytes === null ? null : officialFiles(workload, memory.totalBytes),
    computeSeconds: computeSeconds(workload),
    loaderBytes: loaderBytes(workload),
    availableBytes: memory.availableBytes,
    memoryWarning: workload.engine === 'null' ? null : checkMemory(workload, memory, problems),
    notes: alikeDatasets(on.mount, on.dataset),
  };
}

/** The rules of the workload know the number of files only where it is given as one. */
function requireSteps(workload: SizedTraining, problems: PlanProblems): void {
  const { name, files, samplesPerFile, accelerators, batchSize, evalEvery, evalFiles, evalBatchSize } = workload;
  const each = accelerators === 1 ? 'one accelerator' : `each of ${accelerators} accelerators`;
  const tell = (what: string, count: number, batch: number) => {
    const samples = samplesPerFile === 1 ? '' : ` of ${samplesPerFile} samples`;
    problems.add(
      `workload "${name}"`,
      `${count} ${count === 1 ? 'file' : 'files'}${samples} for ${what} give ${each} no whole step of ${batch} samples`,
      'Give more files or fewer accelerators, or a smaller batch',
    );
  };
  if (stepsOf({ ...workload, steps: null }) === 0) tell('training', files, batchSize);
  if (evalEvery > 0 && evalStepsOf(workload) === 0) tell('evaluation', evalFiles, evalBatchSize);
}
