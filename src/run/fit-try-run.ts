// One try of a fit: a job that is stopped as soon as it is certain whether its accelerators reach the threshold.
import { FitWatch, type FitDecision } from '../analyze/fit-watch.js';
import type { FitPlan, PlannedStep } from '../plan/planned-step.js';
import { fitTryRecord, type FitVerdict } from '../result/fit-record.js';
import type { FitTry } from '../result/fit-schema.js';
import type { StepOutcome } from '../result/step-record.js';
import type { Progress } from './progress.js';
import type { RunningStep, StepOptions } from './running-step.js';

export interface EndedTry {
  outcome: StepOutcome;
  /** Null where the try failed or was stopped by somebody else. */
  told: FitTry | null;
}

export class FitTryRun {
  readonly ended: Promise<EndedTry>;
  private readonly job: RunningStep;
  private readonly watch: FitWatch;
  private decision: FitDecision | null = null;
  private stopped = false;

  /** `whole`: it is not ended early. */
  constructor(
    private readonly step: PlannedStep,
    private readonly how: { fit: FitPlan; whole: boolean },
    private readonly options: StepOptions,
    start: (step: PlannedStep, options: StepOptions) => RunningStep,
  ) {
    this.watch = watchOf(step, how.fit);
    const onProgress = (progress: Progress) => {
      this.take(progress);
    };
    this.job = start(step, { ...options, onProgress });
    this.ended = this.job.outcome.then((outcome) => ({ outcome, told: this.told(outcome) }));
  }

  stop(): void {
    this.stopped = true;
    this.job.stop();
  }

  kill(): void {
    this.stopped = true;
    this.job.kill();
  }

  private take(progress: Progress): void {
    // Intervals of one try would mix with those of another.
    if (progress.type !== 'interval' && progress.type !== 'counters') this.options.onProgress(progress);
    if (progress.type !== 'snapshot' || this.how.whole || this.decision !== null) return;
    const { phase, training } = progress.snapshot;
    if (phase !== 'measure' || training === null) return;
    this.decision = this.watch.take(training);
    if (this.decision !== null) this.job.stop();
  }

  private told({ result, error, metrics }: StepOutcome): FitTry | null {
    if (result === null || this.stopped) return null;
    const accelerators = this.step.spec.training?.accelerators ?? 0;
    if (error === null) {
      const percent = metrics['auPercent'];
      if (percent === undefined) return null;
      return fitTryRecord(accelerators, this.verdictOf(percent), result, metrics);
    }
    if (error.code !== 'STOPPED' || this.decision === null) return null;
    return fitTryRecord(accelerators, this.decision, result, metrics);
  }

  private verdictOf(percent: number): FitVerdict {
    return { reached: percent >= this.how.fit.threshold, by: 'whole', percent, interval: null };
  }
}

function watchOf({ spec }: PlannedStep, { threshold, stepsAhead, workload }: FitPlan): FitWatch {
  const { accelerators = 1, steps = 0, compute } = spec.training ?? {};
  return new FitWatch({
    ...{ threshold, accelerators, epochs: spec.passes, steps, stepsAhead },
    computeNs: compute?.meanNs ?? workload.computeTime,
    fixedCompute: compute?.form === 'fixed',
  });
}
