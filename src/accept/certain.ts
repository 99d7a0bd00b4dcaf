// Whether further repeats could still change a verdict, so that a run may end early.
import type { StepRecord } from '../result/schema.js';
import type { JudgeContext } from './context.js';
import type { Expression } from './language/parse.js';
import { judgeAt, placesOf } from './judge.js';
import { measure, type Place, repeatsOf } from './samples.js';

/**
 * `fail` once one judgement of the expression is a certain breach, `pass` once all hold for certain; else null. A measured
 * figure is certain of nothing before the first of the context's looks, and never without them.
 */
export function certainVerdict(
  expression: Expression,
  steps: readonly StepRecord[],
  context: JudgeContext,
): 'pass' | 'fail' | null {
  const verdicts = placesOf(expression, steps, context).map((place) => verdictAt(expression, steps, place, context));
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.every((verdict) => verdict === 'pass') ? 'pass' : null;
}

function verdictAt(
  expression: Expression,
  steps: readonly StepRecord[],
  place: Place,
  context: JudgeContext,
): 'pass' | 'fail' | null {
  const measured = measure(expression.references, steps, place, context);
  // A step that failed stays failed; one that has not run yet says nothing.
  if ('reason' in measured) return measured.final ? 'fail' : null;
  // A count that is too high stays so, while one that is not may still become it.
  if (expression.exact) return judgeAt(expression, steps, place, context).verdict === 'fail' ? 'fail' : null;
  const counts = measured.map((one) => repeatsOf(one.steps));
  const fewest = Math.min(...counts);
  // A mount whose turn comes later has had fewer: looking now as well would be a further look, which nothing was planned for.
  if (fewest !== Math.max(...counts) || !context.looks?.some(({ repeats }) => repeats === fewest)) return null;
  const { verdict, basis } = judgeAt(expression, steps, place, context);
  return verdict === 'marginal' || basis !== 'repeats' ? null : verdict;
}
