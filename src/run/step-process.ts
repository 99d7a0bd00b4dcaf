// Runs one planned step in a child process, within its deadlines, and returns how it went.
import { TransferTrace } from '../analyze/burst-profile.js';
import { SteadyStateWatch } from '../analyze/steady-state.js';
import type { MountedFileSystem } from '../filesystem/adapter.js';
import type { NativeInterval, NativeJobResult } from '../native/contract.js';
import type { PlannedStep } from '../plan/planned-step.js';
import { withBegunRounds } from '../result/checkpoint-record.js';
import type { StepOutcome } from '../result/step-record.js';
import type { StepResult } from '../result/step-result.js';
import { Child } from './child-process.js';
import { prepareCufile } from './cufile-environment.js';
import { errorAtEnd } from './error-at-end.js';
import { LongTimer } from './long-timer.js';
import type { FromJob, ToJob } from './messages.js';
import { ProgressWatch } from './progress-watch.js';
import type { RunningStep, StepOptions } from './running-step.js';
import { mountedFileSystem } from './system-facts.js';
import { StepCounters } from './step-counters.js';
import { stepOutcome, type ToldByJob } from './step-outcome.js';
import { Watchdog } from './watchdog.js';

/** Time between the message to start and the start of all workers. */
const leadNs = 10_000_000n;
/** Milliseconds that a tool of the file system has to set a layout and prove it, and to tell one that nobody asked for. */
const proofMs = 20_000;
const tellMs = 5000;

/** One native job of a step. */
export class StepProcess implements RunningStep {
  readonly outcome: Promise<StepOutcome>;
  private readonly child: Child<ToJob, FromJob>;
  private readonly watchdog: Watchdog;
  private readonly progress: ProgressWatch;
  private readonly steadiness: SteadyStateWatch | null;
  private readonly startedAt = new Date().toISOString();
  private readonly pause = new LongTimer();
  private readonly transfers = new TransferTrace();
  private readonly counters: StepCounters;
  private readonly told: ToldByJob = { dataset: null, systemCaches: null, fileLayout: null, result: null, error: null };
  private stopped = false;
  private endsEarly = false;
  /** Of a job that others begin with. */
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
    this.progress = new ProgressWatch(spec, options.graceMs, this.watchdog);
    const take = (message: FromJob) => {
      this.take(message);
    };
    this.child = new Child('./job-child.js', take, environmentOf(step, options));
    this.counters = new StepCounters(step, options);
    this.watchdog.feed(options.graceMs, 'become ready');
    this.child.send({
      type: 'run',
      step,
      mount: mountOf(step, options),
      toolMs: Math.min(step.dataset?.fileLayout === undefined ? tellMs : proofMs, options.graceMs / 2),
    });
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
    this.counters.drop();
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
        this.progress.written(message.bytesDone);
        onProgress({ type: 'layout', step, bytesDone: message.bytesDone, bytesTotal: message.bytesTotal });
        break;
      case 'resumed':
        onProgress({ type: 'resumed', step, files: message.files, fileCount: message.fileCount });
        break;
      case 'dataset':
        this.told.dataset = message.dataset;
        this.counters.prepare();
        this.watchdog.feed(graceMs, 'become ready');
        break;
      case 'asking':
        this.watchdog.feed(graceMs, `had an answer to "${message.what}"`);
        break;
      case 'fileLayout':
        this.told.fileLayout = message.fileLayout;
        break;
      case 'prepared':
        this.watchdog.feed(graceMs, 'synced and dropped the caches of the machine');
        break;
      case 'caches':
        this.told.systemCaches = message.caches;
        this.watchdog.feed(graceMs, 'become ready');
        onProgress({ type: 'caches', step, caches: message.caches });
        break;
      case 'ready':
        onProgress({ type: 'ready', step, ready: message.ready });
        // The reader of counters, which it waits for, has a time limit of its own.
        this.watchdog.feed(Infinity, 'started');
        this.counters.whenArmed(() => {
          this.releaseAfterDelay();
        });
        break;
      case 'snapshot':
        this.progress.take(message.snapshot, this.stopped);
        onProgress({ type: 'snapshot', step, snapshot: message.snapshot });
        break;
      case 'interval':
        onProgress({ type: 'interval', step, interval: message.interval });
        this.stopWhenSteady(message.interval);
        if (step.spec.checkpoint !== null) this.transfers.take(message.interval);
        break;
      case 'measured':
        this.counters.end();
        break;
      case 'removing':
        this.watchdog.feed(graceMs, 'gone on removing its files');
        break;
      case 'finished':
        this.told.result = withBegunRounds(this.withOwnEnd(message.result));
        break;
      case 'failed':
        this.told.error = message.error;
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
    this.child.send({ type: 'start', atMonotonicNs });
    this.counters.begin(atMonotonicNs + BigInt(this.step.spec.rampNs));
    this.progress.released(atMonotonicNs);
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

  private giveUp(what: string, afterMs: number): void {
    const seconds = Math.round(afterMs / 100) / 10;
    this.told.error ??= {
      code: 'STEP_TIMED_OUT',
      message: `the step has not ${what} within ${seconds} s and was ended; see --grace`,
    };
    void this.child.kill();
  }

  private async finish(): Promise<StepOutcome> {
    const end = await this.child.ended;
    this.watchdog.stop();
    this.pause.stop();
    const error = errorAtEnd({ ...this.told, end, stopped: this.stopped, lastWords: this.child.lastWords });
    const counters = await this.counters.record(this.told.result);
    const { step, options, startedAt, startedLateNs, transfers } = this;
    return stepOutcome({
      ...{ ...this.told, error, counters, step, options, startedAt, startedLateNs },
      steadiness: this.steadiness?.state,
      transfers: transfers.transfers,
    });
  }
}

function mountOf({ mountPath }: PlannedStep, { fileSystem }: StepOptions): MountedFileSystem | null {
  return fileSystem === undefined ? null : mountedFileSystem(mountPath, fileSystem);
}

/** cuFile reads it once, when it is loaded. */
function environmentOf({ id, spec }: PlannedStep, { cufileFolder }: StepOptions): NodeJS.ProcessEnv {
  if (spec.engine !== 'cufile') return process.env;
  return prepareCufile(cufileFolder, id, spec.cufileCompat).environment;
}
