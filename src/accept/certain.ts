// Whether further repeats could still change a verdict, so that a run may end early.
import type { StepRecord } from '../result/schema.js';
import { normalQuantile, normalTail } from '../statistics/normal.js';
import type { JudgeContext } from './context.js';
import type { Expression } from './language/parse.js';
import { judgeAt, placesOf } from './judge.js';
import { measure, type Place } from './samples.js';

/** Latencies come in steps of a tenth of a percent, so that two repeats may agree by chance as if nothing varied. */
const leastRepeats = 3;

/** How far a run is: it is looked at after each of its repeats. */
export interface Looks {
  /** Repeats that are done. */
  done: number;
  /** Repeats that were asked for. */
  planned: number;
}

/** True once every judgement of the expression is certain. */
export function isCertain(
  expression: Expression,
  steps: readonly StepRecord[],
  context: JudgeContext,
  looks: Looks,
): boolean {
  return verdictsOf(expression, steps, context, looks).every((verdict) => verdict !== null);
}

/** `fail` once one judgement of the expression is a certain breach, `pass` once all hold for certain; else null. */
export function certainVerdict(
  expression: Expression,
  steps: readonly StepRecord[],
  context: JudgeContext,
  looks: Looks,
): 'pass' | 'fail' | null {
  const verdicts = verdictsOf(expression, steps, context, looks);
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.every((verdict) => verdict === 'pass') ? 'pass' : null;
}

/**
 * The confidence of the interval at a look, such that the looks together are wrong no more often than 1 - confidence: each
 * may be wrong as often as the spending function grew since the look before. The function is that of Lan and DeMets
 * (Biometrika 70, 1983) which acts like the boundary of O'Brien and Fleming: 2 - 2Φ(z(α/2) / √t) at the fraction t of all
 * repeats. It spends next to nothing at first, so that two repeats that happen to agree decide nothing.
 */
export function confidenceAtLook({ done, planned }: Looks, confidence: number): number {
  const z = normalQuantile((1 - confidence) / 2);
  const spent = (looks: number) => (looks <= 0 ? 0 : 2 * normalTail(z / Math.sqrt(Math.min(1, looks / planned))));
  return 1 - (spent(done) - spent(done - 1));
}

function verdictsOf(
  expression: Expression,
  steps: readonly StepRecord[],
  context: JudgeContext,
  looks: Looks,
): ('pass' | 'fail' | null)[] {
  const places = placesOf(expression, steps, context);
  return places.map((place) => verdictAt(expression, steps, place, context, looks));
}

function verdictAt(
  expression: Expression,
  steps: readonly StepRecord[],
  place: Place,
  context: JudgeContext,
  looks: Looks,
): 'pass' | 'fail' | null {
  const measured = measure(expression.references, steps, place, context);
  // A step that failed stays failed; one that has not run yet says nothing.
  if ('reason' in measured) return measured.final ? 'fail' : null;
  // A count that is too high stays so, while one that is not may still become it.
  if (expression.exact) return judgeAt(expression, steps, place, context).verdict === 'fail' ? 'fail' : null;
  // A mount whose turn comes later has had fewer repeats than the run, and is looked at no more often than it has had.
  const done = Math.min(looks.done, ...measured.map(({ steps: own }) => new Set(own.map(({ repeat }) => repeat)).size));
  if (done < leastRepeats) return null;
  const strict = { ...context, confidence: confidenceAtLook({ ...looks, done }, context.confidence) };
  const { verdict, basis } = judgeAt(expression, steps, place, strict);
  return verdict === 'marginal' || basis !== 'repeats' ? null : verdict;
}
