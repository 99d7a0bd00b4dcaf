// How large a figure is, and how it compares, each with the interval in which it lies with the confidence asked for.
import { blockNoise, intervalVariance } from './blocks.js';
import { medianOf } from './median.js';
import { normalQuantile } from './normal.js';
import type { BootstrapOptions, Estimate, Sample } from './sample.js';
import { type Spread, spreadOf } from './spread.js';
import { medianQuantile } from './student.js';

/** So few repeats may be alike by chance: their interval is never narrower than the noise of their intervals makes it. */
const tooFewRepeats = 3;

/**
 * Ratio of the medians, side / baseline, with exp(log ratio ± t · error): the error of the logarithms of the two medians by
 * resampling the repeats, t with the degrees of freedom of Welch. Limits are null where a side has a single repeat, which
 * tells nothing of how repeats differ, or a value of 0, which has no logarithm. Null where a side has no repeat, or a
 * median of 0. What the interval covers, measured: docs/statistics.md.
 */
export function ratioEstimate(
  side: readonly Sample[],
  baseline: readonly Sample[],
  options: BootstrapOptions,
): Estimate | null {
  const value = medianOf(valuesOf(side)) / medianOf(valuesOf(baseline));
  if (!(value > 0 && Number.isFinite(value))) return null;
  const both = [side, baseline];
  if (both.some((samples) => samples.length < 2 || !isPositive(samples))) return { value, low: null, high: null };
  const spreads = both.map((samples) => logSpread(samples, options));
  const degrees = welchDegrees(both.map((samples, index) => ({ count: samples.length, spread: spreads[index] })));
  const error = Math.sqrt(spreads.reduce((sum, { ofMedian }) => sum + ofMedian, 0));
  const least = both.reduce((sum, samples) => sum + noiseOf(samples), 0);
  return around(value, Math.max(half(degrees, options) * error, normalHalf(options) * Math.sqrt(least)));
}

/** How far a median may be off. */
export interface LevelError {
  /** Standard error: of the logarithm where `relative`. */
  error: number;
  /** Of Student's distribution. */
  degrees: number;
  relative: boolean;
}

/**
 * Median of the repeats with its interval, as that of a ratio; of values of 0 among others on the plain scale, and not below 0.
 * Of a single repeat, from its intervals alone: how it might have gone on, not how another repeat would be; without 8
 * intervals, no limits. `most`: what the figure cannot exceed by its meaning, and neither do its limits. Null without a repeat.
 */
export function levelEstimate(samples: readonly Sample[], options: BootstrapOptions, most = Infinity): Estimate | null {
  if (samples.length === 0) return null;
  const value = medianOf(valuesOf(samples));
  const known = levelError(samples, options);
  if (known === null) return { value, low: null, high: null };
  const width = half(known.degrees, options) * known.error;
  const plain = { value, low: value < 0 ? value - width : Math.max(0, value - width), high: value + width };
  const { low, high } = known.relative ? around(value, width) : plain;
  return { value, low, high: high === null ? null : Math.min(high, Math.max(most, value)) };
}

/** What the interval of a level is made of; null where the samples allow no statement. */
export function levelError(samples: readonly Sample[], options: BootstrapOptions): LevelError | null {
  const [only] = samples;
  if (only === undefined) return null;
  if (samples.length === 1) {
    const noise = only.value > 0 ? blockNoise(only.blocks) : null;
    return noise === null ? null : { error: Math.sqrt(noise.variance), degrees: noise.degrees, relative: true };
  }
  const degrees = samples.length - 1;
  if (!isPositive(samples)) {
    return { error: Math.sqrt(spreadOf(valuesOf(samples), options).ofMedian), degrees, relative: false };
  }
  const least = (normalHalf(options) * Math.sqrt(noiseOf(samples))) / half(degrees, options);
  return { error: Math.max(Math.sqrt(logSpread(samples, options).ofMedian), least), degrees, relative: true };
}

/** Limits as far from the value as a factor; null where a number does not hold them. */
function around(value: number, logarithm: number): Estimate {
  const [low, high] = [value / Math.exp(logarithm), value * Math.exp(logarithm)];
  return low > 0 && Number.isFinite(high) ? { value, low, high } : { value, low: null, high: null };
}

const valuesOf = (samples: readonly Sample[]): number[] => samples.map(({ value }) => value);
const isPositive = (samples: readonly Sample[]): boolean => samples.every(({ value }) => value > 0);

const half = (degrees: number, { confidence }: BootstrapOptions): number =>
  medianQuantile((1 + confidence) / 2, degrees);
const normalHalf = ({ confidence }: BootstrapOptions): number => normalQuantile((1 - confidence) / 2);
const noiseOf = (samples: readonly Sample[]): number =>
  samples.length > tooFewRepeats ? 0 : intervalVariance(samples);

/** (Σ v)² / Σ v²/(n + 1) - 2 of the variances v of the means: Welch (1947), for sides whose spread differs. */
function welchDegrees(sides: readonly { count: number; spread: Spread | undefined }[]): number {
  const sum = sides.reduce((total, { spread }) => total + (spread?.ofMean ?? 0), 0);
  const weighed = sides.reduce((total, { count, spread }) => total + (spread?.ofMean ?? 0) ** 2 / (count + 1), 0);
  return weighed === 0 ? 1 : sum ** 2 / weighed - 2;
}

/** Of the repeats' logarithms. The same sides are asked for again: with each figure's level, and a baseline with each side. */
const spreads = new WeakMap<readonly Sample[], { key: string; spread: Spread }>();

function logSpread(samples: readonly Sample[], { seed, resamples }: BootstrapOptions): Spread {
  const key = `${seed} ${resamples}`;
  const known = spreads.get(samples);
  if (known?.key === key) return known.spread;
  const spread = spreadOf(valuesOf(samples).map(Math.log), { seed, resamples });
  spreads.set(samples, { key, spread });
  return spread;
}
