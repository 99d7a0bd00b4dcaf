// Makes the data set of a step exist before its job starts: checked for space, written by a native job, marked complete.
import { IoproofError } from '../errors.js';
import type { NativeBinding, NativeJobSpec } from '../native/contract.js';
import { removeDataset } from '../mount/clean.js';
import {
  assertSpace,
  beginDataset,
  completeDataset,
  completeDatasets,
  datasetState,
  writtenBytes,
} from '../mount/datasets.js';
import type { Dataset, PlannedStep } from '../plan/planned-step.js';
import { changesFiles } from '../spec/chain-states.js';
import { chainsOf } from '../spec/workload.js';
import type { StepRecord } from '../result/schema.js';
import { ensureCheckpoints, isCheckpoint } from './checkpoint-files.js';
import { type LayoutObserver, writeDataset } from './dataset-writing.js';
import { ensurePhase, isPhase } from './phase-files.js';

/**
 * Returns what the record says of the data set; null for a step without one. A complete data set is reused. A step that
 * makes its files itself gets an empty directory. Throws IoproofError, or the addon's error of a failed write.
 */
export async function ensureDataset(
  binding: NativeBinding,
  step: PlannedStep,
  observer: LayoutObserver,
): Promise<StepRecord['dataset']> {
  const { dataset, layout, mountPath } = step;
  if (dataset === null) return null;
  if (isPhase(step)) {
    const write = async (spec: NativeJobSpec) =>
      (await writeDataset(binding, { mountPath, dataset, layout: spec }, observer)).bytes;
    return ensurePhase(step, { onRemoving: observer.onRemoving, onDirectory: observer.onDirectory, write });
  }
  if (isCheckpoint(step)) return ensureCheckpoints(step, observer);
  const described = { directory: dataset.directory, bytes: dataset.bytes };
  if (layout === null) {
    removeDataset(mountPath, dataset.directory, observer.onRemoving);
    assertSpace(mountPath, dataset);
    await observer.onDirectory(beginDataset(mountPath, dataset));
    return { ...described, reused: false, layoutSeconds: 0 };
  }
  const spent = isSpent(step);
  // What is left of a step that died before it could remove its files.
  if (spent) removeDataset(mountPath, dataset.directory, observer.onRemoving);
  else if (datasetState(mountPath, dataset) === 'complete') {
    return { ...described, bytes: writtenBytes(mountPath, dataset), reused: true, layoutSeconds: 0 };
  }
  if (step.verifyMode === 'only') throw nothingToVerify(mountPath, dataset);
  const startedAt = performance.now();
  const { bytes, resumedAt } = await writeDataset(binding, { mountPath, dataset, layout }, observer);
  if (!spent) completeDataset(mountPath, dataset, bytes);
  const resumed = resumedAt === 0 ? {} : { resumedAt };
  return { ...described, bytes, reused: false, layoutSeconds: (performance.now() - startedAt) / 1000, ...resumed };
}

/** Data sets that differ in nothing but the seed are what somebody may have meant. */
function nothingToVerify(mountPath: string, wanted: Dataset): IoproofError {
  const { fileCount, fileSize } = wanted;
  const alike = completeDatasets(mountPath).filter((dataset) => {
    return dataset.stamp !== undefined && dataset.fileCount === fileCount && dataset.fileSize === fileSize;
  });
  const seeds = [...new Set(alike.map(({ seed }) => seed))];
  const what = `there is no data set "${wanted.directory}" of an earlier run with seed ${wanted.seed} on "${mountPath}"`;
  const others = seeds.length === 0 ? '' : `, but one of this size with seed ${seeds.join(' and ')}`;
  return new IoproofError('NOTHING_TO_VERIFY', what + others, {
    advice:
      seeds.length === 0
        ? 'Run the workload with "verify: after" or "verify: during" first.'
        : `Set "seed" to that of the run that wrote it, for example --set seed=${String(seeds[0])}.`,
    details: { path: mountPath, dataset: wanted.directory, seed: wanted.seed, seeds },
  });
}

/** Removes files that are of no use to another step, with all that its chains have left beside them. Later phases and loads use theirs. */
export function releaseDataset(step: PlannedStep, onProgress: (files: number) => void): void {
  const { dataset, mountPath } = step;
  if (dataset !== null && !isPhase(step) && !isCheckpoint(step) && isSpent(step))
    removeDataset(mountPath, dataset.directory, onProgress);
}

/** The step makes its files itself, removes some, or leaves them under other names. */
function isSpent({ layout, spec }: PlannedStep): boolean {
  return layout === null || chainsOf(spec).some((chain) => chain.includes('unlink') || changesFiles(chain));
}
