// How many repeats more would probably decide a comparison.
import { leastP } from './mann-whitney.js';
import { normalQuantile } from './normal.js';
import type { Estimate } from './sample.js';
import { studentQuantile } from './student.js';

export interface Undecided {
  ratio: Estimate;
  /** Repeats so far. */
  counts: { side: number; baseline: number };
  /** Ratios within 1 ± this are the same. */
  margin: number;
  /** Of the ratio's interval, such as 0.95. */
  confidence: number;
}

/** Share of the comparisons that the number told decides, if the ratio and the spread are those seen so far. */
const power = 0.8;
const powerQuantile = normalQuantile(1 - power);
/** Nobody repeats a measurement more often for a verdict. */
const most = 100;
const largestP = 0.05;

/** Repeats of each side without which no p can be 0.05: 4 and 4. */
export const leastRepeats = 4;

/**
 * Further repeats of each side until the ratio seen so far is decided with a probability of about 80 %, if ratio and spread stay.
 * Null: more than 100, or no interval to reason from.
 *
 * The standard error that the interval shows shrinks with the root of the number of repeats; it is small enough once
 * (t + z) · error is at most the distance of the ratio from 1 (different), or from the nearer end of the margin (same), in
 * logarithms: the sample size of a two-sided test of given power (Chow, Shao, Wang: Sample Size Calculations in Clinical
 * Research, 3.2), with t for the repeats that there will be.
 */
export function repeatsToDecide({ ratio, counts, margin, confidence }: Undecided): number | null {
  const { value, low, high } = ratio;
  if (low === null || high === null || !(low > 0)) return null;
  const now = Math.min(counts.side, counts.baseline);
  const tail = (1 + confidence) / 2;
  const errorNow = Math.log(high / low) / 2 / studentQuantile(tail, degreesOf(counts, 0));
  const distance = Math.max(Math.abs(Math.log(value)), roomWithin(value, margin));
  for (let more = 1; more <= most; more++) {
    if (now + more < leastRepeats && leastP(counts.side + more, counts.baseline + more) > largestP) continue;
    const error = errorNow * Math.sqrt(now / (now + more));
    const needed = studentQuantile(tail, degreesOf(counts, more)) + powerQuantile;
    if (needed * error <= distance) return more;
  }
  return null;
}

const degreesOf = ({ side, baseline }: Undecided['counts'], more: number): number =>
  Math.max(1, side + baseline + 2 * more - 2);

/** Distance of a ratio from the nearer end of the margin, in logarithms; below 0 outside of it. */
const roomWithin = (value: number, margin: number): number =>
  Math.min(Math.log(value / (1 - margin)), Math.log((1 + margin) / value));
