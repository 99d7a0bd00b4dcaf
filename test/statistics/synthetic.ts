// Synthetic repeats whose true median is known, for what intervals cover and verdicts say.
import type { Sample } from '../../src/statistics/sample.js';
import { seededRandom } from '../../src/statistics/random.js';

export interface Noise {
  /** Above 0, below 1. */
  uniform: () => number;
  normal: () => number;
  /** Of mean 1. */
  exponential: () => number;
}

/** Another generator than the one that resamples would be no better: its seed differs, and that is enough. */
export function noiseOf(seed: number): Noise {
  const draw = seededRandom(seed);
  const uniform = () => draw() + 2 ** -33;
  const exponential = () => -Math.log(uniform());
  return { uniform, exponential, normal: () => Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * uniform()) };
}

/** One repeat whose true median is 1. */
export type Shape = (noise: Noise) => Sample;

const plain = (value: number): Sample => ({ value, blocks: [] });

export const lognormal =
  (spread: number): Shape =>
  ({ normal }) =>
    plain(Math.exp(spread * normal()));

/** Never much better than usual, at times much worse. */
export const skewed =
  (spread: number): Shape =>
  ({ exponential }) =>
    plain(Math.exp(spread * (exponential() - Math.LN2)));

/** 40 intervals, each like the one before (correlation 0.7), in repeats which themselves differ by `spread`. */
export const autocorrelated =
  (spread: number): Shape =>
  ({ normal }) => {
    const level = Math.exp(spread * normal());
    let state = normal();
    const blocks = Array.from({ length: 40 }, () => {
      state = 0.7 * state + Math.sqrt(1 - 0.7 ** 2) * normal();
      return level * Math.exp(0.3 * state);
    });
    return { value: blocks.reduce((sum, block) => sum + block, 0) / blocks.length, blocks };
  };

export const repeatsOf = (shape: Shape, count: number, noise: Noise, factor = 1): Sample[] =>
  Array.from({ length: count }, () => {
    const { value, blocks } = shape(noise);
    return { value: factor * value, blocks: blocks.map((block) => factor * block) };
  });

/** The true median of a shape, as so many repeats show it. */
export function trueMedian(shape: Shape): number {
  const noise = noiseOf(99);
  const values = Float64Array.from({ length: 40_001 }, () => shape(noise).value).sort();
  return values[20_000] ?? NaN;
}
