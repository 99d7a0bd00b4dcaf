// What a comparison of one figure says: faster, slower, the same, or undecided.
import { leastP } from './mann-whitney.js';
import { repeatsToDecide } from './repeats.js';
import type { Estimate } from './sample.js';

export interface Compared {
  /** Side / baseline; null where a side has no value or the baseline is 0. */
  ratio: Estimate | null;
  /** Of the Mann-Whitney test; null where it cannot be. */
  p: number | null;
  /** Which way the figure is better; null: larger is only different, and is called faster. */
  better: 'higher' | 'lower' | null;
  /** Ratios within 1 ± this are the same; such as 0.03. */
  margin: number;
  /** Of the ratio's interval, such as 0.95. */
  confidence: number;
  counts: { side: number; baseline: number };
}

export interface Decision {
  verdict: 'faster' | 'slower' | 'same' | 'undecided' | null;
  /** Why there is no verdict, or what is missing for one; empty where there is nothing to say. */
  note: string;
  /** Further repeats of each side that would probably decide; null: decided, or no number can be told. */
  moreRepeats: number | null;
}

/** Chance parts equal sides so far in at most this share of all comparisons. */
export const largestP = 0.05;

/**
 * `same`: the whole interval is within the margin. `faster`, `slower`: the interval excludes 1, and the Mann-Whitney test agrees
 * (p at most 0.05). `undecided`: anything else. Null without an interval.
 */
export function verdictOf(compared: Compared): Decision {
  const { ratio, p, better, margin, counts } = compared;
  const none = (note: string): Decision => ({ verdict: null, note, moreRepeats: null });
  if (ratio === null) return none('no ratio: a side has no value, or it is 0');
  if (counts.side < 2 || counts.baseline < 2) return none('one repeat: a ratio, but no verdict');
  const { low, high } = ratio;
  if (low === null || high === null)
    return none('no interval of the ratio: a value of 0, or repeats that lie too far apart');
  if (low >= 1 - margin && high <= 1 + margin) return { verdict: 'same', note: '', moreRepeats: null };
  if ((low > 1 || high < 1) && p !== null && p <= largestP) {
    return { verdict: low > 1 === (better !== 'lower') ? 'faster' : 'slower', note: '', moreRepeats: null };
  }
  return { verdict: 'undecided', note: noteOf(counts), moreRepeats: repeatsToDecide({ ...compared, ratio }) };
}

function noteOf({ side, baseline }: Compared['counts']): string {
  if (leastP(side, baseline) <= largestP) return '';
  return `${side} and ${baseline} repeats cannot tell them apart: 4 of each side can`;
}
