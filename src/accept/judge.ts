// Judges an expression on what was measured: pass, fail, or marginal where chance could have it either way.
import type { StepRecord } from '../result/schema.js';
import type { AcceptanceRecord } from '../result/acceptance-schema.js';
import { variantText } from '../figure/variant.js';
import { lookAt } from '../statistics/looks.js';
import { medianOf } from '../statistics/median.js';
import type { JudgeContext } from './context.js';
import { judgeExact } from './exact-repeats.js';
import { type Intervals, intervalsOf, type Limits } from './interval.js';
import type { Comparison, Expression } from './language/parse.js';
import { valueOf } from './language/term.js';
import { measure, type Measured, type Place, repeatsOf, stepsOf } from './samples.js';
import { exactReason, measuredReason, notComputed } from './sentence.js';
import { type Flat, facing, holds } from './facing.js';
import { sideRecord } from './side-record.js';

export type { JudgeContext } from './context.js';

/**
 * One judgement a variant, and a mount where a figure of the expression names none. What was not measured is a breach. Equal
 * input gives equal output, whatever the machine.
 */
export function judge(expression: Expression, steps: readonly StepRecord[], context: JudgeContext): AcceptanceRecord[] {
  return placesOf(expression, steps, context).map((place) => judgeAt(expression, steps, place, context));
}

/** Where an expression is judged, mount by mount. */
export function placesOf({ references }: Expression, steps: readonly StepRecord[], context: JudgeContext): Place[] {
  const mounts = references.some(({ mount }) => mount === null) ? context.mounts : [null];
  return mounts.flatMap((mount) => variantsOf(references, steps, context).map((variant) => ({ mount, variant })));
}

/** Variants of the workloads that are swept, in the order in which they ran; a single empty one where none is. */
function variantsOf(
  references: Expression['references'],
  steps: readonly StepRecord[],
  context: JudgeContext,
): string[] {
  const found = new Set<string>();
  for (const reference of references) {
    const workload = reference.workload ?? context.workload;
    // A variant that ran on another mount only is missing here, which is a breach.
    for (const step of steps) {
      if (step.workload === workload) found.add(variantText(step.variant));
    }
  }
  const swept = [...found].filter((variant) => variant !== '');
  return swept.length === 0 ? [''] : swept;
}

/** In one variant and, where the expression leaves it open, on one mount. */
export function judgeAt(
  expression: Expression,
  steps: readonly StepRecord[],
  place: Place,
  context: JudgeContext,
): AcceptanceRecord {
  const flat = facing(expression);
  const measured = measure(flat.references, steps, place, context);
  if ('reason' in measured)
    return recordOf(flat, place, context, nothing(flat, steps, place, context, measured.reason));
  if (flat.exact) return recordOf(flat, place, context, ofCounts(flat, measured));
  const look = lookAt(context.looks ?? [], Math.min(...measured.map((one) => repeatsOf(one.steps))));
  if (look === null) return recordOf(flat, place, context, ofMeasured(flat, measured, context));
  const { confidence } = look;
  return recordOf(flat, place, context, { ...ofMeasured(flat, measured, { ...context, confidence }), confidence });
}

type Judgement = Pick<AcceptanceRecord, 'verdict' | 'left' | 'right' | 'samples' | 'basis' | 'reason' | 'confidence'>;

function recordOf(flat: Flat, place: Place, context: JudgeContext, judgement: Judgement): AcceptanceRecord {
  return {
    expression: flat.text,
    source: context.source,
    workload: context.source === 'workload' ? context.workload : null,
    variant: place.variant,
    mount: place.mount,
    ...judgement,
  };
}

/** What was not measured has not been reached. */
function nothing(
  flat: Flat,
  steps: readonly StepRecord[],
  place: Place,
  context: JudgeContext,
  reason: string,
): Judgement {
  const counts = flat.references.map(
    (reference) => stepsOf(reference, steps, place, context).filter(({ status }) => status === 'complete').length,
  );
  return {
    verdict: 'fail',
    left: sideRecord(flat.left, flat.unit, null, null),
    right: sideRecord(flat.right, flat.unit, constantOf(flat), null),
    samples: Math.min(...counts),
    basis: 'none',
    reason,
  };
}

function constantOf({ right }: Flat): number | null {
  return right.term.kind === 'constant' || right.constant ? valueOf(right.term, () => NaN) : null;
}

function ofCounts(flat: Flat, measured: readonly Measured[]): Judgement {
  const outcome = judgeExact(flat, measured);
  const { left, right } = outcome;
  const known = Number.isFinite(left) && Number.isFinite(right);
  const own = (value: number): Limits | null => (known ? { low: value, high: value } : null);
  return {
    verdict: known && outcome.holds ? 'pass' : 'fail',
    left: sideRecord(flat.left, flat.unit, known ? left : null, own(left)),
    right: sideRecord(flat.right, flat.unit, known ? right : null, own(right)),
    samples: Math.min(...measured.map(({ values }) => values.length)),
    basis: 'exact',
    reason: known ? exactReason(flat, outcome) : notComputed(flat, left),
  };
}

function ofMeasured(flat: Flat, measured: readonly Measured[], context: JudgeContext): Judgement {
  const medians = new Map(measured.map(({ reference, values }) => [reference, medianOf(values)]));
  const of = (side: Flat['left']) => valueOf(side.term, (reference) => medians.get(reference) ?? NaN);
  const [left, right] = [of(flat.left), of(flat.right)];
  const samples = Math.min(...measured.map(({ values }) => values.length));
  if (!Number.isFinite(left) || !Number.isFinite(right)) {
    const sides = {
      left: sideRecord(flat.left, flat.unit, null, null),
      right: sideRecord(flat.right, flat.unit, null, null),
    };
    const reason = notComputed(flat, Number.isFinite(left) ? right : left);
    return { verdict: 'fail', ...sides, samples, basis: 'point', reason };
  }
  const intervals = intervalsOf({ left: flat.left.term, right: flat.right.term }, measured, context);
  const verdict = verdictOf(flat.comparison, left - right, intervals, samples);
  const basis = intervals.between === null ? 'point' : intervals.basis;
  const ownRight = flat.right.constant ? { low: right, high: right } : intervals.right;
  return {
    verdict,
    left: sideRecord(flat.left, flat.unit, left, intervals.left),
    right: sideRecord(flat.right, flat.unit, right, ownRight),
    samples,
    basis,
    reason: measuredReason(flat, { left, right, samples, basis, verdict, intervals, confidence: context.confidence }),
  };
}

/**
 * Passes and fails where the whole interval does; a single repeat without one is taken at its word, while several that allow none
 * lie too far apart to say anything.
 */
function verdictOf(
  comparison: Comparison,
  value: number,
  { between }: Pick<Intervals, 'between'>,
  samples = 1,
): AcceptanceRecord['verdict'] {
  if (between === null && samples > 1) return 'marginal';
  if (between === null) return holds(comparison, value, 0) ? 'pass' : 'fail';
  const ends = [between.low, between.high].map((end) => holds(comparison, end, 0));
  if (ends.every(Boolean)) return 'pass';
  return ends.some(Boolean) ? 'marginal' : 'fail';
}
