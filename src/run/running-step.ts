// What a session knows of a step on its way, whether it is one job or a search of several.
import type { StepOutcome } from '../result/step-record.js';
import type { Progress } from './progress.js';

export interface StepOptions {
  /** Milliseconds without any sign of progress, or beyond the planned time, after which a job is given up. */
  graceMs: number;
  onProgress: (progress: Progress) => void;
}

/** `stop` drains it, `kill` ends it at once. */
export interface RunningStep {
  readonly outcome: Promise<StepOutcome>;
  /** Stops issuing; what is in flight is awaited and the step keeps its partial result. */
  stop(): void;
  kill(): void;
}
