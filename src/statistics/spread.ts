// How far the median of the repeats would move if they were all done again: a smoothed bootstrap.
import { normalQuantile } from './normal.js';
import { SeededRandom } from './random.js';

export interface Spread {
  /** Variance of the median. */
  ofMedian: number;
  /** Variance of the mean, which tells how much each side adds to the degrees of freedom. */
  ofMean: number;
}

/** With more repeats than these, two order statistics tell the same without resampling. */
const mostResampled = 50;

const kernelBits = 10;
let kernel: Float64Array | null = null;

/**
 * Variance of the median of `values`, which are two or more, in any order (the result does not depend on it).
 *
 * Each resample draws as many values as there are, with replacement, and adds normal noise of variance s²/n to each, which gives
 * back what resampling takes from the variance and lets the median fall between the values (Hesterberg 2015, "What Teachers
 * Should Know About the Bootstrap", section on smoothing; Silverman and Young 1987). `calibration` takes back by how much smoothing
 * then makes the median of few normal values too variable. Above 50 values: from the order statistics √n ranks off the
 * middle, which are two standard errors off (McKean and Schrader 1984). Throws RangeError below two resamples.
 */
export function spreadOf(values: readonly number[], { seed, resamples }: { seed: number; resamples: number }): Spread {
  const count = values.length;
  if (!(Number.isInteger(resamples) && resamples >= 2)) throw new RangeError(`no variance of ${resamples} resamples`);
  // Equal values have no spread, and rounding must not make one.
  if (values.every((value) => value === values[0])) return { ofMedian: 0, ofMean: 0 };
  const sorted = Float64Array.from(values).sort();
  const ofMean = varianceOf(sorted) / count;
  if (count > mostResampled) return { ofMedian: orderVariance(sorted), ofMean };
  return { ofMedian: calibration(count) * bootstrapVariance(sorted, Math.sqrt(ofMean), seed, resamples), ofMean };
}

/**
 * By the number of values, fitted to simulated normal samples such that t with one degree of freedom less than there are values
 * holds their median in 95 %: smoothing makes the median of few too variable, and of an odd few most; of many, the variance itself
 * is known less well than t takes it for. Three to six keep a little more, for skewed values of different spread.
 */
const calibrations: readonly (readonly [count: number, factor: number])[] = [
  [2, 1],
  [3, 0.85],
  [4, 0.85],
  [5, 0.76],
  [6, 0.86],
  [7, 0.79],
  [8, 0.875],
  [12, 0.935],
  [16, 0.97],
  [20, 1.03],
  [30, 1.06],
  [50, 1.05],
];

/** On the line between the entries beside it. */
function calibration(count: number): number {
  const above = calibrations.findIndex(([own]) => own >= count);
  const [high = [count, 1], low = high] = [calibrations[above], calibrations[above - 1]];
  return low[1] + ((high[1] - low[1]) * (count - low[0])) / Math.max(1, high[0] - low[0]);
}

function bootstrapVariance(sorted: Float64Array, noise: number, seed: number, resamples: number): number {
  const count = sorted.length;
  const normal = (kernel ??= kernelTable());
  const words = wordsOf(seed, count * resamples);
  let next = 0;
  const resample = new Float64Array(count);
  // Sums of numbers near 0 lose no digits.
  const centre = sorted[count >> 1] ?? 0;
  const centred = sorted.map((value) => value - centre);
  let [sum, squares] = [0, 0];
  for (let round = 0; round < resamples; round++) {
    for (let filled = 0; filled < count; filled++) {
      // The upper bits of a word choose the value, the lower ones its noise.
      const word = words[next++] ?? 0;
      const index = Math.imul(word >>> kernelBits, count) >>> (32 - kernelBits);
      const value = (centred[index] ?? 0) + noise * (normal[word & (2 ** kernelBits - 1)] ?? 0);
      insert(resample, filled, value);
    }
    const median = ((resample[count >> 1] ?? 0) + (resample[(count - 1) >> 1] ?? 0)) / 2;
    sum += median;
    squares += median * median;
  }
  return Math.max(0, squares - (sum * sum) / resamples) / (resamples - 1);
}

let drawn: { seed: number; words: Int32Array } | null = null;

/** The first so many random words of a seed: a comparison draws the same ones for each of its estimates. */
function wordsOf(seed: number, count: number): Int32Array {
  if (drawn?.seed !== seed || drawn.words.length < count) {
    drawn = { seed, words: new Int32Array(count) };
    new SeededRandom(seed).fill(drawn.words);
  }
  return drawn.words;
}

/** Puts a value among the first `filled` ones, which are in order. */
function insert(values: Float64Array, filled: number, value: number): void {
  let place = filled;
  for (; place > 0 && (values[place - 1] ?? 0) > value; place--) values[place] = values[place - 1] ?? 0;
  values[place] = value;
}

/** Normal numbers, one in the middle of each of so many equally probable parts. */
function kernelTable(): Float64Array {
  const count = 2 ** kernelBits;
  const table = new Float64Array(count);
  for (let index = 0; index < count / 2; index++) {
    const z = normalQuantile((index + 0.5) / count);
    table[index] = z;
    table[count - 1 - index] = -z;
  }
  return table;
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function orderVariance(sorted: Float64Array): number {
  const off = Math.round((sorted.length + 1) / 2 - Math.sqrt(sorted.length)) - 1;
  return (((sorted[sorted.length - 1 - off] ?? 0) - (sorted[off] ?? 0)) / 4) ** 2;
}
