// The counters of one step, from the moment when its job is ready to its record.
import { countersRecord } from '../analyze/counters/record.js';
import type { PlannedStep } from '../plan/planned-step.js';
import type { CountersRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import type { Observation } from './observation.js';
import type { StepOptions } from './running-step.js';

export class StepCounters {
  private observation: Observation | null = null;
  private over = false;

  constructor(
    private readonly step: PlannedStep,
    private readonly options: StepOptions,
  ) {}

  /** Once the process of the job is up and its data set is there: their starts would slow each other down. */
  prepare(): void {
    const { step } = this;
    const { observer, fileSystem, onProgress } = this.options;
    this.observation =
      observer?.observe(step, fileSystem, (counters) => {
        onProgress({ type: 'counters', step, counters });
      }) ?? null;
  }

  /** Calls `go` once the counters can be read, or at once where none are. Not where the step has ended before. */
  whenArmed(go: () => void): void {
    if (this.observation === null) {
      go();
      return;
    }
    void this.observation.armed().then(() => {
      if (!this.over) go();
    });
  }

  /** `atNs`: start of the measured time, by CLOCK_MONOTONIC. */
  begin(atNs: bigint): void {
    if (this.observation === null) return;
    this.options.observer?.begun(this.observation);
    this.observation.begin(atNs, this.step.spec.intervalNs);
  }

  /** The measured time is over; only the first call counts. */
  end(): void {
    if (this.observation === null) return;
    this.observation.end();
    this.options.observer?.ended(this.observation);
  }

  drop(): void {
    if (this.observation === null) return;
    this.observation.drop();
    this.options.observer?.ended(this.observation);
  }

  /** Once the step has ended. Null where nothing was read. */
  async record(result: StepResult | null): Promise<CountersRecord | null> {
    this.over = true;
    if (this.observation === null) return null;
    this.options.observer?.ended(this.observation);
    const observed = await this.observation.observed();
    if (observed === null) return null;
    const { fileSystem, host } = this.options;
    return countersRecord(observed, { fileSystem, links: host?.links ?? [], operations: result?.operations ?? {} });
  }
}
