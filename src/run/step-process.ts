// Runs one planned step in a child process, within its deadlines, and returns how it went.
import { TransferTrace } from '../analyze/burst-profile.js';
import { checkpointFigures } from '../analyze/checkpoint-metrics.js';
import { judgeJob, type GdsVerdicts } from '../analyze/gds-evidence.js';
import type { Goals } from '../analyze/goals.js';
import { readTarget } from '../analyze/latency-target.js';
import { SteadyStateWatch } from '../analyze/steady-state.js';
import { stepMetrics } from '../analyze/step-metrics.js';
import { trainingFigures } from '../analyze/training-metrics.js';
import { type Circumstances, warningsOf } from '../analyze/warnings.js';
import type { NativeInterval, NativeJobResult, NativeSnapshot } from '../native/contract.js';
import type { PlannedStep } from '../plan/planned-step.js';
import { ioErrorRecord, type StepOutcome } from '../result/step-record.js';
import type { StepError, StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import { checkpointDamageError } from '../result/checkpoint-damage.js';
import { withBegunRounds } from '../result/checkpoint-record.js';
import { gpuMismatchError } from '../result/gpu-mismatch.js';
import { kvDamageError } from '../result/kv-cache-record.js';
import { mismatchError } from '../result/verification.js';
import { Child, type ChildEnd } from './child-process.js';
import { prepareCufile } from './cufile-environment.js';
import { LongTimer } from './long-timer.js';
import type { FromJob, ToJob } from './messages.js';
import type { RunningStep, StepOptions } from './running-step.js';
import { Watchdog } from './watchdog.js';

/** Time between the message to start and the start of all workers. */
const leadNs = 10_000_000n;

/** One native job of a step. */
export class StepProcess implements RunningStep {
  readonly outcome: Promise<StepOutcome>;
  private readonly child: Child<ToJob, FromJob>;
  private readonly watchdog: Watchdog;
  private readonly steadiness: SteadyStateWatch | null;
  private readonly startedAt = new Date().toISOString();
  private readonly pause = new LongTimer();
  private readonly transfers = new TransferTrace();
  private dataset: StepRecord['dataset'] = null;
  private systemCaches: StepRecord['systemCaches'] = null;
  private result: StepResult | null = null;
  private error: StepError | null = null;
  private stopped = false;
  private lastCount = -1;
  private lastVerified = '';
  private lastPausedNs = 0;
  private pauseAtNs = -1;
  private endsEarly = false;
  /** Of a job that others begin with: when it starts, by CLOCK_MONOTONIC. */
  private startsAtNs = 0n;
  private startedLateNs = 0;

  constructor(
    private readonly step: PlannedStep,
    private readonly options: StepOptions,
  ) {
    const { steadyState, spec } = step;
    this.steadiness = steadyState === null ? null : new SteadyStateWatch(steadyState, spec.intervalNs);
    this.watchdog = new Watchdog((what, afterMs) => {
      this.giveUp(what, afterMs);
    });
    const take = (message: FromJob) => {
      this.take(message);
    };
    this.child = new Child('./job-child.js', take, environmentOf(step, options));
    this.watchdog.feed(options.graceMs, 'become ready');
    this.child.send({ type: 'run', step });
    this.outcome = this.finish();
  }

  /** Stops issuing; what is in flight is awaited and the step keeps its partial result. */
  stop(): void {
    this.stopped = true;
    this.pause.stop();
    this.child.send({ type: 'stop' });
    this.watchdog.feed(this.options.graceMs, 'ended after it was stopped');
  }

  kill(): void {
    this.stopped = true;
    void this.child.killAtOnce();
  }

  /** Starts a job that is ready, at an instant of CLOCK_MONOTONIC; it was due at `dueNs`. For steps with `onReady`, once. */
  begin(atMonotonicNs: bigint, dueNs: bigint): void {
    this.startedLateNs = Number(atMonotonicNs - dueNs);
    if (!this.stopped) this.release(atMonotonicNs);
  }

  /** Ends the measured time before its own end, as somebody has planned it: the step is complete all the same. */
  endEarly(): void {
    this.endsEarly = true;
    this.child.send({ type: 'stop' });
    this.watchdog.feed(this.options.graceMs, 'ended when its time was over');
  }

  private take(message: FromJob): void {
    const { step } = this;
    const { onProgress, graceMs } = this.options;
    switch (message.type) {
      case 'layout':
        if (this.advances(message.bytesDone)) this.watchdog.feed(graceMs, 'gone on writing its data set');
        onProgress({ type: 'layout', step, bytesDone: message.bytesDone, bytesTotal: message.bytesTotal });
        break;
      case 'resumed':
        onProgress({ type: 'resumed', step, files: message.files, fileCount: message.fileCount });
        break;
      case 'dataset':
        this.dataset = message.dataset;
        this.watchdog.feed(graceMs, 'become ready');
        break;
      case 'prepared':
        this.watchdog.feed(graceMs, 'synced and dropped the caches of the machine');
        break;
      case 'caches':
        this.systemCaches = message.caches;
        this.watchdog.feed(graceMs, 'become ready');
        onProgress({ type: 'caches', step, caches: message.caches });
        break;
      case 'ready':
        onProgress({ type: 'ready', step, ready: message.ready });
        this.releaseAfterDelay();
        break;
      case 'snapshot':
        this.watchProgress(message.snapshot);
        onProgress({ type: 'snapshot', step, snapshot: message.snapshot });
        break;
      case 'interval':
        onProgress({ type: 'interval', step, interval: message.interval });
        this.stopWhenSteady(message.interval);
        if (step.spec.checkpoint !== null) this.transfers.take(message.interval);
        break;
      case 'removing':
        this.watchdog.feed(graceMs, 'gone on removing its files');
        break;
      case 'finished':
        this.result = withBegunRounds(this.withOwnEnd(message.result));
        break;
      case 'failed':
        this.error = message.error;
    }
  }

  private releaseAfterDelay(): void {
    const { onReady } = this.options;
    if (onReady !== undefined && !this.stopped) {
      // The other jobs that it begins with take the time that they need.
      this.watchdog.feed(Infinity, 'started');
      onReady();
      return;
    }
    const delayMs = this.step.startDelayNs / 1e6;
    if (delayMs === 0 || this.stopped) {
      this.release();
      return;
    }
    this.watchdog.feed(delayMs + this.options.graceMs, 'started');
    this.pause.start(delayMs, () => {
      this.release();
    });
  }

  /** CLOCK_MONOTONIC, which process.hrtime reads too, is the same in both processes. */
  private release(atMonotonicNs = process.hrtime.bigint() + leadNs): void {
    this.startsAtNs = atMonotonicNs;
    this.child.send({ type: 'start', atMonotonicNs });
    const { rampNs, runtimeNs } = this.step.spec;
    const waitMs = Number(atMonotonicNs - process.hrtime.bigint()) / 1e6;
    this.lastCount = -1;
    this.watchdog.feed(Math.max(0, waitMs) + (rampNs + runtimeNs) / 1e6 + this.options.graceMs, 'ended');
  }

  /** A step that ends by its passes has no planned time: it must complete something now and then. */
  private watchProgress(snapshot: NativeSnapshot): void {
    const { operations, phase } = snapshot;
    if (phase === 'verify') {
      this.watchVerification(snapshot);
      return;
    }
    if (phase === 'pause' || snapshot.pausedNs !== this.lastPausedNs) {
      this.watchPause(snapshot);
      return;
    }
    if (this.step.spec.runtimeNs > 0 || phase === 'ready' || phase === 'prepare') return;
    if (process.hrtime.bigint() < this.startsAtNs) return;
    if (this.advances(operations)) this.watchdog.feed(this.patienceMs(), 'completed another operation');
  }

  /** Nothing is done between two saves. */
  private patienceMs(): number {
    return this.options.graceMs + (this.step.spec.checkpoint?.pauseNs ?? 0) / 1e6;
  }

  /** Dropping caches must end in the time of a preparation; a timed step lasts that much longer. */
  private watchPause({ phase, elapsedNs, pausedNs }: NativeSnapshot): void {
    const { spec } = this.step;
    if (this.stopped) return;
    if (phase === 'pause') {
      // The measured time stands still in a pause, and goes on between two.
      if (elapsedNs !== this.pauseAtNs)
        this.watchdog.feed(this.options.graceMs, 'dropped the caches between two epochs');
      this.pauseAtNs = elapsedNs;
      return;
    }
    this.lastPausedNs = pausedNs;
    const leftMs = Math.max(0, spec.rampNs + spec.runtimeNs - elapsedNs) / 1e6;
    this.watchdog.feed(leftMs + this.options.graceMs, 'ended');
  }

  /** No runtime bounds the reading back: it must go on now and then. Once stopped, it has to end. */
  private watchVerification({ fractionDone, bytes }: NativeSnapshot): void {
    const done = `${fractionDone} ${bytes}`;
    if (this.stopped || done === this.lastVerified) return;
    this.lastVerified = done;
    this.watchdog.feed(this.options.graceMs, 'gone on checking what it wrote');
  }

  private stopWhenSteady(interval: NativeInterval): void {
    if (this.steadiness === null || this.steadiness.state.attained || !this.steadiness.take(interval)) return;
    this.child.send({ type: 'stop' });
    this.watchdog.feed(this.options.graceMs, 'ended after it was steady');
  }

  /** A stop that the user asked for as well is the user's. */
  private withOwnEnd(result: NativeJobResult): StepResult {
    if (result.endReason !== 'stopped' || this.stopped) return result;
    if (this.endsEarly) return { ...result, endReason: 'until' };
    return this.steadiness?.state.attained === true ? { ...result, endReason: 'steady' } : result;
  }

  private goalsOf(result: StepResult): Goals {
    const { latencyTarget, spec } = this.step;
    const target =
      latencyTarget === null ? undefined : readTarget(latencyTarget, spec.rateOperations * spec.workers, result);
    return { steadiness: this.steadiness?.state, target };
  }

  private advances(count: number): boolean {
    const more = count > this.lastCount;
    if (more) this.lastCount = count;
    return more;
  }

  private giveUp(what: string, afterMs: number): void {
    const seconds = Math.round(afterMs / 100) / 10;
    this.error ??= {
      code: 'STEP_TIMED_OUT',
      message: `the step has not ${what} within ${seconds} s and was ended; see --grace`,
    };
    void this.child.kill();
  }

  private async finish(): Promise<StepOutcome> {
    const end = await this.child.ended;
    this.watchdog.stop();
    this.pause.stop();
    const error = this.errorOf(end);
    const { result, dataset, systemCaches, startedAt } = this;
    const goals = result === null ? {} : this.goalsOf(result);
    const gdsVerdicts = result === null ? null : this.pathsOf(result);
    const { fileSystem, memoryBytes = null, cores = null } = this.options;
    const known = {
      systemCaches,
      gdsPath: gdsVerdicts?.path ?? null,
      fileSystem,
      dataset,
      memoryBytes,
      cores,
      startedLateNs: this.startedLateNs,
      ...loadersOf(this.step),
    };
    return {
      status: error === null ? 'complete' : 'failed',
      result,
      error,
      startedAt,
      endedAt: new Date().toISOString(),
      dataset,
      systemCaches,
      metrics: result === null ? {} : stepMetrics(this.step, result, goals),
      warnings: result === null ? [] : warningsOf(this.step, result, { ...goals, ...known }),
      gdsVerdicts,
      trainingFigures: result === null ? null : trainingFigures(this.step, result),
      checkpointFigures: result === null ? null : checkpointFigures(this.step, result, this.transfers.transfers),
    };
  }

  private pathsOf({ gpu, verification }: StepResult): GdsVerdicts | null {
    const { fileSystem, gdsTrial: trial = null } = this.options;
    const circumstances = { job: this.step.job, fileSystem: fileSystem?.type ?? '', trial, verification };
    return gpu === null ? null : judgeJob(gpu, circumstances);
  }

  private errorOf(end: ChildEnd): StepError | null {
    if (end.abandoned) return abandoned(end, this.error);
    if (this.error !== null) return this.error;
    const mismatch =
      mismatchError(this.result?.verification ?? null) ??
      gpuMismatchError(this.result?.gpu ?? null) ??
      checkpointDamageError(this.result?.checkpoint ?? null) ??
      kvDamageError(this.result?.kvCache ?? null);
    if (mismatch !== null) return mismatch;
    if (this.result?.firstError) return ioErrorRecord(this.result.firstError);
    if (this.stopped || this.result?.endReason === 'stopped') {
      const counted = Object.keys(this.result?.operations ?? {}).length;
      const figures = counted === 0 ? 'it has no figures' : 'its figures are of the time until then';
      return { code: 'STOPPED', message: `the step was stopped before its end; ${figures}` };
    }
    return this.result === null ? crashed(end, this.child.lastWords) : null;
  }
}

/** cuFile reads it once, when it is loaded. */
function environmentOf({ id, spec }: PlannedStep, { cufileFolder }: StepOptions): NodeJS.ProcessEnv {
  if (spec.engine !== 'cufile') return process.env;
  return prepareCufile(cufileFolder, id, spec.cufileCompat).environment;
}

function abandoned({ blockedIn }: ChildEnd, earlier: StepError | null): StepError {
  const where = blockedIn === null ? '' : ` It is blocked in the kernel: ${blockedIn}.`;
  return {
    code: 'STEP_ABANDONED',
    message: `${earlier?.message ?? 'the step did not end'}; its process ignored SIGKILL and was left behind.${where}`,
  };
}

function crashed({ exitCode, signal }: ChildEnd, lastWords: string): StepError {
  const words = lastLines(lastWords);
  if (signal === null && exitCode === null) {
    return { code: 'STEP_CRASHED', message: `the process of the step could not be started: ${words}` };
  }
  const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
  return {
    code: 'STEP_CRASHED',
    message: `the process of the step ended without a result, with ${how}${words === '' ? '' : `: ${words}`}`,
    ...(signal === null ? {} : { signal }),
  };
}

/** Where the text is that of an uncaught exception, its stack would hide what it says. */
function lastLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v/.test(line));
  return lines.slice(-5).join(' | ');
}

/** The null engine stands for no machine. */
function loadersOf({ training, spec }: PlannedStep): Pick<Circumstances, 'loaders'> {
  return training === undefined || spec.engine === 'null' ? {} : { loaders: training };
}
