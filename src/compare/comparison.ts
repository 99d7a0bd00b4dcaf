// The outcome of a comparison: a row for each workload, figure and side, measured against the baseline.
import type { Better, FigureUnit } from '../figure/catalogue.js';
import type { IntervalsByStep } from '../result/read-intervals.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import type { Estimate } from '../statistics/sample.js';

/**
 * `faster`, `slower`: better or worse than the baseline (a latency is faster when it is lower), beyond what chance does.
 * `same`: the whole interval of the ratio is within the margin. `undecided`: the repeats do not tell. Null: no verdict is
 * possible, and `note` says why (one repeat, no value on one side, the baseline itself).
 */
export type Verdict = 'faster' | 'slower' | 'same' | 'undecided';

/** One side: a mount, a run, or a group of runs of the same name. */
export interface Side {
  name: string;
  /** Complete steps only, in the order in which they ran. */
  steps: readonly StepRecord[];
  /** Steps that failed or were skipped: they have no value, and are told. */
  failed: readonly StepRecord[];
  /** The run that each step is of. */
  origin: ReadonlyMap<StepRecord, ComparedRun>;
}

export interface CompareOptions {
  by: 'mount' | 'run';
  /** Name of the side that the others are measured against; absent: the first. */
  baseline?: string;
  /** Names of the catalogue; absent: the main figures of each workload. */
  figures?: readonly string[];
  /** Such as 0.95. */
  confidence: number;
  /** Ratios within 1 ± this count as the same where the interval shows it; such as 0.03. */
  margin: number;
  seed: number;
  resamples: number;
}

export interface ComparisonRow {
  workload: string;
  /** Swept keys with their values, as text; empty without a sweep. */
  variant: string;
  /** Where sides are runs of several mounts, the mount; else empty. */
  mount: string;
  /** Name of the catalogue. */
  figure: string;
  unit: FigureUnit;
  better: Better;
  side: string;
  isBaseline: boolean;
  /** Values of the repeats in the order in which they ran. */
  values: readonly number[];
  /** Median of the values, with the confidence interval of the level; null without a value. */
  level: Estimate | null;
  /** Side / baseline; null for the baseline itself, and where one of the two has no value or is 0. */
  ratio: Estimate | null;
  /** Of the Mann-Whitney test, two-sided; null where it cannot be. */
  p: number | null;
  /** p, adjusted for the number of rows by Benjamini and Hochberg; the verdict rests on p. Null where p is. */
  pAdjusted: number | null;
  verdict: Verdict | null;
  /** Further repeats of each side that would probably decide; null: decided, or no number of them can be told. */
  moreRepeats: number | null;
  /** Why there is no verdict; empty where there is one. */
  note: string;
  /** Steps of this side that failed or were skipped: they are not in the values. */
  failed: number;
  /** The same in words; empty where there are none. */
  failure: string;
}

/** What chance alone makes of so many rows. */
export interface Chance {
  /** Rows whose repeats are enough to be told from the baseline at all. */
  rows: number;
  /** Rows that are faster or slower. */
  differing: number;
  /** Rows that would be, at most and on average, if all sides were alike. */
  expected: number;
  /** Those of the differing ones that hold together: of them, 5 % are wrong at most on average. */
  certain: number;
}

/** A trend over the run: what a mount did later differs from what it did first. */
export interface DriftFinding {
  workload: string;
  variant: string;
  /** As in the rows. */
  mount: string;
  figure: string;
  /** Empty: all sides together, each relative to its own median. */
  side: string;
  /** Change from the first to the last repeat by the fitted line, as a fraction: -0.12 is 12 % less. */
  change: number;
  p: number;
  repeats: number;
}

/** Steps without a result, of a workload that has none on any side. */
export interface Unmeasured {
  workload: string;
  variant: string;
  /** As in the rows. */
  mount: string;
  side: string;
  /** How many failed or were skipped, and why. */
  failure: string;
}

/** Something besides mount and date in which the sides differ. */
export interface Difference {
  /** Workload that it is about; empty: the runs as a whole. */
  workload: string;
  /** What differs: `blockSize`, `kernel`, `tool`. */
  what: string;
  /** Value of each side, as text, by the name of the side. */
  values: Record<string, string>;
  /** True: another workload was asked for, so that a comparison would mislead; false: another circumstance. */
  refuses: boolean;
}

export interface Comparison {
  by: 'mount' | 'run';
  baseline: string;
  sides: string[];
  confidence: number;
  margin: number;
  seed: number;
  resamples: number;
  rows: ComparisonRow[];
  /** Workloads of which no side has a value, since all of their steps failed. */
  unmeasured: Unmeasured[];
  drift: DriftFinding[];
  differences: Difference[];
}

/** A run as a comparison takes it. */
export interface ComparedRun {
  /** How the user named it: the id, or the path. */
  name: string;
  record: RunRecord;
  /** Time series of its steps; absent where they were not read. */
  intervals?: IntervalsByStep;
}
