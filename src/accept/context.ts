// What an expression is judged with, besides the steps.
import type { AcceptanceRecord } from '../result/acceptance-schema.js';
import type { StepRecord } from '../result/schema.js';
import type { Look } from '../statistics/looks.js';
import type { BootstrapOptions } from '../statistics/sample.js';

export interface JudgeContext extends BootstrapOptions {
  source: AcceptanceRecord['source'];
  /** The workload that has the expression, which a figure without a name of one is of; null: the expression names its own. */
  workload: string | null;
  /** Names of the mounts of the run, in its order: an expression without `mounts.` is judged on each of them. */
  mounts: readonly string[];
  /**
   * When measured figures were looked at while repeats came, and how strictly. A judgement then has the confidence of the look
   * at its number of repeats instead of `confidence`. Absent: nobody looked before the end.
   */
  looks?: readonly Look[] | undefined;
  /** The figure in each interval of a step, in the order of time; empty where it has none. Absent: nothing is known of intervals. */
  blocksOf?: (step: StepRecord, figure: string) => readonly number[];
}
