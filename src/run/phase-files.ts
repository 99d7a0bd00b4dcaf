// The files of a step that is a phase: made by the first one, found by the others, removed by the last one.
import { IoproofError } from '../errors.js';
import type { NativeJobResult, NativeJobSpec } from '../native/contract.js';
import { assertSpace, beginDataset } from '../mount/datasets.js';
import { completedPhase, completePhase, type CompletedPhase, removePhases } from '../mount/phases.js';
import type { Dataset, Phase, PlannedStep } from '../plan/planned-step.js';
import type { StepRecord } from '../result/schema.js';
import { changesNames } from '../spec/chain-states.js';

/** A step that is a phase and touches storage. */
export interface PhaseStep extends PlannedStep {
  phase: Phase;
  dataset: Dataset;
}

export function isPhase(step: PlannedStep): step is PhaseStep {
  return step.phase !== null && step.dataset !== null;
}

export interface PhaseObserver {
  /** Told of the files that are removed on the way. */
  onRemoving: (files: number) => void;
  /** Awaited when the directory of the files is there. */
  onDirectory: (path: string) => Promise<void>;
  /** Writes the files that the first phase finds; returns their bytes. */
  write: (layout: NativeJobSpec) => Promise<number>;
}

/**
 * Returns what the record says of the data set. The first phase removes what an earlier run has left, and writes files
 * only where its job finds some. Throws PHASE_MISSING for any other whose predecessor has not completed.
 */
export async function ensurePhase(step: PhaseStep, observer: PhaseObserver): Promise<StepRecord['dataset']> {
  const { dataset, layout, mountPath, phase } = step;
  const { directory, bytes } = dataset;
  if (phase.index > 0) {
    requirePredecessor(step);
    return { directory, bytes, reused: true, layoutSeconds: 0 };
  }
  removePhases(mountPath, directory, observer.onRemoving);
  assertSpace(mountPath, dataset);
  const root = beginDataset(mountPath, dataset);
  if (layout === null) {
    await observer.onDirectory(root);
    return { directory, bytes, reused: false, layoutSeconds: 0 };
  }
  const startedAt = performance.now();
  const written = await observer.write(layout);
  return { directory, bytes: written, reused: false, layoutSeconds: (performance.now() - startedAt) / 1000 };
}

/** The job of the step; after a stonewall, it goes no further than what has been made until then. */
export function withinMade(step: PhaseStep, spec: NativeJobSpec): NativeJobSpec {
  const limit = limitOf(step);
  if (limit === null) return spec;
  const { itemsPerWorker, blockSize = spec.blockSize } = limit;
  if (spec.kind === 'block') {
    const made = Math.floor((itemsPerWorker * blockSize) / spec.blockSize);
    if (made === 0) throw tooEarly(step, `a block of ${spec.blockSize} bytes`);
    return { ...spec, operationLimit: spec.operationLimit === 0 ? made : Math.min(spec.operationLimit, made) };
  }
  return spec.items === 'files' ? { ...spec, itemsPerWorker } : spec;
}

/** Lets the next phase begin, or removes the files after the last one. A job that was stopped or failed leaves them. */
export function settlePhase(step: PhaseStep, result: NativeJobResult, onRemoving: (files: number) => void): void {
  const { dataset, mountPath, phase } = step;
  if (result.firstError !== null || !['passes', 'runtime'].includes(result.endReason)) return;
  if (phase.index === phase.count - 1) removePhases(mountPath, dataset.directory, onRemoving);
  else completePhase(mountPath, dataset, completed(step, result));
}

function completed(step: PhaseStep, { stonewall }: NativeJobResult): CompletedPhase {
  const { phase, spec } = step;
  const { index } = phase;
  const size = spec.kind === 'block' ? { blockSize: spec.blockSize } : {};
  if (stonewall?.mostItems === 0) throw tooEarly(step, 'anything');
  const limits = stonewall !== null && spec.items === 'files' && makesFiles(spec);
  if (limits) return { index, itemsPerWorker: stonewall.mostItems, ...size };
  return { itemsPerWorker: null, ...limitOf(step), index };
}

/** Where it only looks at files, those that it has not come to are there all the same. */
function makesFiles({ kind, readPercent, operations }: NativeJobSpec): boolean {
  return kind === 'block' ? readPercent < 100 : changesNames(operations) || operations.includes('create');
}

type Limit = CompletedPhase & { itemsPerWorker: number };

/** What a stonewall has left to this phase; null: everything. */
function limitOf({ mountPath, dataset, phase }: PhaseStep): Limit | null {
  const earlier = phase.index === 0 ? null : completedPhase(mountPath, dataset);
  if (earlier === null || earlier.itemsPerWorker === null) return null;
  return { ...earlier, itemsPerWorker: earlier.itemsPerWorker };
}

function requirePredecessor({ mountPath, dataset, phase }: PhaseStep): void {
  const { of, index, before } = phase;
  const reached = completedPhase(mountPath, dataset)?.index ?? -1;
  if (reached === index - 1) return;
  // Of phases that come later than this one, an earlier run may have left a sign.
  const missing = before[reached < index ? reached + 1 : 0] ?? '';
  const what = `phase "${missing}" of "${of}" has not completed on "${mountPath}", so that its files are not there`;
  throw new IoproofError('PHASE_MISSING', what, {
    advice: 'See why it did not; then run all phases again.',
    details: { path: mountPath, dataset: dataset.directory, phaseOf: of, phase: missing },
  });
}

/** A limit of nothing would mean no limit. */
function tooEarly({ phase, mountPath }: PhaseStep, what: string): IoproofError {
  return new IoproofError(
    'STONEWALL_TOO_EARLY',
    `the stonewall came before any worker had made ${what} for later phases`,
    {
      advice: 'Give a longer "stonewall".',
      details: { path: mountPath, phaseOf: phase.of },
    },
  );
}
