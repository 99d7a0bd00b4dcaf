// Pairs of measurements → how ioproof and fio compare, and whether they agree.
import { type Agreement, agreementOf, agreementTolerance } from '../analyze/agreement.js';
import { ratioOfMedians } from '../analyze/bootstrap.js';
import type {
  CrosscheckComparison,
  CrosscheckDirection,
  CrosscheckFigures,
  CrosscheckPair,
  CrosscheckRecord,
} from '../result/crosscheck-schema.js';

/** How the intervals are found; part of the record, so that they can be found again. */
export const bootstrap: CrosscheckRecord['bootstrap'] = {
  seed: 1,
  resamples: 10_000,
  confidence: 0.95,
  tolerance: agreementTolerance,
};

type Figure = CrosscheckFigures[keyof CrosscheckFigures];
type Compared = Pick<CrosscheckComparison, 'directions' | 'agreement' | 'conclusion'>;

const names: Record<keyof CrosscheckFigures, string> = {
  perSecond: 'IOPS',
  bytesPerSecond: 'bandwidth',
  p50Ns: 'p50',
  p99Ns: 'p99',
};
const figureKeys = Object.keys(names) as (keyof CrosscheckFigures)[];

export function compare(pairs: readonly CrosscheckPair[]): Compared {
  const directions: CrosscheckComparison['directions'] = {};
  for (const direction of ['read', 'write'] as const) {
    const figures = figuresOf(pairs, direction);
    if (figures !== null) directions[direction] = figures;
  }
  return { directions, ...verdictOf(directions) };
}

function figuresOf(pairs: readonly CrosscheckPair[], direction: CrosscheckDirection): CrosscheckFigures | null {
  const both = pairs.flatMap(({ ioproof, fio }) => {
    const [ours, theirs] = [ioproof[direction], fio[direction]];
    return ours === undefined || theirs === undefined ? [] : [{ ours, theirs }];
  });
  const entries = figureKeys.map((key) => {
    const values = both.map(({ ours, theirs }) => ({ ours: ours[key], theirs: theirs[key] }));
    return [key, figureOf(ratioOfMedians(values, bootstrap))] as const;
  });
  return both.length === 0 ? null : (Object.fromEntries(entries) as CrosscheckFigures);
}

function figureOf(result: ReturnType<typeof ratioOfMedians>): Figure | null {
  if (result === null) return null;
  const { ours, theirs, ratio, low, high } = result;
  return { ioproof: ours, fio: theirs, ratio, low, high, agreement: agreementOf({ low, high }) };
}

function verdictOf(directions: CrosscheckComparison['directions']): Pick<Compared, 'agreement' | 'conclusion'> {
  const figures = Object.entries(directions).flatMap(([direction, found]) =>
    figureKeys.map((key) => ({ name: `${direction} ${names[key]}`, ...found[key] })),
  );
  if (figures.length === 0) return { agreement: null, conclusion: 'not compared: no pair has values of both sides' };
  const told = (wanted: Agreement): string =>
    figures
      .filter(({ agreement }) => agreement === wanted)
      .map(({ name, ratio, low, high }) => `${name} ${fixed(ratio)} (${fixed(low)} to ${fixed(high)})`)
      .join(', ');
  const [differing, open] = [told('differ'), told('undecided')];
  if (differing !== '') return { agreement: 'differ', conclusion: `they differ, ioproof / fio: ${differing}` };
  if (open !== '') {
    const what = `undecided, ioproof / fio: ${open}: too wide to say; more pairs, a longer runtime or a quieter machine would tell`;
    return { agreement: 'undecided', conclusion: what };
  }
  const [low, high] = [Math.min(...figures.map((one) => one.low)), Math.max(...figures.map((one) => one.high))];
  const what = `they agree: all ratios ioproof / fio lie within ${fixed(low)} to ${fixed(high)}`;
  return { agreement: 'agree', conclusion: what };
}

const fixed = (ratio: number): string => ratio.toFixed(3);
