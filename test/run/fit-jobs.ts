// Jobs of fits without a process: a mount that feeds so many accelerators, step by step.
import { setImmediate } from 'node:timers/promises';
import type { NativeRankEpoch, NativeTrainingResult } from '../../src/native/contract.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import type { StepOutcome } from '../../src/result/step-record.js';
import type { RunningStep, StepOptions } from '../../src/run/running-step.js';
import { completeOutcome, nativeOperation, nativeResult } from '../result/samples.js';

export interface FakeMount {
  /** Accelerators that it keeps at 100 %. */
  feeds: number;
  /** Added to the utilization of a try, in percent. */
  noise?: (accelerators: number, job: number) => number;
  /** Fails the try with so many accelerators. */
  failsAt?: number;
  /** Called before each step of a try. */
  beforeStep?: (accelerators: number, step: number) => void;
}

const sampleBytes = 146_600_628;

/** A job on a mount that divides what it gives evenly. */
export class FakeJob implements RunningStep {
  readonly outcome: Promise<StepOutcome>;
  private ending = false;

  constructor(
    private readonly step: PlannedStep,
    private readonly options: StepOptions,
    private readonly mount: FakeMount,
    private readonly number: number,
  ) {
    this.outcome = this.run();
  }

  stop(): void {
    this.ending = true;
  }

  kill(): void {
    this.ending = true;
  }

  private async run(): Promise<StepOutcome> {
    const { accelerators = 0, steps = 0, compute } = this.step.spec.training ?? {};
    const { feeds, noise, failsAt, beforeStep } = this.mount;
    const percent = Math.min(100, (100 * feeds) / accelerators) + (noise?.(accelerators, this.number) ?? 0);
    const stepNs = ((compute?.meanNs ?? 0) * 100) / percent;
    if (accelerators === failsAt) return failed({ code: 'IO_ERROR', message: 'read failed with EIO' });
    let done = 0;
    while (done < steps && !this.isEnding()) {
      beforeStep?.(accelerators, done);
      done += 1;
      this.tell(done, steps, stepNs);
      await setImmediate();
    }
    const outcome = { result: this.result(done, stepNs), metrics: { auPercent: percent, wallAuPercent: percent - 1 } };
    if (done === steps) return completeOutcome(outcome);
    const error = { code: 'STOPPED', message: 'the step was stopped before its end' };
    return completeOutcome({ ...outcome, status: 'failed', error });
  }

  private isEnding(): boolean {
    return this.ending;
  }

  private tell(step: number, stepsPlanned: number, stepNs: number): void {
    const { accelerators = 0, compute } = this.step.spec.training ?? {};
    const after = (step - 1) * accelerators;
    const training = {
      ...{ kind: 'train' as const, epoch: 1, step, stepsPlanned },
      ...{ computeAfterFirstNs: after * (compute?.meanNs ?? 0), elapsedAfterFirstNs: after * stepNs },
    };
    const counts = { elapsedNs: step * stepNs, operations: step, bytes: step, errors: 0, fractionDone: 0, pausedNs: 0 };
    const snapshot = {
      phase: 'measure' as const,
      ...counts,
      workersDone: [],
      training,
      checkpoint: null,
      kvCache: null,
    };
    this.options.onProgress({ type: 'snapshot', step: this.step, snapshot });
  }

  private result(steps: number, stepNs: number) {
    const { accelerators = 0, batchSize = 0 } = this.step.spec.training ?? {};
    const elapsedNs = steps * stepNs;
    const bytes = steps * accelerators * batchSize * sampleBytes;
    return nativeResult({
      elapsedNs,
      cpu: { userNs: elapsedNs / 4, systemNs: elapsedNs / 4 },
      operations: { read: { ...nativeOperation(), bytes } },
      training: trainingResult(accelerators, steps),
    });
  }
}

function trainingResult(accelerators: number, steps: number): NativeTrainingResult {
  const rank: NativeRankEpoch = {
    ...{ steps, samples: 0, firstBatchNs: 0, firstStepNs: 0, computeNs: 0, computeAfterFirstNs: 0 },
    ...{ dataWaitNs: 0, dataWaitAfterFirstNs: 0, barrierNs: 0 },
  };
  const epoch = { kind: 'train' as const, number: 1, startNs: 0, endNs: 0, complete: true, stepsPlanned: steps };
  const latency = nativeOperation().latencyNs;
  return {
    epochs: [{ ...epoch, ranks: Array.from({ length: accelerators }, () => rank) }],
    ...{ stepNs: latency, dataWaitNs: latency, itemNs: latency, latenessNs: latency },
    ...{ samples: 0, sampleBytes: 0, checksum: 0 },
  };
}

function failed(error: NonNullable<StepOutcome['error']>): StepOutcome {
  return completeOutcome({ status: 'failed', result: null, error, metrics: {} });
}
