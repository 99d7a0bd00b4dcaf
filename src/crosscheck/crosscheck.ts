// Runs the job of each step with fio as well, in alternation: ioproof fio, fio ioproof, ioproof fio, …
import { messageOf } from '../errors.js';
import type { PlannedStep } from '../plan/planned-step.js';
import type { CrosscheckComparison, CrosscheckPair, CrosscheckSamples } from '../result/crosscheck-schema.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import type { Companion } from '../run/companion.js';
import type { Progress } from '../run/progress.js';
import { compare, method } from './comparison.js';
import { fioArguments } from './fio-command.js';
import { type Fio, FioRun } from './fio-process.js';
import { samplesOfFio, samplesOfStep } from './samples.js';

export interface CrosscheckOptions {
  fio: Fio;
  pairs: number;
  /** Milliseconds beyond the planned time after which fio is ended. */
  graceMs: number;
  onProgress: (progress: Progress) => void;
}

interface Group {
  comparison: CrosscheckComparison;
  /** Milliseconds that fio may take; known, with the command line, once ioproof has done the job for the first time. */
  deadlineMs: number;
}

/** What fio gave for a pair: values, or why there are none. */
type FioSide = Pick<CrosscheckPair, 'first' | 'error' | 'fio'>;

/** Without a planned time, fio gets this many times what ioproof took. */
const patience = 10;

/** The steps of a plan with as many repeats as pairs. The first pair begins with ioproof, which writes the data set. */
export class Crosscheck implements Companion {
  private readonly groups = new Map<string, Group>();
  private waiting: FioSide | null = null;
  private current: FioRun | null = null;

  constructor(private readonly options: CrosscheckOptions) {}

  async before(step: PlannedStep): Promise<void> {
    const group = this.groupOf(step);
    if (step.repeat % 2 === 0 && group.deadlineMs > 0) this.waiting = await this.runFio(step, group, 'fio');
  }

  async after(step: PlannedStep, record: StepRecord): Promise<void> {
    const group = this.groupOf(step);
    const { comparison } = group;
    const done = record.status === 'complete';
    if (done && group.deadlineMs === 0) this.learn(group, step, record);
    const side = this.waiting ?? (done ? await this.runFio(step, group, 'ioproof') : notRun);
    this.waiting = null;
    comparison.pairs.push({
      pair: step.repeat,
      step: step.id,
      ...side,
      error: done ? side.error : `ioproof: ${record.error?.message ?? 'the step is not complete'}`,
      ioproof: done ? samplesOfStep(record) : {},
    });
    Object.assign(comparison, compare(comparison.pairs));
  }

  section(): Partial<RunRecord> {
    const { fio } = this.options;
    const comparisons = [...this.groups.values()].map(({ comparison }) => comparison);
    return { crosscheck: { fio: { ...fio }, method, comparisons } };
  }

  failures(): string[] {
    const pairs = [...this.groups.values()].flatMap(({ comparison }) => comparison.pairs);
    // What ioproof failed to do, its steps tell.
    const byFio = pairs.filter(({ error }) => error !== null && !error.startsWith('ioproof: '));
    return byFio.map(({ step, error }) => `fio beside ${step}: ${error}`);
  }

  stop(): void {
    this.current?.stop();
  }

  kill(): void {
    this.current?.kill();
  }

  private groupOf({ id, workload, mount, repeat, variant }: PlannedStep): Group {
    const key = id.slice(0, -`/${repeat}`.length);
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const comparison = { workload, mount, variant, command: [], pairs: [], ...compare([]) };
    const group: Group = { comparison, deadlineMs: 0 };
    this.groups.set(key, group);
    return group;
  }

  private learn(group: Group, step: PlannedStep, record: StepRecord): void {
    const plannedMs = (step.estimatedSeconds ?? patience * (record.elapsedSeconds ?? 0)) * 1000;
    group.deadlineMs = plannedMs + this.options.graceMs;
    group.comparison.command = [this.options.fio.path, ...fioArguments(step, record)];
  }

  private async runFio(step: PlannedStep, group: Group, first: CrosscheckPair['first']): Promise<FioSide> {
    const { fio, pairs, onProgress } = this.options;
    const text = `${fio.version} does the same, pair ${step.repeat} of ${pairs}`;
    onProgress({ type: 'companion', step, text });
    this.current = new FioRun(fio.path, group.comparison.command.slice(1), group.deadlineMs);
    try {
      return { first, error: null, fio: samplesOfFio(await this.current.output) };
    } catch (error) {
      return { first, error: messageOf(error), fio: {} };
    } finally {
      this.current = null;
    }
  }
}

const nothing: CrosscheckSamples = {};
const notRun: FioSide = { first: 'ioproof', error: null, fio: nothing };
