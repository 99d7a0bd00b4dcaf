// The rows of one case: each figure on each side, measured against the baseline.
import { mostOf } from '../figure/bounds.js';
import { figureDefinition, type FigureDefinition } from '../figure/catalogue.js';
import { mainFigures } from '../figure/main-figures.js';
import { levelEstimate, ratioEstimate } from '../statistics/estimate.js';
import { mannWhitney } from '../statistics/mann-whitney.js';
import type { Sample } from '../statistics/sample.js';
import { verdictOf } from '../statistics/verdict.js';
import type { Case, CaseSide } from './cases.js';
import type { CompareOptions, ComparisonRow } from './comparison.js';
import { failureText, samplesOf } from './samples.js';

/** What was measured of one figure on one side. */
interface Measured {
  samples: readonly Sample[];
  values: readonly number[];
}

type Judged = Pick<ComparisonRow, 'ratio' | 'p' | 'verdict' | 'moreRepeats' | 'note'>;
/** What depends on how many rows there are is told once all are there. */
type RowAlone = Omit<ComparisonRow, 'pAdjusted'>;

const notJudged: Judged = { ratio: null, p: null, verdict: null, moreRepeats: null, note: '' };

/** Figures in their order, the sides of each in theirs. */
export function rowsOf(one: Case, options: CompareOptions & { baseline: string }): RowAlone[] {
  return figuresOf(one, options.figures).flatMap((definition) => {
    const measured = one.sides.map((side) => measuredOf(side, definition.name));
    const reference = measured[one.sides.findIndex(({ side }) => side.name === options.baseline)];
    if (reference === undefined || measured.every(({ values }) => values.length === 0)) return [];
    return one.sides.map((side, at) => rowOf(one, side, definition, measured[at] ?? reference, reference, options));
  });
}

/** Those asked for, or those that the steps are about. */
function figuresOf({ sides }: Case, asked: readonly string[] | undefined): FigureDefinition[] {
  const names = asked ?? [...new Set(sides.flatMap(({ complete }) => complete.slice(0, 1).flatMap(mainFigures)))];
  return names.flatMap((name) => figureDefinition(name) ?? []);
}

function measuredOf(side: CaseSide, figure: string): Measured {
  const samples = samplesOf(side, figure);
  return { samples, values: samples.map(({ value }) => value) };
}

function rowOf(
  { workload, variant, mount }: Case,
  { side, complete, failed }: CaseSide,
  { name, unit, better }: FigureDefinition,
  measured: Measured,
  reference: Measured,
  options: CompareOptions & { baseline: string },
): RowAlone {
  const isBaseline = side.name === options.baseline;
  const judged = isBaseline ? notJudged : judge(measured, reference, better, options);
  const failure = failureText(failed, complete.length);
  const note = measured.values.length === 0 && failure !== '' ? failure : judged.note;
  return {
    ...{ workload, variant, mount, figure: name, unit, better, side: side.name, isBaseline },
    values: measured.values,
    level: levelEstimate(measured.samples, options, mostOf(name)),
    ...judged,
    note: isBaseline && note === '' ? 'baseline' : note,
    failed: failed.length,
    failure,
  };
}

function judge(
  { samples, values }: Measured,
  reference: Measured,
  better: ComparisonRow['better'],
  options: CompareOptions,
): Judged {
  if (values.length === 0) return { ...notJudged, note: 'no value' };
  if (reference.values.length === 0) return { ...notJudged, note: 'the baseline has no value' };
  const ratio = ratioEstimate(samples, reference.samples, options);
  const p = mannWhitney(values, reference.values)?.p ?? null;
  const { margin, confidence } = options;
  const counts = { side: values.length, baseline: reference.values.length };
  return { ratio, p, ...verdictOf({ ratio, p, better, margin, confidence, counts }) };
}
