// What the parts of a scenario do to each other: the main figures of each, alone and together with the others.
import { figureDefinition, figureValue } from '../figure/catalogue.js';
import { mainFigures } from '../figure/main-figures.js';
import type { PartFigure, StepRecord } from '../result/schema.js';
import { medianOf } from '../statistics/median.js';

/**
 * Figures of a part that has run alone and together with others. Those of several runs are their median. A figure that
 * not one run together has is left out; a run that did not complete counts for neither.
 */
export function interferenceOf(alone: readonly StepRecord[], together: readonly StepRecord[]): PartFigure[] {
  const [before, beside] = [readingsOf(alone), readingsOf(together)];
  return [...beside].flatMap(([figure, values]) => {
    const earlier = before.get(figure);
    const value = medianOf(values);
    const own = earlier === undefined ? null : medianOf(earlier);
    const { unit = '', better = null } = figureDefinition(figure) ?? {};
    const ratio = own === null || own === 0 ? null : value / own;
    return better === null ? [] : [{ figure, unit, better, alone: own, together: value, ratio }];
  });
}

/** Values of each main figure, by its name. */
function readingsOf(steps: readonly StepRecord[]): Map<string, number[]> {
  const byFigure = new Map<string, number[]>();
  for (const step of steps.filter(({ status }) => status === 'complete')) {
    for (const figure of mainFigures(step)) {
      const value = figureValue(step, figure);
      if (value !== null) byFigure.set(figure, [...(byFigure.get(figure) ?? []), value]);
    }
  }
  return byFigure;
}
