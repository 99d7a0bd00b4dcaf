// Pairs of measurements → how ioproof and fio compare, and whether they agree.
import { type Agreement, agreementOf, agreementTolerance, intervalText, ratioText } from '../analyze/agreement.js';
import type {
  CrosscheckComparison,
  CrosscheckDirection,
  CrosscheckFigures,
  CrosscheckPair,
  CrosscheckRecord,
  CrosscheckSample,
} from '../result/crosscheck-schema.js';
import { pairedRatio } from './paired-ratio.js';

/** How the intervals are found; part of the record, so that they can be found again. */
export const method: CrosscheckRecord['method'] = {
  name: 'paired log ratios, Student t, Bonferroni',
  confidence: 0.95,
  tolerance: agreementTolerance,
};

type Figure = CrosscheckFigures[keyof CrosscheckFigures];
type Compared = Pick<CrosscheckComparison, 'directions' | 'figures' | 'agreement' | 'conclusion'>;
type NamedFigure = Figure & { name: string };
type Values = Record<'ours' | 'theirs', CrosscheckSample>;

const names: Record<keyof CrosscheckFigures, string> = {
  perSecond: 'IOPS',
  bytesPerSecond: 'bandwidth',
  p50Ns: 'p50',
  p99Ns: 'p99',
};
const figureKeys = Object.keys(names) as (keyof CrosscheckFigures)[];

export function compare(pairs: readonly CrosscheckPair[]): Compared {
  const compared = (['read', 'write'] as const)
    .map((direction) => ({ direction, values: valuesOf(pairs, direction) }))
    .filter(({ values }) => values.length > 0);
  const count = compared.length * figureKeys.length;
  // Bonferroni: each interval misses so rarely that all of them hold together with the confidence of the method.
  const confidence = 1 - (1 - method.confidence) / count;
  const entries = compared.map(({ direction, values }) => [direction, figuresOf(values, confidence)] as const);
  const directions: CrosscheckComparison['directions'] = Object.fromEntries(entries);
  return { directions, figures: count, ...verdictOf(directions) };
}

/** Of the pairs that have values of both sides. */
function valuesOf(pairs: readonly CrosscheckPair[], direction: CrosscheckDirection): Values[] {
  return pairs.flatMap(({ ioproof, fio }) => {
    const [ours, theirs] = [ioproof[direction], fio[direction]];
    return ours === undefined || theirs === undefined ? [] : [{ ours, theirs }];
  });
}

function figuresOf(values: readonly Values[], confidence: number): CrosscheckFigures {
  const entries = figureKeys.map((key) => {
    const pairs = values.map(({ ours, theirs }) => ({ ours: ours[key], theirs: theirs[key] }));
    return [key, figureOf(pairedRatio(pairs, confidence), pairs.length)] as const;
  });
  return Object.fromEntries(entries) as CrosscheckFigures;
}

function figureOf(result: ReturnType<typeof pairedRatio>, pairs: number): Figure | null {
  if (result === null) return null;
  const { ours, theirs, ratio, interval } = result;
  const { low, high } = interval ?? { low: null, high: null };
  return { pairs, ioproof: ours, fio: theirs, ratio, low, high, agreement: agreementOf(interval) };
}

function verdictOf(directions: CrosscheckComparison['directions']): Pick<Compared, 'agreement' | 'conclusion'> {
  const figures = Object.entries(directions).flatMap(([direction, found]) =>
    figureKeys.map((key) => ({ name: `${direction} ${names[key]}`, ...found[key] })),
  );
  if (figures.length === 0) return { agreement: null, conclusion: 'not compared: no pair has values of both sides' };
  const pairs = pairsText(figures.map((one) => one.pairs));
  const [differing, open] = [told(figures, 'differ'), told(figures, 'undecided')];
  if (differing !== '')
    return { agreement: 'differ', conclusion: `they differ in ${pairs}, ioproof / fio: ${differing}` };
  if (open !== '') {
    const what = `undecided in ${pairs}, ioproof / fio: ${open}: too wide to say; more pairs, a longer runtime or a quieter machine would tell`;
    return { agreement: 'undecided', conclusion: what };
  }
  const ends = figures.flatMap(({ low, high }) => (low === null || high === null ? [] : [low, high]));
  const range = intervalText({ low: Math.min(...ends), high: Math.max(...ends) });
  return { agreement: 'agree', conclusion: `they agree in ${pairs}: all ratios ioproof / fio lie within ${range}` };
}

const told = (figures: readonly NamedFigure[], wanted: Agreement): string =>
  figures
    .filter(({ agreement }) => agreement === wanted)
    .map(({ name, ratio, low, high }) => `${name} ${ratioText(ratio)} (${intervalText({ low, high })})`)
    .join(', ');

/** Directions can have different numbers of them, where one is rare. */
function pairsText(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${least === most ? '' : `${least} to `}${most} ${most === 1 ? 'pair' : 'pairs'}`;
}
