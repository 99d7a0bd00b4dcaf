// What statistics are made of: one sample a repeat, and estimates with their confidence interval.

/** One repeat of a measurement. */
export interface Sample {
  /** The figure over the whole repeat. */
  value: number;
  /** The same figure of each interval of the repeat, in the order of time; empty where it has none. */
  blocks: readonly number[];
}

/** A value and where it lies with the confidence that was asked for; null limits: the samples allow no statement. */
export interface Estimate {
  value: number;
  low: number | null;
  high: number | null;
}

export interface BootstrapOptions {
  /** The same seed gives the same numbers, on every machine. */
  seed: number;
  /** Number of resamples. */
  resamples: number;
  /** Such as 0.95. */
  confidence: number;
}
