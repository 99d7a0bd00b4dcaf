// Who judges a run while it goes on: whether a step is still needed, and what is accepted by now.
import type { PlannedStep } from '../plan/planned-step.js';
import type { AcceptanceRecord, JudgingRecord, StepRecord } from '../result/schema.js';

export interface Judge {
  /** How it judges, for the record. */
  readonly terms: JudgingRecord;
  /**
   * Why a step is not needed any more, in words that go on from "not needed:"; null: it is. `steps`: what has ended by now.
   * Asked before each step that runs by itself, and before the first of those that run together.
   */
  notNeeded(step: PlannedStep, steps: readonly StepRecord[]): string | null;
  /** All expressions, judged on the steps that have ended. */
  judged(steps: readonly StepRecord[]): AcceptanceRecord[];
}
