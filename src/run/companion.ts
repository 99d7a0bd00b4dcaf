// What goes along with the steps of a run and is saved with it, such as another program that does the same work.
import type { PlannedStep } from '../plan/planned-step.js';
import type { RunRecord, StepRecord } from '../result/schema.js';

/** `before` and `after` are not called for steps that are skipped, and must come to an end once `stop` or `kill` is called. */
export interface Companion {
  before(step: PlannedStep): Promise<void>;
  after(step: PlannedStep, record: StepRecord): Promise<void>;
  /** What the record holds of it by now. */
  section(): Partial<RunRecord>;
  /** A sentence for each failure that leaves the run incomplete. */
  failures(): string[];
  /** Ends what goes on at the moment. */
  stop(): void;
  /** The same without patience. */
  kill(): void;
}
