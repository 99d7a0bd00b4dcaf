// How much more one side of each pair measured than the other, and how certain that is: Student's t of the log ratios.
import { type Interval } from '../analyze/agreement.js';
import { studentQuantile } from '../statistics/student.js';

/** What both sides of one pair measured; above 0. */
export interface Pair {
  ours: number;
  theirs: number;
}

export interface PairedRatio {
  /** Geometric means over the pairs. */
  ours: number;
  theirs: number;
  /** Geometric mean of ours / theirs of each pair; but for rounding, also the ratio of the two means. */
  ratio: number;
  /** Confidence interval of the ratio; null where the pairs allow any ratio, as a single one does. */
  interval: Interval | null;
}

/**
 * exp(mean ± t·s/√n) of the n logarithms of ours / theirs. Logarithms, because what disturbs a measurement multiplies it; of
 * pairs, because drift that falls on both sides of one cancels out. `confidence` (such as 0.95) is that of this interval alone.
 * Null without any pair.
 */
export function pairedRatio(pairs: readonly Pair[], confidence: number): PairedRatio | null {
  if (pairs.length === 0) return null;
  const ratios = pairs.map(({ ours, theirs }) => ours / theirs);
  return {
    ours: geometricMean(pairs.map(({ ours }) => ours)),
    theirs: geometricMean(pairs.map(({ theirs }) => theirs)),
    ratio: geometricMean(ratios),
    interval: intervalOf(ratios, confidence),
  };
}

function intervalOf(ratios: readonly number[], confidence: number): Interval | null {
  const count = ratios.length;
  if (count < 2) return null;
  const ratio = geometricMean(ratios);
  if (ratios.every((one) => one === ratios[0])) return { low: ratio, high: ratio };
  const deviation = Math.sqrt(sum(ratios.map((one) => Math.log(one / ratio) ** 2)) / (count - 1));
  const factor = Math.exp((studentQuantile((1 + confidence) / 2, count - 1) * deviation) / Math.sqrt(count));
  const interval = { low: ratio / factor, high: ratio * factor };
  // Two pairs that lie a million times apart reach beyond what a number holds.
  return interval.low > 0 && Number.isFinite(interval.high) ? interval : null;
}

function geometricMean(values: readonly number[]): number {
  const [first = NaN] = values;
  // Equal values have no spread, and rounding must not make one.
  if (values.every((value) => value === first)) return first;
  return Math.exp(sum(values.map(Math.log)) / values.length);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
