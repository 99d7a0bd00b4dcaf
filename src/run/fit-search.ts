// Runs a step that searches for the most accelerators that its mount feeds: a job a try, until the answer is known.
import { limitOf } from '../analyze/fit-limit.js';
import { searchAccelerators, type FitRequest } from '../analyze/fit-search.js';
import { fitTry } from '../plan/fit-try.js';
import type { FitPlan, PlannedStep } from '../plan/planned-step.js';
import type { FitRecord, FitTry } from '../result/fit-schema.js';
import type { StepError, StepRecord } from '../result/schema.js';
import type { StepOutcome } from '../result/step-record.js';
import { FitTryRun } from './fit-try-run.js';
import type { RunningStep, StepOptions } from './running-step.js';
import { StepProcess } from './step-process.js';

type FitStep = PlannedStep & { fit: FitPlan };
/** Starts the job of a try. */
type StartJob = (step: PlannedStep, options: StepOptions) => RunningStep;

/** What a try came to, with the job that its figures are of. */
interface Told {
  step: PlannedStep;
  outcome: StepOutcome;
}

export class FitSearch implements RunningStep {
  readonly outcome: Promise<StepOutcome>;
  private readonly startedAt = new Date().toISOString();
  private readonly tries: FitTry[] = [];
  /** Of the first job, which has written it where it was missing. */
  private dataset: StepRecord['dataset'] = null;
  private current: FitTryRun | null = null;
  private ending: 'stop' | 'kill' | null = null;
  /** Of the largest number that reached the threshold as a whole; before there is one, of the last try. */
  private figures: (Told & { fed: number }) | null = null;

  constructor(
    private readonly step: FitStep,
    private readonly options: StepOptions,
    private readonly start: StartJob = (job, its) => new StepProcess(job, its),
  ) {
    this.outcome = this.search();
  }

  /** What was found until then is kept. */
  stop(): void {
    this.end('stop');
  }

  kill(): void {
    this.end('kill');
  }

  private end(how: 'stop' | 'kill'): void {
    if (this.ending !== 'kill') this.ending = how;
    this.current?.[how]();
  }

  private async search(): Promise<StepOutcome> {
    const search = searchAccelerators(this.step.fit.most);
    let next = search.next();
    while (next.done !== true) {
      const error = await this.try(next.value);
      if (error !== null) return this.ended(error, null);
      const last = this.tries.at(-1);
      next = search.next({ reached: last?.reached === true, whole: last?.by === 'whole' });
    }
    return this.ended(null, next.value);
  }

  /** Null where the try has an answer, which then is the last of `tries`. */
  private async try({ accelerators, whole }: FitRequest): Promise<StepError | null> {
    const number = this.tries.length + 1;
    const { fit, ...plain } = this.step;
    const job = fitTry({ ...plain, fit }, accelerators);
    const first = this.current === null;
    this.options.onProgress({ type: 'try-start', step: this.step, number, accelerators });
    this.current = new FitTryRun(
      { ...job, startDelayNs: first ? job.startDelayNs : 0 },
      { fit, whole },
      this.options,
      this.start,
    );
    // The end may have been asked for between two tries.
    if (this.ending !== null) this.current[this.ending]();
    const { outcome, told } = await this.current.ended;
    this.dataset ??= outcome.dataset;
    if (told === null) return this.errorOf(outcome.error, number, accelerators);
    this.tries.push(told);
    this.keepFigures({ step: job, outcome }, told);
    this.options.onProgress({ type: 'try', step: this.step, number, told });
    return null;
  }

  private keepFigures(one: Told, { accelerators, reached, by }: FitTry): void {
    const fed = reached && by === 'whole' ? accelerators : 0;
    if (this.figures === null || fed > 0 || this.figures.fed === 0) this.figures = { ...one, fed };
  }

  private errorOf(error: StepError | null, number: number, accelerators: number): StepError {
    const ofTry = `in try ${number}, with ${countText(accelerators)}`;
    if (this.ending !== null)
      return { code: 'STOPPED', message: `the search was stopped ${ofTry}; ${this.foundText()}` };
    if (error === null) return { code: 'STEP_FAILED', message: `${ofTry}: no utilization is known` };
    return { ...error, message: `${ofTry}: ${error.message}` };
  }

  private foundText(): string {
    const fed = reachedSoFar(this.tries);
    return fed === 0 ? 'no number had reached the threshold' : `${countText(fed)} had reached the threshold`;
  }

  /** `found`: null where the search did not come to its end. */
  private ended(error: StepError | null, found: number | null): StepOutcome {
    const { startedAt, dataset, figures } = this;
    const fit = this.record(found);
    const nothing = { result: null, systemCaches: null, metrics: {}, warnings: [] };
    const told = figures?.outcome ?? nothing;
    return {
      ...told,
      ...{ status: error === null ? 'complete' : 'failed', error, dataset },
      ...{ startedAt, endedAt: new Date().toISOString() },
      metrics: { ...told.metrics, fitAccelerators: fit.accelerators },
      fit,
      ...(figures === null ? {} : { measured: figures.step }),
    };
  }

  private record(found: number | null): FitRecord {
    const { tries, step } = this;
    const { threshold, most, mostBy } = step.fit;
    const accelerators = found ?? reachedSoFar(tries);
    const workersOf = (count: number) => fitTry(step, count).spec.workers;
    const cores = this.options.cores ?? Infinity;
    const limit = found === null ? null : limitOf({ accelerators, most, mostBy, tries, cores, workersOf });
    return { threshold, most, accelerators, complete: found !== null, tries, limit };
  }
}

/** The most that reached the threshold, whether in a whole try or not, below all that missed it. */
function reachedSoFar(tries: readonly FitTry[]): number {
  const missed = Math.min(...tries.filter(({ reached }) => !reached).map(({ accelerators }) => accelerators));
  const reached = tries.filter((one) => one.reached && one.accelerators < missed);
  return Math.max(0, ...reached.map(({ accelerators }) => accelerators));
}

function countText(accelerators: number): string {
  return accelerators === 1 ? '1 accelerator' : `${accelerators} accelerators`;
}
