// The files of a step that saves or loads checkpoints: an empty place to save to, or complete checkpoints to load.
import { exitCodes, IoproofError } from '../errors.js';
import {
  checkpointSets,
  type CheckpointPlace,
  findCheckpoints,
  type FoundCheckpoint,
  removeCheckpoints,
} from '../mount/checkpoints.js';
import { assertSpace, beginDataset, completeDataset } from '../mount/datasets.js';
import type { NativeCheckpoint, NativeJobResult, NativeJobSpec } from '../native/contract.js';
import type { CheckpointSet, Dataset, PlannedStep } from '../plan/planned-step.js';
import type { StepRecord } from '../result/schema.js';
import type { LayoutObserver } from './dataset-writing.js';

/** A step of kind checkpoint that touches storage. */
export interface CheckpointStep extends PlannedStep {
  dataset: Dataset & { checkpoints: CheckpointSet };
  spec: NativeJobSpec & { checkpoint: NativeCheckpoint };
}

export function isCheckpoint(step: PlannedStep): step is CheckpointStep {
  return step.spec.checkpoint !== null && step.dataset?.checkpoints !== undefined;
}

/** Where the checkpoints of a step lie, and which files are theirs. */
export function placeOf({ mountPath, dataset, spec }: CheckpointStep): CheckpointPlace {
  const { parts, closing, directoryPrefix } = spec.checkpoint;
  const files = new Set([...parts, ...closing].map(({ name }) => name));
  return { mountPath, directory: dataset.directory, directoryPrefix, files: [...files] };
}

/**
 * Returns what the record says of the data set. A step that saves begins with an empty directory; one that only loads
 * needs a complete checkpoint. Throws NO_COMPLETE_SAVE, NOT_ENOUGH_SPACE, and as `removeCheckpoints` does.
 */
export async function ensureCheckpoints(
  step: CheckpointStep,
  { onRemoving, onDirectory }: Pick<LayoutObserver, 'onRemoving' | 'onDirectory'>,
): Promise<StepRecord['dataset']> {
  const { dataset, mountPath, spec } = step;
  const { directory } = dataset;
  if (spec.checkpoint.saves === 0) {
    const bytes = presentOf(step).length * dataset.checkpoints.bytes;
    return { directory, bytes, reused: true, layoutSeconds: 0 };
  }
  removeCheckpoints(placeOf(step), onRemoving);
  assertSpace(mountPath, dataset);
  await onDirectory(beginDataset(mountPath, dataset));
  return { directory, bytes: dataset.bytes, reused: false, layoutSeconds: 0 };
}

/** The job of the step, with the checkpoints that it can load. */
export function withPresent(step: CheckpointStep): NativeJobSpec {
  const { spec } = step;
  if (spec.checkpoint.saves > 0) return spec;
  return { ...spec, checkpoint: { ...spec.checkpoint, present: presentOf(step) } };
}

/** Says that all that was to be saved is there. What a stop or an error has cut off stays begun. */
export function settleCheckpoints({ dataset, mountPath, spec }: CheckpointStep, result: NativeJobResult): void {
  if (spec.checkpoint.saves === 0 || result.firstError !== null || result.endReason !== 'passes') return;
  completeDataset(mountPath, dataset);
}

function presentOf(step: CheckpointStep): number[] {
  const { dataset, mountPath } = step;
  const found = findCheckpoints(mountPath, dataset.directory, dataset.checkpoints.directoryPrefix);
  const complete = found.filter((each) => each.complete).map(({ number }) => number);
  if (complete.length === 0) throw noCompleteSave(step, found);
  return complete;
}

function noCompleteSave({ dataset, mountPath }: CheckpointStep, found: FoundCheckpoint[]): IoproofError {
  const { checkpoints, directory } = dataset;
  const what = `there is no complete checkpoint of ${checkpoints.of} on "${mountPath}"${unfinished(found, checkpoints)}`;
  const others = checkpointSets(mountPath).filter((set) => {
    return set.directory !== directory && set.found.some(({ complete }) => complete);
  });
  const elsewhere = others.map((set) => `"${set.directory}"`).join(', ');
  return new IoproofError('NO_COMPLETE_SAVE', what, {
    advice:
      elsewhere === ''
        ? 'Save first, for example with --set saves=1.'
        : `There are checkpoints of other files in ${elsewhere}: save anew, for example with --set saves=1, or load those.`,
    exitCode: exitCodes.failed,
    details: { path: mountPath, dataset: directory, found, others: others.map((set) => set.directory) },
  });
}

/** `: "step-2" has 3 of 16 files and no seal`. */
function unfinished(found: FoundCheckpoint[], { directoryPrefix, files }: CheckpointSet): string {
  const last = found.at(-1);
  if (last === undefined) return '';
  return `: "${directoryPrefix}${last.number}" has ${last.files} of ${files} files and no seal, so its save was interrupted`;
}
