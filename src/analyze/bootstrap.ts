// How certain the ratio of two medians is: a bootstrap over pairs, with random numbers that a seed decides.
import { medianOf } from './median.js';

/** What both sides of one pair measured. */
export interface Pair {
  ours: number;
  theirs: number;
}

export interface RatioOfMedians {
  /** Medians over the pairs. */
  ours: number;
  theirs: number;
  /** ours / theirs. */
  ratio: number;
  /** Ends of the confidence interval of the ratio. */
  low: number;
  high: number;
}

export interface BootstrapOptions {
  /** A whole number; the same one gives the same interval. */
  seed: number;
  resamples: number;
  /** Share of the resampled ratios inside of the interval, such as 0.95. */
  confidence: number;
}

/**
 * Median of ours / median of theirs with its percentile interval (Efron 1979). A resample draws whole pairs, so that drift that
 * falls on both sides of a pair stays in it. All values must be above 0; null without any pair.
 */
export function ratioOfMedians(pairs: readonly Pair[], options: BootstrapOptions): RatioOfMedians | null {
  if (pairs.length === 0) return null;
  const { seed, resamples, confidence } = options;
  const random = randomNumbers(seed);
  const draw = () => pairs[Math.floor(random() * pairs.length)] ?? null;
  const ratios = Array.from({ length: resamples }, () => {
    return mediansOf(pairs.map(draw).filter((pair) => pair !== null)).ratio;
  }).sort((a, b) => a - b);
  // As many resamples lie below the interval as above it.
  const outside = Math.floor((ratios.length * (1 - confidence)) / 2);
  const own = mediansOf(pairs);
  return { ...own, low: ratios[outside] ?? own.ratio, high: ratios[ratios.length - 1 - outside] ?? own.ratio };
}

function mediansOf(pairs: readonly Pair[]): Pick<RatioOfMedians, 'ours' | 'theirs' | 'ratio'> {
  const ours = medianOf(pairs.map((pair) => pair.ours));
  const theirs = medianOf(pairs.map((pair) => pair.theirs));
  return { ours, theirs, ratio: ours / theirs };
}

/** Numbers from 0 up to but without 1: mulberry32, whose 2^32 states are plenty for a few thousand resamples. */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
