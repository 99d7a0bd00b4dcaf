// The part that says what each figure of the page is: once, at a place that is printed too.
import { groupBy } from '../comparison.js';
import { figureLabel } from '../figure-text.js';
import type { ReportDocument } from '../document.js';
import { figureHelp, kindsOf, mainFiguresOf, operationFigures, stepWideFigures } from './figure-rows.js';
import { html } from './markup.js';
import type { Part } from './outline.js';
import { factsHtml } from './tables.js';
import { figureValue } from '../../figure/catalogue.js';

/** Null where no figure has a definition. */
export function glossaryPart({ runs }: ReportDocument): Part | null {
  const steps = runs.flatMap(({ record }) => record.steps).filter(({ status }) => status === 'complete');
  // Steps of a workload have the same figures; of hundreds one is enough to know which.
  const models = groupBy(steps, ({ workload }) => workload).map(([, own]) => own.slice(0, 1));
  const figures = models.flatMap((own) =>
    [
      ...mainFiguresOf(own),
      ...kindsOf(own).flatMap((kind) => operationFigures(own, kind)),
      ...stepWideFigures(own),
    ].filter((figure) => own.some((step) => figureValue(step, figure) !== null)),
  );
  const known = [...new Set(figures)].filter((figure) => figureHelp(figure) !== '');
  if (known.length === 0) return null;
  return {
    id: 'figures',
    title: 'What the figures are',
    short: 'Figures',
    body: html`<div class="glossary">
      ${factsHtml(known.map((figure) => [figureLabel(figure), figureHelp(figure)]))}
    </div>`,
  };
}
