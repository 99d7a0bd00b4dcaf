// The confidence interval of the two sides of an expression, and of what lies between them.
import { mostOf } from '../figure/bounds.js';
import { levelEstimate } from '../statistics/estimate.js';
import { seededRandom } from '../statistics/random.js';
import type { Sample } from '../statistics/sample.js';
import type { JudgeContext } from './context.js';
import type { Reference, Term } from './language/parse.js';
import { valueOf } from './language/term.js';
import type { Measured } from './samples.js';
import { drawWeights, drawn, normalDraws, type Spread, spreadOf } from './spread.js';

/** Limits in bytes, seconds and plain numbers. */
export interface Limits {
  low: number;
  high: number;
}

export interface Intervals {
  basis: 'repeats' | 'intervals' | 'point';
  /** Null of a constant, and where the samples allow no statement. */
  left: Limits | null;
  right: Limits | null;
  /** Left minus right; null where the samples allow no statement. */
  between: Limits | null;
}

interface Sides {
  left: Term;
  right: Term;
}

const mostDraws = 100_000;
const point: Intervals = { basis: 'point', left: null, right: null, between: null };

/**
 * Of one figure against a constant, the interval of its level as comparisons have it. Of anything else, by propagation of
 * distributions (JCGM 101:2008, 6.4.9 for means of repeats): each figure is drawn from its t distribution, figures of the
 * same steps together, and the sides are computed from each draw.
 */
export function intervalsOf(sides: Sides, measured: readonly Measured[], context: JudgeContext): Intervals {
  const spreads = new Map<Reference, Spread>();
  for (const one of measured) {
    const spread = spreadOf(samplesOf(one, context), context, mostOf(one.reference.figure));
    if (spread === null) return point;
    spreads.set(one.reference, spread);
  }
  const basis = measured.every(({ values }) => values.length > 1) ? 'repeats' : 'intervals';
  return { basis, ...(ofLevel(sides, measured, context) ?? ofDraws(sides, measured, spreads, context)) };
}

function samplesOf({ steps, values, reference }: Measured, { blocksOf }: JudgeContext): Sample[] {
  return values.map((value, index) => {
    const step = steps[index];
    return { value, blocks: step === undefined ? [] : (blocksOf?.(step, reference.figure) ?? []) };
  });
}

function ofLevel(
  { left, right }: Sides,
  measured: readonly Measured[],
  context: JudgeContext,
): Omit<Intervals, 'basis'> | null {
  const [only] = measured;
  if (left.kind !== 'figure' || right.kind !== 'constant' || only === undefined) return null;
  const level = levelEstimate(samplesOf(only, context), context, mostOf(only.reference.figure));
  if (level === null || level.low === null || level.high === null) return null;
  const [low, high] = [level.low / left.divisor, level.high / left.divisor];
  return { left: { low, high }, right: null, between: { low: low - right.value, high: high - right.value } };
}

function ofDraws(
  { left, right }: Sides,
  measured: readonly Measured[],
  spreads: ReadonlyMap<Reference, Spread>,
  context: JudgeContext,
): Omit<Intervals, 'basis'> {
  const normal = normalDraws(seededRandom(context.seed));
  const cells = cellsOf(measured, spreads);
  const draws = { left: [] as number[], right: [] as number[], between: [] as number[] };
  for (let turn = drawsFor(context); turn > 0; turn--) {
    const weights = new Map([...cells].map(([cell, count]) => [cell, drawWeights(count, normal)]));
    const values = new Map(
      measured.map(({ reference, cell }) => {
        const spread = spreads.get(reference);
        return [reference, spread === undefined ? NaN : drawn(spread, weights.get(cell) ?? [])];
      }),
    );
    const of = (term: Term) => valueOf(term, (reference) => values.get(reference) ?? NaN);
    const [one, other] = [of(left), of(right)];
    draws.left.push(one);
    draws.right.push(other);
    draws.between.push(one - other);
  }
  const limits = (list: number[]) => limitsOf(list, context.confidence);
  return {
    left: limits(draws.left),
    right: right.kind === 'constant' ? null : limits(draws.right),
    between: limits(draws.between),
  };
}

/** So many repeats or batches of intervals each cell has; of figures with different numbers of batches, the most. */
function cellsOf(measured: readonly Measured[], spreads: ReadonlyMap<Reference, Spread>): Map<string, number> {
  const cells = new Map<string, number>();
  for (const { cell, reference } of measured) {
    cells.set(cell, Math.max(cells.get(cell) ?? 0, spreads.get(reference)?.deviations.length ?? 0));
  }
  return cells;
}

/** So many that an eighth of the resamples lies beyond each limit, however far out: 250 of 2,000 place it to 2 % of its distance. */
function drawsFor({ resamples, confidence }: JudgeContext): number {
  return Math.min(mostDraws, Math.ceil(resamples / 4 / (1 - confidence)));
}

/** Null where a draw cannot be computed, as with a divisor that may be 0. */
function limitsOf(draws: number[], confidence: number): Limits | null {
  if (draws.some((value) => !Number.isFinite(value))) return null;
  const sorted = draws.sort((a, b) => a - b);
  const last = sorted.length - 1;
  const at = (share: number) => sorted[Math.round(share * last)] ?? NaN;
  const tail = (1 - confidence) / 2;
  return { low: at(tail), high: at(1 - tail) };
}
