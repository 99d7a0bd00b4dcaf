// How far the median of the repeats of a figure may be off, and random draws of it for terms of several figures.
import { levelError } from '../statistics/estimate.js';
import { medianOf } from '../statistics/median.js';
import type { BootstrapOptions, Sample } from '../statistics/sample.js';
import { studentQuantile, tailDegrees } from '../statistics/student.js';

/** What one figure is, and what its spread is made of. */
export interface Spread {
  value: number;
  /** From the mean, of each repeat, of its logarithm where `relative`; or of each batch of intervals of a single repeat. */
  deviations: readonly number[];
  relative: boolean;
  /** Takes the root of the sum of the squared deviations to the standard error of the value. */
  factor: number;
  /** The value cannot exceed it. */
  most: number;
}

/**
 * Of several repeats from these; of a single one from its intervals; null where there is nothing to tell from. A draw of one
 * figure alone has the interval that `levelEstimate` gives the figure. `most`: what it cannot exceed.
 */
export function spreadOf(samples: readonly Sample[], options: BootstrapOptions, most = Infinity): Spread | null {
  const known = levelError(samples, options);
  if (known === null) return null;
  const { error, degrees, relative } = known;
  const values = samples.map(({ value }) => value);
  const found =
    samples.length > 1
      ? fromMean(relative ? values.map(Math.log) : values)
      : fromMean(meansOf(samples[0]?.blocks ?? [], degrees + 1));
  const root = Math.sqrt(found.reduce((sum, deviation) => sum + deviation ** 2, 0));
  // Repeats that are alike by chance still have the noise of their intervals.
  const deviations = root > 0 ? found : found.map((_, index) => (index === 0 ? 1 : 0));
  return { value: medianOf(values), deviations, relative, factor: root > 0 ? error / root : error, most };
}

/** Means of so many batches of neighbours, which vary together, relative to the mean of all. */
function meansOf(blocks: readonly number[], count: number): number[] {
  const whole = meanOf(blocks);
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [index, index + 1].map((batch) => Math.floor((batch * blocks.length) / count));
    return meanOf(blocks.slice(from, to)) / whole;
  });
}

/** Equal ones have no deviation, and rounding must not make one. */
function fromMean(points: readonly number[]): number[] {
  const mean = meanOf(points);
  return points.map((point) => (points.every((other) => other === points[0]) ? 0 : point - mean));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Random numbers of the standard normal distribution, by Box and Muller, from numbers of 0 to below 1. */
export function normalDraws(draw: () => number): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - draw()));
    const angle = 2 * Math.PI * draw();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

interface Tails {
  /** Of the spread of so many repeats. */
  degrees: number;
  /** Makes draws of these degrees have the limits at 95 % that a mean of so many repeats has. */
  calibrated: number;
}

const knownTails = new Map<number, Tails>();

function tailsOf(count: number): Tails {
  const known = knownTails.get(count);
  if (known !== undefined) return known;
  const degrees = tailDegrees(count - 1);
  const tails = { degrees, calibrated: studentQuantile(0.975, count - 1) / studentQuantile(0.975, degrees) };
  knownTails.set(count, tails);
  return tails;
}

/** What a cell of so many repeats or batches draws once for all of its figures, so that these keep varying together. */
export function drawWeights(count: number, normal: () => number): number[] {
  const weights = Array.from({ length: count }, normal);
  const { degrees, calibrated } = tailsOf(count);
  const squares = Array.from({ length: degrees }, () => normal() ** 2).reduce((sum, square) => sum + square, 0);
  // Divided by a chi of as many degrees of freedom: the spread itself is known from so few values only.
  const scale = Math.sqrt(squares / degrees) / calibrated;
  return weights.map((weight) => weight / scale);
}

/** The figure in one draw: of a single figure, with the limits that `levelEstimate` gives it at any confidence. */
export function drawn({ value, deviations, relative, factor, most }: Spread, weights: readonly number[]): number {
  const shift = factor * deviations.reduce((sum, deviation, index) => sum + deviation * (weights[index] ?? 0), 0);
  const free = relative ? value * Math.exp(shift) : value + shift;
  // As the limits of a level: nothing that is not negative becomes so, and nothing exceeds what it can be.
  return Math.min(value < 0 ? free : Math.max(0, free), Math.max(most, value));
}
