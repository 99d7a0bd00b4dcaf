// A clock that stands still until a test lets it go on, and jobs that take their time by it.
import type { NativeJobResult } from '../../src/native/contract.js';
import type { ScenarioStep } from '../../src/plan/scenario-timeline.js';
import type { StepOutcome } from '../../src/result/step-record.js';
import type { Clock } from '../../src/run/clock.js';
import type { PartJob } from '../../src/run/part-run.js';

/** Its time starts at 0. */
export class VirtualClock implements Clock {
  private time = 0n;
  private waiting: { time: bigint; reached: () => void }[] = [];

  now(): bigint {
    return this.time;
  }

  at(time: bigint, reached: () => void): () => void {
    const entry = { time, reached };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== entry);
    };
  }

  /** Goes from one event to the next until `over` has come or nothing is waited for. */
  async runUntil(over: Promise<unknown>): Promise<void> {
    const state = { ended: false };
    void over.then(() => {
      state.ended = true;
    });
    for (;;) {
      // Whatever follows from the last event, without time.
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.waiting.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))[0];
      if (state.ended || next === undefined) return;
      this.waiting = this.waiting.filter((other) => other !== next);
      if (next.time > this.time) this.time = next.time;
      next.reached();
    }
  }
}

export interface JobScript {
  /** Nanoseconds until it is ready; Infinity: it never is, and fails. */
  prepareNs?: number;
  /** Nanoseconds that it runs. */
  lengthNs: number;
  fails?: boolean;
}

/** What has happened to the jobs, with the time in milliseconds: `100 reads begins`. */
export type Events = string[];

export class ScriptedJob implements PartJob {
  readonly outcome: Promise<StepOutcome>;
  private settle!: (outcome: StepOutcome) => void;
  private startNs: bigint | null = null;

  constructor(
    private readonly step: ScenarioStep,
    private readonly script: JobScript,
    private readonly clock: VirtualClock,
    private readonly events: Events,
    onReady: () => void,
  ) {
    this.outcome = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.note('is prepared');
    const { prepareNs = 0 } = script;
    if (prepareNs === Infinity) this.end('failed', 'NO_FILES');
    else clock.at(clock.now() + BigInt(prepareNs), onReady);
  }

  begin(at: bigint, due: bigint): void {
    this.startNs = at;
    if (at !== due) this.note(`is late by ${Number(at - due) / 1e6}`);
    this.clock.at(at, () => {
      this.note('begins');
    });
    this.clock.at(at + BigInt(this.script.lengthNs), () => {
      this.end(this.script.fails === true ? 'failed' : 'complete', this.script.fails === true ? 'IO_ERROR' : null);
    });
  }

  endEarly(): void {
    this.end('complete', null);
  }

  stop(): void {
    this.end('failed', 'STOPPED');
  }

  kill(): void {
    this.end('failed', 'STOPPED');
  }

  private end(status: StepOutcome['status'], code: string | null): void {
    const result = { elapsedNs: this.startNs === null ? 0 : Number(this.clock.now() - this.startNs), passes: [] };
    const known = { startedAt: null, endedAt: null, dataset: null, systemCaches: null, metrics: {}, warnings: [] };
    const error = code === null ? null : { code, message: code };
    this.settle({ ...known, status, error, result: result as unknown as NativeJobResult });
  }

  private note(what: string): void {
    const { part, occurrence } = this.step.scenario;
    const name = occurrence === 1 ? part : `${part} ${occurrence}`;
    this.events.push(`${Number(this.clock.now()) / 1e6} ${name} ${what}`);
  }
}
