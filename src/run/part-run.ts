// The runs of one part of a scenario, one after the other, by the times of the part.
import { startOf, type ScenarioStep, stepOfRun } from '../plan/scenario-timeline.js';
import type { StepOutcome } from '../result/step-record.js';
import { canBeCut } from '../spec/scenario.js';
import type { Clock } from './clock.js';

/** A job that waits for its start once it is ready. */
export interface PartJob {
  readonly outcome: Promise<StepOutcome>;
  /** Starts it at an instant of the clock; `dueNs`: when its part asks for that. */
  begin(atMonotonicNs: bigint, dueNs: bigint): void;
  endEarly(): void;
  stop(): void;
  kill(): void;
}

/** Times of a run, in nanoseconds from the start of the scenario. */
export interface RunTimes {
  /** When it was to start. */
  dueNs: number;
  startNs: number;
  /** End of its measured time, or of its process where it has no result. */
  endNs: number;
}

export interface PartOptions {
  clock: Clock;
  start: (step: ScenarioStep, onReady: () => void) => PartJob;
  /** Told of each run that is over, also of one that could not be prepared; `times`: null where it never started. */
  onOutcome: (step: ScenarioStep, outcome: StepOutcome, times: RunTimes | null) => void;
  /** Told of a later run that was made ready and never started. */
  onDropped: (step: ScenarioStep) => void;
}

/** Between the message to start and the start, for jobs that all must have the message by then. */
const leadNs = 50_000_000n;
/** A later run is made ready so long before its start, and in no less than that part of the time between two. */
const aheadNs = 5_000_000_000;
const aheadFraction = 0.5;

/** A run that has a job. */
interface Live {
  step: ScenarioStep;
  job: PartJob;
  /** False: it has ended without becoming ready. */
  ready: Promise<boolean>;
  startNs: bigint | null;
  /** It will never start, and nobody is told of it. */
  dropped: boolean;
}

/** `prepare` first, then `go`; `over` tells of the end of the last run. */
export class PartRun {
  private first: Live | null = null;
  private current: Live | null = null;
  private next: Live | null = null;
  private closed = false;
  private wakeUp: () => void = () => undefined;

  constructor(
    readonly step: ScenarioStep,
    private readonly options: PartOptions,
  ) {}

  /** Makes the first run ready. False: it could not be, or was stopped. */
  async prepare(): Promise<boolean> {
    if (this.closed) return false;
    this.first = this.launch(1);
    const ready = await this.first.ready;
    if (!ready) await this.tell(this.first, null);
    return ready;
  }

  /** Goes through all runs; resolves when the last one is over. `zero`: start of the scenario by the clock. */
  async go(zero: bigint): Promise<void> {
    const { until, every } = this.step.scenario;
    const cancel =
      // A part that starts once has a runtime that ends it then.
      typeof until === 'number' && every !== null
        ? this.options.clock.at(zero + BigInt(until), () => {
            this.close();
          })
        : () => undefined;
    let live = this.first;
    for (let number = 2; live !== null; number++) live = await this.runOne(live, zero, number);
    cancel();
  }

  /** From now on nothing of it starts, and what runs is ended where that leaves figures. */
  close(): void {
    this.closed = true;
    this.wakeUp();
    if (this.next !== null) this.drop(this.next);
    if (this.current === null) return;
    const { startNs, job, step } = this.current;
    if (startNs !== null && startNs > this.options.clock.now()) this.drop(this.current);
    else if (canBeCut(step.spec)) job.endEarly();
  }

  stop(): void {
    this.end((job) => {
      job.stop();
    });
  }

  kill(): void {
    this.end((job) => {
      job.kill();
    });
  }

  private end(by: (job: PartJob) => void): void {
    this.closed = true;
    this.wakeUp();
    for (const live of new Set([this.first, this.current, this.next])) if (live !== null) by(live.job);
  }

  /** Returns the run that comes after it, which is ready. */
  private async runOne(live: Live, zero: bigint, nextNumber: number): Promise<Live | null> {
    const { clock } = this.options;
    const due = this.dueOf(zero, live.step.scenario.occurrence) ?? clock.now();
    this.current = live;
    if (this.closed) {
      await this.tell(live, null);
      return null;
    }
    const soonest = clock.now() + leadNs;
    live.startNs = due > soonest || live === this.first ? due : soonest;
    live.job.begin(live.startNs, due);
    const following = this.prepareNext(zero, nextNumber);
    await this.tell(live, { zero, due });
    this.current = null;
    const next = await following;
    this.next = null;
    if (next === null) return null;
    const ready = await next.ready;
    if (ready && !this.isClosed()) return next;
    if (this.isClosed()) this.drop(next);
    await this.tell(next, null);
    return null;
  }

  private async prepareNext(zero: bigint, number: number): Promise<Live | null> {
    const due = this.dueOf(zero, number);
    if (due === null || this.closed) return null;
    const { every } = this.step.scenario;
    const ahead = Math.min(aheadNs, (every ?? 0) * aheadFraction);
    await this.until(due - BigInt(Math.round(ahead)));
    // It may have been closed meanwhile.
    if (this.isClosed()) return null;
    this.next = this.launch(number);
    await this.next.ready;
    return this.next;
  }

  private dueOf(zero: bigint, number: number): bigint | null {
    const start = startOf(this.step.scenario, number);
    return start === null ? null : zero + BigInt(start);
  }

  /** Resolves at that time, or when the part is closed. */
  private until(time: bigint): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.options.clock.at(time, resolve);
      this.wakeUp = () => {
        cancel();
        resolve();
      };
    });
  }

  private isClosed(): boolean {
    return this.closed;
  }

  private launch(number: number): Live {
    const step = stepOfRun(this.step, number);
    let becameReady: () => void = () => undefined;
    const ready = new Promise<true>((resolve) => {
      becameReady = () => {
        resolve(true);
      };
    });
    const job = this.options.start(step, becameReady);
    return { step, job, ready: Promise.race([ready, job.outcome.then(() => false)]), startNs: null, dropped: false };
  }

  private drop(live: Live): void {
    live.dropped = true;
    live.job.stop();
  }

  /** Waits for the end of a run and tells of it; of one that was dropped only where the plan has it. */
  private async tell(live: Live, at: { zero: bigint; due: bigint } | null): Promise<void> {
    const outcome = await live.job.outcome;
    const { step, startNs, dropped } = live;
    if (dropped) {
      if (step.scenario.occurrence === 1) this.options.onOutcome(step, neverStarted(step, outcome), null);
      else this.options.onDropped(step);
      return;
    }
    const times = at === null || startNs === null ? null : timesOf(outcome, at, startNs, this.options.clock.now());
    this.options.onOutcome(step, outcome, times);
  }
}

function timesOf(
  { result }: StepOutcome,
  { zero, due }: { zero: bigint; due: bigint },
  startNs: bigint,
  now: bigint,
): RunTimes {
  const start = Number(startNs - zero);
  const paused = result?.passes.reduce((sum, pass) => sum + pass.pausedNs, 0) ?? 0;
  const endNs = result === null ? Number(now - zero) : start + result.elapsedNs + paused;
  return { dueNs: Number(due - zero), startNs: start, endNs };
}

function neverStarted({ scenario }: ScenarioStep, outcome: StepOutcome): StepOutcome {
  const message = `not run: part "${String(scenario.until)}" was over before its start`;
  return {
    ...outcome,
    status: 'skipped',
    result: null,
    error: { code: 'SKIPPED', message },
    metrics: {},
    warnings: [],
  };
}
