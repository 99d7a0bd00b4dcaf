// What was measured of each figure of an expression, in one variant and on one mount, or why it is not there.
import { figureValue } from '../figure/catalogue.js';
import { variantText } from '../figure/variant.js';
import type { StepRecord } from '../result/schema.js';
import type { JudgeContext } from './context.js';
import type { Reference } from './language/parse.js';

/** Where an expression is judged. */
export interface Place {
  /** Null where the expression names its mounts itself. */
  mount: string | null;
  /** As `variantText` writes it; empty without a sweep. */
  variant: string;
}

/** The repeats of one figure. */
export interface Measured {
  reference: Reference;
  /** Figures of one cell are of the same steps, so that what one repeat had, all of them had. */
  cell: string;
  steps: readonly StepRecord[];
  values: readonly number[];
}

/** Why a figure was not measured. */
export interface Missing {
  /** One sentence. */
  reason: string;
  /** False where its steps may still come. */
  final: boolean;
}

/** Measured values of all figures, or what is missing first. */
export function measure(
  references: readonly Reference[],
  steps: readonly StepRecord[],
  place: Place,
  context: JudgeContext,
): Measured[] | Missing {
  const measured: Measured[] = [];
  for (const reference of references) {
    const found = measureOne(reference, steps, place, context);
    if ('reason' in found) return found;
    measured.push(found);
  }
  return measured;
}

/** Steps of a figure: of the parts of a scenario those that ran together, since alone they are only what these are held against. */
export function stepsOf(
  reference: Reference,
  steps: readonly StepRecord[],
  place: Place,
  context: Pick<JudgeContext, 'workload'>,
): StepRecord[] {
  const { workload, mount } = namesOf(reference, place, context);
  const own = steps.filter((step) => step.workload === workload && step.mount === mount);
  // A workload without a sweep is the same beside every variant of another.
  const fitting = own.filter(({ variant }) => ['', place.variant].includes(variantText(variant)));
  return fitting.filter(({ scenario }) => scenario?.run !== 'alone');
}

function measureOne(
  reference: Reference,
  steps: readonly StepRecord[],
  place: Place,
  context: JudgeContext,
): Measured | Missing {
  const { workload, mount } = namesOf(reference, place, context);
  const found = stepsOf(reference, steps, place, context);
  const of = `${workload ?? 'the workload'} on ${mount ?? 'the mount'}`;
  if (found.length === 0) {
    return { reason: `nothing was measured: no step of ${of}`, final: false };
  }
  const broken = found.find(({ status }) => status !== 'complete');
  if (broken !== undefined) return { reason: notComplete(broken, found, of), final: true };
  const values = found.map((step) => figureValue(step, reference.figure));
  const missing = values.findIndex((value) => value === null || !Number.isFinite(value));
  if (missing >= 0) {
    const reason = `nothing was measured: ${nameOf(found[missing], found)} of ${of} has no ${reference.figure}`;
    return { reason, final: true };
  }
  return {
    reference,
    cell: `${mount ?? ''}\n${workload ?? ''}`,
    steps: found,
    values: values.filter((value) => value !== null),
  };
}

function namesOf(reference: Reference, place: Place, context: Pick<JudgeContext, 'workload'>) {
  return { workload: reference.workload ?? context.workload, mount: reference.mount ?? place.mount };
}

function notComplete(step: StepRecord, all: readonly StepRecord[], of: string): string {
  const why = step.error === null ? '' : `: ${step.error.code}, ${step.error.message}`;
  const how = step.status === 'failed' ? 'has failed' : 'was skipped';
  return `${nameOf(step, all)} of ${of} ${how}${why}`;
}

/** So many repeats these steps are of; the runs of a part of a scenario within one are one. */
export function repeatsOf(steps: readonly Pick<StepRecord, 'repeat'>[]): number {
  return new Set(steps.map(({ repeat }) => repeat)).size;
}

/** `repeat 2`, of a part of a scenario `run 3 of repeat 2`. */
export function nameOf(step: StepRecord | undefined, all: readonly StepRecord[]): string {
  if (step === undefined || all.length === 1) return 'the only repeat';
  const repeat = `repeat ${step.repeat}`;
  return step.scenario === undefined ? repeat : `run ${step.scenario.occurrence} of ${repeat}`;
}
