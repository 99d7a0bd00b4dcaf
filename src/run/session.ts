// Runs a plan step by step and keeps the record on disk up to date; a failed step does not stop the others.
import { join } from 'node:path';
import { encodeHistogram } from '../result/histogram.js';
import type { ImportRecord } from '../result/import-schema.js';
import type { HostRecord, MountRecord, RunRecord, StepRecord } from '../result/schema.js';
import { schemaVersion } from '../result/schema.js';
import { RunStore } from '../result/store.js';
import { toStepRecord, type StepOutcome } from '../result/step-record.js';
import type { Plan, PlannedStep } from '../plan/planned-step.js';
import { usableCores } from '../system/usable-cores.js';
import type { Companion } from './companion.js';
import type { Progress } from './progress.js';
import { runReasons, runStatus } from './run-status.js';
import { startStep, type RunningStep } from './start-step.js';

export interface SessionOptions {
  runId: string;
  version: string;
  command: string[];
  outDirectory: string;
  graceMs: number;
  host: HostRecord;
  mounts: MountRecord[];
  onProgress: (progress: Progress) => void;
  companion?: Companion;
  /** Where the workloads come from, if they were imported. */
  imported?: ImportRecord;
}

/** One run. `stop` once drains the current step and skips the rest; `kill` ends it at once. Both keep what was measured. */
export class Session {
  private readonly record: RunRecord;
  private current: RunningStep | null = null;
  private interrupted: string | null = null;

  constructor(
    private readonly plan: Plan,
    private readonly options: SessionOptions,
  ) {
    this.record = {
      schemaVersion,
      tool: { name: 'ioproof', version: options.version },
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

  /** Returns the final record and its folder. Throws when the results cannot be written. */
  async run(): Promise<{ record: RunRecord; directory: string }> {
    const { runId, outDirectory, onProgress } = this.options;
    const store = await RunStore.create(outDirectory, runId);
    const { directory } = store;
    onProgress({ type: 'plan', runId, directory, plan: this.plan });
    store.event({ type: 'run-start', at: this.record.run.startedAt, run: runId, steps: this.plan.steps.length });
    await store.save(this.record);
    for (const [index, step] of this.plan.steps.entries()) await this.runStep(store, step, index);
    this.close();
    store.event({ type: 'run-end', at: this.record.run.endedAt, run: runId, status: this.record.run.status });
    await store.save(this.record);
    await store.close();
    return { record: this.record, directory };
  }

  private async runStep(store: RunStore, step: PlannedStep, index: number): Promise<void> {
    const { onProgress, companion } = this.options;
    if (this.interrupted === null) await companion?.before(step);
    const outcome = this.interrupted === null ? await this.measure(store, step, index) : skipped(this.interrupted);
    const record = toStepRecord(step, outcome);
    this.record.steps.push(record);
    store.event({ type: 'step-end', at: outcome.endedAt, step: step.id, status: record.status, error: record.error });
    await store.save(this.record);
    onProgress({ type: 'step-end', step, record });
    this.tellWarnings(store, step, record);
    if (companion === undefined) return;
    if (this.interrupted === null) await companion.after(step, record);
    Object.assign(this.record, companion.section());
    await store.save(this.record);
  }

  private tellWarnings(store: RunStore, step: PlannedStep, record: StepRecord): void {
    for (const warning of record.warnings) {
      store.event({ type: 'warning', step: step.id, ...warning });
      this.options.onProgress({ type: 'warning', step, warning });
    }
  }

  private async measure(store: RunStore, step: PlannedStep, index: number): Promise<StepOutcome> {
    const { graceMs, onProgress } = this.options;
    onProgress({ type: 'step-start', step, index, total: this.plan.steps.length });
    store.event({ type: 'step-start', at: new Date().toISOString(), step: step.id });
    this.current = startStep(step, {
      graceMs,
      cores: usableCores(this.options.host, step.spec.cpus),
      cufileFolder: join(store.directory, 'cufile'),
      fileSystem: this.options.mounts.find(({ name }) => name === step.mount)?.fileSystem,
      memoryBytes: this.options.host.memoryBytes,
      onProgress: (progress) => {
        const event = eventOf(progress);
        if (event !== null) store.event(event);
        onProgress(progress);
      },
    });
    const outcome = await this.current.outcome;
    this.current = null;
    return outcome;
  }

  private close(): void {
    const { run, steps } = this.record;
    run.endedAt = new Date().toISOString();
    const failures = this.options.companion?.failures() ?? [];
    run.status = runStatus(steps, this.interrupted !== null, failures.length > 0);
    run.reasons = [...(this.interrupted === null ? [] : [this.interrupted]), ...runReasons(steps), ...failures];
  }
}

function skipped(reason: string): StepOutcome {
  const error: StepRecord['error'] = { code: 'SKIPPED', message: `not run: ${reason}` };
  const nothing = { result: null, startedAt: null, endedAt: null, dataset: null, systemCaches: null };
  return { status: 'skipped', error, ...nothing, metrics: {}, warnings: [] };
}

/** The line of events.ndjson; null for progress that is only for people who watch. */
function eventOf(progress: Progress): object | null {
  if (progress.type === 'probe') {
    return { type: 'probe', step: progress.step.id, number: progress.number, ...progress.probe };
  }
  if (progress.type === 'try') {
    return { type: 'try', step: progress.step.id, number: progress.number, ...progress.told };
  }
  if (progress.type !== 'interval') return null;
  const { index, startNs, durationNs, operations } = progress.interval;
  return {
    type: 'interval',
    step: progress.step.id,
    index,
    startSeconds: startNs / 1e9,
    seconds: durationNs / 1e9,
    operations: Object.fromEntries(
      Object.entries(operations).map(([kind, { p50, p99, max, histogram, ...counts }]) => [
        kind,
        { ...counts, latencyNs: { p50, p99, max, histogram: encodeHistogram(histogram) } },
      ]),
    ),
  };
}
