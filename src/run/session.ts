// Runs a plan step by step and keeps the record on disk up to date; a failed step does not stop the others.
import { join } from 'node:path';
import { mountProfiles } from '../analyze/mount-profile.js';
import type { ImportRecord } from '../result/import-schema.js';
import { notNeeded } from '../result/not-needed.js';
import type { HostRecord, MountRecord, RunRecord, StepError, StepRecord } from '../result/schema.js';
import { schemaVersion } from '../result/schema.js';
import { RunStore } from '../result/store.js';
import { toStepRecord, type StepOutcome } from '../result/step-record.js';
import type { Plan, PlannedStep } from '../plan/planned-step.js';
import { batchesOf } from '../plan/scenario-estimate.js';
import { isTogether, type ScenarioStep } from '../plan/scenario-timeline.js';
import { usableCores } from '../system/usable-cores.js';
import { monotonicClock } from './clock.js';
import type { Companion } from './companion.js';
import { eventOf } from './events.js';
import type { Judge } from './judge.js';
import { Observer } from './observer.js';
import type { Progress } from './progress.js';
import { runReasons, runStatus } from './run-status.js';
import type { StepOptions } from './running-step.js';
import { scenarioRecord, type TimedRun } from './scenario-record.js';
import { ScenarioRun } from './scenario-run.js';
import { startStep } from './start-step.js';
import { StepProcess } from './step-process.js';

export interface SessionOptions {
  runId: string;
  version: string;
  /** SHA-256 over the installation; null where it is not known. */
  toolHash?: string | null;
  command: string[];
  outDirectory: string;
  graceMs: number;
  host: HostRecord;
  mounts: MountRecord[];
  onProgress: (progress: Progress) => void;
  companion?: Companion;
  /** Of a run with acceptance expressions. */
  judge?: Judge;
  /** False: no counters are read around the steps. */
  counters?: boolean;
  /** Where the workloads come from, if they were imported. */
  imported?: ImportRecord;
}

/** One run. `stop` once drains the current step and skips the rest; `kill` ends it at once. Both keep what was measured. */
export class Session {
  private readonly record: RunRecord;
  private current: { stop(): void; kill(): void } | null = null;
  private interrupted: string | null = null;
  private readonly observer: Observer | null;

  constructor(
    private readonly plan: Plan,
    private readonly options: SessionOptions,
  ) {
    this.observer = options.counters === false ? null : new Observer();
    this.record = {
      schemaVersion,
      tool: toolRecord(options),
      run: {
        id: options.runId,
        command: options.command,
        startedAt: new Date().toISOString(),
        endedAt: null,
        status: 'partial',
        reasons: ['the run is not over'],
      },
      hosts: [options.host],
      mounts: options.mounts,
      steps: [],
      // From the start, so that expressions are known of a run that has ended without a last word.
      ...(options.judge === undefined ? {} : { acceptance: options.judge.judged([]), judging: options.judge.terms }),
      ...(options.imported === undefined ? {} : { import: options.imported }),
    };
  }

  stop(reason: string): void {
    this.interrupted ??= reason;
    this.options.onProgress({ type: 'stopping', reason });
    this.current?.stop();
    this.options.companion?.stop();
  }

  kill(reason: string): void {
    this.interrupted ??= reason;
    this.current?.kill();
    this.options.companion?.kill();
  }

  /** Returns the final record, its folder and the SHA-256 of run.json. Throws when the results cannot be written. */
  async run(): Promise<{ record: RunRecord; directory: string; sha256: string | null }> {
    const { runId, outDirectory, onProgress } = this.options;
    const store = await RunStore.create(outDirectory, runId);
    const { directory } = store;
    onProgress({ type: 'plan', runId, directory, plan: this.plan });
    store.event(startEvent(this.record, this.plan));
    await store.save(this.record);
    for (const batch of batchesOf(this.plan.steps)) {
      const together = batch.filter(isTogether);
      if (together.length > 0 && this.interrupted === null && this.needless(batch[0]) === null)
        await this.runTogether(store, together);
      else for (const step of batch) await this.runStep(store, step);
    }
    await this.observer?.close();
    this.close();
    this.tellVerdicts(store);
    store.event({ type: 'run-end', at: this.record.run.endedAt, run: runId, status: this.record.run.status });
    await store.save(this.record);
    const sha256 = await store.close();
    return { record: this.record, directory, sha256 };
  }

  /** Of the parts that have not come to run, there are records, too. */
  private async runTogether(store: RunStore, steps: ScenarioStep[]): Promise<void> {
    const runs: TimedRun[] = [];
    const saved: Promise<void>[] = [];
    const run = new ScenarioRun(steps, {
      clock: monotonicClock,
      start: (step, onReady) => {
        this.tellStart(store, step);
        return new StepProcess(step, { ...this.optionsOf(store, step), onReady });
      },
      onBegin: () => {
        this.options.onProgress({ type: 'together', steps });
      },
      onDropped: (step) => {
        this.options.onProgress({ type: 'dropped', step });
        store.event({ type: 'dropped', at: new Date().toISOString(), step: step.id });
      },
      onOutcome: (step, outcome, times) => {
        if (times !== null) runs.push({ step, times });
        saved.push(this.keep(store, step, outcome).then(() => undefined));
      },
    });
    this.current = run;
    const failed = await run.ended;
    this.current = null;
    await Promise.all(saved);
    const why = this.interrupted ?? `part "${failed}" of the scenario has failed`;
    for (const step of steps) {
      if (!this.record.steps.some(({ id }) => id === step.id)) await this.keep(store, step, skipped(why));
    }
    this.record.steps = inPlanOrder(this.record.steps, steps);
    const outcome = { parts: steps, runs, failed, stopped: this.interrupted !== null };
    this.record.scenarios = [...(this.record.scenarios ?? []), ...scenarioRecord(outcome, this.record.steps)];
    await store.save(this.record);
  }

  private async runStep(store: RunStore, step: PlannedStep): Promise<void> {
    const { companion } = this.options;
    const needless = this.interrupted === null ? this.needless(step) : null;
    if (needless !== null) {
      await this.keep(store, step, skippedFor(notNeeded(needless)));
      return;
    }
    if (this.interrupted === null) await companion?.before(step);
    const outcome = this.interrupted === null ? await this.measure(store, step) : skipped(this.interrupted);
    const record = await this.keep(store, step, outcome);
    if (companion === undefined) return;
    if (this.interrupted === null) await companion.after(step, record);
    Object.assign(this.record, companion.section());
    await store.save(this.record);
  }

  /** Why the judge can do without the step; null: it has to run. */
  private needless(step: PlannedStep): string | null {
    return this.options.judge?.notNeeded(step, this.record.steps) ?? null;
  }

  private async keep(store: RunStore, step: PlannedStep, outcome: StepOutcome): Promise<StepRecord> {
    const record = toStepRecord(step, outcome);
    this.record.steps.push(record);
    this.judgeSteps();
    store.event({ type: 'step-end', at: outcome.endedAt, step: step.id, status: record.status, error: record.error });
    await store.save(this.record);
    this.options.onProgress({ type: 'step-end', step, record });
    this.tellWarnings(store, step, record);
    const { acceptance: judged } = this.record;
    if (judged !== undefined) this.options.onProgress({ type: 'acceptance', judged });
    return record;
  }

  private tellWarnings(store: RunStore, step: PlannedStep, record: StepRecord): void {
    for (const warning of record.warnings) {
      store.event({ type: 'warning', step: step.id, ...warning });
      this.options.onProgress({ type: 'warning', step, warning });
    }
  }

  private judgeSteps(): void {
    const { judge } = this.options;
    if (judge !== undefined) this.record.acceptance = judge.judged(this.record.steps);
  }

  private tellVerdicts(store: RunStore): void {
    for (const judged of this.record.acceptance ?? [])
      store.event({ type: 'acceptance', at: this.record.run.endedAt, ...judged });
  }

  private async measure(store: RunStore, step: PlannedStep): Promise<StepOutcome> {
    this.tellStart(store, step);
    const running = startStep(step, this.optionsOf(store, step));
    this.current = running;
    const outcome = await running.outcome;
    this.current = null;
    return outcome;
  }

  private tellStart(store: RunStore, step: PlannedStep): void {
    const { steps } = this.plan;
    // Later runs of a part of a scenario are not in the plan.
    const index = steps.findIndex(({ id, scenario }) => id === step.id && scenario?.run === step.scenario?.run);
    this.options.onProgress({ type: 'step-start', step, index, total: steps.length });
    store.event({ type: 'step-start', at: new Date().toISOString(), step: step.id });
  }

  private optionsOf(store: RunStore, step: PlannedStep): StepOptions {
    const { graceMs, host, mounts, onProgress } = this.options;
    return {
      graceMs,
      cores: usableCores(host, step.spec.cpus),
      cufileFolder: join(store.directory, 'cufile'),
      fileSystem: mounts.find(({ name }) => name === step.mount)?.fileSystem,
      memoryBytes: host.memoryBytes,
      host,
      ...(this.observer === null ? {} : { observer: this.observer }),
      onProgress: (progress) => {
        const event = eventOf(progress);
        if (event !== null) store.event(event);
        onProgress(progress);
      },
    };
  }

  private close(): void {
    const { run, steps, mounts } = this.record;
    const profiles = mountProfiles(mounts, steps);
    if (profiles.length > 0) this.record.profiles = profiles;
    run.endedAt = new Date().toISOString();
    const failures = this.options.companion?.failures() ?? [];
    run.status = runStatus(steps, this.interrupted !== null, failures.length > 0);
    run.reasons = [...(this.interrupted === null ? [] : [this.interrupted]), ...runReasons(steps), ...failures];
  }
}

/** The first line of events.ndjson, with the plan: whoever watches sees what is still to come. */
function startEvent({ run }: RunRecord, { steps }: Plan): object {
  const plan = steps.map(({ id, workload, variant, mount, repeat, estimatedSeconds }) => {
    return { step: id, workload, variant, mount, repeat, estimatedSeconds };
  });
  return { type: 'run-start', at: run.startedAt, run: run.id, steps: steps.length, plan };
}

function toolRecord({ version, toolHash: hash = null }: SessionOptions): RunRecord['tool'] {
  return { name: 'ioproof', version, ...(hash === null ? {} : { hash }) };
}

/** Those of parts that ran together as their parts are in the plan, each with its runs in their order. */
function inPlanOrder(records: readonly StepRecord[], parts: readonly ScenarioStep[]): StepRecord[] {
  const placeOf = ({ id }: StepRecord) => parts.findIndex((part) => id === part.id || id.startsWith(`${part.id}.`));
  const own = records.filter((record) => placeOf(record) >= 0);
  const runOf = ({ scenario }: StepRecord) => scenario?.occurrence ?? 0;
  own.sort((a, b) => placeOf(a) - placeOf(b) || runOf(a) - runOf(b));
  return [...records.filter((record) => placeOf(record) < 0), ...own];
}

function skipped(reason: string): StepOutcome {
  return skippedFor({ code: 'SKIPPED', message: `not run: ${reason}` });
}

function skippedFor(error: StepError): StepOutcome {
  const nothing = { result: null, startedAt: null, endedAt: null, dataset: null, systemCaches: null };
  return { status: 'skipped', error, ...nothing, metrics: {}, warnings: [] };
}
