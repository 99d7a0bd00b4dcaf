// Runs the parts of a scenario at the same time: all are made ready first, then each starts by one clock.
import type { ScenarioStep } from '../plan/scenario-timeline.js';
import type { StepOutcome } from '../result/step-record.js';
import { type PartOptions, PartRun, type RunTimes } from './part-run.js';

/** From the moment when all are ready to the start of the scenario. */
const leadNs = 100_000_000n;

/** `stop` drains all parts, `kill` ends them at once. A part that fails stops the others: they would run beside nothing. */
export class ScenarioRun {
  /** Resolves when all parts are over: with the part that failed first, or null. */
  readonly ended: Promise<string | null>;
  private readonly parts: PartRun[];
  private failed: string | null = null;
  private stopping = false;

  constructor(
    steps: readonly ScenarioStep[],
    private readonly options: PartOptions & { onBegin: () => void },
  ) {
    const onOutcome: PartOptions['onOutcome'] = (step, outcome, times) => {
      this.take(step, outcome, times);
    };
    this.parts = steps.map((step) => new PartRun(step, { ...options, onOutcome }));
    this.ended = this.run();
  }

  stop(): void {
    this.stopping = true;
    for (const part of this.parts) part.stop();
  }

  kill(): void {
    this.stopping = true;
    for (const part of this.parts) part.kill();
  }

  private async run(): Promise<string | null> {
    // One after the other: what one of them writes must not slow the next one down, and they may share a data set.
    const ready: PartRun[] = [];
    for (const part of this.parts) {
      if (this.stopping || !(await part.prepare())) break;
      ready.push(part);
    }
    const zero = this.options.clock.now() + leadNs;
    if (ready.length === this.parts.length) this.options.onBegin();
    const ends = ready.map((part) => this.follow(part, zero));
    await Promise.all(ends);
    return this.failed;
  }

  /** Those that end with this part are closed when it is over. */
  private async follow(part: PartRun, zero: bigint): Promise<void> {
    await part.go(zero);
    const { part: name } = part.step.scenario;
    for (const other of this.parts) if (other.step.scenario.until === name) other.close();
  }

  private take(step: ScenarioStep, outcome: StepOutcome, times: RunTimes | null): void {
    const { part } = step.scenario;
    const stoppedBy = this.failed !== null && outcome.error?.code === 'STOPPED' ? this.failed : null;
    this.options.onOutcome(step, stoppedBy === null ? outcome : besideFailure(outcome, stoppedBy), times);
    if (outcome.status !== 'failed' || this.stopping) return;
    this.failed = part;
    this.stop();
  }
}

function besideFailure(outcome: StepOutcome, failed: string): StepOutcome {
  const message = `it was stopped, since part "${failed}" of its scenario has failed; its figures are of the time until then`;
  return { ...outcome, error: { code: 'STOPPED', message } };
}
